"""The county's whole rule set as one SQL statement: DuckDB says of people and firms what is said of them one by one."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from bole.core.rules import RuleSet, rules_of
from bole.core.vocabulary import Subject, load_folder
from tests.factories.sql import differences
from tests.packs.test_deciding_many import given_in_cases, mixed

ON = dt.date(2022, 5, 1)
RATIOS = (
    "innovation_points",
    "innovation_points_county",
    "per_mu_above_scale",
    "per_mu_below_scale",
    "project_look_back",
)
"""Points that are sums of several ratios of facts: their exact value has more digits than a database counts in."""


@pytest.fixture(scope="module")
def rules() -> RuleSet:
    return rules_of(load_folder(Path(__file__).parents[2] / "packs" / "anji"))


def paths(rules: RuleSet, subject: Subject) -> list[str]:
    return [key for key, fact in rules.vocabulary.facts.items() if fact.kind == "path" and fact.subject == subject]


@pytest.mark.parametrize(("subject", "count"), [("person", 100), ("organisation", 60), ("place", 10)])
def test_all_policies_come_out_the_same(rules: RuleSet, subject: Subject, count: int) -> None:
    profiles = mixed(list(given_in_cases(rules, subject)), count, 5)
    assert differences(rules, profiles, ON, subject, paths(rules, subject)) == []


@pytest.mark.parametrize("subject", ["person", "organisation", "place"])
def test_only_sums_of_ratios_are_left_out(rules: RuleSet, subject: Subject) -> None:
    text = rules.to_sql("spark", ON, subject)
    head = text.split("*/")[0].removeprefix("/* left out: ") if text.startswith("/*") else ""
    assert {name.split("/")[0] for name in head.split(", ") if name} <= set(RATIOS)


@pytest.mark.prove
@pytest.mark.parametrize("subject", ["person", "organisation"])
def test_thousands_come_out_the_same(rules: RuleSet, subject: Subject) -> None:
    found = list(given_in_cases(rules, subject))
    profiles = [*found, *mixed(found, 2000, 6)]
    assert differences(rules, profiles, ON, subject, paths(rules, subject)) == []
