"""What kind of file this is, by its content, and whether it is safe to open.

Workbooks are parsed in a child process with little memory and time (`child.py`): a 200 kB workbook can unfold to gigabytes, and
read-only readers do not defend against it. Nothing of the file's content is written to disk on the way.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import struct
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import polars as pl

from bole.core.errors import InvalidInput
from bole.people.sources.reading import nursery

FileKind = Literal["xlsx", "xls", "csv"]
Source = Path | bytes

MAX_BYTES = 300 * 2**20
MAX_UNFOLDED = 200 * 2**20
MAX_RATIO = 100
MAX_ENTRIES = 200
SMALL_ENTRY = 2**20
"""An entry below this size is harmless whatever its ratio: an empty sheet's XML compresses well."""

_EXTENSIONS: dict[str, FileKind] = {
    ".xlsx": "xlsx",
    ".xlsm": "xlsx",
    ".xls": "xls",
    ".et": "xls",
    ".csv": "csv",
    ".txt": "csv",
}
_OTHER_CONTENT = (
    (b"%PDF", "PDF文件"),
    (b"\xff\xd8\xff", "图片"),
    (b"\x89PNG", "图片"),
    (b"GIF8", "图片"),
    (b"Rar!", "压缩包(rar)"),
    (b"7z\xbc\xaf", "压缩包(7z)"),
    (b"\x1f\x8b", "压缩包(gz)"),
    (b"{\\rtf", "RTF文档"),
    (b"\x7fELF", "程序"),
    (b"MZ", "程序"),
)
_BOF, _FILEPASS = b"\x09\x08\x10\x00", 0x2F
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@dataclass(frozen=True, slots=True)
class Sheet:
    """One visible sheet as text. Row i of `frame` is row i + 1 of the sheet; empty columns at the left may be left out; empty cells
    are null.

    `long_numbers`: (row, column) from 0 of cells that hold a number beyond 15 digits. `merged`: (top, left, bottom,
    right) from 0; both by the frame's columns.
    `uncomputed`: formulas without a kept result.
    """

    name: str
    frame: pl.DataFrame
    long_numbers: tuple[tuple[int, int], ...] = ()
    merged: tuple[tuple[int, int, int, int], ...] = ()
    formulas: int = 0
    uncomputed: int = 0


def file_kind(source: Source, filename: str) -> FileKind:
    """The kind of table by content. InvalidInput when it is empty, too large, protected, hostile or no table at all."""
    size = len(source) if isinstance(source, bytes) else source.stat().st_size
    if size == 0:
        raise InvalidInput(
            "文件“%(file)s”是空的(0字节)",
            remedy="请检查导出是否成功,重新导出后再报送",
            code="reading.empty_file",
            file=filename,
        )
    if size > MAX_BYTES:
        raise InvalidInput(
            "文件“%(file)s”有%(size)s MB,超过上限%(limit)s MB",
            remedy="请按年份或乡镇分成几个文件报送",
            code="reading.too_big",
            file=filename,
            size=size // 2**20,
            limit=MAX_BYTES // 2**20,
        )
    head = _head(source)
    if head.startswith(b"PK"):
        check_zip(source, filename)
        return "xlsx"
    if head.startswith(_OLE):
        _check_ole(source, filename)
        return "xls"
    _refuse_other(head, filename)
    return "csv"


def extension_note(kind: FileKind, filename: str) -> str:
    """A note when the extension promises another kind than the content holds, else ""."""
    extension = Path(filename).suffix.lower()
    if _EXTENSIONS.get(extension) == kind:
        return ""
    return f"扩展名是“{extension or '(无)'}”,内容是{kind},已按内容读取"


def check_zip(source: Source, filename: str) -> None:
    """Refuse archives that unfold too far, and archives that are no workbook. Reads the directory of the archive only."""
    try:
        with zipfile.ZipFile(io.BytesIO(source) if isinstance(source, bytes) else source) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError):
        raise _broken(filename) from None
    total = sum(entry.file_size for entry in entries)
    steep = any(e.file_size > SMALL_ENTRY and e.file_size > MAX_RATIO * max(e.compress_size, 1) for e in entries)
    if total > MAX_UNFOLDED or steep or len(entries) > MAX_ENTRIES:
        raise InvalidInput(
            "文件“%(file)s”展开后异常庞大(%(size)s MB、%(entries)s个部件),为安全起见没有打开",
            remedy="请在Excel中把数据复制到新工作簿另存,或另存为CSV后报送",
            code="reading.bomb",
            file=filename,
            size=total // 2**20,
            entries=len(entries),
        )
    names = {entry.filename for entry in entries}
    if any(entry.flag_bits & 1 for entry in entries):
        raise _protected(filename)
    if "xl/workbook.xml" not in names:
        raise _not_a_table(filename, "Word文档" if "word/document.xml" in names else "压缩包或其他格式的文件")


def parse_workbook(source: Source, filename: str) -> list[Sheet]:
    """All visible, non-empty sheets, read by a child process of limited memory and time."""
    with (
        os.fdopen(os.memfd_create("sheets"), "w+b") as out,
        os.fdopen(os.memfd_create("answer"), "w+b") as answer,
        _opened(source) as given,
    ):
        try:
            is_read = nursery.read_workbook(given, out.fileno(), answer.fileno())
        except nursery.Overdue:
            raise _too_costly(filename) from None
        if not is_read:
            raise _too_costly(filename)
        answer.seek(0)
        return [_sheet(meta, out) for meta in _answer(json.load(answer), filename)["sheets"]]


@contextlib.contextmanager
def _opened(source: Source) -> Iterator[int]:
    given = os.memfd_create("given") if isinstance(source, bytes) else os.open(source, os.O_RDONLY)
    try:
        if isinstance(source, bytes):
            with os.fdopen(os.dup(given), "wb") as copy:
                copy.write(source)
        yield given
    finally:
        os.close(given)


def _answer(answer: dict[str, Any], filename: str) -> dict[str, Any]:
    problem = answer.get("problem")
    if problem == "password":
        raise _protected(filename)
    if problem == "memory":
        raise _too_costly(filename)
    if problem:
        raise _broken(filename)
    return answer


def _sheet(meta: dict[str, Any], out: io.BufferedRandom) -> Sheet:
    out.seek(meta["start"])
    frame = pl.read_ipc(out.read(meta["length"]))
    return Sheet(
        meta["name"],
        frame,
        tuple((row, column) for row, column in meta["long_numbers"]),
        tuple((a, b, c, d) for a, b, c, d in meta["merged"]),
        meta["formulas"],
        meta["uncomputed"],
    )


def _head(source: Source) -> bytes:
    if isinstance(source, bytes):
        return source[:1024]
    with source.open("rb") as file:
        return file.read(1024)


def _check_ole(source: Source, filename: str) -> None:
    content = source if isinstance(source, bytes) else source.read_bytes()
    if "EncryptedPackage".encode("utf-16-le") in content or _has_filepass(content):
        raise _protected(filename)
    if not any(name.encode("utf-16-le") in content for name in ("Workbook", "Book")):
        raise _not_a_table(filename, "Word或其他旧版Office文件")


def _has_filepass(content: bytes) -> bool:
    """Whether a workbook stream begins as an encrypted one ([MS-XLS] 2.4.117: FilePass among the first records after BOF)."""
    start = content.find(_BOF)
    return start >= 0 and any(kind == _FILEPASS for kind in _first_records(content, start))


def _first_records(content: bytes, at: int) -> list[int]:
    """The kinds of the first four records from a place on."""
    kinds = []
    while len(kinds) < 4 and at + 4 <= len(content):
        kind, length = struct.unpack_from("<HH", content, at)
        kinds.append(kind)
        at += 4 + length
    return kinds


def _refuse_other(head: bytes, filename: str) -> None:
    for magic, name in _OTHER_CONTENT:
        if head.startswith(magic):
            raise _not_a_table(filename, name)
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<html", b"<!doctype", b"<table", b"<?xml", b"<meta", b"<head")):
        raise InvalidInput(
            "文件“%(file)s”其实是网页或XML,不是Excel工作簿",
            remedy="请用Excel或WPS打开,另存为“Excel工作簿(.xlsx)”后再报送",
            code="reading.not_a_table",
            file=filename,
        )


def _not_a_table(filename: str, found: str) -> InvalidInput:
    return InvalidInput(
        "文件“%(file)s”是%(found)s,不是表格",
        remedy="请报送xlsx、xls或csv文件",
        code="reading.not_a_table",
        file=filename,
        found=found,
    )


def _protected(filename: str) -> InvalidInput:
    return InvalidInput(
        "文件“%(file)s”设有打开密码,无法读取",
        remedy="请在Excel中“文件-信息-保护工作簿”去掉密码,另存后再报送",
        code="reading.password",
        file=filename,
    )


def _too_costly(filename: str) -> InvalidInput:
    return InvalidInput(
        "文件“%(file)s”展开后超出内存或时间限制,为安全起见停止了读取",
        remedy="请删去表格外的空行空列和格式,或另存为CSV后报送",
        code="reading.bomb",
        file=filename,
    )


def _broken(filename: str) -> InvalidInput:
    return InvalidInput(
        "文件“%(file)s”已损坏,打不开",
        remedy="请用Excel打开检查,另存后重新报送",
        code="reading.broken",
        file=filename,
    )
