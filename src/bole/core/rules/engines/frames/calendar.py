"""Days, months and years over columns of dates, as `language.values` counts them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import polars as pl

from bole.core.rules.engines.frames.scopes import Scope
from bole.core.rules.engines.frames.values import Number, Plain, latest, pick, sized

SPAN = 4_000_000
"""No two days of the calendar are further apart."""
MONTHS = (12, 119_999)
"""The first and the last month of the calendar, counted from the year 0."""
FIRST, LAST = (day.toordinal() - date(1970, 1, 1).toordinal() for day in (date.min, date.max))


def _year(day: pl.Expr) -> pl.Expr:
    return day.dt.year().cast(pl.Int32)


def _month(day: pl.Expr) -> pl.Expr:
    return day.dt.month().cast(pl.Int32)


def _day(day: pl.Expr) -> pl.Expr:
    return day.dt.day().cast(pl.Int32)


def year_of(day: Plain) -> Number:
    """年份."""
    return Number(_year(day.expr), 9999, ready=day.ready, known=day.known)


def days_between(since: Plain, until: Plain) -> Number:
    """天数."""
    made = until.expr.to_physical().cast(pl.Int32) - since.expr.to_physical().cast(pl.Int32)
    return Number(made, SPAN, ready=latest(since, until), known=since.known and until.known)


def years_since(scope: Scope, since: Plain, on: date) -> Number:
    """周岁: completed years on a day; unknown of days after it."""

    def years(day: pl.Expr) -> pl.Expr:
        later = (_month(day) * 100 + _day(day)) > on.month * 100 + on.day
        return pick([day <= pl.lit(on)], [on.year - _year(day) - later.cast(pl.Int32), pl.lit(None, dtype=pl.Int32)])

    return Number(_made(scope, since, years), 9999, ready=since.ready)


def _made(scope: Scope, day: Plain, make: Callable[[pl.Expr], pl.Expr]) -> pl.Expr:
    """What is made of a day, once per day where that is cheaper."""
    made = scope.columns.daily(day, make)
    return make(day.expr) if made is None else made


def months_between(scope: Scope, since: Plain, until: Plain) -> Number:
    """月数: completed months."""
    known, ready = since.known and until.known, latest(since, until)
    if until.expr.meta.is_literal():
        return Number(_made(scope, since, lambda day: _months(day, until.expr)), SPAN, ready=ready, known=known)
    return Number(_months(since.expr, until.expr), SPAN, ready=ready, known=known)


def _months(a: pl.Expr, b: pl.Expr) -> pl.Expr:
    return (_year(b) - _year(a)) * 12 + _month(b) - _month(a) - (_day(b) < _day(a)).cast(pl.Int32)


def _steps(count: Number, sign: int) -> pl.Expr:
    """A whole number small enough for the calendar: what is beyond leads out of it all the same."""
    near = sized(count.top.clip(-SPAN, SPAN), count.limit, 0)
    return near if sign > 0 else -near


def after_days(day: Plain, count: Number, sign: int) -> Plain:
    """The day so many days later (or earlier); unknown outside the calendar."""
    place = day.expr.to_physical().cast(pl.Int32) + _steps(count, sign)
    inside = pl.when(place.is_between(FIRST, LAST)).then(place)
    return Plain(inside.otherwise(None).cast(pl.Int32).cast(pl.Date), latest(day, count))


def after_months(scope: Scope, day: Plain, count: Number, sign: int) -> Plain:
    """The same day so many months later, or the last one of that month; unknown outside the calendar."""
    place = _year(day.expr) * 12 + _month(day.expr) - 1 + _steps(count, sign)
    held = scope.columns.keep(Number(place, SPAN * 2, ready=latest(day, count)))
    assert isinstance(held, Number)
    year, month = held.top // 12, held.top % 12 + 1
    leap = ((year % 4 == 0) & (year % 100 != 0)) | (year % 400 == 0)
    last = pl.when(month == 2).then(28 + leap.cast(pl.Int32)).otherwise(30 + (month + (month >= 8).cast(pl.Int32)) % 2)
    on = pl.min_horizontal(_day(day.expr), last)
    inside = pl.when(year.is_between(1, 9999)).then(year).otherwise(None)
    return Plain(pl.date(inside, month, on), latest(held, day))


def after_fixed_months(scope: Scope, day: Plain, months: int) -> Plain:
    """The same for an amount that is the same for all."""
    least, most = max(MONTHS[0], MONTHS[0] - months), min(MONTHS[1], MONTHS[1] - months)
    if least > most:
        return Plain(pl.lit(None, dtype=pl.Date), stored=True)
    first, last = date(least // 12, least % 12 + 1, 1), pl.date(most // 12, most % 12 + 1, 1).dt.month_end()

    def later(each: pl.Expr) -> pl.Expr:
        inside = pl.when((each >= pl.lit(first)) & (each <= last)).then(each)
        return inside.otherwise(None).dt.offset_by(f"{months}mo")

    return Plain(_made(scope, day, later), day.ready)
