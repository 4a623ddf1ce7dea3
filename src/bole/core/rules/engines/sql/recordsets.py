"""Record sets: conditions over lists of records by lambdas, three-valued as everything else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from sqlglot import exp

from bole.core.rules.engines.folding import Fixed
from bole.core.rules.engines.sql.columns import clean
from bole.core.rules.engines.sql.nodes import COMMON
from bole.core.rules.engines.sql.scopes import Scope, column_of, rank_of
from bole.core.rules.engines.sql.values import Arithmetic, Column, Number, Plain, Value
from bole.core.rules.engines.sql.writing import Expr, both, case, cast, field, literal, relation, use, variable
from bole.core.rules.language import tree as n

ROW = "r"
MANY = 10_000
"""No subject has more records of a kind."""


@dataclass
class RowScope:
    """Compiles conditions over the rows of a set; parts that read no column are computed for the subject."""

    subject: Scope

    @property
    def day(self) -> date:
        return self.subject.day

    @property
    def exact(self) -> Arithmetic:
        return self.subject.exact

    def keep(self, value: Column) -> Column:
        """A lambda has no columns of its own: what is repeated is written again."""
        return value

    def of(self, node: n.Node) -> Value:
        """The value of a node per row."""
        if isinstance(node, n.ColumnValue):
            return clean(self.exact.dialect, field(ROW, node.column.key), node.column.type, node.column.key)
        if isinstance(node, n.Constant | n.Today) or _reads_row(node):
            return COMMON[type(node)](self, node)
        value = self.subject.of(node)
        return value if isinstance(value, Fixed) else self.subject.keep(value)


def _reads_row(node: n.Node) -> bool:
    return any(True for _ in _row_columns(node))


def _row_columns(node: n.Node) -> Iterator[n.ColumnValue]:
    """The columns of the row under test that a node reads; what facts compute over other sets is not its own."""
    if isinstance(node, n.ColumnValue):
        yield node
    elif not isinstance(node, n.FactValue):
        for part in n.children(node):
            yield from _row_columns(part)


def ask(scope: Scope, rows: Plain, node: n.SomeRow | n.CountRows | n.Aggregate) -> Column:
    """What a set comes to for its subject. `rows`: the list, NULL where it is not known."""
    dialect, inner = scope.exact.dialect, RowScope(scope)
    condition = None if node.condition is None else inner.of(node.condition)
    test = None
    if node.condition is not None and condition is not None and condition != Fixed(True):
        test = column_of(condition, node.condition)
    if isinstance(node, n.Aggregate):
        return _aggregate(scope, rows, node, test)
    if test is None:
        size = dialect.size(rows.expr)
        if isinstance(node, n.CountRows):
            return Number(size, MANY, ready=rows.ready)
        return Plain(relation(">", size, literal(0)), rows.ready)
    verdicts = _kept(scope, dialect.mapped(rows.expr, ROW, test.expr), max(rows.ready, test.ready))
    if isinstance(node, n.SomeRow):
        return Plain(dialect.any_true(verdicts.expr), verdicts.ready)
    met = dialect.size(dialect.filtered(verdicts.expr, "v", variable("v")))
    made = met if test.known else case([(dialect.no_gap(verdicts.expr), met)])
    return Number(made, MANY, ready=verdicts.ready)


def _kept(scope: Scope, expr: Expr, ready: int) -> Plain:
    made = scope.keep(Plain(expr, ready))
    assert isinstance(made, Plain)
    return made


def _aggregate(scope: Scope, rows: Plain, node: n.Aggregate, test: Plain | None) -> Column:
    """Highest, lowest or sum over the chosen rows; unknown where a verdict or a chosen value is."""
    dialect, found = scope.exact.dialect, RowScope(scope).of(node.value)
    chosen, ready, certain = rows.expr, rows.ready, list[Expr]()
    if test is not None:
        ready = max(ready, test.ready)
        if not test.known:
            verdicts = _kept(scope, dialect.mapped(rows.expr, ROW, test.expr), ready)
            certain.append(dialect.no_gap(verdicts.expr))
            ready = max(ready, verdicts.ready)
        chosen = dialect.filtered(rows.expr, ROW, test.expr)
    top = found.top if isinstance(found, Number) else column_of(found, node.value).expr
    values = _kept(scope, dialect.mapped(chosen, ROW, top), ready)
    certain.append(dialect.no_gap(values.expr))
    if node.kind == "sum":
        made, ready = dialect.total(values.expr), values.ready
    elif node.ranks is not None:
        rank = rank_of(scope, Plain(variable("v")), node.ranks)
        assert isinstance(rank, Number)
        orders = _kept(scope, dialect.mapped(values.expr, "v", rank.top), values.ready)
        certain.append(dialect.no_gap(orders.expr))
        best = dialect.highest if node.kind == "highest" else dialect.lowest
        made, ready = dialect.at(values.expr, orders.expr, best(orders.expr)), orders.ready
    else:
        best = dialect.highest if node.kind == "highest" else dialect.lowest
        made, ready = best(values.expr), values.ready
    made = case([(both(certain), made)])
    if not isinstance(found, Number):
        return Plain(made, ready)
    limit = found.limit
    if node.kind == "sum":
        limit = max(limit, 1) * MANY
        made = cast(made, scope.exact.type_of(limit))
    return replace(found, top=made, limit=limit, ready=ready, known=False, stored=False)


def known_rows(scope: Scope, name: Expr, ready: int, related: Plain | None) -> Plain:
    """A set that is empty where it is missing, as long as its subject is known."""
    made: Expr = exp.Coalesce(this=use(name), expressions=[scope.exact.dialect.nothing()])
    if related is not None:
        made = case([(related.expr, made)])
        ready = max(ready, related.ready)
    return _kept(scope, made, ready)
