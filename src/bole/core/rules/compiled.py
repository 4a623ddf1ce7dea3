"""A program with its closures: what runs for one subject."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from bole.core.rules.engines.closures import Closure, Facts, compile_node
from bole.core.rules.language import tree as n
from bole.core.rules.policies.lowering import Lowered
from bole.core.rules.program import Program
from bole.core.vocabulary import Subject


@dataclass(frozen=True)
class Compiled:
    """The policies for one kind of subject as a program and its closures."""

    subject: Subject
    program: Program
    lowered: Mapping[str, Sequence[Lowered]]
    group_slots: Mapping[str, Mapping[str, int]]
    _alone: dict[int, tuple[n.Node, Closure]] = field(default_factory=dict, compare=False, repr=False)

    def run(self, facts: Facts, on: date) -> list[Any]:
        """The value of every slot."""
        values: list[Any] = []
        append = values.append
        for step in self.steps:
            append(step(facts, values, on))  # type: ignore[arg-type]
        return values

    def alone(self, node: n.Node) -> Closure:
        """A node of the program that can be run by itself, its references written out."""
        if id(node) not in self._alone:
            self._alone[id(node)] = node, compile_node(self.program.written_out(node))
        return self._alone[id(node)][1]

    @cached_property
    def turning_slots(self) -> tuple[int, ...]:
        """What may change with the day: conditions, versions, and results that are no conditions."""
        slots = {part.slot for versions in self.lowered.values() for each in versions for part in each.parts}
        outputs = {slot for versions in self.lowered.values() for each in versions for slot in each.outputs.values()}
        results = {slot for slot in outputs if self.program.slots[slot].node.sort.kind != "boolean"}
        in_force = {each.outputs["in_force"] for versions in self.lowered.values() for each in versions}
        return tuple(sorted(slot for slot in slots | results | in_force if self.program.slots[slot].by_time))

    @cached_property
    def steps(self) -> list[Closure]:
        return [compile_node(slot.node) for slot in self.program.slots]
