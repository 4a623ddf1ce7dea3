"""The rules as plain operations, from which the peers' rules are written: whole numbers instead of fractions, dates as 20220501.

Every engine is given the same operations: the typed program with parameters filled in, equal parts shared, each operation three-valued
(null is unknown). Nothing of the engines under test is used here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import lcm
from typing import Any

import polars as pl

from bole.core.rules.language import tree as n
from bole.core.rules.program import Program

NARROW = 2**63 - 1
NUMBERS = ("number", "money", "percent")
Path = tuple[str, ...]


class Beyond(Exception):
    """A number that may need more than 64 bits, or something that is not written: the output is left out on all sides."""


@dataclass(frozen=True, eq=False, slots=True)
class Op:
    """An operation. `kind`: bool | int | text | date; `known`: never unknown; `limit`: largest absolute value of an int."""

    name: str
    kind: str
    args: tuple[Op, ...] = ()
    extra: Any = None
    known: bool = False
    limit: int = 0


@dataclass(frozen=True, slots=True)
class Num:
    """`top` / `bottom`."""

    top: Op
    bottom: int | Op = 1


Value = Op | Num


def of_date(day: date) -> int:
    """1 May 2022 as 20220501."""
    return day.year * 10_000 + day.month * 100 + day.day


class Plain:
    """Makes operations over the columns of a frame; equal ones are one object."""

    def __init__(self, program: Program, frame: pl.DataFrame, day: date) -> None:
        self.program, self.frame, self.day = program, frame, day
        self.slots: dict[int, Value] = {}
        self._made: dict[Any, Op] = {}

    # --- operations ---

    def op(self, name: str, kind: str, *args: Op, extra: Any = None, known: bool = False, limit: int = 0) -> Op:
        if limit > NARROW:
            raise Beyond(name)
        key = (name, kind, tuple(map(id, args)), extra)
        if key not in self._made:
            self._made[key] = Op(name, kind, args, extra, known, limit)
        return self._made[key]

    def const(self, kind: str, value: Any) -> Op:
        if isinstance(value, date):
            value = of_date(value)
        limit = abs(value) if kind == "int" and value is not None else 0
        return self.op("const", kind, extra=value, known=value is not None, limit=limit)

    def nothing(self, like: n.Node) -> Value:
        kind = kind_of(like)
        return Num(self.const("int", None)) if kind == "int" else self.const(kind, None)

    def joined(self, ends: bool, parts: Sequence[Op]) -> Op:
        """且 (`ends` False), 或 (True)."""
        left = [part for part in dict.fromkeys(parts) if not is_const(part, not ends)]
        if any(is_const(part, ends) for part in left):
            return self.const("bool", ends)
        if len(left) < 2:
            return left[0] if left else self.const("bool", not ends)
        return self.op("or" if ends else "and", "bool", *left, known=all(part.known for part in left))

    def negation(self, part: Op) -> Op:
        if part.name == "const":
            return self.const("bool", None if part.extra is None else not part.extra)
        return self.op("not", "bool", part, known=part.known)

    def held(self, part: Op, unknown: bool) -> Op:
        """Two-valued."""
        if part.known:
            return part
        if part.name == "const":
            return self.const("bool", unknown)
        return self.op("possible" if unknown else "certain", "bool", part, known=True)

    def is_known(self, value: Value) -> Op:
        part = top_of(value)
        return (
            self.const("bool", part.known)
            if part.known or part.name == "const"
            else self.op("known", "bool", part, known=True)
        )

    def choose(self, cases: Sequence[tuple[Op, Value]], otherwise: Value) -> Value:
        """The value of the first case that certainly holds."""
        kept: list[tuple[Op, Value]] = []
        for test, value in cases:
            if is_const(test, True):
                otherwise = value
                break
            if test.name != "const":
                kept.append((test, value))
        values = [value for _, value in kept] + [otherwise]
        if all(value == otherwise for value in values):
            return otherwise
        tests = [test for test, _ in kept]
        if not any(isinstance(value, Num) for value in values):
            return self._chosen(tests, values)  # type: ignore[arg-type]
        numbers = [as_num(value) for value in values]
        if all(isinstance(number.bottom, int) for number in numbers):
            bottom = lcm(*(number.bottom for number in numbers))  # type: ignore[arg-type]
            return Num(self._chosen(tests, [self.times(each.top, bottom // each.bottom) for each in numbers]), bottom)  # type: ignore[operator]
        return Num(
            self._chosen(tests, [each.top for each in numbers]),
            self._chosen(tests, [self.bottom(each) for each in numbers]),
        )

    def _chosen(self, tests: Sequence[Op], values: Sequence[Op]) -> Op:
        args = [part for pair in zip(tests, values, strict=False) for part in pair] + [values[-1]]
        known, limit = all(value.known for value in values), max(value.limit for value in values)
        return self.op("choose", values[-1].kind, *args, known=known, limit=limit)

    def compare(self, op: str, left: Value, right: Value) -> Op:
        if isinstance(left, Num) or isinstance(right, Num):
            left, right, _ = self.common(as_num(left), as_num(right))
        if is_const(left, None) or is_const(right, None):
            return self.const("bool", None)
        if left.name == right.name == "const":
            return self.const("bool", COMPARE[op](left.extra, right.extra))
        return self.op(op, "bool", left, right, known=left.known and right.known)

    def times(self, part: Op, factor: int) -> Op:
        if factor == 1 or is_const(part, None):
            return part
        if part.name == "const":
            return self.const("int", part.extra * factor)
        return self.op("scale", "int", part, extra=factor, known=part.known, limit=part.limit * abs(factor))

    def two(self, name: str, a: Op, b: Op, limit: int) -> Op:
        if is_const(a, None) or is_const(b, None):
            return self.const("int", None)
        if a.name == b.name == "const":
            return self.const("int", FOLD[name](a.extra, b.extra))
        return self.op(name, "int", a, b, known=a.known and b.known, limit=limit)

    def bottom(self, value: Num) -> Op:
        return self.const("int", value.bottom) if isinstance(value.bottom, int) else value.bottom

    def common(self, a: Num, b: Num) -> tuple[Op, Op, int | Op]:
        """Both numerators over one denominator."""
        if isinstance(a.bottom, int) and isinstance(b.bottom, int):
            bottom = lcm(a.bottom, b.bottom)
            return self.times(a.top, bottom // a.bottom), self.times(b.top, bottom // b.bottom), bottom
        below = self.multiplied(self.bottom(a), self.bottom(b))
        return self.multiplied(a.top, self.bottom(b)), self.multiplied(b.top, self.bottom(a)), below

    def multiplied(self, a: Op, b: Op) -> Op:
        for one, other in ((a, b), (b, a)):
            if other.name == "const" and other.extra is not None:
                return self.times(one, other.extra)
        return self.two("mul", a, b, max(a.limit, 1) * max(b.limit, 1))

    # --- facts ---

    def fact(self, name: str, kind: str, fact_type: str) -> Value:
        """A stored fact; a column that is not there, or empty, is unknown."""
        found = self.frame[name] if name in self.frame.columns else None
        if found is None or found.null_count() == found.len():
            return Num(self.const("int", None)) if kind == "int" else self.const(kind, None)
        return self.column("fact", name, kind, fact_type, found)

    def column(self, name: str, extra: Any, kind: str, fact_type: str, found: pl.Series) -> Value:
        known, limit, parts = found.null_count() == 0, 0, 1
        if kind == "int":
            physical = found.to_physical()
            limit = max(abs(int(physical.min() or 0)), abs(int(physical.max() or 0)))  # type: ignore[arg-type]
            parts = 10**found.dtype.scale if isinstance(found.dtype, pl.Decimal) else 1
        made = self.op(name, kind, extra=extra, known=known, limit=limit)
        return Num(made, parts * (100 if fact_type == "percent" else 1)) if kind == "int" else made

    def rows(self, name: str) -> pl.DataFrame:
        return self.frame[name].drop_nulls().explode().drop_nulls().struct.unnest()


def as_num(value: Value) -> Num:
    return value if isinstance(value, Num) else Num(value)


def top_of(value: Value) -> Op:
    return value.top if isinstance(value, Num) else value


def is_const(part: Op, value: Any) -> bool:
    return part.name == "const" and part.extra is value


def kind_of(node: n.Node) -> str:
    kind = node.sort.kind
    return "int" if kind in NUMBERS else "bool" if kind == "boolean" else "date" if kind == "date" else "text"


def below(ops: Sequence[Op]) -> Iterator[Op]:
    """These operations and all under them, each once, parts first."""
    seen: set[int] = set()

    def visit(op: Op) -> Iterator[Op]:
        if id(op) not in seen:
            seen.add(id(op))
            for part in op.args:
                yield from visit(part)
            yield op

    for each in ops:
        yield from visit(each)


COMPARE: Mapping[str, Callable[[Any, Any], bool]] = {
    "=": lambda a, b: a == b,
    "<>": lambda a, b: a != b,
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
}
FOLD: Mapping[str, Callable[[int, int], int]] = {
    "add": lambda a, b: a + b,
    "sub": lambda a, b: a - b,
    "mul": lambda a, b: a * b,
    "floor": lambda a, b: a // b,
    "max": max,
    "min": min,
}
