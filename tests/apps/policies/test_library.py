"""The library of policies: found by words and by choice, a page per policy, in two languages, modelled rules marked as such."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.test import Client

from bole.governance.policies import queries
from tests import cast

pytestmark = pytest.mark.django_db
LINK = re.compile(r'<h2><a href="/policies/([a-z_]+)/">')


def _found(client: Client, query: str = "") -> list[str]:
    return LINK.findall(client.get(f"/policies/{query}").text)


def test_everybody_reads_the_library_and_every_rule_says_that_it_is_modelled(client: Client) -> None:
    page = client.get("/policies/").text
    assert len(LINK.findall(page)) == 20
    assert f"找到 {len(queries.rules().policies)} 项" in page
    assert "全部" not in page[page.index("找到") :][:40], "nothing is left out, so no total beside the count"
    assert "模拟规则" in page
    assert "不是正式政策" in page


@pytest.mark.parametrize("words", ["购房 博士", "住房和城乡建设局 房款", "home purchase"])
def test_all_words_count_in_both_languages_and_departments(client: Client, words: str) -> None:
    found = _found(client, f"?q={words}")
    assert any(key.startswith("home_purchase") for key in found)
    assert len(found) < 6


def test_what_is_named_so_stands_first(client: Client) -> None:
    assert _found(client, "?q=人才积分")[0] in ("talent_points", "talent_points_example")


def test_filters_narrow_and_say_how_many_they_would_leave(client: Client) -> None:
    page = client.get("/policies/?life=settle&subject=person&mode=apply").text
    policies = queries.rules().policies
    wanted = {k for k, p in policies.items() if "settle" in p.life and p.subject == "person" and p.mode == "apply"}
    assert set(LINK.findall(page)) == wanted
    assert f"申请 ({len(wanted)})" in page
    assert "?subject=person&amp;mode=apply" in page, "a filter in force can be taken away"


def test_pages_of_the_list_keep_the_question(client: Client) -> None:
    first, second = _found(client, "?kind=benefit"), _found(client, "?kind=benefit&page=2")
    assert len(first) == len(second) == 20
    assert not set(first) & set(second)
    assert "?kind=benefit&amp;page=2" in client.get("/policies/?kind=benefit").text


def test_nothing_found_says_what_to_do(client: Client) -> None:
    page = client.get("/policies/?q=没有这种词&life=nonsense").text
    assert "没有找到这样的政策" in page
    assert "看全部政策" in page


def test_a_policy_shows_amounts_instalments_rivals_documents_and_its_mark(client: Client) -> None:
    page = client.get("/policies/home_purchase/").text
    for part in (
        *("模拟规则", "domain/policies.csv P01", "住房和城乡建设局", "100 万元", "B 类", "房款比例", "50%"),
        *("40%", "24 个月后", "每期发放前再核对", "就高不重复", "/policies/rent_subsidy/", "购房合同", "2021-01-01"),
        *("购房网签日期", "社保月数 达到 6个月", "购房总价 * 房款比例"),
    ):
        assert part in page, part
    assert "〔" not in page, "no document number is invented"


@pytest.mark.parametrize(
    ("key", "parts"),
    [
        ("talent_class", ("A 类", "诺贝尔奖获得者", "TC-A-01", "社平工资", "9 万元")),
        (
            "housing_queue_points",
            ("轮候", "最高 24 分", "取其中最高的一项", '<td data-label="分值">-5</td>', "有下列情形的不计分"),
        ),
        ("contest_skill_promotion", ("从上往下,适用第一条符合的。", "高级工", "可晋升")),
        ("agency_alliance_selection", ("按什么排", "上年引进人才数", "人力资源服务机构")),
        ("innovation_points_county", ("评价打分", "按算式")),
        ("per_mu_grade", ("见于外地公开文本", "前25%")),
    ],
)
def test_each_kind_has_a_body_of_its_own(client: Client, key: str, parts: tuple[str, ...]) -> None:
    page = client.get(f"/policies/{key}/").text
    assert [part for part in parts if part not in page] == []


def test_what_a_policy_gives_is_told_in_the_reader_s_language(client: Client) -> None:
    english = Client(HTTP_ACCEPT_LANGUAGE="en").get("/policies/school_place/").text
    assert "Any public school of the county" in english
    assert "任选县内公办学校" not in english
    assert "任选县内公办学校" in client.get("/policies/school_place/").text


def test_every_policy_has_a_page(client: Client) -> None:
    """Every other one in English."""
    english = Client(HTTP_ACCEPT_LANGUAGE="en")
    for place, (key, policy) in enumerate(queries.rules().policies.items()):
        name, reader = (policy.name, client) if place % 2 else (policy.name_en, english)
        assert name in unescape(reader.get(f"/policies/{key}/").text)


def test_no_such_policy(client: Client) -> None:
    answer = client.get("/policies/no_such/")
    assert answer.status_code == 404
    assert "没有这项政策" in answer.text


def test_staff_read_it_beside_their_work(client: Client) -> None:
    cast.as_role(client, "clerk")
    page = client.get("/policies/").text
    assert 'class="rail"' in page
    assert "看我能得到什么" not in page


def test_reading_asks_the_database_little(client: Client, django_assert_max_num_queries: object) -> None:
    client.get("/policies/")
    for address in ("/policies/?q=补贴", "/policies/home_purchase/", "/policies/talent_class/"):
        with django_assert_max_num_queries(6):  # type: ignore[operator]
            client.get(address)
