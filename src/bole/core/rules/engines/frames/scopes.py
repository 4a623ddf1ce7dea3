"""Where nodes are turned into columns: the columns to compute, by when they can be, and the subject whose facts are read."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Protocol

import polars as pl

from bole.core.rules.engines.folding import Fixed
from bole.core.rules.engines.frames.values import Column, Plain, Ready, Value
from bole.core.rules.language import tree as n


@dataclass
class Columns:
    """Columns to compute, by epoch and level: those of one level need only earlier ones."""

    prefix: str
    levels: dict[Ready, list[pl.Expr]] = field(default_factory=dict)
    count: int = 0
    ranks: dict[Any, Column] = field(default_factory=dict)

    def keep(self, value: Column) -> Column:
        """The value as a column of its own, so that repeating it costs nothing."""
        if value.stored:
            return value
        name, self.count = f"{self.prefix}{self.count}", self.count + 1
        level = self.levels.setdefault(value.ready, [])
        ready = (value.ready[0], value.ready[1] + 1)
        if isinstance(value, Plain):
            level.append(value.expr.alias(name))
            return Plain(pl.col(name), ready, value.known, True)
        level.append(value.top.alias(name))
        bottom = value.bottom
        if not isinstance(bottom, int):
            level.append(bottom.alias(f"{name}/"))
            bottom = pl.col(f"{name}/")
        return replace(value, top=pl.col(name), bottom=bottom, ready=ready, stored=True)

    def on(self, frame: pl.LazyFrame, epoch: int) -> pl.LazyFrame:
        """The frame with all columns up to this epoch."""
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


def column_of(value: Value, node: n.Node) -> Column:
    """A value as an expression of the node's kind."""
    if not isinstance(value, Fixed):
        return value
    kinds = {"boolean": pl.Boolean, "date": pl.Date}
    return Plain(
        pl.lit(value.value, dtype=kinds.get(node.sort.kind, pl.String)), known=value.value is not None, stored=True
    )
