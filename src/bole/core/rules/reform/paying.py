"""When an amount is paid: instalments, months, quarters and years from the day on which it is first due, by calendar year.

Whole 分 throughout: of an amount in parts, what is paid up to an instalment is cut down, so that all parts come to the whole.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from bole.core.rules.language.values import add_months
from bole.core.rules.policies import model as m

STEPS = {"month": 1, "quarter": 3, "year": 12}


class Part(NamedTuple):
    """Up to the end of a year so much of a single amount is paid."""

    year: int
    until: Fraction


class Run(NamedTuple):
    """In a year so many periods begin."""

    year: int
    periods: int


def instalments(body: m.Benefit, first: date, years: Sequence[int]) -> list[Part]:
    """Of an amount that is due once: the share paid up to the end of each year. The rest is paid after these years."""
    parts = body.payment.instalments if body.payment else (m.Instalment(Fraction(1), 0),)
    days = [(_after(first, part.after_months), part.share) for part in parts]
    return [Part(year, sum((share for day, share in days if day.year <= year), Fraction(0))) for year in years]


def periods(body: m.Benefit, start: date, begin: date, end: date | None, years: Sequence[int]) -> list[Run]:
    """Of an amount per month, quarter or year: how many periods, counted from `start`, begin in [begin, end) in each year."""
    step = STEPS[body.period]
    found = dict.fromkeys(years, 0)
    for day in _days(start, step, years[-1]):
        if day >= begin and (end is None or day < end):
            found[day.year] += 1
    return [Run(year, count) for year, count in found.items() if count]


def is_single(body: m.Benefit) -> bool:
    """Whether the amount is due once (or once per case, of which one is counted)."""
    return body.period not in STEPS


def _days(start: date, step: int, last: int) -> Iterator[date]:
    place = 0
    while (day := _after(start, place * step)).year <= last:
        yield day
        place += 1


def _after(day: date, months: int) -> date:
    found = add_months(day, months)
    assert found is not None
    return found
