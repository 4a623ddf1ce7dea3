"""After any sequence of events what is kept is what deciding everybody anew would say: thousands of sequences over the pure part, some
through the database."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable
from functools import lru_cache
from typing import Any

import pytest

from bole.core.rules import RuleSet
from bole.governance.policies import queries
from bole.governance.policies.services.matching import dependencies, judging
from tests.factories.policies import case_facts, mixed

pytestmark = pytest.mark.django_db
START = dt.date(2025, 6, 1)
PEOPLE, EVENTS = 3, 8
GIVEN = ("recognised_class", "committee_decisions", "secondment_since", "queue_since", "is_discredited")
"""Facts that engines decide: their changes are announced by key."""


@lru_cache(maxsize=1)
def rule_sets(sha256: str) -> tuple[RuleSet, ...]:
    """The rules in force, and reforms of them: a policy gone, another day, another share of the price."""
    known = queries.rules()
    changed = [
        {"living-allowance/policy.yaml": "", "living-allowance/cases.yaml": ""},
        _replaced(known, "rent-subsidy/policy.yaml", "from: 2021-01-01", "from: 2025-09-01"),
        _replaced(known, "home-purchase/policy.yaml", "50%", "40%"),
    ]
    return known, *(known.overlay(files) for files in changed)


def _replaced(known: RuleSet, name: str, old: str, new: str) -> dict[str, str]:
    assert old in known.files[name]
    return {name: known.files[name].replace(old, new, 1)}


class County:
    """What `services.matching` does, with dictionaries for tables."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.rules = rule_sets(queries.rules().sha256)
        self.known, self.day, self.decided = self.rules[0], START, 0
        self.firms = {n: self._firm() for n in range(2)}
        self.facts = {n: self._person() for n in range(PEOPLE)}
        self.works = {n: self.chance.choice([None, 0, 1]) for n in range(PEOPLE)}
        self.kept: dict[int, tuple[judging.Found, dt.date | None]] = {}
        for one in self.facts:
            self.decide(one, None)

    def _firm(self) -> dict[str, Any]:
        return mixed(self.known, "organisation", self.chance)

    def _person(self) -> dict[str, Any]:
        return {key: value for key, value in mixed(self.known, "person", self.chance).items() if key != "employer"}

    def of(self, one: int) -> dict[str, Any]:
        firm = self.works[one]
        return dict(self.facts[one]) if firm is None else {**self.facts[one], "employer": self.firms[firm]}

    def decide(self, one: int, only: list[str] | None) -> None:
        asked = judging.decided_policies(self.known, "person")
        asked = asked if only is None else [key for key in only if key in asked]
        found = judging.judge(self.known, "person", self.of(one), self.day, asked)
        turn = judging.next_change(self.known, "person", self.of(one), self.day)
        self.decided += len(asked)
        if only is not None:
            former, before = self.kept[one]
            found = found.laid_over(former, only)
            turn = min((day for day in (before, turn) if day is not None), default=None)
        self.kept[one] = found, turn

    # -- events --

    def event(self) -> None:
        """One that may happen, and what follows from it."""
        acts: list[Callable[[], None]] = [
            *(self.file, self.given, self.given, self.forget, self.moves, self.firm_given, self.days, self.days),
            *(self.reform, self.leaves, self.joined),
        ]
        self.chance.choice(acts)()

    def _one(self) -> int:
        return self.chance.choice(sorted(self.facts))

    def file(self) -> None:
        one = self._one()
        self.facts[one] = {**self.facts[one], **self._person()}
        self.decide(one, None)

    def given(self) -> None:
        one, key = self._one(), self.chance.choice(GIVEN)
        values = [facts[key] for facts in case_facts(self.known, "person") if key in facts]
        if values:
            self.facts[one][key] = self.chance.choice(values)
            self.decide(one, dependencies.touched_policies(self.known, "person", [key]))

    def forget(self) -> None:
        one, key = self._one(), self.chance.choice(GIVEN)
        if self.facts[one].pop(key, None) is not None:
            self.decide(one, dependencies.touched_policies(self.known, "person", [key]))

    def moves(self) -> None:
        one = self._one()
        self.works[one] = self.chance.choice([None, 0, 1])
        self.decide(one, None)

    def firm_given(self) -> None:
        firm, key = (
            self.chance.choice([0, 1]),
            self.chance.choice(["org_accident", "is_high_tech", "registration_status"]),
        )
        values = [facts[key] for facts in case_facts(self.known, "organisation") if key in facts]
        if values:
            self.firms[firm][key] = self.chance.choice(values)
            only = dependencies.touched_policies(self.known, "person", [f"employer.{key}"])
            for one, works in self.works.items():
                if works == firm and one in self.facts:
                    self.decide(one, only)

    def days(self) -> None:
        self.day += dt.timedelta(days=self.chance.choice([1, 3, 30, 200, 400]))
        for one, (_found, turn) in list(self.kept.items()):
            if turn is not None and turn <= self.day:
                self.decide(one, None)

    def reform(self) -> None:
        keys = dependencies.policy_keys(self.known, "person")
        self.known = self.chance.choice(self.rules)
        changed = dependencies.changed_policies(self.known, "person", keys)
        for one in self.facts if changed else ():
            self.decide(one, changed)

    def leaves(self) -> None:
        if len(self.facts) > 1:
            one = self._one()
            del self.facts[one], self.kept[one]

    def joined(self) -> None:
        if len(self.facts) > 1:
            old, new = self.chance.sample(sorted(self.facts), 2)
            self.facts[new] = {**self.facts[old], **self.facts[new]}
            del self.facts[old], self.kept[old]
            self.decide(new, None)

    def wrong(self) -> list[int]:
        """Those of whom something else is kept than deciding anew says."""
        policies = judging.decided_policies(self.known, "person")
        return [
            one
            for one, (found, _turn) in self.kept.items()
            if found != judging.judge(self.known, "person", self.of(one), self.day, policies)
        ]


def play(seeds: range) -> None:
    for seed in seeds:
        county = County(seed)
        for _ in range(EVENTS):
            county.event()
        assert county.wrong() == [], (seed, county.day)
        assert set(county.kept) == set(county.facts)


def test_any_sequence_of_events_ends_where_deciding_anew_does() -> None:
    play(range(30))


@pytest.mark.prove
def test_ten_thousand_sequences_of_events() -> None:
    play(range(1_000, 11_000))
