"""A term that runs: half-open segments of running and stopped time, counted in days of the working calendar."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from bole.core.workdays.calendar import Deadline, TermUnit, WorkCalendar


@dataclass(frozen=True, slots=True)
class Term:
    """So many working days or calendar days."""

    days: int
    unit: TermUnit = "workday"


@dataclass(frozen=True, slots=True)
class Segment:
    """From `start` (not counted) to `end` (counted); `end` None = still open; no `reason` = it ran."""

    start: date
    end: date | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Clock:
    """A term with its history. Segments adjoin: each begins on the day on which the one before it ended."""

    term: Term
    segments: tuple[Segment, ...]

    @classmethod
    def begin(cls, term: Term, day: date) -> Clock:
        """A clock that runs from `day`."""
        return cls(term, (Segment(day),))

    @property
    def started(self) -> date:
        """The day on which the clock began."""
        return self.segments[0].start

    @property
    def ended(self) -> date | None:
        """The day on which the clock was ended for good, or None."""
        return self.segments[-1].end

    @property
    def is_running(self) -> bool:
        """True when neither stopped nor ended."""
        return self.ended is None and not self.segments[-1].reason

    @property
    def is_stopped(self) -> bool:
        """True while a stop lasts."""
        return self.ended is None and bool(self.segments[-1].reason)

    def _turn(self, day: date, reason: str) -> Clock:
        last = self.segments[-1]
        day = max(day, last.start)  # a server clock set back must not make negative time
        return replace(self, segments=(*self.segments[:-1], replace(last, end=day), Segment(day, None, reason)))

    def stop(self, day: date, reason: str) -> Clock:
        """Stopped from `day` for `reason` (补正, 听证…). Stopping a stopped or ended clock changes nothing."""
        return self._turn(day, reason) if self.is_running else self

    def go_on(self, day: date) -> Clock:
        """Running again from `day`; a running or ended clock stays as it is."""
        return self._turn(day, "") if self.is_stopped else self

    def end(self, day: date) -> Clock:
        """Ended on `day`; nothing is counted afterwards."""
        if self.ended is not None:
            return self
        last = self.segments[-1]
        return replace(self, segments=(*self.segments[:-1], replace(last, end=max(day, last.start))))

    def used(self, today: date, calendar: WorkCalendar) -> int:
        """Units of the term used up to and including `today`, stops left out."""
        return self._count(today, calendar, running=True)

    def waited(self, today: date, calendar: WorkCalendar) -> int:
        """Units spent in stops up to and including `today`."""
        return self._count(today, calendar, running=False)

    def _count(self, today: date, calendar: WorkCalendar, *, running: bool) -> int:
        return sum(
            self._span(segment, today, calendar) for segment in self.segments if (segment.reason == "") == running
        )

    def _span(self, segment: Segment, today: date, calendar: WorkCalendar) -> int:
        end = max(segment.start, min(segment.end or today, today))
        if self.term.unit == "day":
            return (end - segment.start).days
        return calendar.workdays_between(segment.start, end)

    def due(self, calendar: WorkCalendar) -> Deadline | None:
        """The last day of the term; None while stopped. A clock used up keeps the day on which it ran out."""
        if self.is_stopped:
            return None
        left = self.term.days
        for segment in self.segments:
            if segment.reason:
                continue
            spent = self._span(segment, segment.end, calendar) if segment.end else None
            if spent is None or spent >= left:
                return calendar.deadline(segment.start, left, self.term.unit)
            left -= spent
        return calendar.deadline(self.segments[-1].end or self.started, left, self.term.unit)

    def percent(self, today: date, calendar: WorkCalendar) -> int:
        """Used part of the term in percent, rounded down; over 100 when overdue. A term of 0 days: 0 or 101."""
        used = self.used(today, calendar)
        if self.term.days <= 0:
            return 101 if used else 0
        return used * 100 // self.term.days

    def to_data(self) -> dict[str, Any]:
        """As plain JSON data."""
        return {
            "days": self.term.days,
            "unit": self.term.unit,
            "segments": [
                [item.start.isoformat(), item.end.isoformat() if item.end else None, item.reason]
                for item in self.segments
            ],
        }

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> Clock:
        """From the data of `to_data`."""
        segments = tuple(
            Segment(date.fromisoformat(start), date.fromisoformat(end) if end else None, reason)
            for start, end, reason in data["segments"]
        )
        return cls(Term(data["days"], data["unit"]), segments)
