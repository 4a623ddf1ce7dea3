"""The county's policies have no fault that can be proved, and people at the edge of each come out the same in all back ends."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from bole.core.rules import RuleSet, rules_of
from bole.core.rules.lint import boundary_people, lint_rules
from bole.core.vocabulary import Subject, load_folder
from bole.main import cli
from tests.factories.frames import differences


@pytest.fixture(scope="module")
def rules() -> RuleSet:
    return rules_of(load_folder(Path(__file__).parents[2] / "packs" / "anji"))


def test_no_fault_can_be_proved(rules: RuleSet) -> None:
    found = lint_rules(rules, deep=True)
    assert [str(finding.problem) for finding in found if not finding.hint] == []


def test_the_command_refuses_a_gap_that_no_case_met(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    packs = Path(__file__).parents[2] / "packs"
    copy = Path(shutil.copytree(packs / "anji", tmp_path / "anji"))
    file = copy / "policies" / "points-project-tier" / "policy.yaml"
    file.write_text(
        file.read_text("utf-8").replace("人才积分 >= 40分", "人才积分 >= 40分 且 人才积分 <> 41分"), "utf-8"
    )
    assert cli.main(["rules", "check", "points-project-tier", "--pack", str(copy), "--json"]) == 1
    problem = json.loads(capsys.readouterr().out)["problems"][0]
    assert problem["file"] == "points-project-tier/policy.yaml"
    assert "空当" in problem["message"]
    assert "以 人才积分=41分 为例" in problem["message"]


def test_the_command_gives_hints_when_asked(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["rules", "check", "home-purchase", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["hints"] == []
    assert cli.main(["rules", "check", "home-purchase", "--deep", "--json"]) == 0
    assert "国内外顶尖人才" in json.loads(capsys.readouterr().out)["hints"][0]["message"]


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
