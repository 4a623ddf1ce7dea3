"""Figures and days."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from bole.core.rules.engines import figures
from bole.core.rules.engines.closures.base import Closure, Compilers, Facts, compile_node
from bole.core.rules.language import tree as n
from bole.core.rules.language.values import Raw

_ARITHMETIC: Mapping[str, Callable[[Any, Any], Any]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": figures.divide,
}


def _scaled(node: n.Scaled) -> Closure:
    value, factor = compile_node(node.value), node.factor

    def scale(facts: Facts, row: Facts, on: date) -> Raw:
        amount = value(facts, row, on)
        return None if amount is None else amount * factor

    return scale


def _arithmetic(node: n.Arithmetic) -> Closure:
    left, right, combine = compile_node(node.left), compile_node(node.right), _ARITHMETIC[node.op]

    def calculate(facts: Facts, row: Facts, on: date) -> Raw:
        a, b = left(facts, row, on), right(facts, row, on)
        return None if a is None or b is None else combine(a, b)

    return calculate


def _shift_date(node: n.ShiftDate) -> Closure:
    day, amount, move = compile_node(node.day), compile_node(node.amount), figures.shift(node)

    def shift(facts: Facts, row: Facts, on: date) -> Raw:
        start, count = day(facts, row, on), amount(facts, row, on)
        return None if start is None or count is None else move(start, count)

    return shift


def _call(node: n.Call) -> Closure:
    function, arguments = figures.FUNCTIONS[node.name], [compile_node(part) for part in node.arguments]

    def call(facts: Facts, row: Facts, on: date) -> Raw:
        values = [argument(facts, row, on) for argument in arguments]
        return None if any(value is None for value in values) else function(on, *values)

    return call


def _rounded(node: n.Rounded) -> Closure:
    value, step, half = compile_node(node.value), node.step, node.mode == "half_up"

    def bring(facts: Facts, row: Facts, on: date) -> Raw:
        found = value(facts, row, on)
        if found is None:
            return None
        return (2 * found + step) // (2 * step) * step if half else found // step * step

    return bring


COMPILERS: Compilers = {
    n.Scaled: _scaled,
    n.Arithmetic: _arithmetic,
    n.ShiftDate: _shift_date,
    n.Call: _call,
    n.Rounded: _rounded,
}
