"""Tables, papers and PDFs as people open them."""

from __future__ import annotations

import csv
import datetime as dt
import io
from pathlib import Path

import openpyxl
import pytest
from docx import Document

from bole.core.errors import InvalidInput, Unavailable
from bole.kernel.documents import papers, services
from bole.kernel.documents.services import Column, Sheet

COLUMNS = (Column("姓名"), Column("补贴", "money"), Column("人数", "integer"), Column("日期", "date"))
ROWS = [("=cmd|' /C calc'!A0", 123456, 3, dt.date(2026, 3, 1)), ("＝1+1", -50, None, None), ("@SUM(A1)", 0, 0, None)]


def _read(content: bytes) -> list[list[object]]:
    sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def test_cells_keep_their_types_and_no_text_becomes_a_formula() -> None:
    rows = _read(
        services.render_xlsx([Sheet("名单", COLUMNS, iter(ROWS))], source="人社局", as_of=dt.date(2026, 6, 30))
    )
    assert rows[1][:3] == ["'=cmd|' /C calc'!A0", 1234.56, 3]
    assert rows[1][3] == dt.datetime(2026, 3, 1)
    assert rows[2][0] == "'＝1+1"
    assert rows[3][0] == "'@SUM(A1)"
    below = "\n".join(str(row[0]) for row in rows[4:])
    assert "人社局" in below
    assert "2026-06-30" in below
    assert "虚构" in below


def test_a_csv_opens_in_excel_and_is_as_harmless() -> None:
    content = services.render_csv(Sheet("名单", COLUMNS, ROWS))
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    assert rows[1] == ["'=cmd|' /C calc'!A0", "1234.56", "3", "2026-03-01"]
    assert rows[2][1] == "-0.50"


def test_sheet_names_with_odd_characters_and_doubles_are_made_usable() -> None:
    book = openpyxl.load_workbook(
        io.BytesIO(services.render_xlsx([Sheet("a/b:c", COLUMNS, []), Sheet("a/b:c", COLUMNS, [])]))
    )
    assert book.sheetnames == ["a_b_c", "a_b_c 2"]


def _template(tmp_path: Path, text: str) -> Path:
    document = Document()
    document.add_paragraph(text)
    path = tmp_path / "t.docx"
    document.save(str(path))
    return path


def test_a_word_template_is_filled_with_chinese_fonts(tmp_path: Path) -> None:
    content = services.render_docx(_template(tmp_path, "兹证明{{ name }}同志"), {"name": "沈<若>溪"})
    document = Document(io.BytesIO(content))
    assert document.paragraphs[0].text == "兹证明沈<若>溪同志"
    assert 'w:eastAsia="仿宋"' in document.styles["Normal"].element.xml


@pytest.mark.parametrize("text", ["{{ missing }}", "{{ ''.__class__.__mro__ }}", "{% if %}"])
def test_a_faulty_or_hostile_word_template_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        services.render_docx(_template(tmp_path, text), {"name": "x"})
    assert caught.value.code == "template.word"


def test_a_plain_paper_has_its_table() -> None:
    content = services.compose_docx("通报", ["一、情况", [["乡镇", "人数"], ["递铺街道", "12"]]])
    assert Document(io.BytesIO(content)).tables[0].cell(1, 0).text == "递铺街道"


def test_a_pdf_is_made_with_a_chinese_font() -> None:
    content = services.render_pdf("= #data.title\n#data.name", {"title": "证明", "name": "沈若溪"})
    assert content.startswith(b"%PDF-")
    assert b"CJK" in content or b"Han" in content or b"Song" in content


def test_a_machine_without_chinese_fonts_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(papers, "CANDIDATES", ())
    with pytest.raises(Unavailable) as caught:
        services.render_pdf("#data.name", {"name": "x"})
    assert "fonts-noto-cjk" in caught.value.advice


def test_a_character_without_a_glyph_is_named_and_not_printed_as_a_box() -> None:
    with pytest.raises(InvalidInput) as caught:
        services.render_pdf("#data.name", {"name": "王\U00031200"})
    assert "\U00031200" in str(caught.value)


def test_a_faulty_pdf_template_is_refused() -> None:
    with pytest.raises(InvalidInput):
        services.render_pdf("#nothing.here(", {})
