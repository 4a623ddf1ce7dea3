"""What each policy costs each year, per person, as columns."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce

import polars as pl

from bole.core.rules.reform.deciding import Answers, Paid, column
from bole.core.rules.reform.paying import instalments, is_single, periods

LATER = 0
"""Instalments after the years looked at stand under this year."""
Cells = dict[int, list[pl.Expr]]


def spent(answers: Answers, policy: str, kind: str, path: str) -> dict[int, pl.Expr]:
    """Year (or LATER) to what one policy pays then; `kind` alone or kept."""
    items = [item for item in answers.items if item.policy == policy]
    cells: Cells = {year: [] for year in (*answers.difference.years, LATER)}
    names = _Names(answers, kind, path)
    for item in items:
        if is_single(item.body):
            _single(cells, names, item, items)
        else:
            _periodic(cells, names, item, items)
    return {year: _sum(parts) for year, parts in cells.items() if parts}


class _Names:
    def __init__(self, answers: Answers, kind: str, path: str) -> None:
        self.side, self.kind, self.path, self.there = answers.side, kind, path, set(answers.amounts.columns)
        self.days, self.years = answers.difference.days, answers.difference.years

    def amount(self, item: Paid, place: int) -> pl.Expr:
        """Due on the day of that place; what stands in no group is kept whole."""
        kept, alone = (column(self.side, kind, self.days[place], self.path, item) for kind in (self.kind, "alone"))
        return pl.col(kept if kept in self.there else alone)

    def had(self, items: Sequence[Paid], place: int) -> pl.Expr:
        """Whether any version was due on that day."""
        return pl.any_horizontal(self.amount(item, place).is_not_null() for item in items)


def _single(cells: Cells, names: _Names, item: Paid, items: Sequence[Paid]) -> None:
    """Paid once, from the first day on which it is due."""
    for place, day in enumerate(names.days):
        amount = names.amount(item, place)
        if place:
            before = pl.any_horizontal(names.had(items, earlier) for earlier in range(place))
            amount = pl.when(~before).then(amount)
        paid: pl.Expr = pl.lit(0, dtype=pl.Int64)
        for year, until in instalments(item.body, day, names.years):
            now = amount if until == 1 else amount * until.numerator // until.denominator
            cells[year].append((now - paid).fill_null(0))
            paid = now
        cells[LATER].append((amount - paid).fill_null(0))


def _periodic(cells: Cells, names: _Names, item: Paid, items: Sequence[Paid]) -> None:
    """So much per period, while it is due, for at most so many periods."""
    limit, alone = item.body.limit, len(names.days) == 1
    before: pl.Expr | int = 0
    for place, begin in enumerate(names.days):
        end = names.days[place + 1] if place + 1 < len(names.days) else None
        amount = names.amount(item, place)
        for year, count in periods(item.body, names.days[0], begin, end, names.years):
            after = before + (count if alone else names.had(items, place).cast(pl.Int64) * count)
            times = count if limit is None else _at_most(after, limit) - _at_most(before, limit)
            cells[year].append((amount * times).fill_null(0))
            before = after


def _at_most(count: pl.Expr | int, limit: int) -> pl.Expr | int:
    return min(count, limit) if isinstance(count, int) else count.clip(upper_bound=limit)


def _sum(parts: Sequence[pl.Expr]) -> pl.Expr:
    return reduce(lambda a, b: a + b, parts)
