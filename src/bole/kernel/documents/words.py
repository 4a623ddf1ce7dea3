"""Word documents: templates that staff edit, and plain papers made from blocks."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, BinaryIO

from django.utils.translation import gettext_noop as _
from docx import Document
from docx.document import Document as Docx
from docx.oxml.ns import qn
from docx.shared import Pt
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, TemplateError
from jinja2.sandbox import SandboxedEnvironment

from bole.core.errors import InvalidInput

LATIN_FONT, BODY_FONT, HEAD_FONT = "Times New Roman", "仿宋", "黑体"  # GB/T 9704-2012, 5.2.2: body 仿宋, heads 黑体
BODY_POINTS = 16  # 三号


def render_docx(template: Path | BinaryIO, context: Mapping[str, Any]) -> bytes:
    """Fills a Word template. The template language runs sandboxed; a name that the context lacks is an error, not a gap.

    Raises InvalidInput naming what is wrong in the template.
    """
    document = DocxTemplate(template)
    environment = SandboxedEnvironment(undefined=StrictUndefined, autoescape=True)
    try:
        document.render(dict(context), jinja_env=environment, autoescape=True)
    except TemplateError as error:
        raise InvalidInput(
            _("Word 模板有错误:%(problem)s"),
            remedy=_("请在模板中改正后重新上传。"),
            code="template.word",
            problem=str(error.message or type(error).__name__),
        ) from None
    use_chinese_fonts(document.docx)
    return _bytes(document)


def compose_docx(title: str, blocks: Sequence[str | Sequence[Sequence[str]]]) -> bytes:
    """A plain paper: a heading, then paragraphs (texts) and tables (rows of texts, the first one is the head)."""
    document = Document()
    use_chinese_fonts(document)
    document.add_heading(title, level=1)
    for block in blocks:
        if isinstance(block, str):
            document.add_paragraph(block)
        else:
            _add_table(document, block)
    return _bytes(document)


def _add_table(document: Docx, rows: Sequence[Sequence[str]]) -> None:
    table = document.add_table(rows=0, cols=len(rows[0]) if rows else 0, style="Table Grid")
    for row in rows:
        cells = table.add_row().cells
        for cell, text in zip(cells, row, strict=True):
            cell.text = text


def use_chinese_fonts(document: Docx) -> None:
    """Names the East-Asian fonts in the styles: without them Word takes whatever its language suggests."""
    for style in document.styles:
        if style.type is None or not hasattr(style, "font"):
            continue
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        heading = style.name is not None and (style.name.startswith("Heading") or style.name == "Title")
        fonts.set(qn("w:eastAsia"), HEAD_FONT if heading else BODY_FONT)
        for slot in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
            fonts.attrib.pop(qn(slot), None)
        if style.name == "Normal":
            style.font.name, style.font.size = LATIN_FONT, Pt(BODY_POINTS)
            fonts.set(qn("w:eastAsia"), BODY_FONT)


def _bytes(document: Any) -> bytes:
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()
