"""Days, months and years as SQL, counted as `language.values` counts them."""

from __future__ import annotations

from datetime import date

from bole.core.rules.engines.sql.scopes import Scope
from bole.core.rules.engines.sql.values import Number, Plain, latest
from bole.core.rules.engines.sql.writing import Expr, both, case, cast, literal, relation

SPAN = 4_000_000
"""No two days of the calendar are further apart."""


def days_between(scope: Scope, since: Plain, until: Plain) -> Number:
    """天数."""
    made = scope.exact.dialect.days(since.expr, until.expr)
    return Number(made, SPAN, ready=latest(since, until), known=since.known and until.known)


def years_since(scope: Scope, since: Plain) -> Number:
    """周岁: completed years on the day of the decision; unknown of days after it."""
    part, on = scope.exact.dialect.part, scope.day
    place = relation("+", relation("*", part("MONTH", since.expr), literal(100)), part("DAY", since.expr))
    whole = relation("-", literal(on.year), part("YEAR", since.expr))
    later = case([(relation(">", place, literal(on.month * 100 + on.day)), literal(1))], literal(0))
    made = case([(relation("<=", since.expr, literal(on)), relation("-", whole, later))])
    return Number(made, 9999, ready=since.ready)


def months_between(scope: Scope, since: Plain, until: Plain) -> Number:
    """月数: completed months."""
    part, a, b = scope.exact.dialect.part, since.expr, until.expr
    years = relation("*", relation("-", part("YEAR", b), part("YEAR", a)), literal(12))
    months = relation("+", years, relation("-", part("MONTH", b), part("MONTH", a)))
    short = case([(relation("<", part("DAY", b), part("DAY", a)), literal(1))], literal(0))
    made = relation("-", months, short)
    return Number(made, SPAN, ready=latest(since, until), known=since.known and until.known)


def _steps(count: Number, sign: int) -> tuple[Expr, Expr]:
    """A whole number where it is small enough for the calendar, and the test for that: what is beyond leads out of it all the same."""
    near = both([relation(">=", count.top, literal(-SPAN)), relation("<=", count.top, literal(SPAN))])
    small = cast(count.top, "BIGINT")
    return near, small if sign > 0 else relation("-", literal(0), small)


def after_days(scope: Scope, day: Plain, count: Number, sign: int) -> Plain:
    """The day so many days later (or earlier); unknown outside the calendar."""
    near, steps = _steps(count, sign)
    dialect = scope.exact.dialect
    place = relation("+", dialect.days(literal(date.min), day.expr), steps)
    inside = both([relation(">=", place, literal(0)), relation("<=", place, literal((date.max - date.min).days))])
    later = case([(inside, dialect.after_days(day.expr, steps))])
    return Plain(case([(near, later)]), latest(day, count))


def after_months(scope: Scope, day: Plain, count: Number, sign: int) -> Plain:
    """The same day so many months later, or the last one of that month; unknown outside the calendar."""
    near, steps = _steps(count, sign)
    dialect = scope.exact.dialect
    month = relation("-", dialect.part("MONTH", day.expr), literal(1))
    place = relation("+", relation("+", relation("*", dialect.part("YEAR", day.expr), literal(12)), month), steps)
    inside = both([relation(">=", place, literal(12)), relation("<=", place, literal(9999 * 12 + 11))])
    later = case([(inside, dialect.after_months(day.expr, steps))])
    return Plain(case([(near, later)]), latest(day, count))
