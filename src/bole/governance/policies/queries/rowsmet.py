"""Which rows of a record set made a condition true, or gave its points."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from bole.core.rules import Expression
from bole.core.rules.engines.closures import compile_node
from bole.core.rules.language import tree as n

OVER_ROWS = (n.SomeRow, n.CountRows, n.Aggregate)


def rows_met(expression: Expression, facts: Mapping[str, Any], on: dt.date) -> dict[str, list[int]]:
    """By record set of the subject itself: the places of the rows that meet what is asked of them."""
    found: dict[str, list[int]] = {}
    for node in _walk(expression.node):
        if isinstance(node, OVER_ROWS) and not node.rows.path:
            rows = facts.get(node.rows.fact.key)
            if isinstance(rows, list):
                places = [place for place, row in enumerate(rows) if _meets(node.condition, facts, row, on)]
                met = found.setdefault(node.rows.fact.key, [])
                met += [place for place in places if place not in met]
    return {key: sorted(places) for key, places in found.items() if places}


def _walk(node: n.Node) -> Any:
    yield node
    for part in n.children(node):
        yield from _walk(part)


def _meets(condition: n.Node | None, facts: Mapping[str, Any], row: Any, on: dt.date) -> bool:
    return isinstance(row, Mapping) and (condition is None or compile_node(condition)(facts, row, on) is True)
