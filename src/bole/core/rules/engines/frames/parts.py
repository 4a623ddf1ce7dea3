"""What compiling a node needs again and again: values kept for repetition, comparisons, ranks of codes, a choice by cases."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import lcm
from typing import Any

import polars as pl

from bole.core.rules.engines.folding import Fixed
from bole.core.rules.engines.frames import values as v
from bole.core.rules.engines.frames.coding import Coded
from bole.core.rules.engines.frames.scopes import Scope, column_of, spelled, type_of
from bole.core.rules.engines.frames.values import Column, Number, Plain, Value, latest, number_of
from bole.core.rules.language import tree as n

NUMBERS = ("number", "money", "percent")


def settled(scope: Scope, value: Value) -> Value:
    """A value that may be repeated."""
    return value if isinstance(value, Fixed) else scope.columns.keep(value)


def fractional(scope: Scope, value: Value) -> Value:
    """A value whose denominator may be repeated."""
    return settled(scope, value) if isinstance(value, Number) and not isinstance(value.bottom, int) else value


def compared(scope: Scope, op: str, left: Value, right: Value, like: n.Node) -> Plain:
    if isinstance(left, Number) or isinstance(right, Number):
        a, b = (number_of(fractional(scope, side)) for side in (left, right))
        return Plain(v.compared(op, a, b), latest(a, b), a.known and b.known)
    text = wording([left, right]) if op in ("=", "<>") else pl.String
    c, d = column_of(left, like, text), column_of(right, like, text)
    assert isinstance(c, Plain)
    assert isinstance(d, Plain)
    return Plain(v.relation(op, c.expr, d.expr), latest(c, d), c.known and d.known)


def rank_of(scope: Scope, value: Column, ranks: Mapping[str, int]) -> Number:
    """A column of codes as their ranks, made once per column."""
    limit = max((abs(rank) for rank in ranks.values()), default=0)
    held = scope.columns.keep(value)
    assert isinstance(held, Plain)
    key = (held.expr.meta.output_name(), tuple(ranks.items()))
    known = scope.columns.ranks
    if key not in known and (codes := scope.columns.coded(held, 1)):
        known[key] = Number(
            scope.columns.put(codes.read_off(ranks.get, v.integer_type(limit))), limit, ready=held.ready, stored=True
        )
    if key not in known:
        made = spelled(held).expr.replace_strict(
            list(ranks), list(ranks.values()), default=None, return_dtype=v.integer_type(limit)
        )
        known[key] = scope.columns.keep(Number(made, limit, ready=held.ready))
    found = known[key]
    assert isinstance(found, Number)
    return found


def read_off(scope: Scope, codes: Coded, rows: Mapping[str, Any], rest: Any, node: n.Node) -> Value:
    """What a code stands for in a table of fixed values, once per code."""
    words = {word: rows.get(word, rest) for word in codes.words}
    if node.sort.kind not in NUMBERS:
        dtype = type_of(node, pl.Categorical)
        made = scope.columns.put(codes.read_off(words.get, dtype))
        return Plain(made, stored=True, worded=dtype == pl.Categorical)
    numbers = {word: None if value is None else Fraction(value) for word, value in words.items()}
    bottom = lcm(*(number.denominator for number in numbers.values() if number is not None))
    tops = {word: None if number is None else int(number * bottom) for word, number in numbers.items()}
    limit = max((abs(top) for top in tops.values() if top is not None), default=0)
    made = scope.columns.put(codes.read_off(tops.get, v.integer_type(limit)))
    return Number(made, limit, bottom, bottom, stored=True)


def wording(values: Sequence[Value]) -> Any:
    """The type of texts of which all are words of the rules, or of any others."""
    worded = all(isinstance(value, Fixed) or (isinstance(value, Plain) and value.worded) for value in values)
    return pl.Categorical if worded else pl.String


def present(value: Column) -> pl.Expr:
    """Whether the value is known."""
    return (value.expr if isinstance(value, Plain) else value.top).is_not_null()


def choose(cases: Sequence[tuple[Plain, Value]], otherwise: Value, like: n.Node) -> Value:
    """The value of the first case that certainly holds."""
    every = [value for _, value in cases] + [otherwise]
    if isinstance(otherwise, Fixed) and all(value == otherwise for value in every):
        return otherwise
    tests = [test.expr for test, _ in cases]
    ready = latest(*(test for test, _ in cases), *every)
    known = all(value.value is not None if isinstance(value, Fixed) else value.known for value in every)
    if like.sort.kind in ("number", "money", "percent") or any(isinstance(value, Number) for value in every):
        numbers = [number_of(value) for value in every]
        top, limit, bottom, bottom_limit = v.chosen(list(zip(tests, numbers[:-1], strict=True)), numbers[-1])
        return Number(top, limit, bottom, bottom_limit, ready, known)
    text = wording(every)
    columns = [column_of(value, like, text) for value in every]
    made = v.pick(tests, [column.expr for column in columns if isinstance(column, Plain)])
    return Plain(made, ready, known, worded=type_of(like, text) == pl.Categorical)
