"""Where nodes are turned into columns: the columns to compute, by when they can be, and the subject whose facts are read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from typing import Any, Protocol

import polars as pl

from bole.core.rules.engines.folding import Fixed
from bole.core.rules.engines.frames.coding import Coded
from bole.core.rules.engines.frames.columns import FactColumns
from bole.core.rules.engines.frames.values import Column, Plain, Ready, Value
from bole.core.rules.language import tree as n

FEWER_DAYS = 4
"""A table of days has to be so much shorter than the column to be worth it."""


@dataclass
class Columns:
    """Columns to compute, by epoch and level: those of one level need only earlier ones."""

    prefix: str
    levels: dict[Ready, list[pl.Expr]] = field(default_factory=dict)
    count: int = 0
    ranks: dict[Any, Column] = field(default_factory=dict)
    facts: FactColumns | None = None
    beside: dict[str, pl.Series] = field(default_factory=dict)
    """Columns made already, by name: they stand beside the facts."""

    def coded(self, value: Value, worth: float) -> Coded | None:
        """A fact's texts by the few words they are (`FactColumns.coded`); None: not yet, or it is no such fact."""
        if not isinstance(value, Plain) or not value.stored or self.facts is None or not value.expr.meta.is_column():
            return None
        found = self.facts.coded(value.expr.meta.output_name(), worth)
        if found is not None:
            self.beside[found.places.name] = found.places
        return found

    def daily(self, day: Plain, make: Callable[[pl.Expr], pl.Expr]) -> pl.Expr | None:
        """What is made of each day of a fact, computed once per day; None: it is no fact, or there are hardly fewer days than rows."""
        name = day.expr.meta.output_name() if day.stored and day.expr.meta.is_column() else ""
        column = None if self.facts is None else self.facts.columns.get(name)
        if column is None or column.dtype != pl.Date:
            return None
        days = column.to_physical()
        ends: list[Any] = [days.min(), days.max()]
        if ends[0] is None or FEWER_DAYS * (ends[1] - ends[0] + 1) > days.len():
            return None
        every = pl.int_range(ends[0], ends[1] + 1, dtype=pl.Int32, eager=True).cast(pl.Date)
        made = pl.DataFrame({"day": every}).select(make(pl.col("day"))).to_series()
        return self.put(made.gather(days - ends[0]))

    def put(self, made: pl.Series) -> pl.Expr:
        """A column that was made already."""
        name = f"{self.prefix}~{len(self.beside)}"
        self.beside[name] = made.alias(name)
        return pl.col(name)

    def keep(self, value: Column) -> Column:
        """The value as a column of its own, so that repeating it costs nothing."""
        if value.stored:
            return value
        name, self.count = f"{self.prefix}{self.count}", self.count + 1
        level = self.levels.setdefault(value.ready, [])
        ready = (value.ready[0], value.ready[1] + 1)
        if isinstance(value, Plain):
            level.append(value.expr.alias(name))
            return Plain(pl.col(name), ready, value.known, True, value.worded)
        level.append(value.top.alias(name))
        bottom = value.bottom
        if not isinstance(bottom, int):
            level.append(bottom.alias(f"{name}/"))
            bottom = pl.col(f"{name}/")
        return replace(value, top=pl.col(name), bottom=bottom, ready=ready, stored=True)

    def on(self, facts: pl.DataFrame, epoch: int) -> pl.LazyFrame:
        """The frame with all columns up to this epoch."""
        frame = facts.hstack(list(self.beside.values())).lazy()
        for ready in sorted(self.levels):
            if ready[0] <= epoch:
                frame = frame.with_columns(self.levels[ready])
        return frame


class Scope(Protocol):
    """Compiles nodes over the columns of one frame."""

    @property
    def columns(self) -> Columns:
        """What is to be computed here."""
        ...

    @property
    def day(self) -> date:
        """The day of the decision."""
        ...

    def of(self, node: n.Node) -> Value:
        """The value of a node."""
        ...


def column_of(value: Value, node: n.Node, text: Any = pl.String) -> Column:
    """A value as an expression of the node's kind; `text`: Categorical leaves the rules' own words as such."""
    if not isinstance(value, Fixed):
        return spelled(value) if isinstance(value, Plain) and text == pl.String else value
    return _literal(value.value, type_of(node, text))


@lru_cache(maxsize=4_096, typed=True)
def _literal(value: Any, dtype: Any) -> Plain:
    return Plain(pl.lit(value, dtype=dtype), known=value is not None, stored=True, worded=dtype == pl.Categorical)


def spelled(value: Plain) -> Plain:
    """A value of which the text itself is wanted."""
    return Plain(value.expr.cast(pl.String), value.ready, value.known) if value.worded else value


def type_of(node: n.Node, text: Any = pl.String) -> Any:
    """The type of a column of what a node gives, unless it is a number."""
    return {"boolean": pl.Boolean, "date": pl.Date}.get(node.sort.kind, text)
