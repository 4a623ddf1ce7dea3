"""The shipped packs: complete, cited, marked, and true to the 22 layouts and the national calendar."""

from __future__ import annotations

import csv
import datetime as dt
from dataclasses import replace
from pathlib import Path

import chinese_calendar
import pytest
import yaml

from bole.core.rules import UNKNOWN, Classifier, check_pack, compile_expression
from bole.core.vocabulary import Pack, TownshipFinder, load_folder

HERE = Path(__file__).parent
PACKS = HERE.parents[1] / "packs"
LAYOUTS = list(csv.DictReader((HERE / "data" / "source_layouts.csv").open(encoding="utf-8")))
OTHER_KEY = {("S09", "township"): "org_township", ("S11", "township"): "place_township"}
ON = dt.date(2026, 11, 1)


@pytest.fixture(scope="module")
def anji() -> Pack:
    return load_folder(PACKS / "anji", [check_pack])


CITED = [path for path in sorted(PACKS.rglob("*.yaml")) if path.name != "cases.yaml"]
"""Examples of a policy carry no citation of their own: they stand beside the policy that does."""


@pytest.mark.parametrize("path", CITED, ids=lambda path: str(path.relative_to(PACKS)))
def test_every_file_says_where_it_comes_from_and_how_sure_it_is(path: Path) -> None:
    data = yaml.safe_load(path.read_text("utf-8"))
    plan = data.get("plan")  # of a plan's own table its head, of a policy the sentences that it serves
    whole = {**data, **plan} if isinstance(plan, dict) else data
    for head in data["groups"].values() if path.name == "groups.yaml" else [whole]:
        assert head.get("cite") or head.get("citation"), path
        assert head["mark"] in ("F", "K", "M"), path


def test_the_county_has_its_parts(anji: Pack) -> None:
    kinds = [fact.kind for fact in anji.vocabulary.facts.values()]
    assert len(kinds) >= 130
    assert set(kinds) == {"scalar", "record_set", "series", "path"}
    assert len(anji.sources) == 22
    assert len(anji.townships) == 15
    assert len(anji.departments) == 38
    assert {fact.subject for fact in anji.vocabulary.facts.values()} == {"person", "organisation", "place"}


def test_every_fact_says_why_it_may_be_used(anji: Pack) -> None:
    for fact in anji.vocabulary.facts.values():
        assert fact.legal_basis, fact.key
        assert fact.purpose, fact.key
        assert fact.name_en, fact.key
    sensitive = {"id_number", "passport_no", "spouse_id_number", "annual_salary", "marital_status", "bank_account"}
    assert all(anji.vocabulary.facts[key].privacy == "sensitive" for key in sensitive)


@pytest.mark.parametrize("row", LAYOUTS, ids=lambda row: f"{row['source']}-{row['header_zh']}")
def test_each_layout_column_reaches_its_fact(row: dict[str, str], anji: Pack) -> None:
    layout = anji.source(row["source"])
    column = layout.columns[int(row["position"]) - 1]
    assert column.header == row["header_zh"]
    expected = OTHER_KEY.get((row["source"], row["fact"]), row["fact"])
    assert expected in {target.rpartition(".")[2] for target in column.targets}
    if row["natural_key"]:
        assert layout.natural_key == tuple(row["natural_key"].split("+"))


def test_civil_servants_are_only_dated(anji: Pack) -> None:
    assert anji.source("S21").effect == "date_only"
    assert [layout.id for layout in anji.sources.values() if layout.effect == "date_only"] == ["S21"]


def test_every_person_source_keeps_military_papers_out(anji: Pack) -> None:
    for layout in anji.sources.values():
        if any("id_number" in column.targets for column in layout.columns):
            assert any("军人" in exclusion.name for exclusion in layout.exclude), layout.id


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("330523101000", "梅溪镇"),
        ("330523110", "梅溪镇"),
        ("昆铜乡", "梅溪镇"),
        ("皈山乡", "孝源街道"),
        ("良朋镇", "天子湖镇"),
        ("杭核镇", "杭垓镇"),
        ("报褔镇", "报福镇"),
        ("上野乡", "上墅乡"),
        ("安吉县递铺街道", "递铺街道"),
        ("浙江省湖州市安吉县天荒坪镇余村村12号", "天荒坪镇"),
        ("农科区", "国家农业科技园区"),
        ("　递铺　", "递铺街道"),
    ],
)
def test_townships_are_found_under_all_their_names(text: str, name: str, anji: Pack) -> None:
    code = TownshipFinder.of(anji).find(text)
    assert code is not None
    assert anji.units[code].name == name


def test_unknown_places_are_not_guessed(anji: Pack) -> None:
    finder = TownshipFinder.of(anji)
    assert [finder.find(text) for text in ("", "杭州市西湖区", "330522101000")] == [None, None, None]


def test_only_completed_studies_hold_the_level(anji: Pack) -> None:
    master = compile_expression('学历 >= "硕士研究生毕业"', anji.vocabulary, anji.code_lists)
    outcomes = {code: master.evaluate({"education_level": code}, ON) for code in ("11", "14", "12", "15", "21", "90")}
    assert outcomes == {"11": True, "14": True, "12": False, "15": False, "21": False, "90": UNKNOWN}


@pytest.mark.parametrize("year", range(2004, 2027))
def test_the_calendar_is_the_announced_one(year: int, anji: Pack) -> None:
    entry = anji.calendar[year]
    assert not entry.provisional
    for offset in range(366):
        day = dt.date(year, 1, 1) + dt.timedelta(offset)
        if day.year != year:
            break
        ours = day in entry.workdays or (day.weekday() < 5 and day not in entry.holidays)
        assert ours == chinese_calendar.is_workday(day), day


@pytest.mark.parametrize("year", [2027, 2028])
def test_years_to_come_are_provisional_with_the_statutory_days(year: int, anji: Pack) -> None:
    entry = anji.calendar[year]
    assert entry.provisional
    assert entry.mark == "K"
    assert {"元旦", "春节", "清明节", "劳动节", "端午节", "中秋节", "国庆节"} == set(entry.holidays.values())


def test_people_fall_into_libraries_teams_and_tiers(anji: Pack) -> None:
    classifier = Classifier.of(anji)
    engineer = {"title_level": "2", "education_level": "21", "post": "研发工程师", "employer_name": "某公司"}
    found = classifier.classify(engineer, ON)
    assert found["stock"] == ["in_stock"]
    assert found["libraries"] == ["high_level"]
    assert found["staff"] == ["professional"]
    assert found["tiers"] == ["high_level"]


def test_people_elsewhere_and_the_dead_lie_outside_the_stock(anji: Pack) -> None:
    classifier = Classifier.of(anji)
    elsewhere = {"degree": "2", "contacts_elsewhere": [{"clue_source": "校友会"}]}
    assert classifier.classify(elsewhere, ON) == {
        "stock": ["elsewhere"],
        "libraries": ["elsewhere"],
        "staff": [],
        "tiers": [],
    }
    returned = {**elsewhere, "insurance_status": "active"}
    assert classifier.classify(returned, ON)["stock"] == ["in_stock"]
    dead = {"degree": "2", "deregistration_reason": "death"}
    assert classifier.classify(dead, ON) == {"stock": ["deceased"], "libraries": [], "staff": [], "tiers": []}
    assert classifier.classify({}, ON) == {"stock": [], "libraries": [], "staff": [], "tiers": []}


def test_shared_derived_facts_change_no_answer(anji: Pack) -> None:
    fast = Classifier.of(anji)
    plain = replace(fast, shared=())
    assert {"is_dead", "in_county_stock"} <= {key for key, _run in fast.shared}
    people = [
        {},
        {"deregistration_reason": "death", "title_level": "1"},
        {"contacts_elsewhere": [{}], "insurance_status": "paused", "skill_level": "6"},
        {"jobs": [{"post": "总经理"}], "post": "总经理", "employer_name": "某"},
        {"is_dead": True, "degree": "2"},
    ]
    for facts in people:
        assert fast.classify(facts, ON) == plain.classify(facts, ON)


def test_party_and_government_cadres_are_never_computed(anji: Pack) -> None:
    staff = {category.key: category for category in anji.classifications["staff"].categories}
    assert len(staff) == 6
    assert staff["party_government"].when is None
    assert len(anji.classifications["libraries"].categories) == 5
    assert [category.rank for category in anji.classifications["tiers"].categories] == [40, 30, 20, 10]


def test_a_why_not_names_the_missing_facts(anji: Pack) -> None:
    step = Classifier.of(anji).explain("libraries", "high_skilled", {"name": "王"}, ON)
    assert step is not None
    assert step.value is UNKNOWN
    assert step.missing() == ["skill_level"]
