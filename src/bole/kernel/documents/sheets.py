"""Tables as Excel and CSV files: typed cells, no formulas out of data, provenance on every sheet."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

FORMULA_STARTS = tuple("=+-@\t\r\n＝＋－＠|%")
MAX_SHEET_ROWS = 1_048_000
CELL_LIMIT = 32_767
_FORMATS = {
    "text": {"num_format": "@", "valign": "top"},
    "integer": {"num_format": "#,##0"},
    "decimal": {"num_format": "#,##0.00"},
    "money": {"num_format": "#,##0.00"},
    "percent": {"num_format": "0.0%"},
    "date": {"num_format": "yyyy-mm-dd"},
    "datetime": {"num_format": "yyyy-mm-dd hh:mm"},
}


@dataclass(frozen=True)
class Column:
    """`kind`: text, integer, decimal, money (integer 分), percent (0 to 1), date or datetime. `width` in characters."""

    title: str
    kind: str = "text"
    width: int = 14


@dataclass(frozen=True)
class Sheet:
    """`rows` may be a generator: it is read once. `notes` stand below the table, beside source, as-of day and demo mark."""

    title: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[Any]]
    notes: Sequence[str] = ()


def neutralise(text: str) -> str:
    """A text that a spreadsheet would take for a formula gets an apostrophe in front (full-width signs too)."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def provenance(notes: Sequence[str], *, source: str = "", as_of: dt.date | None = None) -> list[str]:
    """The lines below each table: notes, source, as-of day, time of making, demo mark."""
    lines = list(notes)
    if source:
        lines.append(_("数据来源:%(source)s") % {"source": source})
    if as_of:
        lines.append(_("数据截至:%(day)s") % {"day": as_of.isoformat()})
    lines.append(_("生成时间:%(time)s") % {"time": timezone.localtime().strftime("%Y-%m-%d %H:%M")})
    if settings.DEMO:
        lines.append(_("演示数据:人员均为虚构。"))
    return lines


def render_xlsx(sheets: Sequence[Sheet], *, source: str = "", as_of: dt.date | None = None) -> bytes:
    """A workbook in constant memory; a sheet with more than 1,048,000 rows goes on in the next one."""
    import xlsxwriter  # here and not above: half a second of every start

    target = io.BytesIO()
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    book = xlsxwriter.Workbook(target, {**options, "default_date_format": "yyyy-mm-dd"})
    formats = {kind: book.add_format(values) for kind, values in _FORMATS.items()}
    head = book.add_format({"bold": True, "bottom": 1, "bg_color": "#F1EFE9", "text_wrap": True})
    names: set[str] = set()
    for sheet in sheets:
        _write_sheet(book, sheet, formats, head, names, provenance(sheet.notes, source=source, as_of=as_of))
    book.close()
    return target.getvalue()


def _write_sheet(book: Any, sheet: Sheet, formats: Any, head: Any, names: set[str], lines: Sequence[str]) -> None:
    page, number = _begin_page(book, sheet, formats, head, names), 0
    for row in sheet.rows:
        if number == MAX_SHEET_ROWS:
            _write_notes(page, number + 2, lines)
            page, number = _begin_page(book, sheet, formats, head, names), 0
        number += 1
        for place, (column, value) in enumerate(zip(sheet.columns, row, strict=True)):
            _write_cell(page, number, place, column.kind, value, formats[column.kind])
    if number:
        page.autofilter(0, 0, number, max(len(sheet.columns) - 1, 0))
    _write_notes(page, number + 2, lines)


def _begin_page(book: Any, sheet: Sheet, formats: Any, head: Any, names: set[str]) -> Any:
    page = book.add_worksheet(_sheet_name(sheet.title, names))
    page.freeze_panes(1, 0)
    for place, column in enumerate(sheet.columns):
        page.set_column(place, place, column.width, formats[column.kind])
        page.write_string(0, place, neutralise(column.title), head)
    return page


def _write_notes(page: Any, row: int, lines: Sequence[str]) -> None:
    for offset, line in enumerate(lines):
        page.write_string(row + offset, 0, neutralise(line))


def _sheet_name(title: str, names: set[str]) -> str:
    plain = "".join("_" if character in "[]:*?/\\'" else character for character in title)[:27] or "Sheet"
    name, number = plain, 1
    while name.lower() in names:
        number += 1
        name = f"{plain} {number}"
    names.add(name.lower())
    return name


def _write_cell(page: Any, row: int, place: int, kind: str, value: Any, shape: Any) -> None:
    if value is None or value == "":
        return
    if kind in ("date", "datetime") and isinstance(value, dt.date):
        page.write_datetime(row, place, _local(value), shape)
    elif kind == "money" and isinstance(value, int):
        page.write_number(row, place, value / 100, shape)
    elif kind in ("integer", "decimal", "percent") and not isinstance(value, str):
        page.write_number(row, place, value, shape)
    else:
        page.write_string(row, place, neutralise(as_text(value))[:CELL_LIMIT], shape)


def _local(value: dt.date) -> dt.date:
    """Excel knows no time zones: local wall time."""
    if isinstance(value, dt.datetime):
        return timezone.localtime(value).replace(tzinfo=None) if timezone.is_aware(value) else value
    return value


def as_text(value: Any) -> str:
    """A value as people read it in a cell."""
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if isinstance(value, dt.datetime):
        return _local(value).strftime("%Y-%m-%d %H:%M")  # type: ignore[union-attr]
    if isinstance(value, list | tuple):
        return "、".join(as_text(item) for item in value)
    return str(value)


def render_csv(sheet: Sheet, *, source: str = "", as_of: dt.date | None = None) -> bytes:
    """UTF-8 with a mark (Excel needs it), texts neutralised; the notes follow behind an empty line."""
    target = io.StringIO()
    writer = csv.writer(target, lineterminator="\r\n")
    writer.writerow([neutralise(column.title) for column in sheet.columns])
    for row in sheet.rows:
        writer.writerow([_csv_cell(column, value) for column, value in zip(sheet.columns, row, strict=True)])
    writer.writerow([])
    writer.writerows([neutralise(line)] for line in provenance(sheet.notes, source=source, as_of=as_of))
    return b"\xef\xbb\xbf" + target.getvalue().encode("utf-8")


def _csv_cell(column: Column, value: Any) -> str:
    if value is None:
        return ""
    if column.kind == "money" and isinstance(value, int):
        sign = "-" if value < 0 else ""
        return f"{sign}{abs(value) // 100}.{abs(value) % 100:02d}"
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    return neutralise(as_text(value))
