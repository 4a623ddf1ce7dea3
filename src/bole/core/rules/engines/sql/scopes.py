"""Where nodes become expressions: the columns to compute, by stage, and what every scope offers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Protocol

from sqlglot import exp

from bole.core.rules.engines.folding import Fixed
from bole.core.rules.engines.sql.values import Arithmetic, Column, Number, Plain, Value, latest, pick
from bole.core.rules.engines.sql.writing import Expr, cast, column, is_small, literal, present, relation, use
from bole.core.rules.language import tree as n

NUMBERS = ("number", "money", "percent")


@dataclass
class Stages:
    """Columns to compute; those of one stage need only earlier ones. Stage 0 is the table itself."""

    stages: dict[int, dict[str, Expr]] = field(default_factory=dict)
    count: int = 0

    def keep(self, value: Column) -> Column:
        """The value as a column of its own, so that repeating it costs nothing."""
        if value.stored:
            return value
        if isinstance(value, Plain):
            return replace(value, expr=self._column(value.expr, value.ready), ready=value.ready + 1, stored=True)
        top, bottom = self._column(value.top, value.ready), value.bottom
        if not isinstance(bottom, int):
            bottom = self._column(bottom, value.ready)
        return replace(value, top=top, bottom=bottom, ready=value.ready + 1, stored=True)

    def _column(self, expr: Expr, ready: int) -> Expr:
        name, self.count = f"_{self.count}", self.count + 1
        self.stages.setdefault(ready, {})[name] = expr
        return column(name)


class Scope(Protocol):
    """Compiles nodes over one subject, or over one row of a record set."""

    @property
    def day(self) -> date:
        """The day of the decision."""
        ...

    @property
    def exact(self) -> Arithmetic:
        """Arithmetic in the dialect of the statement."""
        ...

    def keep(self, value: Column) -> Column:
        """The value so that it may be repeated."""
        ...

    def of(self, node: n.Node) -> Value:
        """The value of a node."""
        ...


# --- what compiling a node needs again and again ----------------------------------------------------------------------


def column_of(value: Value, node: n.Node) -> Plain:
    """A value that is no number, as an expression of the node's kind."""
    if isinstance(value, Plain):
        return value
    assert isinstance(value, Fixed)
    kind = {"boolean": "BOOLEAN", "date": "DATE"}.get(node.sort.kind, "TEXT")
    expr = cast(literal(None), kind) if value.value is None else literal(value.value)
    return Plain(expr, known=value.value is not None, stored=True)


def settled(scope: Scope, value: Value) -> Value:
    """A value that may be repeated."""
    if isinstance(value, Fixed) or value.stored:
        return value
    if isinstance(value, Plain) and is_small(value.expr):
        return value
    if isinstance(value, Number) and isinstance(value.bottom, int) and is_small(value.top):
        return value
    return scope.keep(value)


def fractional(scope: Scope, value: Value) -> Value:
    """A value whose denominator may be repeated."""
    return settled(scope, value) if isinstance(value, Number) and not isinstance(value.bottom, int) else value


def compared(scope: Scope, op: str, left: Value, right: Value, like: n.Node) -> Plain:
    """left op right"""
    if isinstance(left, Number) or isinstance(right, Number):
        a, b = (scope.exact.number_of(fractional(scope, side)) for side in (left, right))
        return Plain(scope.exact.compared(op, a, b), latest(a, b), a.known and b.known)
    c, d = column_of(left, like), column_of(right, like)
    return Plain(relation(op, c.expr, d.expr), latest(c, d), c.known and d.known)


def there(value: Column) -> Expr:
    """Whether the value is known."""
    return present(value.expr if isinstance(value, Plain) else value.top)


def rank_of(scope: Scope, value: Value, ranks: Mapping[str, int]) -> Value:
    """A code's place in its list; unknown for codes without one."""
    if isinstance(value, Fixed):
        return Fixed(ranks.get(value.value))
    assert isinstance(value, Plain)
    made = exp.Case(
        this=use(value.expr),
        ifs=[exp.If(this=literal(code), true=cast(literal(rank), "BIGINT")) for code, rank in ranks.items()],
    )
    limit = max((abs(rank) for rank in ranks.values()), default=0)
    return Number(made, limit, ready=value.ready)


def choose(scope: Scope, cases: Sequence[tuple[Plain, Value]], otherwise: Value, like: n.Node) -> Value:
    """The value of the first case that certainly holds."""
    every = [value for _, value in cases] + [otherwise]
    if isinstance(otherwise, Fixed) and all(value == otherwise for value in every):
        return otherwise
    tests = [test.expr for test, _ in cases]
    ready = latest(*(test for test, _ in cases), *every)
    known = all(value.value is not None if isinstance(value, Fixed) else value.known for value in every)
    if like.sort.kind in NUMBERS or any(isinstance(value, Number) for value in every):
        numbers = [scope.exact.number_of(value) for value in every]
        top, limit, bottom, bottom_limit = scope.exact.chosen(tests, numbers)
        return Number(top, limit, bottom, bottom_limit, ready, known)
    columns = [column_of(value, like) for value in every]
    return Plain(pick(tests, [each.expr for each in columns]), ready, known)
