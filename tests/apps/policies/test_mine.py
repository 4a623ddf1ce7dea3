"""For me: what I get, what is missing, what is refused, each with its clause and where the fact came from."""

from __future__ import annotations

import datetime as dt
import re
from html import unescape
from typing import Any

import pytest
from django.test import Client

from bole.core.linkage import Chosen, Profile
from bole.governance.policies import queries
from bole.kernel.accounts import queries as accounts
from bole.kernel.accounts.services import Grant, grant_of
from bole.kernel.audit.queries import reads_of
from bole.people.registry import queries as registry
from bole.people.registry.models import Person
from bole.people.registry.services import evidence as door
from bole.people.registry.services import publish_organisations
from tests import cast
from tests.factories.registry import person_row, publish

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 11, 1)
FACTS: dict[str, tuple[Any, str]] = {
    "recognised_class": ("D", ""),
    "employment_mode": ("contract", "S05"),
    "annual_review": ("passed", ""),
    "insurance_status": ("active", "S01"),
    "postdoc_from": ("2025-03-01", ""),
    "postdoc_until": ("2027-03-01", ""),
    "birth_date": ("1990-05-17", "S01"),
    "education_level": ("11", "S02"),
}


class Evidence(door.PublishedFacts):
    """A profile with lineage, as `sources` derives it."""

    def __init__(self, facts: dict[str, tuple[Any, str]]) -> None:
        self.facts = facts

    def profile(self, person_id: Any, true_at: Any = None, known_at: Any = None) -> Profile:
        values = {key: Chosen(value, 1, source, DAY, "trusted") for key, (value, source) in self.facts.items()}
        return Profile(values, {"team_memberships": []})


@pytest.fixture
def me(monkeypatch: pytest.MonkeyPatch) -> Person:
    """The talent of the cast with a profile, employed by a firm of the register."""
    monkeypatch.setattr(door, "_provider", Evidence(FACTS))
    publish_organisations([{"uscc": "91330523MA2B0AAA01", "org_name": "源瑞", "org_township": "330523001"}])
    found = publish(person_row())[0]
    cast.bind("talent", subject=found.pk)
    return found


@pytest.fixture
def page(client: Client, me: Person) -> str:
    cast.as_role(client, "talent")
    return client.get("/policies/mine/").text


def _grant() -> Grant:
    member = accounts.memberships_of(cast.user_of("talent")).select_related("user", "unit").first()
    found = grant_of(member, "policies.view_own")
    assert found is not None
    return found


def _situation(me: Person) -> queries.Situation:
    return queries.situation_of(me, queries.rules(), registry.words(), _grant())


def test_what_i_get_stands_first_with_its_amount(me: Person, page: str) -> None:
    mine = queries.decide_mine(_situation(me), DAY)
    got = {item.key: item for item in mine.got}
    assert got["living_allowance"].amount == "每月 3,000 元"
    assert got["postdoctoral_allowance"].amount == "每年 20 万元"
    assert page.index("现在符合的") < page.index("每月 3,000 元") < page.index("只差一两项的")
    assert "模拟规则" in page


def test_what_excludes_each_other_is_chosen_and_the_loss_is_told(me: Person, page: str) -> None:
    got = {item.key: item for item in queries.decide_mine(_situation(me), DAY).got}
    assert got["postdoctoral_allowance"].rejected == ""
    told = got["living_allowance"].rejected
    assert "生活类补贴就高不重复" in told
    assert "博士后在站生活补助" in told
    assert "16.4 万元" in told
    assert told in unescape(page)


def test_one_or_two_things_missing_are_named_and_sorted(me: Person, page: str) -> None:
    mine = queries.decide_mine(_situation(me), DAY)
    assert [item.distance for item in mine.near] == sorted(item.distance for item in mine.near)
    assert {item.distance for item in mine.near} <= {1, 2}
    near = {item.key: item for item in mine.near}
    assert "公积金缴存月数" in near["provident_fund_loan"].unknown
    assert near["rent_subsidy"].refused == ["租赁备案"]
    assert mine.asked == sum(policy.subject == "person" for policy in queries.rules().policies.values())
    assert all(f"/policies/mine/{key}/" in page for key in near)


def test_my_class_is_recognised_or_computed_and_points_are_a_range(page: str) -> None:
    assert "D 类 · 市级领军人才" in page
    assert "按现有数据测算,不等于认定" in page
    assert re.search(r"\d+ 至 \d+ 分", page)


def test_each_condition_has_outcome_clause_and_source(client: Client, me: Person, page: str) -> None:
    text = client.get("/policies/mine/living_allowance/").text
    for part in (
        *("符合", "domain/policies.csv P", "劳动合同", "2026-11-01", "有误?更正", "对结果有疑问,可以请"),
        f"/register/people/{me.pk}/correct/employment_mode/",
    ):
        assert part in text, part
    refused = client.get("/policies/mine/rent_subsidy/").text
    assert "不符合" in refused
    assert "租赁备案" in refused
    missing = client.get("/policies/mine/provident_fund_loan/").text
    assert "还不知道:部门数据里没有" in missing or "还不知道:申请时由本人填写" in missing


def test_time_alone_ends_a_benefit_on_a_day_that_is_told(me: Person, page: str) -> None:
    mine = queries.decide_mine(_situation(me), DAY)
    got = {item.key: item for item in mine.got}
    assert got["postdoctoral_allowance"].until == dt.date(2027, 3, 1)
    assert got["living_allowance"].until is None
    assert mine.next_change is not None
    assert DAY < mine.next_change <= dt.date(2027, 3, 1)
    assert "单凭时间推算,到 2027-03-01 不再符合" in page


def test_figures_of_the_employer_are_used_and_not_shown(me: Person) -> None:
    situation = _situation(me)
    assert situation.reading("employer.org_name", "源瑞").value == "源瑞"
    closed = situation.reading("employer.is_above_scale", True)
    assert (closed.value, closed.correct_url) == ("", "")
    assert closed.note == "已用于判断,不在这里显示"


@pytest.mark.parametrize("key", ["talent_class", "talent_points", "contest_skill_promotion", "home_purchase"])
def test_each_kind_is_explained(client: Client, me: Person, page: str, key: str) -> None:
    answer = client.get(f"/policies/mine/{key}/")
    assert answer.status_code == 200
    assert "依据" in answer.text


def test_policies_for_firms_and_unknown_ones_are_not_found(client: Client, me: Person, page: str) -> None:
    assert client.get("/policies/mine/per_mu_grade/").status_code == 404
    assert client.get("/policies/mine/no_such/").status_code == 404


def test_reading_the_own_page_leaves_no_row(me: Person, page: str) -> None:
    assert not reads_of(me.pk).exists()


def test_without_a_profile_it_says_so(client: Client) -> None:
    cast.as_role(client, "talent")
    assert "还没有您的档案" in client.get("/policies/mine/").text
    assert "还没有您的档案" in client.get("/policies/mine/home_purchase/").text


def test_only_talents_have_such_a_page(client: Client) -> None:
    cast.as_role(client, "clerk")
    assert client.get("/policies/mine/").status_code == 403


def test_in_english_only_names_without_english_are_chinese(me: Person) -> None:
    english = Client(HTTP_ACCEPT_LANGUAGE="en")
    cast.as_role(english, "talent")
    for address in (
        "/policies/mine/",
        "/policies/mine/living_allowance/",
        "/policies/talent_points/",
        "/policies/per_mu_above_scale/",
    ):
        text = re.sub(r'(?s)<(\w+)[^>]* lang="zh-CN"[^>]*>.*?</\1>', "", english.get(address).text)
        text = text[text.index("<main") : text.index("</main>")]
        assert re.findall("[㐀-鿿]+", text) == []


def test_asks_the_database_little(client: Client, me: Person, page: str, django_assert_max_num_queries: Any) -> None:
    for address in ("/policies/mine/", "/policies/mine/home_purchase/"):
        with django_assert_max_num_queries(20):
            client.get(address)
