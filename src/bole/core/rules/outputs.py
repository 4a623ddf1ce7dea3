"""What is asked of a rule set for many at once, as nodes over its program: every back end over tables answers the same list.

A column per named output, of the version that counts. Names that begin with `#` are for the combination: what is due per version of a
benefit, and the bounds of the groups.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from bole.core.rules.compiled import Compiled
from bole.core.rules.language import tree as n
from bole.core.rules.language.values import BOOLEAN
from bole.core.rules.policies import model as m
from bole.core.rules.policies.lowering import Lowered
from bole.core.rules.policies.texts import START

HIDDEN = "#"


@dataclass(frozen=True)
class Item:
    """A version of a benefit: `column` holds its amount (分) where it is the one that counts and certainly due, else null."""

    policy: str
    column: str
    groups: tuple[str, ...]
    times: int = 1
    """How often within twelve months: amount × times is what is compared."""


@dataclass(frozen=True)
class Bounds:
    """A group's rule and the columns of its ceiling and of what was paid before (whole 分, null: none)."""

    rule: m.GroupRule
    ceiling: str | None = None
    less: str | None = None


@dataclass(frozen=True)
class Questions:
    """`nodes` by name of column; `items` in the order in which equals win; `bounds` by group."""

    nodes: Mapping[str, n.Node]
    items: Sequence[Item]
    bounds: Mapping[str, Bounds]


def questions(
    compiled: Compiled, groups: Mapping[str, m.Group], masks: bool = False, only: Collection[str] | None = None
) -> Questions:
    """All outputs of all policies, or of some, with what their combination needs."""
    wanted = dict(outputs(compiled, masks, only))
    items = [item for item in _items(compiled) if only is None or item.policy in only]
    wanted |= {item.column: _due(compiled, item.column) for item in items}
    bounds = {name: _bounds(compiled, groups[name], name) for item in items for name in item.groups}
    columns = [column for each in bounds.values() for column in (each.ceiling, each.less) if column]
    wanted |= {column: _whole(compiled, column) for column in columns}
    return Questions(wanted, items, bounds)


def outputs(compiled: Compiled, masks: bool, only: Collection[str] | None = None) -> Iterator[tuple[str, n.Node]]:
    """`<policy>/<output>` and its node; with `masks` also `<policy>/<part>` for each condition."""
    for policy, versions in compiled.lowered.items():
        if only is not None and policy not in only:
            continue
        for name in dict.fromkeys(name for each in versions for name in each.outputs):
            yield f"{policy}/{name}", _counting(compiled, versions, [each.outputs.get(name) for each in versions])
        if masks:
            parts = [{part.path: part.slot for part in reversed(each.parts)} for each in versions]
            for path in dict.fromkeys(part.path for each in versions for part in each.parts):
                yield f"{policy}/{path}", _counting(compiled, versions, [each.get(path) for each in parts])


def ref(compiled: Compiled, slot: int) -> n.Ref:
    """A reference to a slot."""
    return n.Ref(compiled.program.slots[slot].node.sort, START, slot)


def _counting(compiled: Compiled, versions: Sequence[Lowered], slots: Sequence[int | None]) -> n.Node:
    """Of the versions the last that may be in force, or the last one where none is; unknown where it has no such output."""
    first = next(slot for slot in slots if slot is not None)
    sort = compiled.program.slots[first].node.sort
    nodes = [n.Constant(sort, START, None) if slot is None else ref(compiled, slot) for slot in slots]
    node: n.Node = nodes[-1]
    for each, value in zip(versions, nodes, strict=True):
        if len(versions) > 1:
            node = n.IfElse(
                sort, START, n.Possible(BOOLEAN, START, ref(compiled, each.outputs["in_force"])), value, node
            )
    return node


# --- combination ------------------------------------------------------------------------------------------------------


def _items(compiled: Compiled) -> Iterator[Item]:
    """Each version of each benefit in money."""
    for policy, versions in compiled.lowered.items():
        for place, each in enumerate(versions):
            body = each.version.body
            if isinstance(body, m.Benefit) and body.amount is not None and body.amount.sort.kind == "money":
                yield Item(policy, f"{HIDDEN}due/{place}/{policy}", body.exclusive, body.times)


def _due(compiled: Compiled, column: str) -> n.Node:
    """The amount of a version where it is the one that counts and certainly due."""
    _, place, policy = column.split("/", 2)
    versions = compiled.lowered[policy]
    own, later = versions[int(place)], versions[int(place) + 1 :]
    tests: list[n.Node] = [ref(compiled, own.outputs[name]) for name in ("in_force", "eligible")]
    for each in later:
        may = n.Possible(BOOLEAN, START, ref(compiled, each.outputs["in_force"]))
        tests.append(n.Negation(BOOLEAN, START, may))
    amount = ref(compiled, own.outputs["amount"])
    certain = n.Certain(BOOLEAN, START, n.Both(BOOLEAN, START, tuple(tests)))
    return n.IfElse(amount.sort, START, certain, amount, n.Constant(amount.sort, START, None))


def _bounds(compiled: Compiled, group: m.Group, name: str) -> Bounds:
    slots = compiled.group_slots[name]
    ceiling, less = (f"{HIDDEN}{part}/{name}" if part in slots else None for part in ("ceiling", "less"))
    return Bounds(group.rule, ceiling, less)


def _whole(compiled: Compiled, column: str) -> n.Node:
    """A bound of a group in whole 分, cut towards zero."""
    part, name = column.removeprefix(HIDDEN).split("/", 1)
    node = ref(compiled, compiled.group_slots[name][part])
    zero = n.Constant(node.sort, START, 0)
    less = n.Arithmetic(
        node.sort,
        START,
        "-",
        zero,
        n.Rounded(node.sort, START, n.Arithmetic(node.sort, START, "-", zero, node), 1, "down"),
    )
    below = n.Compare(BOOLEAN, START, "<", node, zero)
    return n.IfElse(node.sort, START, below, less, n.Rounded(node.sort, START, node, 1, "down"))
