"""`bole link train` and `use`: a model of the county's own rows, its report first, then in force for every pair at once."""

from __future__ import annotations

import json

import pytest

from bole.main import cli
from bole.people.sources import services
from bole.people.sources.models import Edge, LinkModel
from bole.people.sources.services.base import linkage_settings
from bole.people.sources.services.linking import modelling
from tests.factories.sources import S01, S04, id_number, insured, load, titled

pytestmark = pytest.mark.django_db
PEOPLE = 40


def name(number: int) -> str:
    return "王李张刘陈"[number % 5] + chr(0x5B87 + number) + chr(0x660E + number)


def identity(number: int) -> str:
    return id_number(f"19{60 + number % 40}0{1 + number % 9}1{number % 9}", sequence=100 + number)


@pytest.fixture(autouse=True)
def few_rows_are_enough(monkeypatch):
    section = linkage_settings.section
    few = {"terms": {**section("terms"), "from_rows": PEOPLE, "growth": 100}}
    monkeypatch.setattr(linkage_settings, "section", lambda key: few.get(key) or section(key))
    monkeypatch.setattr(cli, "prepare", lambda **_: None)


@pytest.fixture
def county():
    load(S01, [insured(name(n), identity(n)) for n in range(PEOPLE)], name="社保.csv", link=False)
    load(S04, [titled(name(n), identity(n), f"ZC{n}") for n in range(PEOPLE)], name="职称.csv")


def test_a_trained_model_is_reported_first_and_in_force_only_when_asked(county, capsys):
    before = modelling.current_model().version
    assert before == f"cn-1+{2 * PEOPLE}." + before.split(".")[-1]  # frequencies of the own register
    assert cli.main(["link", "train", "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert report["before"]["persons"] == report["after"]["persons"] == PEOPLE
    assert {each["comparison"] for each in report["levels"]} >= {"number", "name", "born"}
    assert modelling.current_model().version == before != report["version"]
    assert cli.main(["link", "use", report["version"]]) == 0
    assert modelling.current_model().version == report["version"]
    assert set(Edge.objects.values_list("model_version", flat=True)) == {report["version"]}
    assert services.rebuild(check=True).is_same
    assert LinkModel.objects.filter(in_use=True).count() == 1


def test_an_answer_key_teaches_and_judges(county, capsys, tmp_path):
    rows = [f"{file},{n + 2},{n}" for file in ("社保.csv", "职称.csv") for n in range(PEOPLE)]
    key = tmp_path / "truth.csv"
    key.write_text("\n".join(["file,row,person", *rows]) + "\n", "utf-8")
    assert cli.main(["link", "train", "--truth", str(key), "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert report["before"]["f1"] == report["after"]["f1"] == 1.0


def test_an_unknown_version_and_too_few_rows_are_told(capsys):
    assert cli.main(["link", "use", "nothing"]) == 1
    assert cli.main(["link", "train"]) == 1
    told = capsys.readouterr().err
    assert "没有版本为 nothing 的比对模型" in told
    assert "记录太少" in told
