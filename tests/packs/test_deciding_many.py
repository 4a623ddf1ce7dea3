"""The county's whole rule set: a table decided at once comes out as its people and firms one by one, condition by condition."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bole.core.rules import RuleSet, rules_of
from bole.core.rules.policies.given import Given
from bole.core.vocabulary import Problem, Subject, load_folder
from bole.core.vocabulary.tree import parse
from tests.factories.frames import differences

ON = dt.date(2022, 5, 1)


@pytest.fixture(scope="module")
def rules() -> RuleSet:
    return rules_of(load_folder(Path(__file__).parents[2] / "packs" / "anji"))


def given_in_cases(rules: RuleSet, subject: Subject) -> Iterator[dict[str, Any]]:
    """The facts of every worked example: thresholds, the values beside them, gaps."""
    problems: list[Problem] = []
    reader = Given(rules.vocabulary, rules.code_lists, problems)
    for name in sorted(rules.files):
        folder, _, file = name.rpartition("/")
        policy = rules.policies.get(folder.replace("-", "_"))
        root = parse(rules.files[name], name, problems) if file == "cases.yaml" else None
        if root is None or policy is None or policy.subject != subject:
            continue
        yield from (reader.facts(case.value["given"], subject) for case in root.value if "given" in case.value)


def mixed(found: list[dict[str, Any]], count: int, seed: int) -> list[dict[str, Any]]:
    """Subjects of whom much is known: several examples in one."""
    chance = random.Random(seed)
    made = []
    for _ in range(count):
        facts: dict[str, Any] = {}
        for _ in range(chance.randrange(2, 9)):
            facts.update(chance.choice(found))
        made.append(facts)
    return made


@pytest.mark.parametrize(("subject", "every"), [("person", 6), ("organisation", 6), ("place", 1)])
@pytest.mark.parametrize("on", [ON, dt.date(2026, 11, 23)])
def test_all_policies_come_out_the_same(rules: RuleSet, subject: Subject, every: int, on: dt.date) -> None:
    found = list(given_in_cases(rules, subject))
    profiles = [*found[::every], *mixed(found, 60, 1)] if on == ON else mixed(found, 30, 2)
    paths = [key for key, fact in rules.vocabulary.facts.items() if fact.kind == "path" and fact.subject == subject]
    assert differences(rules, profiles, on, subject, paths) == []


@pytest.mark.prove
@pytest.mark.parametrize("subject", ["person", "organisation"])
def test_thousands_come_out_the_same(rules: RuleSet, subject: Subject) -> None:
    found = list(given_in_cases(rules, subject))
    paths = [key for key, fact in rules.vocabulary.facts.items() if fact.kind == "path" and fact.subject == subject]
    assert differences(rules, [*found, *mixed(found, 3000, 3)], ON, subject, paths) == []
