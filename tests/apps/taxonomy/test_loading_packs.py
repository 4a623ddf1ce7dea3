"""Loading into the product: whole or not at all, once per content, base and county in step."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from bole.core.vocabulary import Pack, Problem, read_files
from bole.kernel.accounts.queries import Unit
from bole.kernel.taxonomy import queries, services
from bole.runtime import paths

pytestmark = pytest.mark.django_db


@pytest.fixture
def county() -> dict[str, str]:
    return read_files(paths.packs_dir() / "anji")


def test_the_county_is_there_with_its_units() -> None:
    pack = queries.current_pack()
    assert pack.id == "anji"
    assert queries.has_pack()
    assert Unit.objects.filter(code="330523110", kind="township", parent__code="330523").exists()
    assert Unit.objects.filter(code="ANJI-ZZB", kind="department").exists()
    assert queries.Region.objects.filter(codes__code="330523101000").get().name == "梅溪镇"


def test_the_pack_in_force_costs_one_query(django_assert_num_queries: object) -> None:
    queries.current_pack()
    with django_assert_num_queries(1):  # type: ignore[operator]
        queries.current_pack()


def test_names_and_townships() -> None:
    assert queries.code_name("education", "11") == "博士研究生毕业"
    assert queries.code_name("education", "11", "en") == "Doctorate completed"
    assert queries.code_name("education", "old") == "old"
    assert queries.township_for("安吉县报褔镇") == "330523106"
    assert queries.township_for("杭州") is None


def test_the_same_content_twice_changes_nothing(county: dict[str, str]) -> None:
    first = services.load_files(county, by=None)
    before = queries.versions().count()
    assert services.load_files(county, by=None).pk == first.pk
    assert queries.versions().count() == before


def test_a_bad_pack_is_refused_whole(county: dict[str, str]) -> None:
    before = queries.current_pack().sha256
    bad = {
        **county,
        "facts.yaml": county["facts.yaml"].replace("name: 年龄,", "name: 岁数,"),
        "sources/S01.yaml": county["sources/S01.yaml"].replace("to: [phone]", "to: [phon]"),
    }
    with pytest.raises(services.PackRefused) as caught:
        services.load_files(bad, by=None)
    assert any("是否指“phone”" in problem.suggestion for problem in caught.value.problems)
    assert "未装入" in str(caught.value)
    assert queries.current_pack().sha256 == before
    assert queries.current_pack().vocabulary.by_name("年龄")


def test_a_bad_flow_refuses_the_pack(county: dict[str, str]) -> None:
    name = next(name for name in county if name.startswith("flows/"))
    with pytest.raises(services.PackRefused) as caught:
        services.load_files({**county, name: county[name].replace("start: ", "start: nowhere_")}, by=None)
    assert caught.value.problems[0].file == name


def test_a_higher_app_may_refuse_a_pack(county: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services, "_checkers", [])

    def refuse(pack: Pack) -> list[Problem]:
        return [Problem("policies/x.yaml", 3, 1, "不行")]

    services.register_checker(refuse)
    with pytest.raises(services.PackRefused, match="不行"):
        services.load_files({**county, "messages.yaml": "cite: x\nmark: M\nmessages:\n  a: {zh: 甲, en: A}\n"}, by=None)


def test_versions_can_be_compared_and_read_again(county: dict[str, str]) -> None:
    old = queries.current_pack()
    changed = {**county, "facts.yaml": county["facts.yaml"].replace("name_en: Age,", "name_en: Years of age,")}
    version = services.load_files(changed, by=None)
    assert [(change.kind, change.key, change.details) for change in queries.changes_of(version)] == [
        ("changed", "age", ("name_en",))
    ]
    assert queries.current_pack().vocabulary.facts["age"].name_en == "Years of age"
    assert queries.pack_of(old.sha256).vocabulary.facts["age"].name_en == "Age"
    services.load_files(county, by=None)
    assert queries.current_pack().sha256 == old.sha256


def test_a_new_base_carries_the_county_over() -> None:
    base = read_files(paths.packs_dir() / "base-cn")
    text = base["calendar.yaml"].replace('  "2027":\n    provisional: true', '  "2027":\n    provisional: false')
    assert text != base["calendar.yaml"]
    before = queries.current_pack()
    assert before.calendar[2027].provisional
    services.load_files({**base, "calendar.yaml": text}, by=None)
    after = queries.current_pack()
    assert after.id == "anji"
    assert not after.calendar[2027].provisional
    assert after.sha256 != before.sha256


def test_a_base_that_breaks_the_county_is_refused() -> None:
    base = read_files(paths.packs_dir() / "base-cn")
    base.pop("codelists/titles.yaml")
    before = queries.current_pack().sha256
    with pytest.raises(services.PackRefused):
        services.load_files(base, by=None)
    assert queries.current_pack().sha256 == before


def test_another_county_takes_over_without_python() -> None:
    services.load_pack(Path(paths.packs_dir() / "tiny"), by=None)
    assert queries.current_pack().id == "tiny"
    assert queries.township_for("溪口乡") == "999901102"
    assert not queries.Region.objects.get(code="330523110").listed
    assert queries.classifier().classify({"boat_licence": "1"}, dt.date(2026, 1, 1)) == {"crews": ["senior"]}
