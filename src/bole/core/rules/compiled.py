"""A program and what runs it for one subject: generated code, and the closures as the reference."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from bole.core.rules.engines.closures import Closure, Facts, compile_node
from bole.core.rules.engines.generated import Generated, Run
from bole.core.rules.policies import model as m
from bole.core.rules.policies.lowering import Lowered
from bole.core.rules.program import Program
from bole.core.rules.tracing import Tracing
from bole.core.rules.turning import Atom, atoms
from bole.core.vocabulary import Subject


@dataclass(frozen=True)
class Compiled:
    """The policies for one kind of subject as a program."""

    subject: Subject
    program: Program
    lowered: Mapping[str, Sequence[Lowered]]
    group_slots: Mapping[str, Mapping[str, int]]
    policies: Mapping[str, m.Policy] = field(default_factory=dict, compare=False)
    groups: Mapping[str, m.Group] = field(default_factory=dict, compare=False)
    made_of: int = 0
    """How many slots the program had when it was last made from nothing."""

    @property
    def fresh(self) -> int:
        """Slots of a program without those of policies that were replaced."""
        return self.made_of or len(self.program.slots)

    def after(self, before: Compiled) -> Compiled:
        """Takes over what was computed for a program of which this one is a continuation."""
        if "steps" in before.__dict__:
            more = [compile_node(slot.node) for slot in self.program.slots[len(before.steps) :]]
            self.__dict__["steps"] = [*before.steps, *more]
        return self

    def run(self, facts: Facts, on: date) -> list[Any]:
        """The value of every slot, by generated code."""
        values: list[Any] = []
        self._whole(facts, on, values)
        return values

    def run_only(self, policies: Sequence[str], facts: Facts, on: date) -> list[Any]:
        """The slots that these policies need; all others are unknown."""
        values: list[Any] = [None] * len(self.program.slots)
        for policy in policies:
            run = self._runs.get(policy)
            if run is None:
                run = self._runs[policy] = self._generated.function(self.needed[policy])
            run(facts, on, values)
        return values

    def run_reference(self, facts: Facts, on: date, policies: Sequence[str] | None = None) -> list[Any]:
        """The same by the closures, which say what is right."""
        values: list[Any] = [None] * len(self.program.slots)
        asked = self.lowered if policies is None else policies
        for place in sorted({place for policy in asked for place in self.needed[policy]}):
            values[place] = self.steps[place](facts, values, on)  # type: ignore[arg-type]
        return values

    @cached_property
    def _generated(self) -> Generated:
        return Generated([slot.node for slot in self.program.slots])

    @cached_property
    def _whole(self) -> Run:
        """Written and compiled in 0.1 s of CPU, for a thousand slots."""
        return self._generated.function(range(len(self.program.slots)))

    @cached_property
    def _runs(self) -> dict[str, Run]:
        """By policy."""
        return {}

    @cached_property
    def needed(self) -> Mapping[str, frozenset[int]]:
        """By policy: its slots, those of the bounds of its groups, and all that they refer to."""
        behind, bounds = self.program.behind, self._bounds
        return {
            policy: frozenset().union(
                *(
                    behind[place]
                    for each in versions
                    for place in (
                        *each.outputs.values(),
                        *(p.slot for p in (*each.parts, *each.figures)),
                        *bounds(each),
                    )
                )
            )
            for policy, versions in self.lowered.items()
        }

    def _bounds(self, lowered: Lowered) -> list[int]:
        body = lowered.version.body
        names = body.exclusive if isinstance(body, m.Benefit) else ()
        return [place for name in names for place in self.group_slots[name].values()]

    @cached_property
    def tracing(self) -> Tracing:
        """Explains decisions."""
        return Tracing(self.program)

    @cached_property
    def atoms(self) -> tuple[Atom, ...]:
        """What turns with time in conditions, versions, and results that are no conditions."""
        slots = {part.slot for versions in self.lowered.values() for each in versions for part in each.parts}
        outputs = {slot for versions in self.lowered.values() for each in versions for slot in each.outputs.values()}
        results = {slot for slot in outputs if self.program.slots[slot].node.sort.kind != "boolean"}
        in_force = {each.outputs["in_force"] for versions in self.lowered.values() for each in versions}
        return atoms(self.program, sorted(slots | results | in_force))

    @cached_property
    def steps(self) -> list[Closure]:
        return [compile_node(slot.node) for slot in self.program.slots]
