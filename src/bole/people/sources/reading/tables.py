"""From a file to one table of text: which sheet, which row holds the headers, which rows are data.

Cells stay as the sender wrote them; only what spreadsheets do to them is put right: merged cells are filled, numbers beyond 15 digits
(which spreadsheets have already rounded) are marked, the text trick ="0012" is undone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

import polars as pl

from bole.core.errors import InvalidInput
from bole.core.vocabulary import SourceLayout
from bole.people.sources.reading import guard
from bole.people.sources.reading.guard import FileKind, Sheet, Source
from bole.people.sources.reading.headers import header_words, plain_header
from bole.people.sources.reading.texts import read_text_sheet

HEADER_SEARCH = 40
"""Rows in which the header is looked for."""
FEW_WORDS = 2

_TOTALS = re.compile(
    r"(?:合计|总计|小计|共计|累计|总数|本页小计|以上合计)[:：]?.*|"
    r"(?:制表人?|填表人?|填报人?|填报单位|审核人?|复核人?|负责人|单位负责人|经办人|联系人|报送日期|填报日期|制表日期|单位\(?(?:盖章|公章)\)?|备注|注|说明|以下空白)"
    r"(?:[:：].*|\(?(?:盖章|签字|签章)\)?.*)?"
)


@dataclass(frozen=True, slots=True)
class Note:
    """Something about the file as a whole that the sender should know."""

    code: str
    message: str
    remedy: str = ""


@dataclass(frozen=True)
class RawTable:
    """The data rows of one sheet as text.

    `headers` are unique (a repeated one ends in #2); `original_headers` are as written. `frame` has one String column per header, null
    for empty; `row_numbers` gives each row's number in the sheet, header rows counted, from 1. `header_row`: sheet row of the (last)
    header row. `long_numbers`: header to sheet rows whose cell was a number beyond 15 digits. `totals`: sheet rows of totals and
    signatures that were left out.
    """

    filename: str
    kind: FileKind
    sheet: str
    header_row: int
    headers: tuple[str, ...]
    original_headers: tuple[str, ...]
    frame: pl.DataFrame
    row_numbers: pl.Series
    title: str = ""
    encoding: str = ""
    notes: tuple[Note, ...] = ()
    totals: tuple[int, ...] = ()
    long_numbers: dict[str, frozenset[int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Header:
    """Where the header stands: index of its last row, its texts, how many known words it has."""

    row: int
    texts: tuple[str | None, ...]
    known: int


def read_table(
    source: Source, filename: str, *, layouts: Iterable[SourceLayout] = (), sheet: str | None = None
) -> RawTable:
    """Read the one table of a file. `source` is a path or the content; `filename` is for messages and the extension.

    `layouts` help to find the header row and the right sheet; `sheet` names it where several fit. Raises InvalidInput with codes
    reading.empty_file, too_big, not_a_table, password, bomb, broken, encoding, several_sheets, no_sheet, no_header, no_rows.
    """
    kind = guard.file_kind(source, filename)
    words = header_words(layouts)
    encoding = ""
    if kind == "csv":
        only, encoding = read_text_sheet(source, filename)
        sheets = [only]
    else:
        sheets = guard.parse_workbook(source, filename)
    chosen, header, notes = _choose_sheet(sheets, words, filename, sheet)
    if note := guard.extension_note(kind, filename):
        notes.append(Note("extension", note))
    notes += _formula_notes(chosen)
    return _table(chosen, header, filename, kind, encoding, notes)


def _choose_sheet(
    sheets: Sequence[Sheet], words: frozenset[str], filename: str, wanted: str | None
) -> tuple[Sheet, _Header, list[Note]]:
    candidates = [(s, h) for s in sheets if (wanted is None or s.name == wanted) and (h := _find_header(s, words))]
    if not candidates:
        raise _nothing(sheets, filename, wanted)
    best = max(h.known for _, h in candidates)
    fitting = [(s, h) for s, h in candidates if h.known >= max(FEW_WORDS, best * 0.7)] or candidates
    if len(fitting) > 1:
        raise InvalidInput(
            "文件“%(file)s”有%(count)s张工作表都像报送表:%(sheets)s",
            remedy="请只保留一张后再报送,或上传时选定工作表",
            code="reading.several_sheets",
            file=filename,
            count=len(fitting),
            sheets="、".join(f"“{s.name}”" for s, _ in fitting),
        )
    chosen, header = fitting[0]
    left_out = [s.name for s in sheets if s is not chosen]
    message = f"读取工作表“{chosen.name}”,未读取:" + "、".join(f"“{name}”" for name in left_out)
    return chosen, header, [Note("sheets", message)] if left_out else []


def _nothing(sheets: Sequence[Sheet], filename: str, wanted: str | None) -> InvalidInput:
    if wanted is not None and all(s.name != wanted for s in sheets):
        message, code = "文件“%(file)s”中没有工作表“%(sheet)s”", "reading.no_sheet"
    elif not sheets or all(s.frame.height == 0 for s in sheets):
        message, code = "文件“%(file)s”中没有任何内容", "reading.empty_file"
    else:
        message, code = "文件“%(file)s”的前%(rows)s行里找不到表头", "reading.no_header"
    return InvalidInput(
        message,
        remedy="请确认第一行(或标题下一行)是列名,如“姓名、身份证号”",
        code=code,
        file=filename,
        sheet=wanted,
        rows=HEADER_SEARCH,
    )


def _find_header(sheet: Sheet, words: frozenset[str]) -> _Header | None:
    """The row (or pair of rows, for headers of two levels) with most known words; without known words the first full row."""
    rows = sheet.frame.head(HEADER_SEARCH).rows()
    best: _Header | None = None
    for index, row in enumerate(rows):
        candidates = [row]
        if index and (above := _two_levels(sheet, rows[index - 1], row, index)):
            candidates.append(above)
        for texts in candidates:
            known = len({p for text in texts if text and (p := plain_header(text)) and _is_known(p, words)})
            if best is None or known > best.known:
                best = _Header(index, tuple(texts), known)
    if best is None or best.known >= FEW_WORDS:
        return best
    return _first_full_row(rows) or (best if best.known else None)


def _is_known(plain: str, words: frozenset[str]) -> bool:
    return plain in words or re.sub(r"\([^)]*\)", "", plain) in words


def _two_levels(
    sheet: Sheet, above: Sequence[str | None], row: Sequence[str | None], index: int
) -> tuple[str | None, ...] | None:
    """The row with its gaps filled from the row above where cells are merged downwards."""
    merged = {j for top, left, bottom, right in sheet.merged if top < index <= bottom for j in range(left, right + 1)}
    if not merged:
        return None
    return tuple(
        a if cell is None and j in merged else cell for j, (a, cell) in enumerate(zip(above, row, strict=True))
    )


def _first_full_row(rows: Sequence[Sequence[str | None]]) -> _Header | None:
    """Without known words: the first row of at least two texts, none of which is a number, and at least as wide as the next."""
    for index, row in enumerate(rows[:-1]):
        texts = [cell for cell in row if cell and cell.strip()]
        below = sum(1 for cell in rows[index + 1] if cell and cell.strip())
        if len(texts) >= 2 and len(texts) >= below and not any(re.fullmatch(r"[\d.\-/]+", t.strip()) for t in texts):
            return _Header(index, tuple(row), 0)
    return None


def _table(sheet: Sheet, header: _Header, filename: str, kind: FileKind, encoding: str, notes: list[Note]) -> RawTable:
    frame, long_numbers = _repair_long_numbers(_fill_merged(sheet, header.row), sheet)
    columns = _named_columns(frame, header)
    body = frame.slice(header.row + 1).with_row_index("#row", header.row + 2)
    body = body.select("#row", *(_tidy(old).alias(new) for old, new, _ in columns))
    names = tuple(new for _, new, _ in columns)
    body, totals = _drop_other_rows(body, names, tuple(original for _, _, original in columns))
    if body.height == 0:
        raise InvalidInput(
            "文件“%(file)s”只有表头,没有数据行", remedy="请填入数据后再报送", code="reading.no_rows", file=filename
        )
    if totals:
        notes.append(Note("totals", f"略去合计、签章等非数据行{len(totals)}行(第{_some(totals)}行)"))
    return RawTable(
        filename=filename,
        kind=kind,
        sheet=sheet.name,
        header_row=header.row + 1,
        headers=names,
        original_headers=tuple(original for _, _, original in columns),
        frame=body.select(names),
        row_numbers=body["#row"].rename("row"),
        title=_title(sheet.frame, header.row),
        encoding=encoding,
        notes=tuple(notes),
        totals=totals,
        long_numbers={new: long_numbers[old] for old, new, _ in columns if old in long_numbers},
    )


def _named_columns(frame: pl.DataFrame, header: _Header) -> list[tuple[str, str, str]]:
    """Columns that have a header or any value below it: (column of the frame, unique name, header as written)."""
    below = frame.slice(header.row + 1)
    filled = below.select(pl.all().is_not_null().any()).row(0) if below.height else (False,) * below.width
    named: list[tuple[str, str, str]] = []
    seen: dict[str, int] = {}
    for j, (old, text, used) in enumerate(zip(frame.columns, header.texts, filled, strict=True)):
        original = (text or "").strip()
        if not original and not used:
            continue
        name = re.sub(r"\s+", "", original) or f"(第{j + 1}列)"
        seen[name] = seen.get(name, 0) + 1
        named.append((old, name if seen[name] == 1 else f"{name}#{seen[name]}", original))
    return named


def _tidy(column: str) -> pl.Expr:
    """Without space at the ends and the text trick ="…"; nothing left is null."""
    text = pl.col(column).str.strip_chars(" \t\r\n\u3000\u00a0\ufeff").str.replace(r'^="(.*)"$', "$1")
    return pl.when(text != "").then(text)


def _drop_other_rows(
    body: pl.DataFrame, names: tuple[str, ...], originals: tuple[str, ...]
) -> tuple[pl.DataFrame, tuple[int, ...]]:
    """Without empty rows, totals, signatures and repeated header rows; the sheet rows of what was text but no data."""
    filled = pl.sum_horizontal(pl.col(name).is_not_null() for name in names)
    body = body.filter(filled > 0)
    first = pl.coalesce(pl.col(name) for name in names).str.normalize("NFKC").str.replace_all(r"\s", "")
    few = filled <= max(1, len(names) // 2) if len(names) > 2 else pl.lit(True)
    total = first.str.contains(f"^(?:{_TOTALS.pattern})$") & few
    again = pl.all_horizontal(
        pl.col(name).is_null() | (pl.col(name) == original) for name, original in zip(names, originals, strict=True)
    )
    other = (total | again).fill_null(False)
    return body.filter(~other), tuple(body.filter(other)["#row"].to_list())


def _fill_merged(sheet: Sheet, header_row: int) -> pl.DataFrame:
    """Values of cells merged downwards in the data, repeated for every row they cover."""
    frame = sheet.frame
    changes: dict[int, list[tuple[int, int, str]]] = {}
    for top, left, bottom, _right in sheet.merged:
        if top > header_row and bottom > top and left < frame.width and top < frame.height:
            value = frame[top, left]
            if value is not None:
                changes.setdefault(left, []).append((top, min(bottom, frame.height - 1), value))
    for column, spans in changes.items():
        cells = frame.to_series(column).to_list()
        for top, bottom, value in spans:
            cells[top : bottom + 1] = [value] * (bottom + 1 - top)
        frame = frame.with_columns(pl.Series(frame.columns[column], cells, dtype=pl.String))
    return frame


def _repair_long_numbers(frame: pl.DataFrame, sheet: Sheet) -> tuple[pl.DataFrame, dict[str, frozenset[int]]]:
    """Numbers beyond 15 digits as the spreadsheet shows them (rounded, zeros at the end), and their sheet rows by column."""
    by_column: dict[int, list[int]] = {}
    for row, column in sheet.long_numbers:
        if row < frame.height and column < frame.width:
            by_column.setdefault(column, []).append(row)
    for column, rows in by_column.items():
        cells = frame.to_series(column).to_list()
        for row in rows:
            cells[row] = _fifteen_digits(cells[row])
        frame = frame.with_columns(pl.Series(frame.columns[column], cells, dtype=pl.String))
    return frame, {frame.columns[c]: frozenset(row + 1 for row in rows) for c, rows in by_column.items()}


def _fifteen_digits(cell: str | None) -> str | None:
    try:
        return cell and str(int(Decimal(f"{float(cell):.15g}")))
    except ValueError:
        return cell


def _formula_notes(sheet: Sheet) -> list[Note]:
    notes = []
    if sheet.formulas:
        notes.append(
            Note("formulas", f"表中有公式{sheet.formulas}处,已采用表中保存的计算结果", "报送前可复制后“粘贴为数值”")
        )
    if sheet.uncomputed:
        text = f"有公式{sheet.uncomputed}处没有保存计算结果,按空白处理"
        notes.append(Note("uncomputed", text, "请用Excel打开并保存一次后重新报送"))
    return notes


def _title(frame: pl.DataFrame, header_row: int) -> str:
    """The first text above the header."""
    above = (cell.strip() for row in frame.head(header_row).rows() for cell in row if cell and cell.strip())
    return next(above, "")


def _some(rows: Sequence[int]) -> str:
    return "、".join(map(str, rows[:5])) + ("…" if len(rows) > 5 else "")
