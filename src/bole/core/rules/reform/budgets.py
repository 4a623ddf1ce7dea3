"""The day on which a year's budget is used up."""

from __future__ import annotations

from datetime import date, timedelta


def runs_out(cost: int, budget: int, year: int, start: date) -> date | None:
    """`cost` of the year spread evenly over its days (from `start` on in the year that holds it); None: it lasts.

    Both in 分. The day is the one on which the last of the budget goes; without a budget the first day.
    """
    first, last = max(start, date(year, 1, 1)), date(year, 12, 31)
    if cost <= budget or first > last:
        return None
    days = (last - first).days + 1
    return first + timedelta(days=max(0, -(-budget * days // cost) - 1))
