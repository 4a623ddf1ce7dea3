"""Conditions: three-valued, unknown is None."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from bole.core.rules.engines.closures.base import Closure, Compilers, Facts, compile_node
from bole.core.rules.language import tree as n
from bole.core.rules.language.values import Raw


def _compare(node: n.Compare) -> Closure:
    left, right, test = compile_node(node.left), compile_node(node.right), n.COMPARE[node.op]
    ranks = node.ranks
    if isinstance(node.right, n.Constant):
        return _compare_constant(left, node.right.value, test, ranks)

    def compare(facts: Facts, row: Facts, on: date) -> Raw:
        a, b = left(facts, row, on), right(facts, row, on)
        if ranks is not None:
            a, b = ranks.get(a), ranks.get(b)
        return None if a is None or b is None else test(a, b)

    return compare


def _compare_constant(
    left: Closure, constant: Any, test: Callable[[Any, Any], bool], ranks: Mapping[str, int] | None
) -> Closure:
    fixed = constant if ranks is None else ranks.get(constant)
    if fixed is None:
        return lambda facts, row, on: None

    def compare(facts: Facts, row: Facts, on: date) -> Raw:
        value = left(facts, row, on)
        if ranks is not None:
            value = ranks.get(value)
        return None if value is None else test(value, fixed)

    return compare


def _member(node: n.Member) -> Closure:
    value, options = compile_node(node.value), node.options

    def member(facts: Facts, row: Facts, on: date) -> Raw:
        found = value(facts, row, on)
        return None if found is None else found in options

    return member


def _text_test(node: n.TextTest) -> Closure:
    value, options = compile_node(node.value), node.options
    starts = node.kind == "starts"

    def test(facts: Facts, row: Facts, on: date) -> Raw:
        found = value(facts, row, on)
        if found is None:
            return None
        return found.startswith(options) if starts else any(option in found for option in options)

    return test


def _known(node: n.Known) -> Closure:
    value = compile_node(node.value)
    return lambda facts, row, on: value(facts, row, on) is not None


def _both(node: n.Both) -> Closure:
    parts = [compile_node(part) for part in node.parts]

    def both(facts: Facts, row: Facts, on: date) -> Raw:
        result: bool | None = True
        for part in parts:
            value = part(facts, row, on)
            if value is False:
                return False
            if value is None:
                result = None
        return result

    return both


def _either(node: n.Either) -> Closure:
    parts = [compile_node(part) for part in node.parts]

    def either(facts: Facts, row: Facts, on: date) -> Raw:
        result: bool | None = False
        for part in parts:
            value = part(facts, row, on)
            if value is True:
                return True
            if value is None:
                result = None
        return result

    return either


def _negation(node: n.Negation) -> Closure:
    part = compile_node(node.part)

    def negate(facts: Facts, row: Facts, on: date) -> Raw:
        value = part(facts, row, on)
        return None if value is None else not value

    return negate


def _if_else(node: n.IfElse) -> Closure:
    condition, then, otherwise = compile_node(node.condition), compile_node(node.then), compile_node(node.otherwise)

    def choose(facts: Facts, row: Facts, on: date) -> Raw:
        holds = condition(facts, row, on)
        if holds is None:
            first, second = then(facts, row, on), otherwise(facts, row, on)
            return first if first == second else None
        return then(facts, row, on) if holds else otherwise(facts, row, on)

    return choose


def _certain(node: n.Certain) -> Closure:
    part = compile_node(node.part)
    return lambda facts, row, on: part(facts, row, on) is True


def _possible(node: n.Possible) -> Closure:
    part = compile_node(node.part)
    return lambda facts, row, on: part(facts, row, on) is not False


COMPILERS: Compilers = {
    n.Compare: _compare,
    n.Member: _member,
    n.TextTest: _text_test,
    n.Known: _known,
    n.Both: _both,
    n.Either: _either,
    n.Negation: _negation,
    n.IfElse: _if_else,
    n.Certain: _certain,
    n.Possible: _possible,
}
