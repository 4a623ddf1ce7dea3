"""The columns of the table `facts` as values, cleaned as the readers of `language.values` do."""

from __future__ import annotations

from datetime import date

from bole.core.rules.engines.sql.dialects import Dialect
from bole.core.rules.engines.sql.values import Number, Plain
from bole.core.rules.engines.sql.writing import Expr, call, case, cast, literal, relation

FIRST_DAY = date(1900, 1, 1)
PLACES = 6
"""Digits behind the point that decimals and percents (points) may have; a value with more stops the statement."""
LARGEST = {"integer": 10**9, "money": 10**16, "decimal": 10**9 * 10**PLACES, "percent": 10**9 * 10**PLACES}
"""How large facts are (a hundred trillion yuan in 分). Larger ones are computed all the same, until something overflows."""


def clean(dialect: Dialect, expr: Expr, kind: str, name: str) -> Plain | Number:
    """A column of the table, or a field of its records, as a fact of this type."""
    if kind in ("integer", "money"):
        return Number(expr, LARGEST[kind], stored=True)
    if kind in ("decimal", "percent"):
        parts = 10**PLACES
        parts *= 100 if kind == "percent" else 1
        return Number(_parts(dialect, expr, name), LARGEST[kind], parts, parts)
    if kind == "boolean":
        return Plain(expr, stored=True)
    if kind == "date":
        return Plain(case([(relation(">=", expr, literal(FIRST_DAY)), expr)]))
    if kind == "month":
        return Plain(case([(dialect.is_month(expr), expr)]))
    return Plain(call("NULLIF", expr, literal("")))


def _parts(dialect: Dialect, expr: Expr, name: str) -> Expr:
    """A decimal as a whole number of its last places."""
    exact = cast(expr, f"DECIMAL(38, {PLACES})")
    many = dialect.failure(f"{name}: more than {PLACES} places", "BIGINT")
    return case([(relation("<>", exact, expr), many)], cast(relation("*", exact, literal(10**PLACES)), "BIGINT"))
