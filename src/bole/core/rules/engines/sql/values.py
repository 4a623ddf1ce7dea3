"""Values while a statement is made: columns, and exact numbers as a numerator over a positive denominator.

A value is unknown exactly where its expression (of a number: the numerator) is NULL. `limit` is the largest absolute value that a number
has when the facts are as large as facts are (`columns`); beyond 64 bits it is computed in the wide type, beyond that not at all. Larger
facts may overflow, and then the database stops the statement: nothing wraps around or is rounded.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import gcd, lcm

from sqlglot import exp

from bole.core.rules.engines.folding import Fixed
from bole.core.rules.engines.sql.dialects import Dialect
from bole.core.rules.engines.sql.writing import Expr, call, case, cast, literal, relation, use

NARROW = 2**63 - 1
WIDE = 10**38 - 1


class TooWide(Exception):
    """A number may need more digits than the wide type of either database has."""


@dataclass(frozen=True, slots=True)
class Plain:
    """Booleans, texts, codes, dates. `ready`: the first stage that can compute it; `known`: never NULL; `stored`: cheap to repeat."""

    expr: Expr
    ready: int = 0
    known: bool = False
    stored: bool = False


@dataclass(frozen=True, slots=True)
class Number:
    """`top` / `bottom`; an int as `bottom` is the same for every row."""

    top: Expr
    limit: int
    bottom: Expr | int = 1
    bottom_limit: int = 1
    ready: int = 0
    known: bool = False
    stored: bool = False

    @property
    def is_whole(self) -> bool:
        """Whether it cannot be anything but a whole number."""
        return isinstance(self.bottom, int) and self.bottom == 1


Column = Plain | Number
Value = Fixed | Plain | Number


def latest(*values: Value) -> int:
    """The first stage at which all of these are there."""
    return max((value.ready for value in values if not isinstance(value, Fixed)), default=0)


@dataclass(frozen=True)
class Arithmetic:
    """Exact arithmetic in a dialect."""

    dialect: Dialect

    def type_of(self, limit: int) -> str:
        """The type for whole numbers up to this size.

        Raises:
            TooWide: where none does.
        """
        if limit > WIDE:
            raise TooWide
        return "BIGINT" if limit <= NARROW else self.dialect.wide

    def sized(self, expr: Expr, limit: int, wanted: int) -> Expr:
        """An expression of the type for `limit` in the type for `wanted`."""
        kind = self.type_of(wanted)
        return use(expr) if self.type_of(limit) == kind else cast(expr, kind)

    def number_of(self, value: Value) -> Number:
        """A fixed value as a number."""
        if isinstance(value, Number):
            return value
        assert isinstance(value, Fixed)
        if value.value is None:
            return Number(cast(literal(None), "BIGINT"), 0, stored=True)
        exact = Fraction(value.value)
        size = abs(exact.numerator)
        top = cast(literal(exact.numerator), self.type_of(size))
        return Number(top, size, exact.denominator, exact.denominator, known=True, stored=True)

    def times(self, expr: Expr, limit: int, factor: int, wanted: int) -> Expr:
        """Times a whole factor, in the type for `wanted`."""
        if isinstance(expr, exp.Cast) and isinstance(expr.this, exp.Literal):
            return cast(literal(int(expr.this.name) * factor), self.type_of(wanted))
        grown = self.sized(expr, limit, wanted)
        return grown if factor == 1 else relation("*", grown, literal(factor))

    def scale(self, value: Number, factor: Fraction) -> Number:
        """A number times an exact factor."""
        top, below = factor.numerator, factor.denominator
        bottom: Expr | int
        if isinstance(value.bottom, int):
            shared = gcd(top, value.bottom)
            top, bottom = top // shared, (value.bottom // shared) * below
            bottom_limit = bottom
        else:
            bottom_limit = value.bottom_limit * below
            bottom = self.times(value.bottom, value.bottom_limit, below, bottom_limit)
        limit = value.limit * max(abs(top), 1)
        made = self.times(value.top, value.limit, top, limit)
        stored = top == 1 and value.stored and isinstance(bottom, int)
        return Number(made, limit, bottom, bottom_limit, value.ready, value.known, stored)

    def _bottom(self, value: Number, wanted: int) -> Expr:
        if isinstance(value.bottom, int):
            return cast(literal(value.bottom), self.type_of(wanted))
        return self.sized(value.bottom, value.bottom_limit, wanted)

    def _crossed(self, a: Number, b: Number) -> tuple[Expr, int]:
        """a's numerator times b's denominator."""
        limit = max(a.limit, 1) * b.bottom_limit
        if isinstance(b.bottom, int):
            return self.times(a.top, a.limit, b.bottom, limit), limit
        return relation("*", self.sized(a.top, a.limit, limit), self._bottom(b, limit)), limit

    def common(self, a: Number, b: Number) -> tuple[Expr, Expr, int, Expr | int, int]:
        """Both numerators in one type, their limit, and their common denominator with its own."""
        if isinstance(a.bottom, int) and isinstance(b.bottom, int):
            bottom = lcm(a.bottom, b.bottom)
            first, second = bottom // a.bottom, bottom // b.bottom
            limit = max(a.limit * first, b.limit * second)
            left, right = self.times(a.top, a.limit, first, limit), self.times(b.top, b.limit, second, limit)
            return left, right, limit, bottom, bottom
        (left, left_limit), (right, right_limit) = self._crossed(a, b), self._crossed(b, a)
        limit, below = max(left_limit, right_limit), a.bottom_limit * b.bottom_limit
        under = relation("*", self._bottom(a, below), self._bottom(b, below))
        return self.sized(left, left_limit, limit), self.sized(right, right_limit, limit), limit, under, below

    def add(self, a: Number, b: Number, sign: int) -> Number:
        """a + b, or a - b with sign -1."""
        left, right, limit, bottom, bottom_limit = self.common(a, b)
        grown = 2 * limit
        made = relation("+" if sign > 0 else "-", self.sized(left, limit, grown), self.sized(right, limit, grown))
        return Number(made, grown, bottom, bottom_limit, max(a.ready, b.ready), a.known and b.known)

    def multiply(self, a: Number, b: Number) -> Number:
        """a * b."""
        limit, bottom_limit = max(a.limit, 1) * max(b.limit, 1), a.bottom_limit * b.bottom_limit
        top = relation("*", self.sized(a.top, a.limit, limit), self.sized(b.top, b.limit, limit))
        bottom: Expr | int = bottom_limit
        if not (isinstance(a.bottom, int) and isinstance(b.bottom, int)):
            bottom = relation("*", self._bottom(a, bottom_limit), self._bottom(b, bottom_limit))
        return Number(top, limit, bottom, bottom_limit, max(a.ready, b.ready), a.known and b.known)

    def divide(self, a: Number, b: Number) -> Number:
        """a / b; unknown where b is zero. `b.top` is repeated: it should be stored."""
        top, limit = self._crossed(a, b)
        below, bottom_limit = self._crossed(b, a)
        minus = relation("-", literal(0), top)
        signed = case([(relation(">", b.top, literal(0)), top), (relation("<", b.top, literal(0)), minus)])
        return Number(
            signed, limit, call("NULLIF", call("ABS", below), literal(0)), bottom_limit, max(a.ready, b.ready)
        )

    def compared(self, op: str, a: Number, b: Number) -> Expr:
        """The comparison; NULL where either is."""
        left, right, *_ = self.common(a, b)
        return relation(op, left, right)

    def rounded(self, value: Number, step: int, half: bool) -> Number:
        """The whole multiple of `step` below, or the nearest one (halves upwards). `value` is repeated."""
        if value.is_whole and step == 1:
            return value
        factor = 2 if half else 1
        least = value.bottom if isinstance(value.bottom, int) else 1
        result = value.limit // least + 2 * step
        limit = max(value.limit * factor + value.bottom_limit * step, value.bottom_limit * step * factor, result)
        top, bottom = self.times(value.top, value.limit, factor, limit), self._bottom(value, limit)
        if half:
            top = relation("+", top, self.times(bottom, limit, step, limit))
        below = self.times(bottom, limit, step * factor, limit)
        counted = self.dialect.floor(top, below, limit > NARROW)
        made = self.sized(self.times(counted, limit, step, limit), limit, result)
        return Number(made, result, ready=value.ready, known=value.known)

    def truncated(self, value: Number) -> Number:
        """Towards zero, as Python's int(). `value` is repeated."""
        if value.is_whole:
            return value
        limit = max(value.limit, value.bottom_limit)
        top, bottom = self.sized(value.top, value.limit, limit), self._bottom(value, limit)
        made = self.dialect.cut(top, bottom, limit > NARROW)
        return Number(self.sized(made, limit, value.limit), value.limit, ready=value.ready, known=value.known)

    def chosen(self, tests: Sequence[Expr], numbers: Sequence[Number]) -> tuple[Expr, int, Expr | int, int]:
        """The number of the first test that holds, or the last one: numerator, its limit, denominator, its limit."""
        bottoms = [number.bottom for number in numbers if isinstance(number.bottom, int)]
        if len(bottoms) == len(numbers):
            shared = lcm(*bottoms)
            factors = [shared // bottom for bottom in bottoms]
            limit = max(each.limit * factor for each, factor in zip(numbers, factors, strict=True))
            tops = [
                self.times(each.top, each.limit, factor, limit) for each, factor in zip(numbers, factors, strict=True)
            ]
            return pick(tests, tops), limit, shared, shared
        limit, bottom_limit = max(each.limit for each in numbers), max(each.bottom_limit for each in numbers)
        top = pick(tests, [self.sized(each.top, each.limit, limit) for each in numbers])
        return top, limit, pick(tests, [self._bottom(each, bottom_limit) for each in numbers]), bottom_limit


def pick(tests: Sequence[Expr], values: Sequence[Expr]) -> Expr:
    """The value of the first test that holds, or the last value."""
    return case(list(zip(tests, values, strict=False)), values[-1]) if tests else use(values[-1])
