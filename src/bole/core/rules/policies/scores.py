"""Scores are whole ten-thousandths of a point: what a criterion comes to is rounded there, halves upwards, and added up exactly.

Sums of many ratios have no common denominator that fits anywhere; so every back end, and everybody with a pocket calculator, comes to
the same.
"""

from __future__ import annotations

from fractions import Fraction

from bole.core.rules.language import tree as n
from bole.core.rules.language.values import Sort
from bole.core.rules.policies.texts import START

PARTS = 10_000
PLACES = 4
POINTS = Sort("number", bare=True)


def to_parts(points: n.Node) -> n.Node:
    """The node, rounded where it need not be a multiple of a ten-thousandth."""
    if is_exact(points):
        return points
    whole = n.Rounded(POINTS, START, n.Scaled(POINTS, START, points, PARTS), 1, "half_up")
    return n.Arithmetic(POINTS, START, "*", whole, n.Constant(POINTS, START, Fraction(1, PARTS), f"1/{PARTS}"))


def is_exact(node: n.Node) -> bool:
    """Whether it cannot be anything but a multiple of a ten-thousandth."""
    if isinstance(node, n.Constant):
        return node.value is None or PARTS % Fraction(node.value).denominator == 0
    if isinstance(node, n.Arithmetic) and node.op == "*":
        sides = (node.left, node.right)
        return any(is_whole(one) and is_exact(other) for one, other in (sides, sides[::-1]))
    return _is(node, is_exact)


def is_whole(node: n.Node) -> bool:
    """Whether it cannot be anything but a whole number."""
    if isinstance(node, n.Constant):
        return node.value is None or Fraction(node.value).denominator == 1
    if isinstance(node, n.Arithmetic) and node.op == "*":
        return is_whole(node.left) and is_whole(node.right)
    return _is(node, is_whole)


def _is(node: n.Node, test: object) -> bool:
    assert callable(test)
    if isinstance(node, n.FactValue):
        return test(node.formula) if node.formula is not None else node.fact.type in ("integer", "money")
    if isinstance(node, n.ColumnValue):
        return node.column.type in ("integer", "money")
    if isinstance(node, n.CountRows):
        return True
    if isinstance(node, n.Aggregate | n.Parameter | n.Scaled):
        return bool(test(node.value))
    if isinstance(node, n.Call) and node.name not in ("较大", "较小"):
        return True  # years, months, days
    if isinstance(node, n.Arithmetic):
        return node.op in "+-" and test(node.left) and test(node.right)
    if isinstance(node, n.Lookup):
        return all(test(part) for _, part in node.rows) and (node.otherwise is None or bool(test(node.otherwise)))
    if isinstance(node, n.Dated):
        return all(test(part) for _, part in node.steps)
    if isinstance(node, n.IfElse):
        return bool(test(node.then) and test(node.otherwise))
    return isinstance(node, n.Call | n.Default) and all(test(part) for part in n.children(node))
