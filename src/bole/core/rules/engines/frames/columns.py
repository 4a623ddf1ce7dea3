"""The columns of a frame as values: checked by type, cleaned as the readers of `language.values` do, with their extremes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import polars as pl

from bole.core.rules.engines.folding import Fixed
from bole.core.rules.engines.frames.values import Column, Number, Plain, Value, integer_type
from bole.core.rules.language import tree as n

TEXTS = ("text", "name", "identifier", "phone", "code")
FIRST_DAY = date(1900, 1, 1)
MONTH = "^[0-9]{4}-(0[1-9]|1[0-2])$"
Path = tuple[str, ...]


def prepared(
    frame: pl.DataFrame, wanted: Mapping[str, str], number: pl.Series
) -> tuple[pl.DataFrame, dict[str, Value]]:
    """The wanted columns (name to type of fact), clean, beside `number`, and their values. A column that is not there is unknown.

    Raises:
        TypeError: a column of a type in which such a fact cannot be kept exactly.
    """
    schema = frame.schema
    there = {name: (kind, schema[name]) for name, kind in wanted.items() if name in schema and schema[name] != pl.Null}
    for name, (kind, dtype) in there.items():
        _check(name, kind, dtype)
    asked = [each for name, (kind, dtype) in there.items() for each in _asked(name, kind, dtype)]
    facts = frame.lazy().select(asked).collect().row(0, named=True) if asked else {}
    values: dict[str, Value] = {name: Fixed(None) for name in wanted}
    clean = []
    for name, (kind, dtype) in there.items():
        expr, value = _clean(name, kind, dtype, facts)
        clean.append(expr.alias(name))
        values[name] = value
    made = pl.DataFrame([number])
    return made.hstack(frame.lazy().select(clean).collect()) if clean else made, values


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


def _asked(name: str, kind: str, dtype: pl.DataType) -> Iterator[pl.Expr]:
    """What has to be known of a column before it is used."""
    yield pl.col(name).null_count().alias(f"{name}?")
    if kind in ("integer", "money", "decimal", "percent"):
        yield _whole(name, dtype).min().alias(f"{name}<")
        yield _whole(name, dtype).max().alias(f"{name}>")
    elif kind == "date":
        yield pl.col(name).min().alias(f"{name}<")
    elif kind == "month":
        yield pl.col(name).cast(pl.String).str.contains(MONTH).all().alias(f"{name}<")
    elif kind in TEXTS:
        yield pl.col(name).cast(pl.String).str.len_bytes().min().alias(f"{name}<")


def _clean(name: str, kind: str, dtype: pl.DataType, facts: Mapping[str, Any]) -> tuple[pl.Expr, Column]:
    known, least = facts[f"{name}?"] == 0, facts.get(f"{name}<")
    column = pl.col(name)
    if kind in ("integer", "money", "decimal", "percent"):
        limit = max(abs(least or 0), abs(facts[f"{name}>"] or 0))
        parts = 10**dtype.scale if isinstance(dtype, pl.Decimal) else 1
        parts *= 100 if kind == "percent" else 1
        number = Number(column, limit, parts, parts, known=known, stored=True)
        return _whole(name, dtype).cast(integer_type(limit)), number
    if kind == "boolean":
        return column, Plain(column, known=known, stored=True)
    if kind == "date":
        made, fine = pl.when(column >= FIRST_DAY).then(column), least is None or least >= FIRST_DAY
    elif kind == "month":
        text = column.cast(pl.String)
        made, fine = pl.when(text.str.contains(MONTH)).then(text), least is not False
    else:
        text = column.cast(pl.String)
        made, fine = pl.when(text != "").then(text), least != 0
    plain = column if kind == "date" else column.cast(pl.String)
    return plain if fine else made, Plain(column, known=known and fine, stored=True)


# --- what a node reads ------------------------------------------------------------------------------------------------


def dotted(path: Path, *more: str) -> str:
    """employer.is_above_scale"""
    return ".".join((*path, *more))


def along(prefix: Path, node: n.FactValue | n.Rows) -> Path:
    """The relations from the subject to the owner of the fact."""
    return (*prefix, *(step.key for step in node.path))


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
