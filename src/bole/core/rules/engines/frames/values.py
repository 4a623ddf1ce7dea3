"""Values while a plan is made: fixed ones, columns, and exact numbers as a numerator over a positive denominator.

A value is unknown exactly where its expression (of a number: the numerator) is null. Whole numbers are Int32, Int64 or Int128: `limit`
is the largest absolute value that can occur, known from the data's own extremes, so nothing wraps around unseen.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from math import gcd, lcm
from typing import Any

import polars as pl

from bole.core.rules.engines.folding import Fixed
from bole.core.rules.language.tree import COMPARE

Ready = tuple[int, int]
"""(epoch, level): an expression can be computed when all columns of earlier epochs and levels are there."""
START: Ready = (0, 0)
SIZES = ((2**31 - 1, pl.Int32), (2**63 - 1, pl.Int64), (2**127 - 1, pl.Int128))


class TooWide(Exception):
    """A number may need more than 127 bits: its slot is computed row by row."""


@dataclass(frozen=True, slots=True)
class Plain:
    """Booleans, texts, codes, dates. `known`: never null; `stored`: a column or literal, so repeating it costs nothing.

    `worded`: a text that is one of the rules' own words, as Categorical (a number per row instead of the text).
    """

    expr: pl.Expr
    ready: Ready = START
    known: bool = False
    stored: bool = False
    worded: bool = False


@dataclass(frozen=True, slots=True)
class Number:
    """`top` / `bottom`; an int as `bottom` is the same for every row."""

    top: pl.Expr
    limit: int
    bottom: pl.Expr | int = 1
    bottom_limit: int = 1
    ready: Ready = START
    known: bool = False
    stored: bool = False

    @property
    def is_whole(self) -> bool:
        """Whether it cannot be anything but a whole number."""
        return isinstance(self.bottom, int) and self.bottom == 1


Value = Fixed | Plain | Number
Column = Plain | Number


UNKNOWN = Number(pl.lit(None, dtype=pl.Int32), 0, stored=True)


def integer_type(limit: int) -> Any:
    """The type that holds whole numbers up to this size.

    Raises:
        TooWide: where none does.
    """
    for most, dtype in SIZES:
        if limit <= most:
            return dtype
    raise TooWide


def literal(value: int, limit: int | None = None) -> pl.Expr:
    """A whole number as an expression of the type for `limit`."""
    return _literal(value, integer_type(max(abs(value), limit or 0)))


@lru_cache(maxsize=4_096)
def _literal(value: int, dtype: Any) -> pl.Expr:
    return pl.lit(value, dtype=dtype)


def sized(expr: pl.Expr, limit: int, wanted: int) -> pl.Expr:
    """An expression of the type for `limit` in the type for `wanted`."""
    return expr if integer_type(limit) == integer_type(wanted) else expr.cast(integer_type(wanted))


def number_of(value: Value) -> Number:
    """A fixed value as a number."""
    if isinstance(value, Number):
        return value
    assert isinstance(value, Fixed)
    if value.value is None:
        return UNKNOWN
    exact = Fraction(value.value)
    size = abs(exact.numerator)
    return Number(literal(exact.numerator), size, exact.denominator, exact.denominator, known=True, stored=True)


def latest(*values: Value) -> Ready:
    """When all of these are there."""
    return max((value.ready for value in values if not isinstance(value, Fixed)), default=START)


# --- arithmetic -------------------------------------------------------------------------------------------------------


def times(expr: pl.Expr, limit: int, factor: int, wanted: int) -> pl.Expr:
    """Times a whole factor, in the type for `wanted`."""
    grown = sized(expr, limit, wanted)
    return grown if factor == 1 else grown * literal(factor, wanted)


def scale(value: Number, factor: Fraction) -> Number:
    """A number times an exact factor."""
    top, below = factor.numerator, factor.denominator
    if isinstance(value.bottom, int):
        shared = gcd(top, value.bottom)
        top, bottom = top // shared, (value.bottom // shared) * below
        limit = value.limit * max(abs(top), 1)
        return Number(
            times(value.top, value.limit, top, limit),
            limit,
            bottom,
            bottom,
            value.ready,
            value.known,
            top == 1 and value.stored,
        )
    limit, bottom_limit = value.limit * max(abs(top), 1), value.bottom_limit * below
    under = times(value.bottom, value.bottom_limit, below, bottom_limit)
    return Number(times(value.top, value.limit, top, limit), limit, under, bottom_limit, value.ready, value.known)


def _bottom(value: Number, wanted: int) -> pl.Expr:
    if isinstance(value.bottom, int):
        return literal(value.bottom, wanted)
    return sized(value.bottom, value.bottom_limit, wanted)


def _crossed(a: Number, b: Number) -> tuple[pl.Expr, int]:
    """a's numerator times b's denominator."""
    if isinstance(b.bottom, int):
        return times(a.top, a.limit, b.bottom, a.limit * b.bottom), a.limit * b.bottom
    limit = max(a.limit, 1) * b.bottom_limit
    return sized(a.top, a.limit, limit) * _bottom(b, limit), limit


def common(a: Number, b: Number) -> tuple[pl.Expr, int, pl.Expr, int, pl.Expr | int, int]:
    """Both numerators (with their limits) over one denominator (with its limit)."""
    if isinstance(a.bottom, int) and isinstance(b.bottom, int):
        bottom = lcm(a.bottom, b.bottom)
        first, second = bottom // a.bottom, bottom // b.bottom
        a_limit, b_limit = a.limit * first, b.limit * second
        return (
            *(times(a.top, a.limit, first, a_limit), a_limit),
            *(times(b.top, b.limit, second, b_limit), b_limit),
            *(bottom, bottom),
        )
    (left, a_limit), (right, b_limit) = _crossed(a, b), _crossed(b, a)
    limit = a.bottom_limit * b.bottom_limit
    return left, a_limit, right, b_limit, _bottom(a, limit) * _bottom(b, limit), limit


def add(a: Number, b: Number, sign: int) -> Number:
    """a + b, or a - b with sign -1."""
    left, a_limit, right, b_limit, bottom, bottom_limit = common(a, b)
    limit = a_limit + b_limit
    left, right = sized(left, a_limit, limit), sized(right, b_limit, limit)
    top = left + right if sign > 0 else left - right
    return Number(top, limit, bottom, bottom_limit, max(a.ready, b.ready), a.known and b.known)


def multiply(a: Number, b: Number) -> Number:
    """a * b."""
    limit, bottom_limit = max(a.limit, 1) * max(b.limit, 1), a.bottom_limit * b.bottom_limit
    top = sized(a.top, a.limit, limit) * sized(b.top, b.limit, limit)
    bottom: pl.Expr | int
    if isinstance(a.bottom, int) and isinstance(b.bottom, int):
        bottom = bottom_limit = a.bottom * b.bottom
    else:
        bottom = _bottom(a, bottom_limit) * _bottom(b, bottom_limit)
    return Number(top, limit, bottom, bottom_limit, max(a.ready, b.ready), a.known and b.known)


def divide(a: Number, b: Number) -> Number:
    """a / b; unknown where b is zero. `b.top` is repeated: it should be stored."""
    top, limit = _crossed(a, b)
    below, bottom_limit = _crossed(b, a)
    zero = pl.lit(0, dtype=integer_type(b.limit))
    signed = pl.when(b.top > zero).then(top).when(b.top < zero).then(literal(0, limit) - top)
    return Number(signed.otherwise(None), limit, below.abs(), bottom_limit, max(a.ready, b.ready))


def compared(op: str, a: Number, b: Number) -> pl.Expr:
    """The comparison; null where either is."""
    left, a_limit, right, b_limit, _, _ = common(a, b)
    wanted = max(a_limit, b_limit)
    return relation(op, sized(left, a_limit, wanted), sized(right, b_limit, wanted))


def relation(op: str, left: pl.Expr, right: pl.Expr) -> pl.Expr:
    """left op right."""
    made: pl.Expr = COMPARE[op](left, right)
    return made


def rounded(value: Number, step: int, half: bool) -> Number:
    """The whole multiple of `step` below, or the nearest one (halves upwards)."""
    factor = 2 if half else 1
    if value.is_whole and step == 1:
        return value
    least = value.bottom if isinstance(value.bottom, int) else 1
    result = value.limit // least + 2 * step
    limit = max(value.limit * factor + value.bottom_limit * step, value.bottom_limit * step * factor, result)
    top, bottom = times(value.top, value.limit, factor, limit), _bottom(value, limit)
    if half:
        top = top + times(bottom, limit, step, limit)
    counted = top // times(bottom, limit, step * factor, limit)
    made = times(counted, limit, step, limit)
    return Number(sized(made, limit, result), result, ready=value.ready, known=value.known)


def truncated(value: Number) -> Number:
    """Towards zero, as Python's int()."""
    if value.is_whole:
        return value
    limit = max(value.limit, value.bottom_limit)
    top, bottom = sized(value.top, value.limit, limit), _bottom(value, limit)
    zero = literal(0, limit)
    made = pl.when(top < zero).then(zero - (zero - top) // bottom).otherwise(top // bottom)
    return Number(sized(made, limit, value.limit), value.limit, ready=value.ready, known=value.known)


# --- choice -----------------------------------------------------------------------------------------------------------


def chosen(cases: Sequence[tuple[pl.Expr, Number]], otherwise: Number) -> tuple[pl.Expr, int, pl.Expr | int, int]:
    """The number of the first case that holds: numerator, its limit, denominator, its limit."""
    every = [number for _, number in cases] + [otherwise]
    tests = [case for case, _ in cases]
    bottoms = [number.bottom for number in every if isinstance(number.bottom, int)]
    if len(bottoms) == len(every):
        shared = lcm(*bottoms)
        factors = [shared // bottom for bottom in bottoms]
        limit = max(each.limit * factor for each, factor in zip(every, factors, strict=True))
        tops = [times(each.top, each.limit, factor, limit) for each, factor in zip(every, factors, strict=True)]
        return pick(tests, tops), limit, shared, shared
    limit, bottom_limit = max(each.limit for each in every), max(each.bottom_limit for each in every)
    top = pick(tests, [sized(each.top, each.limit, limit) for each in every])
    return top, limit, pick(tests, [_bottom(each, bottom_limit) for each in every]), bottom_limit


def pick(tests: Sequence[pl.Expr], values: Sequence[pl.Expr]) -> pl.Expr:
    """The value of the first test that holds, or the last value."""
    if not tests:
        return values[-1]
    made: Any = pl.when(tests[0]).then(values[0])
    for test, value in zip(tests[1:], values[1:], strict=False):
        made = made.when(test).then(value)
    return made.otherwise(values[-1])  # type: ignore[no-any-return]
