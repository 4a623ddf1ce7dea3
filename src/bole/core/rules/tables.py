"""A whole table decided at once: the outputs through the Polars back end, then the best lawful combination, in columns where it is plain."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from functools import reduce
from typing import Any

import polars as pl

from bole.core.rules.combining import Limit, Offer, best_of
from bole.core.rules.compiled import Compiled
from bole.core.rules.engines.frames import Table, evaluate, widened
from bole.core.rules.outputs import HIDDEN, Bounds, Item, questions
from bole.core.rules.policies import model as m


def decide(
    compiled: Compiled,
    groups: Mapping[str, m.Group],
    frame: pl.DataFrame | Table,
    on: date,
    masks: bool = False,
    only: Collection[str] | None = None,
) -> pl.DataFrame:
    """`<policy>/<output>`, `combination/…` and with `masks` `<policy>/<part>` (`outputs`), one row per row of the frame.

    Raises:
        TypeError: a column of the frame cannot hold its fact.
    """
    asked = questions(compiled, groups, masks, only)
    made = evaluate(compiled.program, asked.nodes, frame, on)
    shown = pl.DataFrame([column for column in made if not column.name.startswith(HIDDEN)])
    hidden = [column for column in made if column.name.startswith(HIDDEN)]
    return shown.hstack(combined(widened(pl.DataFrame(hidden)) if hidden else made, asked.items, asked.bounds))


def combined(frame: pl.DataFrame, items: Sequence[Item], bounds: Mapping[str, Bounds]) -> pl.DataFrame:
    """`combination/<policy>`: whether it is taken; `combination/total` in 分, within twelve months. Items in the order in which equals win."""
    taken: dict[str, pl.Series] = {}
    totals: list[pl.Series] = []
    for part in _parts(items):
        names = {name for item in part for name in item.groups}
        if len(names) > 1 or _unusual(frame, names, bounds):
            found = _row_by_row(frame, part, {name: bounds[name] for name in sorted(names)})
        else:
            found = _plainly(frame, part, bounds[next(iter(names))] if names else None)
        taken.update({item.column: found[item.column] for item in part})
        totals.append(found["total"])
    return pl.DataFrame([*_by_policy(items, taken), _total(totals, frame.height)])


def _by_policy(items: Sequence[Item], taken: Mapping[str, pl.Series]) -> Iterator[pl.Series]:
    for policy in dict.fromkeys(item.policy for item in items):
        every = [taken[item.column] for item in items if item.policy == policy]
        yield reduce(lambda a, b: a | b, every).alias(f"combination/{policy}")


def _total(totals: Sequence[pl.Series], height: int) -> pl.Series:
    zero = pl.repeat(0, height, dtype=pl.Int64, eager=True)
    return reduce(lambda a, b: a + b, totals, zero).alias("combination/total")


def _parts(items: Sequence[Item]) -> Iterator[list[Item]]:
    """Items that hang together by groups."""
    left = list(items)
    while left:
        part = [left.pop(0)]
        names = set(part[0].groups)
        while more := [item for item in left if not names.isdisjoint(item.groups)]:
            part += more
            names.update(name for item in more for name in item.groups)
            left = [item for item in left if item not in more]
        yield [item for item in items if item in part]


def _unusual(frame: pl.DataFrame, names: set[str], bounds: Mapping[str, Bounds]) -> bool:
    """Whether something negative was paid before: the search then stops where columns would not."""
    columns = [bound.less for name in names if (bound := bounds[name]).less is not None]
    return any((frame[column] < 0).any() for column in columns)


def _worth(item: Item) -> pl.Expr:
    amount = pl.col(item.column)
    return amount if item.times == 1 else amount * item.times


def _payable(whole: pl.Expr, bound: Bounds) -> pl.Expr:
    """What a sum of a group comes to after its arithmetic; null stays null."""
    most = whole
    if bound.ceiling is not None:
        most = pl.when(whole > pl.col(bound.ceiling).clip(0)).then(pl.col(bound.ceiling).clip(0)).otherwise(whole)
    if bound.less is not None:
        most = (most - pl.col(bound.less).fill_null(0)).clip(0)
    return most


def _plainly(frame: pl.DataFrame, part: Sequence[Item], bound: Bounds | None) -> pl.DataFrame:
    """Benefits of one group, or one that stands alone."""
    amounts = [_worth(item) for item in part]
    if bound is None or bound.rule == "together":
        whole = pl.sum_horizontal(amounts)
        total = whole if bound is None else _payable(whole, bound)
        return frame.select(*(amount.is_not_null() for amount in amounts), total.alias("total"))
    worth = frame.select(_payable(_worth(item), bound).alias(item.column) for item in part)
    columns = [pl.col(item.column) for item in part]
    best = worth.select(total=pl.max_horizontal(columns)).to_series()
    equal = worth.select((column == best).fill_null(False) for column in columns)
    first = [reduce(lambda hit, earlier: hit & ~earlier, columns[:place], columns[place]) for place in range(len(part))]
    return equal.select(*first, best.fill_null(0))


def _row_by_row(frame: pl.DataFrame, part: Sequence[Item], bounds: Mapping[str, Bounds]) -> pl.DataFrame:
    """Equal rows are decided once; where nothing is due nothing is taken."""
    columns = [item.column for item in part]
    edges = [edge for bound in bounds.values() for edge in (bound.ceiling, bound.less) if edge is not None]
    asked = list(dict.fromkeys([*columns, *edges]))
    due = frame.select(pl.any_horizontal(pl.col(name).is_not_null() for name in columns)).to_series().arg_true()
    equal = frame.select(pl.col(asked).gather(due)).with_columns(due.alias("@")).group_by(asked).agg("@")
    decided = [_decide(row, part, bounds) for row in equal.select(asked).iter_rows(named=True)]
    schema = {**dict.fromkeys(columns, pl.Boolean), "total": pl.Int64}
    answer = pl.DataFrame(decided, schema=schema, orient="row").hstack([equal["@"]]).explode("@")
    return pl.DataFrame(
        pl.repeat(0, frame.height, dtype=dtype, eager=True).scatter(answer["@"], answer[name]).alias(name)
        for name, dtype in schema.items()
    )


def _decide(row: Mapping[str, Any], part: Sequence[Item], bounds: Mapping[str, Bounds]) -> list[Any]:
    due = [item for item in part if row[item.column] is not None]
    limits = {
        name: Limit(
            bound.rule,
            row[bound.ceiling] if bound.ceiling is not None else None,
            (row[bound.less] if bound.less is not None else 0) or 0,
        )
        for name, bound in bounds.items()
        if any(name in item.groups for item in due)
    }
    chosen, total = best_of([Offer(item.column, row[item.column], item.groups, item.times) for item in due], limits)
    taken = {due[place].column for place in chosen}
    return [*(item.column in taken for item in part), total]
