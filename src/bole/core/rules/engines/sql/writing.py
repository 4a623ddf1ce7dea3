"""Small pieces of SQL as sqlglot expressions. An expression that already stands somewhere is copied when it is written again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlglot import exp

Expr = Any
"""A sqlglot expression (the library is not typed strictly)."""
_LOOSE = (exp.Binary, exp.Not, exp.Neg, exp.In, exp.Between)


def use(part: Expr) -> Expr:
    """The expression, or a copy of it where it stands somewhere already."""
    return part if part.parent is None else part.copy()


def closed(part: Expr) -> Expr:
    """In parentheses where something beside it could bind closer."""
    part = use(part)
    return exp.Paren(this=part) if isinstance(part, _LOOSE) and not isinstance(part, exp.Dot) else part


def literal(value: Any) -> Expr:
    """A fixed value."""
    if value is None:
        return exp.Null()
    if isinstance(value, bool):
        return exp.Boolean(this=value)
    if isinstance(value, int):
        number = exp.Literal.number(str(abs(value)))
        return exp.Paren(this=exp.Neg(this=number)) if value < 0 else number
    if isinstance(value, date):
        return cast(exp.Literal.string(value.isoformat()), "DATE")
    return exp.Literal.string(value)


def cast(part: Expr, kind: str) -> Expr:
    """CAST(part AS kind)"""
    return exp.Cast(this=use(part), to=_TYPES.get(kind) or _TYPES.setdefault(kind, exp.DataType.build(kind)).copy())


_TYPES: dict[str, Expr] = {}


def column(name: str) -> Expr:
    """A column by its quoted name."""
    return exp.Column(this=exp.Identifier(this=name, quoted=True))


def binary(kind: type[exp.Binary], left: Expr, right: Expr) -> Expr:
    """left <operator> right"""
    return kind(this=closed(left), expression=closed(right))


_RELATIONS: dict[str, type[exp.Binary]] = {
    "=": exp.EQ,
    "<>": exp.NEQ,
    "<": exp.LT,
    "<=": exp.LTE,
    ">": exp.GT,
    ">=": exp.GTE,
    "+": exp.Add,
    "-": exp.Sub,
    "*": exp.Mul,
    "%": exp.Mod,
    "//": exp.IntDiv,
}


def relation(op: str, left: Expr, right: Expr) -> Expr:
    """left op right: comparisons, arithmetic, `//` cuts towards zero"""
    return binary(_RELATIONS[op], left, right)


def both(parts: Sequence[Expr]) -> Expr:
    """AND"""
    return _joined(exp.And, parts)


def either(parts: Sequence[Expr]) -> Expr:
    """OR"""
    return _joined(exp.Or, parts)


def _joined(kind: type[exp.Binary], parts: Sequence[Expr]) -> Expr:
    """Halved, so that long lists do not become deep trees."""
    if len(parts) == 1:
        return use(parts[0])
    middle = len(parts) // 2
    return binary(kind, _joined(kind, parts[:middle]), _joined(kind, parts[middle:]))


def negated(part: Expr) -> Expr:
    """NOT"""
    return exp.Not(this=closed(part))


def missing(part: Expr) -> Expr:
    """IS NULL"""
    return exp.Is(this=closed(part), expression=exp.Null())


def present(part: Expr) -> Expr:
    """IS NOT NULL"""
    return exp.Not(this=missing(part))


def case(cases: Sequence[tuple[Expr, Expr]], otherwise: Expr | None = None) -> Expr:
    """CASE WHEN … THEN … ELSE … END"""
    ifs = [exp.If(this=use(test), true=use(value)) for test, value in cases]
    return exp.Case(ifs=ifs, default=None if otherwise is None else use(otherwise))


def coalesce(part: Expr, otherwise: Expr) -> Expr:
    """COALESCE"""
    return exp.Coalesce(this=use(part), expressions=[use(otherwise)])


def call(name: str, *arguments: Expr) -> Expr:
    """A function of the dialect by its own name."""
    return exp.Anonymous(this=name, expressions=[use(each) for each in arguments])


def function(names: Sequence[str], body: Expr) -> Expr:
    """A lambda with these parameters."""
    return exp.Lambda(this=use(body), expressions=[exp.Identifier(this=name) for name in names])


def field(name: str, key: str) -> Expr:
    """A field of a record that a lambda calls `name`."""
    return exp.Dot(this=exp.Identifier(this=name), expression=exp.Identifier(this=key, quoted=True))


def variable(name: str) -> Expr:
    """A lambda's parameter."""
    return exp.Var(this=name)


def is_small(part: Expr, size: int = 9) -> bool:
    """Whether writing it again costs less than a column of its own."""
    return all(place < size for place, _ in enumerate(part.walk()))
