"""The county's policies have no fault that can be proved, and people at the edge of each come out the same in all back ends."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from bole.core.rules import RuleSet, rules_of
from bole.core.rules.lint import boundary_people, lint_rules
from bole.core.vocabulary import Subject, load_folder
from tests.factories.frames import differences


@pytest.fixture(scope="module")
def rules() -> RuleSet:
    return rules_of(load_folder(Path(__file__).parents[2] / "packs" / "anji"))


def test_no_fault_can_be_proved(rules: RuleSet) -> None:
    found = lint_rules(rules, deep=True)
    assert [str(finding.problem) for finding in found if not finding.hint] == []


def differ(rules: RuleSet, policies: Iterable[str]) -> list[Any]:
    people: defaultdict[tuple[Subject, dt.date], list[dict[str, Any]]] = defaultdict(list)
    for key in policies:
        for person in boundary_people(rules, key):
            people[rules.policies[key].subject, person.on].append(person.facts)
    assert people
    found = []
    for (subject, on), profiles in people.items():
        facts = rules.vocabulary.facts.items()
        paths = [key for key, fact in facts if fact.kind == "path" and fact.subject == subject]
        found += differences(rules, profiles, on, subject, paths)
    return found


def test_people_at_the_edge_of_a_purchase_come_out_the_same(rules: RuleSet) -> None:
    assert differ(rules, ["home_purchase"]) == []


@pytest.mark.prove
def test_people_at_the_edge_of_every_policy_come_out_the_same(rules: RuleSet) -> None:
    assert differ(rules, rules.policies) == []
