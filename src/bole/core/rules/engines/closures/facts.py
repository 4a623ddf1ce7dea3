"""Constants, facts, columns of rows, values that are named or chosen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from bole.core.rules.engines.closures.base import Closure, Compilers, Facts, compile_node
from bole.core.rules.language import tree as n
from bole.core.rules.language.values import READERS, Raw


def _constant(node: n.Constant) -> Closure:
    value = node.value
    return lambda facts, row, on: value


def _today(node: n.Today) -> Closure:
    return lambda facts, row, on: on


def _fact(node: n.FactValue) -> Closure:
    read, key = READERS[node.fact.type or "text"], node.fact.key
    if node.formula is None:
        direct: Closure = lambda facts, row, on: read(facts.get(key))  # noqa: E731
    else:
        formula = compile_node(node.formula)

        def direct(facts: Facts, row: Facts, on: date) -> Raw:
            stored = facts.get(key)
            return formula(facts, row, on) if stored is None else read(stored)

    return along(node.path, direct)


def along(path: Sequence[Any], inner: Closure) -> Closure:
    """Evaluate `inner` on the facts of the related subject; an unknown relation is unknown."""
    for step in reversed(path):
        inner = _step(step.key, inner)
    return inner


def _step(key: str, inner: Closure) -> Closure:
    def follow(facts: Facts, row: Facts, on: date) -> Raw:
        related = facts.get(key)
        return inner(related, row, on) if isinstance(related, Mapping) else None

    return follow


def _column(node: n.ColumnValue) -> Closure:
    read, key = READERS[node.column.type], node.column.key
    return lambda facts, row, on: read(row.get(key))


def _parameter(node: n.Parameter) -> Closure:
    return compile_node(node.value)


def _lookup(node: n.Lookup) -> Closure:
    key = compile_node(node.key)
    rows = {value: compile_node(part) for value, part in node.rows}
    otherwise: Closure = compile_node(node.otherwise) if node.otherwise else lambda facts, row, on: None

    def find(facts: Facts, row: Facts, on: date) -> Raw:
        found = key(facts, row, on)
        return None if found is None else rows.get(found, otherwise)(facts, row, on)

    return find


def _dated(node: n.Dated) -> Closure:
    day = compile_node(node.day)
    steps = [(since, compile_node(part)) for since, part in reversed(node.steps)]

    def in_force(facts: Facts, row: Facts, on: date) -> Raw:
        found = day(facts, row, on)
        if found is None:
            return None
        value = next((value for since, value in steps if since <= found), None)
        return None if value is None else value(facts, row, on)

    return in_force


def _default(node: n.Default) -> Closure:
    value, otherwise = compile_node(node.value), compile_node(node.otherwise)

    def choose(facts: Facts, row: Facts, on: date) -> Raw:
        found = value(facts, row, on)
        return otherwise(facts, row, on) if found is None else found

    return choose


def _ref(node: n.Ref) -> Closure:
    """Outside of record sets the row is the list of the slots that were computed before."""
    slot = node.slot
    return lambda facts, row, on: row[slot]  # type: ignore[index]


COMPILERS: Compilers = {
    n.Constant: _constant,
    n.Today: _today,
    n.FactValue: _fact,
    n.ColumnValue: _column,
    n.Parameter: _parameter,
    n.Lookup: _lookup,
    n.Dated: _dated,
    n.Default: _default,
    n.Ref: _ref,
}
