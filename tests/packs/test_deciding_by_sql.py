"""The county's whole rule set as one SQL statement: DuckDB says of people and firms what is said of them one by one."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from bole.core.rules import RuleSet, rules_of
from bole.core.rules.engines.sql import DialectName
from bole.core.vocabulary import Subject, load_folder
from tests.factories.sql import differences
from tests.packs.test_deciding_many import given_in_cases, mixed

ON = dt.date(2022, 5, 1)


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
@pytest.mark.parametrize("dialect", ["spark", "duckdb"])
def test_nothing_is_left_out(rules: RuleSet, subject: Subject, dialect: DialectName) -> None:
    assert not rules.to_sql(dialect, ON, subject).startswith("/*")


@pytest.mark.prove
@pytest.mark.parametrize("subject", ["person", "organisation"])
def test_thousands_come_out_the_same(rules: RuleSet, subject: Subject) -> None:
    found = list(given_in_cases(rules, subject))
    profiles = [*found, *mixed(found, 2000, 6)]
    assert differences(rules, profiles, ON, subject, paths(rules, subject)) == []
