"""The working calendar: Monday to Friday, minus holidays, plus make-up days; announced or still computed."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal, Protocol

from bole.core.workdays.festivals import statutory_days

TermUnit = Literal["workday", "day"]


class YearPlan(Protocol):
    """One year's deviations from Monday-to-Friday (bole.core.vocabulary.CalendarYear fits)."""

    @property
    def year(self) -> int: ...
    @property
    def provisional(self) -> bool: ...
    @property
    def holidays(self) -> Mapping[date, str]: ...
    @property
    def workdays(self) -> Mapping[date, str]: ...
    @property
    def citation(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Deadline:
    """The last day of a term. `provisional`: a year it runs through is not announced yet, the day may still move."""

    day: date
    provisional: bool


class WorkCalendar:
    """Working days by year. Years without a plan are computed and provisional; nothing ever raises for a late year."""

    def __init__(self, years: Iterable[YearPlan] = ()) -> None:
        self._plans = {plan.year: plan for plan in years}
        self._sorted: dict[int, list[date]] = {}

    def is_provisional(self, year: int) -> bool:
        """True unless `year` is announced."""
        plan = self._plans.get(year)
        return plan is None or plan.provisional

    def source(self, year: int) -> str:
        """Where the days of `year` come from."""
        plan = self._plans.get(year)
        return plan.citation if plan else "按《全国年节及纪念日放假办法》推算,待国务院办公厅公布"

    def holiday_name(self, day: date) -> str | None:
        """The festival `day` is off for, or None."""
        plan = self._plans.get(day.year)
        return (plan.holidays if plan else _computed(day.year)).get(day)

    def is_workday(self, day: date) -> bool:
        """True when offices work on `day`."""
        plan = self._plans.get(day.year)
        if plan is None:
            return day.weekday() < 5 and day not in _computed(day.year)
        return day in plan.workdays or (day.weekday() < 5 and day not in plan.holidays)

    def add_workdays(self, day: date, n: int) -> Deadline:
        """The n-th working day after `day` (before it for n < 0); `day` itself never counts. n = 0: `day` itself.

        民法典 201: the day on which a term begins is not counted.
        """
        if n == 0:
            return Deadline(day, self.is_provisional(day.year))
        target = self._ordinal(day) + n
        if n < 0:
            target = self._ordinal(day - timedelta(days=1)) + n + 1
        year, left = self._locate(day.year, target)
        found = self._of_year(year)[left]
        return Deadline(found, self._any_provisional(day.year, found.year))

    def workdays_between(self, start: date, end: date) -> int:
        """Working days in the half-open span (start, end]; negative when `end` lies before `start`.

        Additive: between(a, c) = between(a, b) + between(b, c).
        """
        return self._ordinal(end) - self._ordinal(start)

    def deadline(self, start: date, n: int, unit: TermUnit = "workday") -> Deadline:
        """The last day of a term of `n` units begun on `start`.

        unit "workday": add_workdays. unit "day": calendar days; a last day that is no working day moves to the next
        one (民法典 203).
        """
        if unit == "workday":
            return self.add_workdays(start, n)
        last = start + timedelta(days=n)
        if not self.is_workday(last):
            last = self.add_workdays(last, 1).day
        return Deadline(last, self._any_provisional(start.year, last.year))

    def _any_provisional(self, first: int, last: int) -> bool:
        return any(self.is_provisional(year) for year in range(min(first, last), max(first, last) + 1))

    def _of_year(self, year: int) -> list[date]:
        found = self._sorted.get(year)
        if found is None:
            days = (date(year, 1, 1) + timedelta(days=i) for i in range((date(year + 1, 1, 1) - date(year, 1, 1)).days))
            found = self._sorted[year] = [day for day in days if self.is_workday(day)]
        return found

    def _before(self, year: int) -> int:
        """Working days from 1 January 2000 to the end of `year` - 1 (negative for earlier years)."""
        if year >= 2000:
            return sum(len(self._of_year(earlier)) for earlier in range(2000, year))
        return -sum(len(self._of_year(later)) for later in range(year, 2000))

    def _ordinal(self, day: date) -> int:
        return self._before(day.year) + bisect_right(self._of_year(day.year), day)

    def _locate(self, year: int, ordinal: int) -> tuple[int, int]:
        """The year and index of the working day with this 1-based ordinal, searched from `year`."""
        left = ordinal - self._before(year) - 1
        while left < 0:
            year -= 1
            left += len(self._of_year(year))
        while left >= len(self._of_year(year)):
            left -= len(self._of_year(year))
            year += 1
        return year, left


@lru_cache(maxsize=64)
def _computed(year: int) -> dict[date, str]:
    return statutory_days(year)
