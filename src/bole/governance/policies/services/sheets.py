"""The tables of a draft as a workbook, and back: what was typed there, cell by cell, as the form would have posted it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from bole.core.errors import InvalidInput
from bole.core.rules.editing import cells
from bole.core.rules.editing.typed import TypedWrong, kind_of
from bole.governance.policies.queries.drafts import Field, Page, Section, Sheet
from bole.kernel.documents import services as documents

LARGEST, MOST_UNPACKED = 4_000_000, 40_000_000
MOST_ROWS = 5_000
REST = "其他"
SINGLE = ("money", "percent", "quantity", "number")


@dataclass
class Grid:
    """One worksheet: heads, and per row its key and the fields of the other columns. `add`: where new rows go."""

    title: str
    heads: list[str]
    rows: dict[str, list[Field | None]] = field(default_factory=dict)
    add: str = ""


@dataclass(frozen=True)
class Fault:
    """A cell that cannot be taken: sheet, row and column as the spreadsheet counts them, and what to write."""

    sheet: str
    row: int
    column: str
    message: str
    remedy: str


@dataclass
class Upload:
    """What an uploaded workbook says otherwise. `posted`: for the form."""

    posted: dict[str, str] = field(default_factory=dict)
    changes: list[tuple[str, str, str, str]] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def grids(sheet: Sheet) -> list[Grid]:
    """The tables of a form: amounts by a fact, by date, single ones, and decision tables."""
    found = [grid for page in sheet.pages for grid in _grids(page)]
    for place, grid in enumerate(found, 1):
        grid.title = f"{place} {grid.title}"[:26]
    return found


def _grids(page: Page) -> Iterator[Grid]:
    single = Grid(_("单项标准"), [_("名称"), _("数值")])
    for section in page.sections:
        if section.rows:
            yield _table(section)
        elif page.key == "params":
            values = [each for each in section.fields if each.cell.kind in SINGLE]
            if values:
                single.rows[section.name] = [values[0]]
    if single.rows:
        yield single
    if page.key == "rows":
        yield _decision_table(page)


def _table(section: Section) -> Grid:
    key = _("起始日期") if section.dated else section.by or _("档")
    grid = Grid(section.name, [key, section.name], add=section.add)
    grid.rows = {row.key: [row.field] for row in section.rows}
    if section.rest is not None:
        grid.rows[REST] = [section.rest]
    return grid


def _decision_table(page: Page) -> Grid:
    paths = dict.fromkeys(each.cell.path[-2:] if each.cell.path[-2] == "gives" else each.cell.path[-1:]
                          for section in page.sections for each in section.fields)  # fmt: skip
    kept = [path for path in paths if path[-1] == "when" or path[0] == "gives"]
    grid = Grid(page.title, [_("行"), *(str(path[-1]) if path[0] == "gives" else _("成立的条件") for path in kept)])
    for section in page.sections:
        by_path = {each.cell.path[-len(path) :]: each for each in section.fields for path in kept}
        grid.rows[section.name] = [by_path.get(path) for path in kept]
    return grid


def render_tables(sheet: Sheet, notes: Sequence[str]) -> bytes:
    """The workbook. Raises InvalidInput where the policy has no tables."""
    found = grids(sheet)
    if not found:
        raise InvalidInput(
            _("这项政策没有可以在表格里改的标准。"), remedy=_("请在表单里修改。"), code="policies.no_tables"
        )
    return documents.render_xlsx(
        [
            documents.Sheet(
                grid.title,
                [documents.Column(head, width=24 if place else 18) for place, head in enumerate(grid.heads)],
                [[key, *(each.value if each else "" for each in fields)] for key, fields in grid.rows.items()],
                notes,
            )
            for grid in found
        ]
    )


def read_tables(sheet: Sheet, content: bytes) -> Upload:
    """What a workbook made by `render_tables` says now. Raises InvalidInput for a file that is none."""
    books = _worksheets(content)
    upload = Upload()
    known = grids(sheet)
    for grid in known:
        rows = books.get(grid.title)
        if rows is None:
            upload.notes.append(_("工作簿里没有“%(title)s”这一页,这一页没有改。") % {"title": grid.title})
        else:
            _read(grid, rows, sheet, upload)
    for title in books.keys() - {grid.title for grid in known}:
        upload.notes.append(_("不认识“%(title)s”这一页,没有读。") % {"title": title})
    return upload


def _worksheets(content: bytes) -> dict[str, list[list[Any]]]:
    import python_calamine

    if len(content) > LARGEST or _unpacked(content) > MOST_UNPACKED:
        raise InvalidInput(_("文件太大。"), remedy=_("请用本页下载的工作簿。"), code="policies.file_too_large")
    try:
        book = python_calamine.load_workbook(io.BytesIO(content))
        return {name: book.get_sheet_by_name(name).to_python()[:MOST_ROWS] for name in book.sheet_names}
    except (python_calamine.CalamineError, ValueError, OSError) as error:
        raise InvalidInput(
            _("这个文件不是可以读的表格。"),
            remedy=_("请用本页下载的 xlsx 工作簿,改好后原样上传。"),
            code="policies.bad_file",
        ) from error


def _unpacked(content: bytes) -> int:
    """How large a workbook is once its parts are unpacked: a small file may hold a very large one."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            return sum(part.file_size for part in parts.infolist())
    except zipfile.BadZipFile:
        return 0


def _read(grid: Grid, rows: list[list[Any]], sheet: Sheet, upload: Upload) -> None:
    heads = [_said(value) for value in rows[0]] if rows else []
    if heads[: len(grid.heads)] != grid.heads:
        message = _("表头应当是:%(heads)s") % {"heads": "、".join(grid.heads)}
        upload.faults.append(Fault(grid.title, 1, "A", message, _("请恢复第一行")))
        return
    seen: set[str] = set()
    for number, row in enumerate(rows[1:], 2):
        if not any(_said(value) for value in row):
            break  # the notes stand below an empty line
        key = _said(row[0])
        if key in seen:
            upload.faults.append(Fault(grid.title, number, "A", _("“%(key)s”重复") % {"key": key}, _("删去其中一行")))
        elif key in grid.rows:
            _read_row(grid, number, key, row, sheet, upload)
        elif grid.add and key:
            _new_row(grid, number, key, _said(row[1]) if len(row) > 1 else "", upload)
        else:
            upload.faults.append(
                Fault(grid.title, number, "A", _("没有“%(key)s”这一行") % {"key": key}, _("新的行请在源文件里写"))
            )
        seen.add(key)
    for key in grid.rows.keys() - seen:
        upload.notes.append(
            _("“%(title)s”少了“%(key)s”这一行:没有删除;要删除请在表单里勾选。") % {"title": grid.title, "key": key}
        )


def _read_row(grid: Grid, number: int, key: str, row: list[Any], sheet: Sheet, upload: Upload) -> None:
    for place, each in enumerate(grid.rows[key], 1):
        text = _said(row[place]) if place < len(row) else ""
        if each is None or text == each.value:
            continue
        column = f"{chr(64 + place + 1)}({grid.heads[place]})"
        try:
            raw = cells.raw_of(each.cell, text, sheet.source)
        except TypedWrong as wrong:
            upload.faults.append(Fault(grid.title, number, column, wrong.message, wrong.remedy))
            continue
        if raw != sheet.source.slice(sheet.source.need(each.cell.place)):
            upload.posted[each.name] = text
            upload.changes.append((grid.title, f"{key} › {grid.heads[place]}", each.value, text))


def _new_row(grid: Grid, number: int, key: str, value: str, upload: Upload) -> None:
    if kind_of(value) == "expression":
        message = _("“%(value)s”不是金额或数") % {"value": value} if value else _("没有写数值")
        upload.faults.append(Fault(grid.title, number, f"B({grid.heads[1]})", message, _("例如 30万元")))
        return
    upload.posted[f"{grid.add}-key-{number}"] = key
    upload.posted[f"{grid.add}-value-{number}"] = value
    upload.changes.append((grid.title, key, "", value))


def _said(value: Any) -> str:
    """A cell as text: whole numbers without point, dates in order of year."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if hasattr(value, "isoformat"):
        return str(value.isoformat())[:10]
    return str(value).strip().removeprefix("'")
