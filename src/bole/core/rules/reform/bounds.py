"""The most that an amount can be where not everything it depends on is known: 较小(房款的一半, 40万元) without a price is at most 40万元."""

from __future__ import annotations

from dataclasses import replace

from bole.core.rules.language import tree as n
from bole.core.rules.language.values import BOOLEAN
from bole.core.rules.program import Program

FOLLOWED = (n.Call, n.Rounded, n.Arithmetic, n.IfElse, n.Lookup, n.Scaled, n.Parameter)


def upper(program: Program, node: n.Node) -> n.Node:
    """Equal to the node where it is known; else a bound, unknown where there is none."""
    if isinstance(node, n.Ref):
        inner = program.slots[node.slot].node
        return upper(program, inner) if isinstance(inner, FOLLOWED) else node
    if isinstance(node, n.Parameter):
        return upper(program, node.value)
    if isinstance(node, n.Rounded | n.Scaled):
        return replace(node, value=upper(program, node.value))
    if isinstance(node, n.Call):
        return _call(program, node)
    if isinstance(node, n.Arithmetic):
        return _arithmetic(program, node)
    if isinstance(node, n.IfElse):
        return _either(program, node)
    if isinstance(node, n.Lookup):
        return _lookup(program, node)
    return node


def _call(program: Program, node: n.Call) -> n.Node:
    if node.name not in ("较小", "较大"):
        return node
    first, *more = (upper(program, each) for each in node.arguments)
    if node.name == "较大":
        return replace(node, arguments=(first, *more))
    for each in more:  # one that is known bounds the smaller of both
        both = replace(node, arguments=(first, each))
        first = n.Default(node.sort, node.at, both, n.Default(node.sort, node.at, first, each))
    return first


def _arithmetic(program: Program, node: n.Arithmetic) -> n.Node:
    if node.op == "+":
        return replace(node, left=upper(program, node.left), right=upper(program, node.right))
    if node.op == "-":
        return replace(node, left=upper(program, node.left))
    right = _constant(program, node.right)
    if right is not None and right >= 0:
        return replace(node, left=upper(program, node.left))
    left = _constant(program, node.left)
    if node.op == "*" and left is not None and left >= 0:
        return replace(node, right=upper(program, node.right))
    return node


def _either(program: Program, node: n.IfElse) -> n.Node:
    """While the condition is open, the larger of both branches."""
    then, otherwise = upper(program, node.then), upper(program, node.otherwise)
    if node.sort.kind not in ("number", "money"):
        return node
    open_ = n.Negation(BOOLEAN, node.at, n.Known(BOOLEAN, node.at, node.condition))
    most = n.Call(node.sort, node.at, "较大", (then, otherwise))
    return n.IfElse(node.sort, node.at, open_, most, replace(node, then=then, otherwise=otherwise))


def _lookup(program: Program, node: n.Lookup) -> n.Node:
    """While the key is unknown, the largest of fixed values; a key without a row has no bound."""
    cells = [value for _, value in node.rows] + ([node.otherwise] if node.otherwise is not None else [])
    values = [_constant(program, cell) for cell in cells]
    fixed = [value for value in values if value is not None]
    if not values or len(fixed) != len(values) or node.sort.kind not in ("number", "money"):
        return node
    known = n.Known(BOOLEAN, node.at, node.key)
    return n.IfElse(node.sort, node.at, known, node, n.Constant(node.sort, node.at, max(fixed)))


def _constant(program: Program, node: n.Node) -> int | None:
    """A fixed number, through parameters and slots."""
    while isinstance(node, n.Ref | n.Parameter):
        node = program.slots[node.slot].node if isinstance(node, n.Ref) else node.value
    return node.value if isinstance(node, n.Constant) else None
