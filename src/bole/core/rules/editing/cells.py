"""The fields of a policy: every value of its text with what it is called, what may be typed, and where it stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from bole.core.rules.editing.source import Path, Source, Spot, listed, written
from bole.core.rules.editing.typed import Kind, as_list, as_typed, kind_of, list_of
from bole.core.rules.editing.versions import EFFECTIVE, VERSIONS, body_path, is_shared, make_own
from bole.core.rules.policies import model as m
from bole.core.rules.policies.bodies import BODY_KEYS, PERIODS

SHOWN = 60
"""Characters of an expression that fit on one line of a form."""
LONG = ("summary", "summary_en")
TOP = ("name", "name_en", "summary", "summary_en", "cite", "documents", "mode", "department")
CHOICES: Mapping[str, tuple[str, ...]] = {
    "mode": m.MODES, "per": PERIODS, "hit": m.HITS, "take": m.TAKES, "rule": m.GROUP_RULES, "mark": ("M", "F", "K"),
}  # fmt: skip
TEXTS = ("name", "name_en", "cite", "note", "note_en", "via", "group", "department", "key", *LONG)
LISTS = ("proof", "documents", "recheck", "levels", "groups", "exclusive", "shares", "life", "plan")
NUMBERS = ("limit", "cap", "floor", "every_months", "places", "count", "least", "weight", "most_points")
DATES = ("from", "to")
HIDDEN = ("code_list", "unbounded", "id", "kind", "subject")
AMOUNTS = ("params", "amount", "ceilings", "gives", "round", "per", "limit", "pay", "places", "cap", "floor", "pass")


@dataclass(frozen=True, slots=True)
class Cell:
    """One value. `path`: where the form means it to stand (in the version that is edited); `place`: where it stands now."""

    path: Path
    place: Path
    kind: Kind
    value: str
    line: int
    column: int
    options: tuple[str, ...] = ()
    is_long: bool = False

    @property
    def key(self) -> str:
        """The last word of the path that is a name."""
        return next((str(part) for part in reversed(self.path) if isinstance(part, str)), "")


@dataclass(frozen=True)
class Table:
    """A table by a fact (`by`) or by date: (key, cell) per row. `path`: of the mapping with the rows."""

    path: Path
    by: str
    rows: tuple[tuple[str, Cell], ...]
    rest: Cell | None = None


@dataclass
class Entry:
    """What stands under one name: its cells, and its table where it has one. `path`: of the whole entry."""

    path: Path
    name: str
    name_en: str
    cells: list[Cell] = field(default_factory=list)
    table: Table | None = None


@dataclass
class Part:
    """One part of a policy (params, who, criteria …) with its entries. `own`: said by the version itself."""

    key: str
    path: Path
    entries: list[Entry]
    own: bool = True
    is_mapping: bool = False


def parts(source: Source, place: int | None) -> list[Part]:
    """All parts with what may be edited, of the version at `place`, in the order of the file."""
    top = Entry((), "", "", [_cell(source, (key,), (key,)) for key in TOP if source.at((key,)) is not None])
    term = _term_entry(source, place)
    found = [Part("about", (), [top]), Part(EFFECTIVE, term.path, [term])]
    listing: Path = (VERSIONS, place) if place is not None else ()
    own = source.at(listing)
    keys = dict.fromkeys([*source.root.entries, *(own.entries if own else ())])
    for key in keys:
        if key in BODY_KEYS and key not in HIDDEN:
            at = body_path(source, place, key)
            meant: Path = (*listing, key) if is_shared(source, place, (key,)) else at
            found.append(_part(source, key, at, meant))
    return found


def _term_entry(source: Source, place: int | None) -> Entry:
    path: Path = (VERSIONS, place, EFFECTIVE) if place is not None else (EFFECTIVE,)
    spot = source.at(path)
    cells = [_cell(source, (*path, key), (*path, key)) for key in (spot.entries if spot else ())]
    return Entry(path, "", "", cells)


def _part(source: Source, key: str, at: Path, meant: Path) -> Part:
    spot = source.need(at)
    part = Part(key, meant, [], at == meant)
    if spot.is_mapping and all(child.is_mapping for child in spot.entries.values()) and spot.entries:
        part.is_mapping = True
        part.entries = [_entry(source, (*at, name), (*meant, name), name) for name in spot.entries]
    elif spot.is_list and any(item.is_mapping for item in spot.items):
        part.entries = [
            _entry(source, (*at, place), (*meant, place), _row_name(item, place))
            for place, item in enumerate(spot.items)
        ]
    elif key == "params":
        part.is_mapping = True
        part.entries = [_entry(source, (*at, name), (*meant, name), name) for name in spot.entries]
    else:
        part.entries = [Entry(meant, "", "", list(_cells(source, at, meant)))]
    return part


def _row_name(item: Spot, place: int) -> str:
    key = item.entries.get("key") or item.entries.get("name")
    return key.value if key is not None else str(place + 1)


def _entry(source: Source, at: Path, meant: Path, name: str) -> Entry:
    spot = source.need(at)
    english = spot.entries.get("name_en")
    chinese = spot.entries.get("name")
    entry = Entry(meant, chinese.value if chinese else name, english.value if english else "")
    for key in ("rows", "dated"):
        if key in spot.entries and spot.entries[key].is_mapping and not isinstance(at[-1], int):
            entry.table = _table(source, (*at, key), (*meant, key), spot)
    skipped = {"rows", "dated", "else"} if entry.table else set()
    if not spot.is_mapping:
        entry.cells = [_cell(source, at, meant)]
    for key, child in spot.entries.items():
        if key not in skipped and key not in HIDDEN:
            entry.cells += _cells(source, (*at, key), (*meant, key)) if not child.is_scalar else [
                _cell(source, (*at, key), (*meant, key))
            ]  # fmt: skip
    return entry


def _table(source: Source, at: Path, meant: Path, spot: Spot) -> Table:
    by = spot.entries.get("by") or spot.entries.get("at")
    rows = tuple((key, _cell(source, (*at, key), (*meant, key))) for key in source.need(at).entries)
    rest_at, rest_meant = (*at[:-1], "else"), (*meant[:-1], "else")
    rest = _cell(source, rest_at, rest_meant) if "else" in spot.entries else None
    return Table(meant, by.value if by else "", rows, rest)


def _cells(source: Source, at: Path, meant: Path) -> Iterator[Cell]:
    """The values below a place; a list of plain values is one of them."""
    spot = source.need(at)
    if spot.is_scalar or (spot.is_list and all(item.is_scalar for item in spot.items)):
        yield _cell(source, at, meant)
        return
    for key, _child in spot.named():
        if key not in HIDDEN:
            yield from _cells(source, (*at, key), (*meant, key))


def _cell(source: Source, at: Path, meant: Path) -> Cell:
    spot = source.need(at)
    key = str(at[-1])
    kind: Kind = "list" if spot.is_list or key in LISTS else _kind(key, spot.value, at)
    value = as_list([item.value for item in spot.items] or [spot.value]) if kind == "list" else spot.value
    options = CHOICES.get(key, ()) if kind == "choice" else ()
    return Cell(
        meant,
        at,
        kind,
        value,
        spot.line,
        spot.column,
        options,
        key in LONG or (kind == "expression" and len(value) > SHOWN),
    )


def _kind(key: str, value: str, path: Path) -> Kind:
    if key in CHOICES and len(path) < 3:
        return "choice"
    if key in DATES and path[-2:-1] == (EFFECTIVE,):
        return "date"
    if (key in TEXTS or key in CHOICES) and not (len(path) > 1 and path[-2] in ("rows", "dated", "gives", "weight")):
        return "text"
    if key in NUMBERS:
        return "number"
    return kind_of(value)


def cells_of(found: list[Part]) -> Iterator[Cell]:
    """All cells of these parts."""
    for part in found:
        for entry in part.entries:
            yield from entry.cells
            if entry.table is not None:
                yield from (cell for _key, cell in entry.table.rows)
                if entry.table.rest is not None:
                    yield entry.table.rest


def raw_of(cell: Cell, typed: str, source: Source) -> str:
    """What people typed, written for the place of the cell. Raises TypedWrong."""
    spot = source.need(cell.place)
    if cell.kind == "list":
        values = list_of(as_typed("list", typed))
        return listed(values) if spot.is_list or len(values) != 1 else written(values[0], flow=True, text=True)
    value = as_typed(cell.kind, typed, cell.value)
    text = cell.kind in ("text", "choice")
    style = spot.style if spot.style in ("'", '"') else ""
    return written(value, flow=True, text=text, style=style)


def change(text: str, place: int | None, values: Mapping[Path, str]) -> str:
    """The text with these values (as written by `raw_of`); a part that other versions share becomes the version's own first."""
    source = Source(text)
    for key in dict.fromkeys(str(path[2]) for path in values if _is_own(path) and source.at(path[:3]) is None):
        assert place is not None
        text = make_own(text, place, key)
    return Source(text).exchanged(values)


def _is_own(path: Path) -> bool:
    return len(path) > 2 and path[0] == VERSIONS and path[2] != EFFECTIVE


def own_part(text: str, place: int | None, path: Path) -> str:
    """The text in which the part of the version that holds `path` is the version's own."""
    if place is not None and _is_own(path) and Source(text).at(path[:3]) is None:
        return make_own(text, place, str(path[2]))
    return text
