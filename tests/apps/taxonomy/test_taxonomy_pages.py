"""The pack as staff see it: searchable, every mark in words, nothing for outsiders."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from bole.kernel.taxonomy import queries
from tests.cast import as_role

pytestmark = pytest.mark.django_db
PAGES = ("overview", "facts", "code_lists", "sources", "classifications", "regions", "calendar")


@pytest.fixture
def office(client: Client) -> Client:
    as_role(client, "office")
    return client


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_page_opens_within_its_query_budget(
    name: str, language: str, office: Client, django_assert_max_num_queries: object
) -> None:
    with django_assert_max_num_queries(16):  # type: ignore[operator]
        answer = office.get(reverse(f"taxonomy:{name}"), headers={"accept-language": language})
    assert answer.status_code == 200
    assert "style=" not in answer.content.decode()


@pytest.mark.parametrize(
    ("name", "key", "text"),
    [
        ("fact", "insured_months_continuous", "社会保险参保"),
        ("fact", "honours", "本人排名"),
        ("fact", "has_achievement", "排名 &lt;= 3"),
        ("fact", "place_type", "平台载体"),
        ("code_list", "education", "博士研究生毕业"),
        ("code_list", "townships", "梅溪镇"),
        ("source", "S05", "县管领导干部"),
        ("source", "S21", "只给已在库的人记一个日期"),
    ],
)
def test_details(name: str, key: str, text: str, office: Client) -> None:
    answer = office.get(reverse(f"taxonomy:{name}", args=[key]))
    assert answer.status_code == 200
    assert text in answer.content.decode()


def test_every_fact_list_and_source_has_a_page(office: Client) -> None:
    pack = queries.current_pack()
    addresses = [("fact", key) for key in pack.vocabulary.facts]
    addresses += [("code_list", key) for key in pack.code_lists] + [("source", key) for key in pack.sources]
    for name, key in addresses:
        assert office.get(reverse(f"taxonomy:{name}", args=[key])).status_code == 200, key


def test_the_dictionary_is_searched_by_any_name(office: Client) -> None:
    def found(**query: str) -> str:
        return office.get(reverse("taxonomy:facts"), query).content.decode()

    assert "insured_months_continuous" in found(q="社保月数")
    assert "honours" in found(q="本人排名")
    assert "birth_date" in found(q="date of birth")
    assert "没有符合的事实" in found(q="飞碟")
    assert "annual_reports" in found(kind="series")
    assert "annual_reports" not in found(kind="path")


def test_marks_are_said_in_words(office: Client) -> None:
    assert "非安吉县正式文件" in office.get(reverse("taxonomy:overview")).content.decode()
    page = office.get(reverse("taxonomy:classifications")).content.decode()
    assert ">模拟<" in page
    assert "只有汇总数" in page


def test_a_version_shows_what_it_changed(office: Client) -> None:
    version = queries.county_versions().first()
    assert version is not None
    assert office.get(reverse("taxonomy:version", args=[version.pk])).status_code == 200


@pytest.mark.parametrize(("name", "key"), [("fact", "nothing"), ("code_list", "nothing"), ("source", "S99")])
def test_unknown_parts_are_not_found(name: str, key: str, office: Client) -> None:
    assert office.get(reverse(f"taxonomy:{name}", args=[key])).status_code == 404


def test_talents_and_strangers_do_not_see_the_works(client: Client) -> None:
    assert client.get(reverse("taxonomy:facts")).status_code in (302, 403)
    as_role(client, "talent")
    assert client.get(reverse("taxonomy:facts")).status_code == 403


def test_days_off_are_said_as_runs(office: Client) -> None:
    page = office.get("/packs/calendar/").content.decode()
    assert " – 10-" in page
    assert page.count("国庆") < 40, "one run, not one entry a day"
