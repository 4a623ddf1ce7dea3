"""Months, years and half-open stretches of time."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from functools import total_ordering


@total_ordering
@dataclass(frozen=True, slots=True)
class Month:
    """A calendar month."""

    year: int
    month: int

    def __post_init__(self) -> None:
        if not 1 <= self.month <= 12:
            raise ValueError(f"no month {self.month}")

    @classmethod
    def parse(cls, text: str) -> Month:
        """From "2024-03". ValueError otherwise."""
        year, _, month = text.partition("-")
        return cls(int(year), int(month))

    @classmethod
    def of(cls, day: date) -> Month:
        """The month of a day."""
        return cls(day.year, day.month)

    def __lt__(self, other: Month) -> bool:
        return (self.year, self.month) < (other.year, other.month)

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.month:02d}"

    def plus(self, months: int) -> Month:
        """The month so many months later (or earlier)."""
        count = self.year * 12 + self.month - 1 + months
        return Month(count // 12, count % 12 + 1)

    def minus(self, other: Month) -> int:
        """Months from `other` to this one."""
        return (self.year - other.year) * 12 + self.month - other.month

    @property
    def span(self) -> Span:
        """Its days."""
        following = self.plus(1)
        return Span(date(self.year, self.month, 1), date(following.year, following.month, 1))


@dataclass(frozen=True, slots=True)
class Span:
    """Days from `start` (included) to `end` (excluded); None is open. An empty or reversed span is refused."""

    start: date | None
    end: date | None

    def __post_init__(self) -> None:
        if self.start is not None and self.end is not None and self.end <= self.start:
            raise ValueError(f"empty span {self.start} to {self.end}")

    @classmethod
    def of_year(cls, year: int) -> Span:
        """A calendar year."""
        return cls(date(year, 1, 1), date(year + 1, 1, 1))

    @classmethod
    def through(cls, first: date | None, last: date | None) -> Span:
        """From first to last day, both included, as people write it."""
        return cls(first, None if last is None else last + timedelta(days=1))

    def __contains__(self, day: date) -> bool:
        return (self.start is None or self.start <= day) and (self.end is None or day < self.end)

    def overlaps(self, other: Span) -> bool:
        """Whether they share a day."""
        return self.intersect(other) is not None

    def intersect(self, other: Span) -> Span | None:
        """The days of both, or None."""
        start = max((s for s in (self.start, other.start) if s is not None), default=None)
        end = min((e for e in (self.end, other.end) if e is not None), default=None)
        return None if start is not None and end is not None and end <= start else Span(start, end)

    @property
    def days(self) -> int | None:
        """Number of days, None when open."""
        return None if self.start is None or self.end is None else (self.end - self.start).days


def add_months(day: date, months: int) -> date:
    """The same day so many months later; at the end of a shorter month its last day (31 January + 1 = 28 or 29 February)."""
    target = Month.of(day).plus(months)
    return date(target.year, target.month, min(day.day, calendar.monthrange(target.year, target.month)[1]))


def whole_months(start: date, end: date) -> int:
    """Completed months from start to end (negative when end is earlier)."""
    if end < start:
        return -whole_months(end, start)
    months = Month.of(end).minus(Month.of(start))
    return months if add_months(start, months) <= end else months - 1


def whole_years(start: date, end: date) -> int:
    """Completed years, as ages count; 29 February is reached on 28 February of common years."""
    return whole_months(start, end) // 12
