"""Rejected rows leave in the sender's own layout, and come in again when corrected."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl

from bole.people.sources.reading import check_rows, recognise, write_rejects

from .conftest import INSURED, TODAY, Reader, citizen, csv, insured, sheet_of

HEADER = [{"姓名": "参保人姓名", "手机号码": "联系电话"}.get(h, h) for h in reversed(INSURED)]


def rejected(reader: Reader, target: Path) -> openpyxl.Workbook:
    rows = [
        insured("王小明", citizen(123)),
        insured("", citizen(122), 出生日期="80.1.1", 单位名称="=1+1"),
        insured("李丽", citizen(124)),
    ]
    raw = reader.table(csv(HEADER, [row[::-1] for row in rows]), "参保.csv")
    found = recognise(raw.headers, reader.layouts)
    checked = check_rows(raw, found, reader.pack, TODAY)
    assert write_rejects(raw, checked.issues, found.layout, target) == 1
    return openpyxl.load_workbook(target)


def test_the_list_has_the_senders_headers_a_reason_and_the_row(reader: Reader, tmp_path: Path):
    header, row = rejected(reader, tmp_path / "退回.xlsx").active.iter_rows(values_only=True)
    assert list(header) == [*HEADER, "退回原因", "原行号"]
    assert row[-1] == "3"
    assert row[-2] == "“参保人姓名”为空。请补填;“出生日期”的年份只有两位,未采用。请写成2024-03-05".replace(
        "请写成2024-03-05", "请写四位年份,如1998-03-05"
    )


def test_nothing_in_the_list_is_computed(reader: Reader, tmp_path: Path):
    sheet = rejected(reader, tmp_path / "退回.xlsx").active
    assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value is not None} == {"s"}
    assert sheet.cell(2, HEADER.index("单位名称") + 1).value == "=1+1"


def test_the_corrected_list_comes_in_again(reader: Reader, tmp_path: Path):
    book = rejected(reader, tmp_path / "退回.xlsx")
    book.active.cell(2, HEADER.index("参保人姓名") + 1).value = "赵敏"
    book.active.cell(2, HEADER.index("出生日期") + 1).value = "1980-01-01"
    stream = io.BytesIO()
    book.save(stream)
    raw = reader.table(stream.getvalue(), "退回.xlsx")
    found = recognise(raw.headers, reader.layouts)
    assert (found.layout.id, dict(found.unknown), found.is_correction) == ("S01", {}, True)
    checked = check_rows(raw, found, reader.pack, TODAY)
    assert (checked.rows["name"].to_list(), checked.issues.height) == (["赵敏"], 0)


def test_issues_name_the_columns_as_the_sender_wrote_them(reader: Reader):
    """Synonym, line break and double column included: nobody looks for a header that the file does not have."""
    names = {"姓名": "参保人 姓名", "手机号码": "联系电话", "证件号码": "身份证\n号码"}
    first, second = citizen(123), citizen(124)
    header = [*(names.get(h, h) for h in INSURED), "手机号"]
    rows = [
        [*insured("", first, 手机号码="12"), "12"],
        [*insured("王小明", second, 手机号码="13800138000"), "13900139000"],
        [*insured("李丽", first[:-1] + ("0" if first[-1] != "0" else "1")), ""],
    ]
    issues = reader.check(sheet_of(header, rows), "参保.xlsx").issues
    found = {rule: (name, message) for _, name, rule, _, message, *_ in issues.rows()}
    assert found["required"] == ("参保人姓名", "“参保人姓名”为空")
    assert found["phone"][0] == "联系电话"
    assert found["doubled"] == ("联系电话、手机号", "表中有两列“联系电话”“手机号”,本行两列内容不同")
    assert found["id_check"][0] == "身份证号码"


def test_a_row_that_was_replaced_names_the_senders_key(reader: Reader):
    header = ["参保人姓名" if h == "姓名" else "社会保障号码" if h == "证件号码" else h for h in INSURED]
    number = citizen(123)
    rows = [insured("王小明", number, 手机号码="13800138000"), insured("王小明", number, 手机号码="13900139000")]
    issues = reader.check(csv(header, rows)).issues
    message = next(message for _, _, rule, _, message, *_ in issues.rows() if rule == "superseded")
    assert "社会保障号码" in message
    assert "证件号码" not in message
