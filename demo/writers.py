"""Sheets as files: xlsx (XlsxWriter), xls (xlwt), csv; each first as `*.part`, then renamed."""

import csv
import io
import os
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

from demo.dates import EXCEL_EPOCH

CARE = re.compile(r"[&<>_\x00-\x1f\ufffe\uffff]|^\s|\s$").search
Cell = str | int | float | date


@dataclass
class Sheet:
    """One table as it will stand in a file. `first` is the sheet row (from 1) of the first data row."""

    name: str
    headers: list[str]
    rows: Sequence[list[Cell]]
    title: str = ""
    notes: tuple[str, ...] = ()
    groups: list[tuple[str, int]] = field(default_factory=list)
    footer: list[list[Cell]] = field(default_factory=list)
    merged: tuple[int, ...] = ()
    as_of: date = date(2026, 10, 31)

    @property
    def above(self) -> list[list[Cell]]:
        """The rows above the header."""
        lines: list[list[Cell]] = [[self.title]] if self.title else []
        lines += [[note] for note in self.notes]
        if self.groups:
            lines.append([cell for text, width in self.groups for cell in [text] + [""] * (width - 1)])
        return lines

    @property
    def first(self) -> int:
        """Sheet row of the first data row, counted from 1."""
        return len(self.above) + 2


def write(path: Path, sheet: Sheet, encoding: str) -> None:
    """Write `sheet` to `path` by its suffix; the path appears only when the file is complete."""
    part = path.with_name(path.name + ".part")
    {".xlsx": _xlsx, ".xls": _xls, ".csv": _csv}[path.suffix](part, sheet, encoding)
    os.replace(part, path)


def _csv(path: Path, sheet: Sheet, encoding: str) -> None:
    width = len(sheet.headers)
    text = io.StringIO(newline="")  # encoding once at the end is twice as fast as line by line
    writer = csv.writer(text, lineterminator="\r\n")
    for line in sheet.above:
        writer.writerow(line + [""] * (width - len(line)))
    writer.writerow([header.replace("\n", "") for header in sheet.headers])
    writer.writerows(sheet.rows)
    for line in sheet.footer:
        writer.writerow(line + [""] * (width - len(line)))
    path.write_bytes(text.getvalue().encode(encoding))


def _xlsx(path: Path, sheet: Sheet, encoding: str) -> None:
    del encoding
    book = xlsxwriter.Workbook(
        str(path), {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    book.set_properties(
        {"created": datetime(sheet.as_of.year, sheet.as_of.month, sheet.as_of.day), "comments": "合成数据，非真实信息"}
    )
    page = book.add_worksheet(sheet.name)
    title = book.add_format({"bold": True, "align": "center", "font_size": 16})
    head = book.add_format({"bold": True, "align": "center", "border": 1, "text_wrap": True})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    width, line = len(sheet.headers), 0
    page.set_column(0, width - 1, 16)
    if sheet.title:
        page.merge_range(0, 0, 0, width - 1, sheet.title, title)
        line += 1
    for note in sheet.notes:
        page.merge_range(line, 0, line, width - 1, note)
        line += 1
    column = 0
    for text, span in sheet.groups:
        if span > 1:
            page.merge_range(line, column, line, column + span - 1, text, head)
        else:
            page.write_string(line, column, text, head)
        column += span
    line += bool(sheet.groups)
    for column, header in enumerate(sheet.headers):
        page.write_string(line, column, header, head)
    rows, blocks = _blocks(sheet)
    page._write_single_row(
        line + 1
    )  # the header; what follows goes round the library, whose cells cost ten times as much
    _fill(page, rows, line + 1, day)
    _fill(page, sheet.footer, line + 1 + len(sheet.rows), day)
    for start, end, column in blocks:  # the cells are written already; constant memory cannot go back
        page.merge.append([line + 1 + start, column, line + 1 + end, column])
    book.close()


def _fill(page, rows, line: int, day) -> None:
    """Rows as the library itself would write them in constant memory."""
    letters, write = [xl_col_to_name(column) for column in range(40)], page.fh.write
    for row in rows:
        line += 1
        cells = []
        for letter, cell in zip(letters, row, strict=False):
            kind = cell.__class__
            if kind is str:
                if cell:
                    inside = f"<t>{cell}</t>" if CARE(cell) is None else _careful(page, cell)
                    cells.append(f'<c r="{letter}{line}" t="inlineStr"><is>{inside}</is></c>')
            elif kind is date:
                serial = cell.toordinal() - EXCEL_EPOCH
                cells.append(f'<c r="{letter}{line}" s="{day._get_xf_index()}"><v>{serial}</v></c>')
            else:
                cells.append(f'<c r="{letter}{line}"><v>{cell:.16G}</v></c>')
        if cells:
            write(f'<row r="{line}">{"".join(cells)}</row>')
            page.dim_rowmax = line - 1


def _careful(page, text: str) -> str:
    """A text with signs that XML or spreadsheets take for their own."""
    escaped = page._escape_data(page._escape_control_characters(text))
    space = ' xml:space="preserve"' if text[0].isspace() or text[-1].isspace() else ""
    return f"<t{space}>{escaped}</t>"


def _blocks(sheet: Sheet) -> tuple[Sequence[list[Cell]], list[tuple[int, int, int]]]:
    """Rows with the lower cells of merged blocks blanked, and the blocks (first, last, column)."""
    if not sheet.merged:
        return sheet.rows, []
    rows, blocks, start = [], [], 0
    key = None
    for index, row in enumerate([*sheet.rows, None]):
        now = None if row is None else [row[column] for column in sheet.merged]
        if now != key or row is None:
            if index - start > 1:
                blocks += [(start, index - 1, column) for column in sheet.merged]
            start, key = index, now
        if row is not None:
            rows.append(row if index == start else ["" if c in sheet.merged else cell for c, cell in enumerate(row)])
    return rows, blocks


def _xls(path: Path, sheet: Sheet, encoding: str) -> None:
    import xlwt  # only here: most uses write no xls

    del encoding
    book = xlwt.Workbook(encoding="utf-8")
    page = book.add_sheet(sheet.name)
    day = xlwt.easyxf(num_format_str="yyyy-mm-dd")
    lines = sheet.above
    for line, cells in enumerate(lines):
        if len(cells) == 1:
            page.write_merge(line, line, 0, len(sheet.headers) - 1, cells[0])
    for line, row in enumerate([sheet.headers, *sheet.rows, *sheet.footer], len(lines)):
        for column, cell in enumerate(row):
            if cell.__class__ is date:
                page.write(line, column, cell, day)
            elif cell != "":
                page.write(line, column, _narrow(cell) if isinstance(cell, str) else cell)
    book.save(str(path))


def _narrow(text: str) -> str:
    """Old workbooks know no characters beyond U+FFFF: they come out as a question mark."""
    return "".join(char if ord(char) < 0x10000 else "?" for char in text)
