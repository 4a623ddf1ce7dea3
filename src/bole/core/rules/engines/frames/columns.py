"""The columns of a frame as values: checked by type, cleaned as the readers of `language.values` do, with their extremes; what nodes read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

import polars as pl

from bole.core.rules.engines.folding import Fixed
from bole.core.rules.engines.frames.coding import Coded, coded
from bole.core.rules.engines.frames.values import Column, Number, Plain, Value, integer_type
from bole.core.rules.language import tree as n
from bole.core.rules.program import Program

TEXTS = ("text", "name", "identifier", "phone", "code")
NUMERIC = ("integer", "money", "decimal", "percent")
FIRST_DAY = date(1900, 1, 1)
MONTH = "^[0-9]{4}-(0[1-9]|1[0-2])$"
Path = tuple[str, ...]


@dataclass
class FactColumns:
    """The columns of a frame, each cleaned and, if it is worth it, coded when it is first read; `number` stands beside them."""

    frame: pl.DataFrame
    number: pl.Series
    values: dict[str, Value] = field(default_factory=dict)
    """By column; one that is not there is unknown."""
    columns: dict[str, pl.Series] = field(default_factory=dict)
    _coded: dict[str, Coded | None] = field(default_factory=dict)
    _worth: dict[str, float] = field(default_factory=dict)

    def read(self, wanted: Mapping[str, str]) -> pl.DataFrame:
        """The wanted columns (name to type of fact), as far as they are there.

        Raises:
            TypeError: a column of a type in which such a fact cannot be kept exactly.
        """
        self._take({name: kind for name, kind in wanted.items() if name not in self.values})
        return pl.DataFrame([self.number, *(self.columns[name] for name in wanted if name in self.columns)])

    def _take(self, wanted: Mapping[str, str]) -> None:
        schema = self.frame.schema
        there = {
            name: (kind, schema[name]) for name, kind in wanted.items() if name in schema and schema[name] != pl.Null
        }
        for name, (kind, dtype) in there.items():
            _check(name, kind, dtype)
        values: dict[str, Value] = {name: Fixed(None) for name in wanted}
        ends = _ends(self.frame, there)
        changed = []
        for name, (kind, dtype) in there.items():
            column = self.frame[name]
            expr, values[name] = _clean(name, kind, dtype, ends[name], not column.has_nulls())
            if expr is None:
                self.columns[name] = column
            else:
                changed.append(expr.alias(name))
        made = self.frame.lazy().select(changed).collect() if changed else ()
        self.columns |= {column.name: column for column in made}
        self.values |= values

    def coded(self, name: str, worth: float) -> Coded | None:
        """A column of texts by the few words they are, once this has saved enough; None: not yet, or it is no such column.

        `worth`: what the use at hand would cost otherwise, as a share of what coding costs.
        """
        if name not in self._coded:
            self._worth[name] = self._worth.get(name, 0) + worth
            if self._worth[name] < 1:
                return None
            column = self.columns.get(name)
            self._coded[name] = coded(f"~{name}", column) if column is not None and column.dtype == pl.String else None
        return self._coded[name]


def _ends(frame: pl.DataFrame, there: Mapping[str, tuple[str, pl.DataType]]) -> dict[str, tuple[Any, Any]]:
    """Of each column what tells whether it is clean, found out in one pass: smallest and largest number, first day, shortest text
    (of months: whether all are such).
    """
    asked: list[pl.Expr] = []
    for name, (kind, dtype) in there.items():
        expr = pl.col(name)
        if kind in NUMERIC:
            number = _whole(name, dtype)
            asked += [number.min().alias(f"{name}<"), number.max().alias(f"{name}>")]
        elif kind == "date":
            asked.append(expr.min().alias(f"{name}<"))
        elif kind == "month":
            asked.append(expr.cast(pl.String).str.contains(MONTH).all().alias(f"{name}<"))
        elif kind != "boolean":
            asked.append(expr.cast(pl.String).str.len_bytes().min().alias(f"{name}<"))
    found = frame.lazy().select(asked).collect().row(0, named=True) if asked else {}
    return {name: (found.get(f"{name}<"), found.get(f"{name}>")) for name in there}


def _check(name: str, kind: str, dtype: pl.DataType) -> None:
    if kind in ("integer", "money"):
        fits = dtype.is_integer() or (isinstance(dtype, pl.Decimal) and dtype.scale == 0)
    elif kind in ("decimal", "percent"):
        fits = dtype.is_integer() or isinstance(dtype, pl.Decimal)
    elif kind == "boolean":
        fits = dtype == pl.Boolean
    elif kind == "date":
        fits = dtype == pl.Date
    else:
        fits = dtype == pl.String or isinstance(dtype, pl.Categorical | pl.Enum)
    if not fits:
        raise TypeError(f"column {name!r} of type {dtype} cannot hold a fact of type {kind!r}")


def _whole(name: str, dtype: pl.DataType) -> pl.Expr:
    return pl.col(name).to_physical() if isinstance(dtype, pl.Decimal) else pl.col(name)


def _clean(
    name: str, kind: str, dtype: pl.DataType, ends: tuple[Any, Any], known: bool
) -> tuple[pl.Expr | None, Column]:
    """What makes the column clean (None: it is), and its value."""
    expr, least = pl.col(name), ends[0]
    if kind in NUMERIC:
        return _clean_number(name, kind, dtype, ends, known)
    if kind == "boolean":
        return None, Plain(expr, known=known, stored=True)
    if kind == "date":
        made, fine = pl.when(expr >= FIRST_DAY).then(expr), least is None or least >= FIRST_DAY
    else:
        text = expr.cast(pl.String)
        right = text.str.contains(MONTH) if kind == "month" else text != ""
        made, fine = pl.when(right).then(text), bool(least) if kind == "month" else least != 0
    plain = None if kind == "date" or dtype == pl.String else expr.cast(pl.String)
    return plain if fine else made, Plain(expr, known=known and fine, stored=True)


def _clean_number(
    name: str, kind: str, dtype: pl.DataType, ends: tuple[Any, Any], known: bool
) -> tuple[pl.Expr | None, Number]:
    limit = max(abs(end or 0) for end in ends)
    parts = 10**dtype.scale if isinstance(dtype, pl.Decimal) else 1
    parts *= 100 if kind == "percent" else 1
    wanted = integer_type(limit)
    plain = None if dtype == wanted else _whole(name, dtype).cast(wanted)
    return plain, Number(pl.col(name), limit, parts, parts, known=known, stored=True)


# --- what a node reads ------------------------------------------------------------------------------------------------


def dotted(path: Path, *more: str) -> str:
    """employer.is_above_scale"""
    return ".".join((*path, *more))


def along(prefix: Path, node: n.FactValue | n.Rows) -> Path:
    """The relations from the subject to the owner of the fact."""
    return (*prefix, *(step.key for step in node.path))


class Read(NamedTuple):
    """What a node reads: columns of scalars with their type, columns of the rows of sets (set, column, type), slots."""

    scalars: tuple[tuple[str, str], ...]
    sets: tuple[tuple[str, str, str], ...]
    slots: frozenset[int]


def read_by(node: n.Node) -> Read:
    """What a node reads by itself."""
    sets = tuple((name, part.column.key, part.column.type) for name, part in record_sets(node))
    slots = frozenset(part.slot for part in n.walk(node) if isinstance(part, n.Ref))
    return Read(tuple(scalars(node)), sets, slots)


def read_by_slot(program: Program, slot: int) -> Read:
    """The same for a slot, found out once."""
    if (found := program.read.get(slot)) is None:
        found = program.read[slot] = read_by(program.slots[slot].node)
    return found


def scalars(node: n.Node, prefix: Path = ()) -> Iterator[tuple[str, str]]:
    """Column and type of each scalar that a node may read, those of formulas too."""
    if isinstance(node, n.FactValue):
        owner = along(prefix, node)
        yield dotted(owner, node.fact.key), node.fact.type or "text"
        if node.formula is not None:
            yield from scalars(node.formula, owner)
        return
    for part in n.children(node):
        yield from scalars(part, prefix)


def record_sets(node: n.Node, prefix: Path = ()) -> Iterator[tuple[str, n.ColumnValue]]:
    """Column of the record set and column of its rows, for each that a node may read."""
    if isinstance(node, n.FactValue):
        if node.formula is not None:
            yield from record_sets(node.formula, along(prefix, node))
        return
    if isinstance(node, n.SomeRow | n.CountRows | n.Aggregate):
        name = dotted(along(prefix, node.rows), node.rows.fact.key)
        yield from ((name, part) for child in n.children(node) for part in row_columns(child))
    for part in n.children(node):
        yield from record_sets(part, prefix)


def row_columns(node: n.Node) -> Iterator[n.ColumnValue]:
    """The columns of the row under test that a node reads; what facts compute over other sets is not its own."""
    if isinstance(node, n.ColumnValue):
        yield node
    elif not isinstance(node, n.FactValue):
        for part in n.children(node):
            yield from row_columns(part)
