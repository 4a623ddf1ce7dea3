"""Record sets: the rows of all subjects as one frame, conditions computed once per row, answers put back to the subjects.

A set is exploded once. An answer is written where rows say something (`scatter`): four times cheaper than grouping, five times cheaper
than expressions over lists (200,000 subjects, 40 conditions).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import polars as pl

from bole.core.rules.engines.folding import Fixed
from bole.core.rules.engines.frames.columns import FactColumns, row_columns
from bole.core.rules.engines.frames.nodes import COMMON
from bole.core.rules.engines.frames.parts import rank_of
from bole.core.rules.engines.frames.scopes import Columns, Scope, column_of
from bole.core.rules.engines.frames.values import (
    START,
    Column,
    Number,
    Plain,
    Value,
    integer_type,
    number_of,
    sized,
)
from bole.core.rules.language import tree as n
from bole.core.rules.program import fingerprint

ROW = "#row"


@dataclass(frozen=True)
class RowSet:
    """The rows of a set with the number of their subject in `#row`. `absent`: those whose set is unknown (None: nobody's is)."""

    columns: FactColumns
    height: int
    absent: pl.Series | None
    longest: int
    blanks: dict[tuple[str, str], pl.Series] = field(default_factory=dict)


def row_set(column: pl.Series, number: pl.Series, wanted: Collection[str], closed: pl.Series | None) -> RowSet:
    """A column of List(Struct) as rows with the `wanted` columns. `number`: 0, 1, 2…; `closed`: where a missing set is known to be empty.

    Raises:
        TypeError: the column is no list of structs.
    """
    name, dtype = column.name, column.dtype
    if not isinstance(dtype, pl.List) or not isinstance(dtype.inner, pl.Struct | pl.Null):
        raise TypeError(f"column {name!r} of type {dtype} is no list of records")
    absent = None
    if column.has_nulls():
        missing = column.is_null()
        absent = (missing if closed is None else missing & ~closed).arg_true()
    rows = pl.DataFrame([number, _with_only(column, dtype.inner, wanted)]).explode(
        name, empty_as_null=False, keep_nulls=False
    )
    inner = rows[name].struct.unnest() if isinstance(dtype.inner, pl.Struct) else pl.DataFrame()
    longest = column.list.len().max()
    return RowSet(FactColumns(inner, rows[ROW]), column.len(), absent, longest if isinstance(longest, int) else 0)


def _with_only(column: pl.Series, inner: Any, wanted: Collection[str]) -> pl.Series:
    """The records (of type `inner`) with the columns that somebody reads (one at least): nothing is copied to leave the others out."""
    names = [field.name for field in inner.fields] if isinstance(inner, pl.Struct) else []
    kept = [name for name in names if name in wanted] or names[:1]
    if len(kept) == len(names):
        return column
    return column.list.eval(pl.struct(pl.element().struct.field(name) for name in kept))


@dataclass
class Answer:
    """One question to the rows: some | count | highest | lowest | sum."""

    kind: str
    condition: Column | None
    value: Column | None = None
    order: Number | None = None
    """Ranks of the codes in `value`."""


@dataclass
class Step:
    """Questions to one set that can be answered in the same epoch. `frame`: its columns that are read; `outer`: columns of the subjects that conditions read."""

    rows: RowSet
    frame: pl.DataFrame
    epoch: int
    columns: Columns
    answers: dict[str, Answer] = field(default_factory=dict)
    outer: dict[str, None] = field(default_factory=dict)
    compiled: dict[Any, Value] = field(default_factory=dict)


@dataclass
class RowScope:
    """Compiles conditions over the rows of a set; parts that read no column are computed for the subject."""

    step: Step
    subject: Scope
    day: date

    @property
    def columns(self) -> Columns:
        return self.step.columns

    def of(self, node: n.Node) -> Value:
        """The value of a node per row; equal parts are computed once."""
        if isinstance(node, n.ColumnValue):
            return self.step.rows.columns.values[node.column.key]
        if isinstance(node, n.Constant | n.Today):
            return COMMON[type(node)](self, node)
        key = fingerprint(node)
        if key not in self.step.compiled:
            value = COMMON[type(node)](self, node) if reads_row(node) else self._outer(node)
            shared = node.sort.kind == "boolean" and not isinstance(value, Fixed)
            self.step.compiled[key] = self.columns.keep(value) if shared and isinstance(value, Plain) else value
        return self.step.compiled[key]

    def _outer(self, node: n.Node) -> Value:
        value = self.subject.of(node)
        if isinstance(value, Fixed):
            return value
        held = self.subject.columns.keep(value)
        self.step.outer.update({part.meta.output_name(): None for part in parts_of(held)})
        if isinstance(held, Plain):
            return replace(held, expr=_beside(held.expr), ready=START)
        bottom = held.bottom if isinstance(held.bottom, int) else _beside(held.bottom)
        return replace(held, top=_beside(held.top), bottom=bottom, ready=START)


def _beside(column: pl.Expr) -> pl.Expr:
    """A column of the subject as it is called beside the rows."""
    return pl.col(f"@{column.meta.output_name()}")


def parts_of(value: Column) -> Iterator[pl.Expr]:
    """The columns of a kept value."""
    if isinstance(value, Plain):
        yield value.expr
    else:
        yield value.top
        if not isinstance(value.bottom, int):
            yield value.bottom


def reads_row(node: n.Node) -> bool:
    """Whether a node reads a column of the row under test."""
    return any(True for _ in row_columns(node))


def outer_nodes(node: n.Node) -> Iterator[n.Node]:
    """The largest parts of a condition that do not read the row."""
    if not reads_row(node):
        yield node
        return
    for part in n.children(node):
        yield from outer_nodes(part)


# --- asking -----------------------------------------------------------------------------------------------------------


def ask(step: Step, scope: RowScope, node: n.SomeRow | n.CountRows | n.Aggregate, name: str) -> Column:
    """Notes a question; the answer will be the column `name` of the subjects in the next epoch."""
    condition = None if node.condition is None else scope.of(node.condition)
    held = None
    if condition is not None and condition != Fixed(True):
        held = step.columns.keep(_as_column(condition, node.condition))  # type: ignore[arg-type]
    ready = (step.epoch + 1, 0)
    if isinstance(node, n.SomeRow):
        step.answers[name] = Answer("some", held)
        return Plain(pl.col(name), ready, stored=True)
    if isinstance(node, n.CountRows):
        step.answers[name] = Answer("count", held)
        return Number(pl.col(name), step.rows.longest, ready=ready, stored=True)
    return _ask_value(step, scope, node, name, held)


def _ask_value(step: Step, scope: RowScope, node: n.Aggregate, name: str, held: Column | None) -> Column:
    found, ready = scope.of(node.value), (step.epoch + 1, 0)
    if node.sort.kind in ("number", "money", "percent"):
        number = number_of(found)
        limit = number.limit * max(step.rows.longest, 1) if node.kind == "sum" else number.limit
        top = sized(number.top, number.limit, limit)
        kept = step.columns.keep(Number(top, limit, number.bottom, number.bottom_limit, number.ready))
        step.answers[name] = Answer(node.kind, held, kept)
        return Number(pl.col(name), limit, number.bottom, number.bottom_limit, ready, stored=True)
    column = step.columns.keep(_as_column(found, node.value))
    order = None if node.ranks is None else rank_of(scope, column, node.ranks)
    step.answers[name] = Answer(node.kind, held, column, order)
    return Plain(pl.col(name), ready, stored=True)


def _as_column(value: Value, node: n.Node) -> Column:
    """A column even where the value is fixed."""
    column = column_of(value, node)
    return replace(column, stored=False) if isinstance(value, Fixed) else column


# --- answering --------------------------------------------------------------------------------------------------------


def answer(step: Step, outer: Sequence[pl.Series]) -> list[pl.Series]:
    """The answers as columns of the subjects. `outer`: the columns of the subjects that are asked for."""
    rows = step.frame
    if outer:
        rows = rows.hstack(pl.DataFrame(outer).select(pl.all().gather(rows[ROW]).name.prefix("@")))
    wanted = {part.meta.output_name(): part for each in step.answers.values() for part in _needed(each)}
    frame = step.columns.on(rows, step.epoch).select(ROW, *wanted.values()).collect()
    return [_answered(step.rows, frame, each).alias(name) for name, each in step.answers.items()]


def _needed(each: Answer) -> Iterator[pl.Expr]:
    for part in (each.condition, each.value, each.order):
        if part is not None:
            yield from parts_of(part)


def _answered(found: RowSet, frame: pl.DataFrame, each: Answer) -> pl.Series:
    row = frame[ROW]
    met = None if each.condition is None else _column(frame, each.condition)
    blank = row.clear() if met is None or not met.has_nulls() else row.filter(met.is_null())
    if each.kind == "some":
        made = _filled(found, False, pl.Boolean).scatter(blank, None)
        return made.scatter(row if met is None else row.filter(met), True)
    if each.kind == "count":
        runs = (row if met is None else row.filter(met)).rle().struct.unnest()
        dtype = integer_type(found.longest)
        made = _filled(found, 0, dtype).scatter(runs["value"], runs["len"].cast(dtype))
        return made.scatter(blank, None)
    chosen = frame.select(ROW, *_needed(replace(each, condition=None)))
    return _best(found, chosen if met is None else chosen.filter(met), each).scatter(blank, None)


def _best(found: RowSet, chosen: pl.DataFrame, each: Answer) -> pl.Series:
    """Highest, lowest or sum of a column over the chosen rows of each subject; unknown where one value is."""
    assert each.value is not None
    value = next(parts_of(each.value))
    order = value if each.order is None else each.order.top
    made = {
        "sum": value.sum(),
        "highest": value.get(order.arg_max()) if each.order is not None else value.max(),
        "lowest": value.get(order.arg_min()) if each.order is not None else value.min(),
    }[each.kind]
    dtype = (
        integer_type(each.value.limit) if isinstance(each.value, Number) else chosen.schema[value.meta.output_name()]
    )
    start = _filled(found, 0 if each.kind == "sum" else None, dtype)
    blank = chosen.filter(order.is_null())[ROW]
    grouped = chosen.group_by(ROW).agg(made.alias("made"))
    return start.scatter(grouped[ROW], grouped["made"]).scatter(blank, None)


def _column(frame: pl.DataFrame, value: Column) -> pl.Series:
    return frame[next(parts_of(value)).meta.output_name()]


def _filled(found: RowSet, value: Any, dtype: Any) -> pl.Series:
    """What holds where no row says anything: `value`, or unknown where the set is."""
    key = (str(value), str(dtype))
    if key not in found.blanks:
        made = pl.Series([value], dtype=dtype).new_from_index(0, found.height)
        if found.absent is not None and value is not None:
            made = made.scatter(found.absent, None)
        found.blanks[key] = made
    return found.blanks[key].clone()
