"""The calendar in z3, exact from March 1900 to 2099: a day is the number of its month (year × 12 + month − 1) and its day of the month."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

STARTS = (0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334)
LENGTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
Term = Any


@dataclass(frozen=True, slots=True)
class Day:
    """`month` and `day` are terms or whole numbers; `short`: the day is at most the 28th, which every month has."""

    month: Term
    day: Term
    short: bool = True

    @classmethod
    def of(cls, day: date) -> Day:
        """A fixed day."""
        return cls(day.year * 12 + day.month - 1, day.day, day.day <= 28)

    @property
    def key(self) -> Term:
        """Orders days."""
        return self.month * 32 + self.day


def month_number(text: str) -> int:
    """2021-01 as the number of the month."""
    return int(text[:4]) * 12 + int(text[5:]) - 1


def month_text(number: int) -> str:
    """And back."""
    return f"{number // 12:04d}-{number % 12 + 1:02d}"


def day_of(month: int, day: int) -> date:
    """The date; the last of the month where there is no such day."""
    for last in (day, 30, 29, 28):
        try:
            return date(month // 12, month % 12 + 1, min(last, day))
        except ValueError:
            continue
    raise AssertionError("every month has 28 days")


class Calendar:
    """Arithmetic over days as terms of one z3 context."""

    def __init__(self, z3: Any) -> None:
        self.z3 = z3

    def length(self, month: Term) -> Term:
        """Days of a month."""
        if isinstance(month, int):
            return LENGTHS[month % 12] + (month % 12 == 1 and month // 12 % 4 == 0)
        place, february = month % 12, self.z3.If((month / 12) % 4 == 0, 29, 28)
        long = self.z3.Or(*(place == each for each in range(12) if LENGTHS[each] == 31))
        return self.z3.If(place == 1, february, self.z3.If(long, 31, 30))

    def ordinal(self, day: Day) -> Term:
        """Days since a day long ago."""
        if isinstance(day.month, int):
            year, place = divmod(day.month, 12)
            return 365 * year + (year - 1) // 4 + STARTS[place] + (place > 1 and year % 4 == 0) + day.day
        year, place = day.month / 12, day.month % 12
        start: Term = STARTS[11]
        for each in range(10, -1, -1):
            start = self.z3.If(place == each, STARTS[each], start)
        leap = self.z3.If(self.z3.And(place > 1, year % 4 == 0), 1, 0)
        return 365 * year + (year - 1) / 4 + start + leap + day.day

    def months(self, since: Day, until: Day) -> Term:
        """Completed months."""
        return until.month - since.month - self.choose(until.day < since.day, 1, 0)

    def years(self, since: Day, until: Day) -> Term:
        """Completed years."""
        months = self.months(since, until)
        return months // 12 if isinstance(months, int) else months / 12

    def add_months(self, day: Day, count: Term) -> Day:
        """The same day of a later month, or its last."""
        month = day.month + count
        if day.short:
            return Day(month, day.day)
        length = self.length(month)
        return Day(month, self.choose(day.day <= length, day.day, length), short=False)

    def choose(self, test: Term, then: Term, otherwise: Term) -> Term:
        """如 … 则 … 否则 …, also of what is already known."""
        if isinstance(test, bool):
            return then if test else otherwise
        return self.z3.If(test, then, otherwise)
