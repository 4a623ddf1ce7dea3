"""All expressions of a rule set as one list of slots, each computed once and read by those after it.

A slot holds the value of one fact, one condition, or one result. Equal parts of different policies share a slot. All back ends run the
same program; what a changed fact touches is read off it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any

from bole.core.rules.language import tree as n
from bole.core.rules.language.paths import paths_of
from bole.core.vocabulary import Column, Fact

INSIDE = (n.SomeRow, n.CountRows, n.Aggregate)
"""Nodes that look into record sets: their conditions are computed per row, not in slots."""


@dataclass(frozen=True, slots=True)
class Slot:
    """One step: `node` may refer to earlier slots. `reads`: fact paths it depends on, `by_time`: whether the day matters."""

    node: n.Node
    reads: frozenset[str]
    by_time: bool


@dataclass
class Program:
    """Slots in the order in which they are computed."""

    slots: list[Slot] = field(default_factory=list)
    _places: dict[Any, int] = field(default_factory=dict)
    read: dict[int, Any] = field(default_factory=dict, repr=False, compare=False)
    """By slot: what a back end has found that it reads. A slot never changes."""

    def copy(self) -> Program:
        """A program that begins with the same slots and may grow by itself."""
        return Program(list(self.slots), dict(self._places))

    def add(self, node: n.Node) -> n.Ref:
        """The slot of a node; parts that are worth it get slots of their own."""
        own = self._lowered(node)
        return own if isinstance(own, n.Ref) else self._place(own)

    def written_out(self, node: n.Node) -> n.Node:
        """The node without references."""
        if isinstance(node, n.Ref):
            return self.written_out(self.slots[node.slot].node)
        return node if isinstance(node, INSIDE) else _with_parts(node, self.written_out)

    @property
    def behind(self) -> list[frozenset[int]]:
        """By slot: itself and all slots it refers to, directly or not."""
        found: list[frozenset[int]] = []
        for place, slot in enumerate(self.slots):
            direct = [found[part.slot] for part in n.walk(slot.node) if isinstance(part, n.Ref)]
            found.append(frozenset({place}).union(*direct))
        return found

    def touched_by(self, paths: frozenset[str]) -> list[int]:
        """Slots that depend on one of these facts."""
        return [place for place, slot in enumerate(self.slots) if not slot.reads.isdisjoint(paths)]

    def _place(self, node: n.Node) -> n.Ref:
        key = fingerprint(node)
        place = self._places.get(key)
        if place is None:
            place = self._places[key] = len(self.slots)
            self.slots.append(Slot(node, *self._looked(node)))
        return n.Ref(node.sort, node.at, place)

    def _lowered(self, node: n.Node) -> n.Node:
        """The node over references: facts and conditions become slots, parameters their values."""
        if isinstance(node, n.Parameter):
            return self._lowered(node.value)
        if isinstance(node, n.Constant | n.Today | n.Ref):
            return node
        if isinstance(node, INSIDE):
            return self._place(_without_parameters(node))
        if isinstance(node, n.FactValue):
            return self._fact(node)
        made = _with_parts(node, self._lowered)
        return self._place(made) if node.sort.kind == "boolean" else made

    def _fact(self, node: n.FactValue) -> n.Node:
        """A stored fact, or its formula where it is not stored; a path is followed by the back end."""
        if node.formula is None or node.path:
            return self._place(_without_parameters(node))
        return self._place(n.FactValue(node.sort, node.at, node.fact, (), self._lowered(node.formula)))

    def _looked(self, node: n.Node) -> tuple[frozenset[str], bool]:
        """Which facts a node may read, and whether the day matters to it."""
        reads: set[str] = set()
        by_time = False
        for part in n.walk(node):
            if isinstance(part, n.Ref):
                slot = self.slots[part.slot]
                reads |= slot.reads
                by_time = by_time or slot.by_time
            elif isinstance(part, n.Today):
                by_time = True
            elif isinstance(part, n.Call):
                by_time = by_time or (part.name in ("周岁", "月数") and len(part.arguments) == 1)
            elif isinstance(part, n.FactValue | n.Rows):
                reads.add("")  # there is something to read: the paths are found below
        if "" in reads:
            reads.remove("")
            reads.update(paths_of(node))
        return frozenset(reads), by_time


def _without_parameters(node: n.Node) -> n.Node:
    if isinstance(node, n.Parameter):
        return _without_parameters(node.value)
    return _with_parts(node, _without_parameters)


def _with_parts(node: n.Node, change: Any) -> n.Node:
    """The node with each direct part changed; the same node where nothing is."""
    made: dict[str, Any] = {}
    for name in n.field_names(node):
        value = getattr(node, name)
        if isinstance(value, n.Node) and not isinstance(value, n.Rows | n.ColumnValue):
            made[name] = change(value)
        elif isinstance(value, tuple) and value and isinstance(value[0], n.Node):
            made[name] = tuple(change(part) for part in value)
        elif isinstance(node, n.Lookup | n.Dated) and name in ("rows", "steps"):
            made[name] = tuple((key, change(part)) for key, part in value)
    if not made:
        return node
    rest = {name: getattr(node, name) for name in n.field_names(node) if name not in made}
    return type(node)(node.sort, node.at, **made, **rest)


def fingerprint(value: Any) -> Any:
    """Equal for nodes that mean the same, wherever they were written."""
    kind = type(value)
    if kind is n.Ref:
        return ("Ref", value.slot)
    if value is None or kind is str:
        return value
    if kind in _NUMBERS:
        return (kind.__name__, value)
    if kind is tuple:
        return tuple([fingerprint(part) for part in value])
    if isinstance(value, n.Node):
        parts = [fingerprint(getattr(value, name)) for name in n.field_names(value) if name != "shown"]
        return (kind.__name__, value.sort, *parts)
    if kind is Fact:
        return ("fact", value.subject, value.key)
    if kind is Column:
        return ("column", value.key, value.type)
    if isinstance(value, Mapping):
        return tuple(sorted((fingerprint(key), fingerprint(part)) for key, part in value.items()))
    if isinstance(value, frozenset):
        return ("set", frozenset(map(fingerprint, value)))
    return value


_NUMBERS = frozenset({bool, int, Fraction, date})
