"""Every worked example of the county: generated code says slot by slot what the closures say."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from bole.core.rules import RuleSet, rules_of
from bole.core.vocabulary import Subject, load_folder
from tests.core.rules.test_generated import same
from tests.packs.test_deciding_many import given_in_cases, mixed


@pytest.fixture(scope="module")
def rules() -> RuleSet:
    return rules_of(load_folder(Path(__file__).parents[2] / "packs" / "anji"))


@pytest.mark.parametrize("subject", ["person", "organisation", "place"])
@pytest.mark.parametrize("on", [dt.date(2022, 5, 1), dt.date(2026, 11, 23)])
def test_all_policies_come_out_the_same(rules: RuleSet, subject: Subject, on: dt.date) -> None:
    found = list(given_in_cases(rules, subject))
    for facts in [*found[:: 1 if on.year == 2022 else 5], *mixed(found, 50, 4)]:
        one, other = rules.decide(facts, on, subject, reference=True), rules.decide(facts, on, subject)
        assert all(map(same, one.values, other.values)), facts
