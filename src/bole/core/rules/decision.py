"""What the rules come to for one subject on one day, and why. Results are put together when they are asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from bole.core.rules.combining import Combination, Limit, Offer, best_combination
from bole.core.rules.compiled import Compiled
from bole.core.rules.engines.closures import Facts
from bole.core.rules.expression import Expression, Step
from bole.core.rules.language.values import UNKNOWN
from bole.core.rules.policies import model as m
from bole.core.rules.policies.lowering import Lowered, Part
from bole.core.rules.tracing import Outcome, Readings, Told
from bole.core.rules.turning import first_turn


@dataclass(eq=False)
class Result:
    """One policy for one subject: the version that counts, and what came out (`outputs` of `lowering`)."""

    policy: m.Policy
    lowered: Lowered
    decision: Decision

    def value(self, name: str) -> Any:
        """An output by name: True, False, number, 分, code, None for "nothing", or UNKNOWN."""
        return self.decision.shown(self.lowered.outputs[name])

    @property
    def in_force(self) -> Any:
        return self.value("in_force")

    @property
    def eligible(self) -> Any:
        """True, False or UNKNOWN; for benefits and selections."""
        return self.value("eligible")

    @property
    def conditions(self) -> tuple[Outcome, ...]:
        """Every condition with its outcome, in the order of the file."""
        values = self.decision.values
        prepared = self.decision.compiled.tracing.conditions(self.lowered)
        return tuple([outcomes[values[slot]] for slot, outcomes, _ in prepared])

    @property
    def reasons(self) -> tuple[tuple[Outcome, Readings], ...]:
        """Every condition with its outcome and the facts that it read."""
        told, values = self.decision.told, self.decision.values
        prepared, read = told.tracing.conditions(self.lowered), told.readings
        return tuple([(outcomes[values[slot]], read[key]) for slot, outcomes, key in prepared])

    @cached_property
    def missing(self) -> tuple[str, ...]:
        """Facts whose absence leaves a condition or the points of a criterion open, in order of appearance."""
        found: dict[str, None] = {}
        for part in (*self.lowered.parts, *self.lowered.figures):
            if self.decision.values[part.slot] is None:
                found.update(dict.fromkeys(self.trace(part).missing()))
        return tuple(found)

    @property
    def groups(self) -> tuple[str, ...]:
        """The exclusivity groups of a benefit."""
        body = self.lowered.version.body
        return body.exclusive if isinstance(body, m.Benefit) else ()

    @property
    def is_money(self) -> bool:
        """Whether a benefit is an amount of money (and not nights, square metres or a service)."""
        body = self.lowered.version.body
        return isinstance(body, m.Benefit) and body.amount is not None and body.amount.sort.kind == "money"

    @property
    def distance(self) -> int:
        """How many conditions are not met or not known: 0 means all hold."""
        return sum(outcome.value is not True for outcome in self.conditions)

    def trace(self, part: Part) -> Step:
        """Why a condition came out as it did: its parts with what each came to and the facts it read (`Expression.trace`)."""
        told = self.decision.told
        return told.tracing.trace(part, told)

    def readings(self, part: Part) -> Readings:
        """The facts that a condition read, with their values: those of all steps of its trace, without the steps."""
        return self.decision.readings(part.expression)


@dataclass(frozen=True)
class Decision:
    """Policies (`asked`) for one subject on one day. `values`: the value of each slot, None is unknown."""

    policies: Mapping[str, m.Policy]
    groups: Mapping[str, m.Group]
    rules_hash: str
    compiled: Compiled
    facts: Facts
    on: date
    values: list[Any]
    asked: tuple[str, ...]

    def shown(self, slot: int) -> Any:
        """A slot's value; unknown conditions and amounts are UNKNOWN."""
        value = self.values[slot]
        return UNKNOWN if value is None else value

    def readings(self, expression: Expression) -> Readings:
        """The facts that any expression over these facts reads."""
        return self.compiled.tracing.readings(expression, self.told)

    @cached_property
    def told(self) -> Told:
        """What was read so far to explain it."""
        return Told(self.compiled.tracing, self.facts, self.on, self.values)

    @cached_property
    def results(self) -> Mapping[str, Result]:
        """By policy: the version that is in force, or the latest one where none is."""
        return {key: self._result(key, self.compiled.lowered[key]) for key in self.asked}

    def _result(self, key: str, versions: Any) -> Result:
        if len(versions) == 1:
            return Result(self.policies[key], versions[0], self)
        held = [version for version in versions if self.values[version.outputs["in_force"]] is not False]
        return Result(self.policies[key], (held or list(versions))[-1], self)

    def of(self, kind: m.Kind) -> Iterator[Result]:
        """The results of one kind of policy."""
        return (result for result in self.results.values() if result.policy.kind == kind)

    @cached_property
    def combination(self) -> Combination:
        """Of the benefits in money that certainly are due: the best lawful combination."""
        due = [result for result in self.of("benefit") if result.in_force is True and result.eligible is True]
        offers = [
            Offer(result.policy.key, int(result.value("amount")), body.exclusive, body.times, body.most_times)
            for result in due
            if result.is_money and result.value("amount") is not UNKNOWN
            if isinstance(body := result.lowered.version.body, m.Benefit)
        ]
        used = {name for offer in offers for name in offer.groups}
        return best_combination(offers, {name: self._limit(name) for name in sorted(used)})

    def _limit(self, name: str) -> Limit:
        """A group's arithmetic for this subject; a ceiling that is not known yet does not bind."""
        slots = self.compiled.group_slots[name]
        bounds = {part: self.values[slot] for part, slot in slots.items()}
        ceiling = bounds.get("ceiling")
        return Limit(self.groups[name].rule, None if ceiling is None else int(ceiling), int(bounds.get("less") or 0))

    @cached_property
    def next_change(self) -> date | None:
        """The first day on which any policy can change by time alone; None: never."""
        return first_turn(self.compiled.atoms, self.facts, self.on)

    @cached_property
    def missing(self) -> tuple[str, ...]:
        """All facts that are missing for anything."""
        return tuple(dict.fromkeys(path for result in self.results.values() for path in result.missing))
