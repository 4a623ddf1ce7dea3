"""The county's own layouts, and small files as departments send them."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import pytest
import xlsxwriter

from bole.core.identity import check_character
from bole.core.vocabulary import Pack, SourceLayout
from bole.core.vocabulary.loading import load_pack, read_files
from bole.people.sources.reading import Checked, RawTable, Recognition, check_rows, read_table, recognise
from bole.runtime.paths import packs_dir

TODAY = date(2026, 11, 23)


@pytest.fixture(scope="session")
def pack() -> Pack:
    return load_pack(read_files(packs_dir() / "anji"), load_pack(read_files(packs_dir() / "base-cn")))


@pytest.fixture(scope="session")
def layouts(pack: Pack) -> list[SourceLayout]:
    return list(pack.sources.values())


def citizen(sequence: int, born: str = "19800101") -> str:
    """A right identity number."""
    first17 = f"330523{born}{sequence:03d}"
    return first17 + check_character(first17)


HONOURS = ["姓名", "证件号码", "荣誉(项目)名称", "级别", "年度", "本人排名", "文号", "工作单位"]
ROSTER = [
    "企业名称",
    "统一社会信用代码",
    "姓名",
    "证件号码",
    "部门",
    "岗位",
    "入职日期",
    "离职日期",
    "用工形式",
    "年薪(万元)",
    "手机",
]
INSURED = ["姓名", "证件类型", "证件号码", "性别", "出生日期", "单位名称", "统一社会信用代码", "参保状态", "首次参保年月", "累计缴费月数",
           "连续缴费月数", "月缴费基数(元)", "手机号码", "乡镇街道"]  # fmt: skip


def insured(name: str, number: str, **other: str) -> list[str]:
    """A row of S01, overridden by header."""
    row = {
        "姓名": name,
        "证件号码": number,
        "证件类型": "居民身份证(户口簿)",
        "参保状态": "参保缴费",
        "乡镇街道": "递铺街道",
        **other,
    }
    return [row.get(header, "") for header in INSURED]


def csv(header: Sequence[str], rows: Sequence[Sequence[str]], encoding: str = "utf-8", sign: str = ",") -> bytes:
    return "\n".join(sign.join(row) for row in [header, *rows]).encode(encoding)


def workbook(build: Callable[[Any, Any], None]) -> bytes:
    """An xlsx that `build(book, sheet)` fills."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    build(book, book.add_worksheet("数据"))
    book.close()
    return stream.getvalue()


def sheet_of(header: Sequence[str], rows: Sequence[Sequence[object]], above: Sequence[Sequence[object]] = ()) -> bytes:
    def build(book: Any, sheet: Any) -> None:
        for i, row in enumerate([*above, header, *rows]):
            for j, cell in enumerate(row):
                sheet.write_string(i, j, cell) if isinstance(cell, str) else sheet.write(i, j, cell)

    return workbook(build)


class Reader:
    """Read, recognise and check in one go."""

    def __init__(self, pack: Pack, layouts: list[SourceLayout]) -> None:
        self.pack, self.layouts = pack, layouts

    def table(self, content: bytes, filename: str = "报送.csv", **options: Any) -> RawTable:
        return read_table(content, filename, layouts=self.layouts, **options)

    def recognise(self, content: bytes, filename: str = "报送.csv", **options: Any) -> Recognition:
        return recognise(self.table(content, filename).headers, self.layouts, **options)

    def check(self, content: bytes, filename: str = "报送.csv") -> Checked:
        raw = self.table(content, filename)
        return check_rows(raw, recognise(raw.headers, self.layouts), self.pack, TODAY, hash_key=b"k")

    def rules(self, content: bytes, filename: str = "报送.csv") -> list[tuple[int, str, str]]:
        """(row, rule, severity) of all issues."""
        return self.check(content, filename).issues.select("row", "rule", "severity").rows()


@pytest.fixture(scope="session")
def reader(pack: Pack, layouts: list[SourceLayout]) -> Reader:
    return Reader(pack, layouts)
