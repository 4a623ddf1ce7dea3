"""Three-valued arithmetic over numpy arrays, as rules in OpenFisca would have to write it out.

A yes-or-no is a pair (surely true, surely false), everything else a pair (value, known). Texts are places in a sorted dictionary (-1: unknown),
dates whole numbers as 20220501 (-1: unknown). Unknown in one stored array: -1 for a yes-or-no and texts and dates, NONE for whole numbers.
"""

from __future__ import annotations

from functools import reduce
from typing import Any

import numpy as np

NONE = np.int64(-(2**63))
NUMBERS = {"int": np.int64, "text": np.int32, "date": np.int32}


def and_(*parts):
    return reduce(np.logical_and, [t for t, _ in parts]), reduce(np.logical_or, [f for _, f in parts])


def or_(*parts):
    return reduce(np.logical_or, [t for t, _ in parts]), reduce(np.logical_and, [f for _, f in parts])


def not_(part):
    return part[1], part[0]


def certain(part):
    return part[0], ~part[0]


def possible(part):
    return ~part[1], part[1]


def known(part):
    return part[1], np.logical_not(part[1])


def known_bool(part):
    there = part[0] | part[1]
    return there, ~there


def tested(found, *sides):
    """A comparison's outcome where both sides are known."""
    there = [k for k in sides if k is not True]
    if not there:
        return found, ~found
    both = reduce(np.logical_and, there)
    return found & both, ~found & both


def eq(a, b):
    return tested(a[0] == b[0], a[1], b[1])


def ne(a, b):
    return tested(a[0] != b[0], a[1], b[1])


def lt(a, b):
    return tested(a[0] < b[0], a[1], b[1])


def le(a, b):
    return tested(a[0] <= b[0], a[1], b[1])


def gt(a, b):
    return tested(a[0] > b[0], a[1], b[1])


def ge(a, b):
    return tested(a[0] >= b[0], a[1], b[1])


def member(table, part):
    return tested(table[part[0]], part[1])


def looked_up(table, part):
    """`table`: values by place in the dictionary, and where there is one (unknown: the last place)."""
    values, there = table
    return values[part[0]], there[part[0]]


def choose(*parts):
    """Test, value, test, value, …, value: the first test that is surely true decides. For pairs of either kind."""
    one, other = parts[-1]
    for place in range(len(parts) - 3, -1, -2):
        test, (v, k) = parts[place][0], parts[place + 1]
        one = np.where(test, v, one)
        other = True if k is True and other is True else np.where(test, k, other)
    return one, other


def _both(a, b):
    return b[1] if a[1] is True else a[1] if b[1] is True else a[1] & b[1]


def add(a, b):
    return a[0] + b[0], _both(a, b)


def sub(a, b):
    return a[0] - b[0], _both(a, b)


def mul(a, b):
    return a[0] * b[0], _both(a, b)


def scale(a, factor):
    return a[0] * factor, a[1]


def floor(a, b):
    """`b` is positive where it is known."""
    return a[0] // np.where(b[1], b[0], 1), _both(a, b)


def max_(a, b):
    return np.maximum(a[0], b[0]), _both(a, b)


def min_(a, b):
    return np.minimum(a[0], b[0]), _both(a, b)


# --- calendar ---------------------------------------------------------------------------------------------------------


def year(day):
    return day[0] // 10_000, day[1]


def years(since, on):
    """Completed years; unknown of days after `on`."""
    return (on[0] - since[0]) // 10_000, _both(since, on) & (since[0] <= on[0])


def _months_of(day):
    return day // 10_000 * 12 + day // 100 % 100


def months(since, until):
    made = _months_of(until[0]) - _months_of(since[0]) - (until[0] % 100 < since[0] % 100)
    return made, _both(since, until)


LAST = np.array([0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31])


def after_months(day, count):
    place = _months_of(day[0]) - 1 + count[0]
    years_, month = place // 12, place % 12 + 1
    leap = ((years_ % 4 == 0) & (years_ % 100 != 0)) | (years_ % 400 == 0)
    last = LAST[month] + (leap & (month == 2))
    inside = _both(day, count) & (years_ >= 1) & (years_ <= 9999)
    made = years_ * 10_000 + month * 100 + np.minimum(day[0] % 100, last)
    return np.where(inside, made, -1), inside


def _as_days(day):
    months_ = (_months_of(day) - 1 - 1970 * 12).astype("M8[M]")
    return months_.astype("M8[D]") + (day % 100 - 1)


def days(since, until):
    start, end = (_as_days(np.where(k, v, 19700101)) for v, k in (since, until))
    return (end - start).astype(np.int64), _both(since, until)


def after_days(day, count):
    there = _both(day, count)
    made = _as_days(np.where(there, day[0], 19700101)) + np.where(there, count[0], 0)
    month = made.astype("M8[M]")
    place = month.astype(np.int64) + 1970 * 12
    found = place // 12 * 10_000 + (place % 12 + 1) * 100 + (made - month.astype("M8[D]")).astype(np.int64) + 1
    there = there & (place >= 12) & (place < 120_000)
    return np.where(there, found, -1), there


# --- record sets ------------------------------------------------------------------------------------------------------


class Rows:
    """A set's rows in the order of their persons: `owner` is the person's place, `starts` where each one's rows begin."""

    def __init__(self, owner: Any, starts: Any, present: Any, columns: dict[str, Any]) -> None:
        self.owner, self.starts, self.present, self.columns = owner, starts, present, columns
        self.count = len(starts) - 1

    def one(self, place: int) -> Rows:
        """One person's rows."""
        start, end = self.starts[place], self.starts[place + 1]
        columns = {
            key: (one[start:end], other if other is True else other[start:end])
            for key, (one, other) in self.columns.items()
        }
        present = self.present[place : place + 1]
        return Rows(np.zeros(end - start, dtype=np.int64), np.array([0, end - start]), present, columns)


def outer(rows, part):
    """A person's value beside each of the rows."""
    one, other = part
    return one[rows.owner], other if other is True else other[rows.owner]


def _open(rows, closed, there):
    """Where the set itself is unknown; None: nowhere."""
    if closed and there is None:
        return None
    return ~(rows.present | there[0]) if closed else ~rows.present


def _flags(rows, hit):
    made = np.zeros(rows.count, dtype=bool)
    made[rows.owner[hit]] = True
    return made


def some(rows, test, closed, there):
    blank = _open(rows, closed, there)
    if test is None:
        found = rows.starts[1:] > rows.starts[:-1]
        return found, ~found if blank is None else ~found & ~blank
    found, unsure = _flags(rows, test[0]), _flags(rows, ~(test[0] | test[1]))
    no = ~(found | unsure)
    return found, no if blank is None else no & ~blank


def _unsure(rows, test, closed, there):
    blank = _open(rows, closed, there)
    if test is None:
        return np.zeros(rows.count, dtype=bool) if blank is None else blank
    open_ = _flags(rows, ~(test[0] | test[1]))
    return open_ if blank is None else open_ | blank


def count(rows, test, closed, there):
    made = np.diff(rows.starts) if test is None else np.bincount(rows.owner[test[0]], minlength=rows.count)
    return made, ~_unsure(rows, test, closed, there)


def _chosen(rows, test, value, closed, there):
    """Rows that count, their values, and where that leaves the answer open."""
    hit = np.ones(len(rows.owner), dtype=bool) if test is None else test[0]
    unsure = _unsure(rows, test, closed, there)
    if value[1] is not True:
        unsure = unsure | _flags(rows, hit & ~value[1])
        hit = hit & value[1]
    return hit, unsure


def sum_(rows, test, value, closed, there):
    hit, unsure = _chosen(rows, test, value, closed, there)
    along = np.concatenate([[0], np.cumsum(np.where(hit, value[0], 0))])
    return along[rows.starts[1:]] - along[rows.starts[:-1]], ~unsure


def extreme(rows, test, value, order, closed, there, highest):
    """The value with the highest (lowest) order; of equals the first. None at all is unknown (texts: -1)."""
    by = value if order is None else order
    hit, unsure = _chosen(rows, test, by, closed, there)
    owner, least = rows.owner[hit], NONE if highest else ~NONE
    best = np.full(rows.count, least, dtype=np.int64)
    (np.maximum if highest else np.minimum).at(best, owner, by[0][hit])
    there_is = best != least
    if order is not None:
        places = np.flatnonzero(hit)[::-1]
        first = places[by[0][places] == best[rows.owner[places]]]
        codes = np.full(rows.count, -1, dtype=np.int64)
        codes[rows.owner[first]] = value[0][first]
        best = np.where(unsure, -1, codes)
    return best, there_is & ~unsure


# --- stored ----------------------------------------------------------------------------------------------------------


def stored(kind, is_known, pair, height):
    """A pair as one array."""
    one, other = pair
    if kind == "bool":
        made = one if is_known else np.where(one, np.int8(1), np.where(other, np.int8(0), np.int8(-1)))
    elif other is True:
        made = np.asarray(one, dtype=NUMBERS[kind])
    else:
        made = np.where(other, one, NONE if kind == "int" else np.int32(-1)).astype(NUMBERS[kind], copy=False)
    return made if np.ndim(made) else np.full(height, made)


def loaded(kind, is_known, array):
    """One array as a pair."""
    if kind == "bool":
        return (array, ~array) if is_known else (array == 1, array == 0)
    return array, True if is_known else array != (NONE if kind == "int" else -1)
