"""Files that are refused, each with a message that says what to do."""

from __future__ import annotations

import io
import struct
import zipfile
from typing import Any

import pytest
import xlwt

from bole.core.errors import InvalidInput
from bole.people.sources.reading import guard

from .conftest import INSURED, Reader, citizen, csv, insured, sheet_of, workbook

ROW = insured("王小明", citizen(123))


def refusal(reader: Reader, content: bytes, filename: str, **options: Any) -> InvalidInput:
    with pytest.raises(InvalidInput) as caught:
        reader.table(content, filename, **options)
    assert caught.value.advice
    return caught.value


@pytest.mark.parametrize("content", [b"", b"\xef\xbb\xbf", b"\n\n", b"   "])
def test_empty_files(reader: Reader, content: bytes):
    error = refusal(reader, content, "参保.csv")
    assert error.code == "reading.empty_file"
    assert str(error) in ("文件“参保.csv”是空的(0字节)", "文件“参保.csv”中没有任何内容")


def test_an_empty_workbook(reader: Reader):
    error = refusal(reader, workbook(lambda book, sheet: None), "参保.xlsx")
    assert (error.code, str(error)) == ("reading.empty_file", "文件“参保.xlsx”中没有任何内容")


def test_headers_without_rows(reader: Reader):
    error = refusal(reader, csv(INSURED, []), "参保.csv")
    assert (error.code, str(error)) == ("reading.no_rows", "文件“参保.csv”只有表头,没有数据行")


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b"%PDF-1.7 ...", "PDF文件"),
        (b"\xff\xd8\xff\xe0..", "图片"),
        (b"\x89PNG\r\n", "图片"),
        (b"Rar!\x1a\x07", "压缩包(rar)"),
        (b"MZ\x90\x00", "程序"),
    ],
)
def test_a_wrong_extension_on_something_that_is_no_table(reader: Reader, content: bytes, found: str):
    error = refusal(reader, content, "参保.xlsx")
    assert (error.code, str(error)) == ("reading.not_a_table", f"文件“参保.xlsx”是{found},不是表格")
    assert error.advice == "请报送xlsx、xls或csv文件"


def test_a_word_file_and_a_plain_archive(reader: Reader):
    for name, found in (("word/document.xml", "Word文档"), ("a.txt", "压缩包或其他格式的文件")):
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w") as archive:
            archive.writestr(name, "x")
        assert str(refusal(reader, stream.getvalue(), "参保.xlsx")) == f"文件“参保.xlsx”是{found},不是表格"


def test_a_web_page_called_xls(reader: Reader):
    error = refusal(reader, "<html><table><tr><td>姓名</td></tr></table></html>".encode(), "参保.xls")
    assert str(error) == "文件“参保.xls”其实是网页或XML,不是Excel工作簿"
    assert error.advice == "请用Excel或WPS打开,另存为“Excel工作簿(.xlsx)”后再报送"


def test_a_wrong_extension_on_a_table_is_read_and_said(reader: Reader):
    raw = reader.table(sheet_of(INSURED, [ROW]), "参保.csv")
    assert [note.message for note in raw.notes] == ["扩展名是“.csv”,内容是xlsx,已按内容读取"]
    assert reader.table(csv(INSURED, [ROW]), "参保.xls").notes[0].code == "extension"


def test_a_workbook_with_a_password(reader: Reader):
    content = guard._OLE + b"\x00" * 600 + "EncryptedPackage".encode("utf-16-le") + b"\x00" * 600
    error = refusal(reader, content, "参保.xlsx")
    assert (error.code, str(error)) == ("reading.password", "文件“参保.xlsx”设有打开密码,无法读取")
    assert "去掉密码" in error.advice


def test_an_old_workbook_with_a_password(reader: Reader):
    """FILEPASS, the record that marks an encrypted BIFF stream, right after the stream's first record."""
    book = xlwt.Workbook()
    book.add_sheet("数据").write(0, 0, "姓名")
    stream = io.BytesIO()
    book.save(stream)
    content = bytearray(stream.getvalue())
    start = content.index(b"\x09\x08\x10\x00\x00\x06")
    content[start + 20 : start + 26] = struct.pack("<HHH", 0x2F, 2, 0)
    assert refusal(reader, bytes(content), "参保.xls").code in ("reading.password", "reading.broken")


def bomb(size: int, entries: int = 1) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        for i in range(entries):
            archive.writestr(f"xl/worksheets/sheet{i}.xml", b"0" * size)
    return stream.getvalue()


def test_a_bomb_of_two_hundred_kilobytes_is_not_opened(reader: Reader):
    content = bomb(200 * 2**20)
    assert len(content) < 250_000
    error = refusal(reader, content, "参保.xlsx")
    assert (error.code, str(error)) == (
        "reading.bomb",
        "文件“参保.xlsx”展开后异常庞大(200 MB、2个部件),为安全起见没有打开",
    )


def test_many_small_parts_are_a_bomb_too(reader: Reader):
    assert refusal(reader, bomb(10, entries=201), "参保.xlsx").code == "reading.bomb"


def test_a_bomb_that_lies_about_its_size_dies_in_the_child(reader: Reader):
    """One cell in the last corner: small as XML, gigabytes as a grid."""

    def build(book: Any, sheet: Any) -> None:
        sheet.write(0, 0, "姓名")
        sheet.write(1_048_575, 16_383, "尾")

    error = refusal(reader, workbook(build), "参保.xlsx")
    assert (error.code, str(error)) == ("reading.bomb", "文件“参保.xlsx”展开后超出内存或时间限制,为安全起见停止了读取")


def test_a_damaged_workbook(reader: Reader):
    content = sheet_of(INSURED, [ROW])
    assert refusal(reader, content[: len(content) // 2], "参保.xlsx").code == "reading.broken"
    garbled = content.replace(b"xl/worksheets/sheet1.xml", b"xl/worksheets/sheet9.xml")
    assert str(refusal(reader, garbled, "参保.xlsx")) in (
        "文件“参保.xlsx”已损坏,打不开",
        "文件“参保.xlsx”中没有任何内容",
    )


def test_too_large_a_file(reader: Reader, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(guard, "MAX_BYTES", 2**20)
    error = refusal(reader, b"x" * (2 * 2**20), "参保.csv")
    assert str(error) == "文件“参保.csv”有2 MB,超过上限1 MB"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le"])
def test_every_usual_encoding_is_read(reader: Reader, encoding: str):
    raw = reader.table(csv(INSURED, [insured("王𬱖㛃", citizen(123))], encoding))
    assert raw.frame["姓名"].to_list() == ["王𬱖㛃"]


def test_damaged_utf8_is_not_taken_for_gb18030(reader: Reader):
    content = csv(INSURED, [ROW] * 5)
    error = refusal(reader, content[:100] + b"\xff\xfe\xff" + content[100:], "参保.csv")
    assert (error.code, str(error)) == ("reading.encoding", "文件“参保.csv”的编码认不出,或内容已损坏")
    assert error.advice == "请用Excel打开,另存为“CSV UTF-8(逗号分隔)”或xlsx后再报送"


@pytest.mark.parametrize("encoding", ["big5", "shift_jis"])
def test_a_foreign_encoding_is_refused_somewhere(reader: Reader, encoding: str):
    content = "姓名,性別,電話,單位\n王,男,1,2\n".encode(encoding, "replace")
    with pytest.raises(InvalidInput) as caught:
        reader.recognise(content, "参保.csv")
    assert caught.value.code in ("reading.encoding", "reading.no_header", "reading.unknown_layout")


def test_an_unclosed_quote(reader: Reader):
    error = refusal(reader, csv(INSURED, [ROW, ['"' + "长" * 120_000]]), "参保.csv")
    assert (error.code, str(error)) == ("reading.broken", "文件“参保.csv”的引号不成对,无法分列")


def test_no_header_at_all(reader: Reader):
    error = refusal(reader, b"1,2,3\n4,5,6\n", "参保.csv")
    assert (error.code, str(error)) == ("reading.no_header", "文件“参保.csv”的前40行里找不到表头")


def test_the_childs_answer_leaves_nothing_on_disk(reader: Reader, tmp_path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    reader.table(sheet_of(INSURED, [ROW]), "参保.xlsx")
    assert list(tmp_path.iterdir()) == []
