"""What is computed of known values, the same for every back end that runs Python."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from bole.core.rules.language import tree as n
from bole.core.rules.language.values import add_months, full_months, full_years

FUNCTIONS: Mapping[str, Callable[..., Any]] = {
    "天数": lambda on, since, until: (until - since).days,
    "周岁": lambda on, since: full_years(since, on) if since <= on else None,
    "月数": lambda on, since, until=None: full_months(since, until or on),
    "年份": lambda on, day: day.year,
    "较大": lambda on, *values: max(values),
    "较小": lambda on, *values: min(values),
}
"""By name: of the day of the decision and the arguments."""


def divide(a: Any, b: Any) -> Fraction | None:
    """Exact; by zero it is unknown."""
    return None if b == 0 else Fraction(a) / Fraction(b)


def shift_days(start: date, count: int) -> date | None:
    """So many days later; unknown outside the calendar."""
    try:
        return start + timedelta(days=count)
    except OverflowError:
        return None


def shift(node: n.ShiftDate) -> Callable[[date, Any], date | None]:
    """What a shift does with a day and an amount."""
    move, sign = add_months if node.unit == "个月" else shift_days, node.sign
    return lambda start, count: move(start, sign * int(count))


def summary(node: n.Aggregate) -> Callable[[Sequence[Any]], Any]:
    """What the values of the rows come to; unknown where one of them is, and the best of nothing."""
    ranks, best = node.ranks, max if node.kind == "highest" else min

    def of(values: Sequence[Any]) -> Any:
        if any(one is None for one in values):
            return None
        if node.kind == "sum":
            return sum(values)
        if ranks is not None:
            if any(one not in ranks for one in values):
                return None
            return best(values, key=ranks.__getitem__) if values else None
        return best(values) if values else None

    return of
