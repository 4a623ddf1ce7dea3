"""How policies reach people: figures that open into lists, messages that go once and never to a whole county unasked."""

from __future__ import annotations

import datetime as dt
import re
from html import unescape
from typing import Any

import pytest
from django.test import Client

from bole.governance.policies import queries
from bole.governance.policies.models import Match, Tally
from bole.governance.policies.queries import takeup as reads
from bole.governance.policies.services.matching import deciding, running, takeup, telling
from bole.governance.policies.views import takeup as views
from bole.kernel.accounts import queries as accounts
from bole.kernel.accounts.services import grant_of
from bole.kernel.audit.queries import reads_of
from bole.kernel.notices.models import Notice
from bole.people.registry import queries as registry
from bole.people.registry.services import redirect_persons
from tests import cast
from tests.factories.registry import person_id, person_row, publish

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 11, 1)
KEY = "living_allowance"
GOOD = {"employment_mode": "contract", "annual_review": "passed", "insurance_status": "active"}
PAID = {
    "subsidies": [{"subsidy_name": "高层次人才生活津贴", "subsidy_paid_on": "2025-03-01", "subsidy_amount": 300_000}]
}


@pytest.fixture
def matched(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three people: one entitled, one who lacks a fact, one who is refused; the second was paid before."""
    publish(
        person_row("沈若溪", facts={"recognised_class": "D", **GOOD}),
        person_row(
            "王明", facts={"recognised_class": "D", "employment_mode": "contract", "insurance_status": "active", **PAID}
        ),
        person_row("昀", facts={"recognised_class": "D", **GOOD, "employment_mode": "none"}, township="330523002"),
        person_row("李晓明", facts={"recognised_class": "D", **GOOD, "employment_mode": "none"}, township="330523002"),
    )
    running.bring_up_to_date("person", on=DAY)


def _grant(name: str, action: str = "policies.view_takeup") -> Any:
    member = accounts.memberships_of(cast.user_of(name)).select_related("user", "unit").first()
    return grant_of(member, action)


def _line(name: str = "office", **asked: str) -> reads.Line:
    words = registry.words()
    found = reads.lines(queries.rules(), words, reads.asked_of(asked, _grant(name), words))
    return next(line for line in found if line.key == KEY)


def test_figures_by_policy_township_and_class(matched: None) -> None:
    line = _line()
    assert (line.figures["eligible"], line.figures["near"], line.figures["taken"]) == (1, 1, 1)
    assert line.certain == "每月 3,000 元"
    assert line.figures["certain"] == Match.objects.get(policy=KEY, until=None).amount == 300_000
    assert _line(township="330523001").figures["eligible"] == 1
    assert _line(township="330523002").figures["eligible"] == 0
    assert _line(**{"class": "D"}).figures["eligible"] == 1
    assert _line(**{"class": "-"}).figures["eligible"] == 0


def test_the_table_opens_into_lists_with_names_masked_numbers_and_the_missing_fact(
    client: Client, matched: None
) -> None:
    cast.as_role(client, "office")
    page = client.get("/policies/takeup/").text
    assert "高层次人才生活津贴" in page
    assert f"/policies/takeup/{KEY}/?kind=person&amp;list=near" in page
    near = client.get(f"/policies/takeup/{KEY}/?list=near").text
    assert "王明" in near
    assert "沈若溪" not in near
    assert "年度考核结果" in near
    assert "330523********1234" in near
    entitled = client.get(f"/policies/takeup/{KEY}/?list=eligible").text
    assert "沈若溪" in entitled
    assert "每月 3,000 元" in entitled
    assert "王明" in client.get(f"/policies/takeup/{KEY}/?list=taken").text
    assert reads_of(person_id("王明")).filter(purpose="查看政策覆盖名单").exists()


def test_sorted_and_filtered_by_the_address(client: Client, matched: None) -> None:
    cast.as_role(client, "office")
    page = client.get("/policies/takeup/?sort=-certain&township=330523001&class=D&department=ANJI-RLSBJ").text
    rows = re.findall(r'class="strong" href="/policies/takeup/(\w+)/', page)
    assert rows[0] == KEY
    assert all(queries.rules().policies[key].department == "ANJI-RLSBJ" for key in rows)
    assert client.get("/policies/takeup/?sort=nonsense&township=x&class=y&kind=z").status_code == 200
    assert client.get("/policies/takeup/?kind=organisation").status_code == 200


def test_a_department_sees_its_policies_a_township_its_people(client: Client, matched: None) -> None:
    cast.as_role(client, "clerk")
    page = client.get("/policies/takeup/").text
    assert KEY in page
    assert "home_purchase" not in page
    assert client.get("/policies/takeup/home_purchase/").status_code == 404
    assert _line("township").figures["eligible"] == (1 if _grant("township").unit.code == "330523001" else 0)


def test_who_may_not_see_people_sees_figures_alone(client: Client, matched: None) -> None:
    cast.as_role(client, "leader")
    page = client.get(f"/policies/takeup/{KEY}/").text
    assert "您只能看数字" in page
    assert "沈若溪" not in page
    cast.as_role(client, "talent")
    assert client.get("/policies/takeup/").status_code == 403


def test_the_file_has_the_same_figures(matched: None) -> None:
    grant = _grant("office")
    assert [column.title for column in views._columns(grant, {})][:3] == ["政策", "部门", "符合"]
    rows = {row[0]: row for row in views._rows(grant, {"query": "township=330523001"})}
    assert rows["高层次人才生活津贴"][2:8] == [1, _line(township="330523001").figures["possible"], 1, 0, 1, 3000.0]


def test_before_the_first_run_it_says_so(client: Client) -> None:
    cast.as_role(client, "office")
    assert "还没有匹配过" in client.get("/policies/takeup/").text


def test_in_english_only_names_are_chinese(client: Client, matched: None) -> None:
    english = Client(HTTP_ACCEPT_LANGUAGE="en")
    cast.as_role(english, "office")
    for address in ("/policies/takeup/", f"/policies/takeup/{KEY}/?list=near", "/policies/takeup/release/"):
        text = english.get(address).text
        assert english.get(address).status_code == 200
        assert "Living allowance" in text or "living" in text.lower() or "release" in address


def test_lists_ask_the_database_little(client: Client, matched: None, django_assert_max_num_queries: Any) -> None:
    cast.as_role(client, "office")
    queries.rules()
    for address in ("/policies/takeup/", f"/policies/takeup/{KEY}/?list=near"):
        with django_assert_max_num_queries(32):
            client.get(address)


# --- telling ----------------------------------------------------------------------------------------------------------


def test_the_first_run_tells_nobody_until_it_is_released(client: Client, post: Any, matched: None) -> None:
    cast.bind("talent", subject=person_id("沈若溪"))
    assert set(Match.objects.filter(until=None).values_list("telling", flat=True)) == {"held"}
    telling.tell_queued()
    assert not Notice.objects.exists()
    cast.as_role(client, "office")
    page = unescape(client.get("/policies/takeup/release/").text)
    assert "高层次人才生活津贴" in page
    held = {key: (n, reach) for _kind, key, n, reach in telling.held_counts()}
    assert held[KEY] == (1, 1)
    post("/policies/takeup/release/", {"policy": [KEY], "act": "tell"})
    assert telling.tell_queued() == 1
    match = Match.objects.get(policy=KEY, until=None)
    assert (match.telling, match.told_at is not None) == ("told", True)
    notice = Notice.objects.get(user=cast.user_of("talent"))
    assert notice.params == {"name": "高层次人才生活津贴"}
    assert notice.url == f"/policies/mine/{KEY}/"
    assert telling.tell_queued() == 0
    assert sum(Tally.objects.filter(policy=KEY).values_list("told", flat=True)) == 1


def test_what_is_set_aside_is_never_told(client: Client, post: Any, matched: None) -> None:
    cast.as_role(client, "office")
    post("/policies/takeup/release/", {"policy": [KEY], "act": "dismiss"})
    telling.tell_queued()
    assert Match.objects.get(policy=KEY, until=None).telling == "dismissed"
    assert KEY not in {key for _kind, key, *_rest in telling.held_counts()}
    assert post("/policies/takeup/release/", {"act": "tell"}).status_code == 400


def test_few_new_ones_are_told_at_once_in_their_language_and_once_only(matched: None) -> None:
    user = cast.bind("talent", subject=person_id("李晓明"))
    user.language = "en"
    user.save(update_fields=["language"])
    facts = {"recognised_class": "D", **GOOD}
    publish(person_row("李晓明", facts=facts))
    running.bring_up_to_date("person", on=DAY)
    telling.tell_queued()
    notices = Notice.objects.filter(user=user, url=f"/policies/mine/{KEY}/")
    assert [notice.params["name"] for notice in notices] == [queries.rules().policies[KEY].name_en]
    publish(person_row("李晓明", facts={**facts, "employment_mode": "none"}))
    running.bring_up_to_date("person", on=DAY)
    assert Match.objects.get(policy=KEY, subject_id=str(person_id("李晓明"))).until == DAY
    publish(person_row("李晓明", facts=facts))
    running.bring_up_to_date("person", on=DAY + dt.timedelta(1))
    telling.tell_queued()
    match = Match.objects.get(policy=KEY, subject_id=str(person_id("李晓明")))
    assert (match.until, match.since, match.telling) == (None, DAY + dt.timedelta(1), "told")
    assert notices.count() == 1


def test_many_new_ones_wait_for_a_release(matched: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deciding, "tell_at_once", lambda: 1)
    facts = {"recognised_class": "D", **GOOD}
    publish(person_row("李晓明", facts=facts), person_row("昀", facts=facts))
    running.bring_up_to_date("person", on=DAY)
    fresh = Match.objects.filter(policy=KEY, until=None).exclude(subject_id=str(person_id("沈若溪")))
    assert set(fresh.values_list("telling", flat=True)) == {"held"}


def test_without_an_account_it_counts_as_not_reachable(matched: None) -> None:
    publish(person_row("李晓明", facts={"recognised_class": "D", **GOOD}))
    running.bring_up_to_date("person", on=DAY)
    assert telling.tell_queued() == 0
    assert Match.objects.get(policy=KEY, subject_id=str(person_id("李晓明")), until=None).telling == "unreachable"


def test_an_account_of_a_joined_person_is_told_for_the_other(matched: None) -> None:
    cast.bind("talent", subject=person_id("李晓明"))
    publish(person_row("李晓明"))
    redirect_persons([(str(person_id("李晓明")), str(person_id("沈若溪")))])
    Match.objects.filter(policy=KEY, until=None).update(telling="queued")
    assert telling.tell_queued() == 1


# --- taken up ---------------------------------------------------------------------------------------------------------


def test_another_engine_tells_what_was_taken_up(matched: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(takeup, "_providers", {})
    one = str(person_id("沈若溪"))
    takeup.register_takeup("hall", lambda subject, ids: [takeup.TakenUp(one, KEY, DAY, "办件 7")])
    assert takeup.note_takeup("person", None) == 1
    match = Match.objects.get(policy=KEY, subject_id=one)
    assert (match.taken_up_on, match.taken_up_ref, match.until) == (DAY, "办件 7", None)
    assert takeup.note_takeup("person", None) == 0
    assert _line().figures["taken"] == 2


def test_a_payment_of_a_policy_that_is_not_due_now_is_kept_as_ended(matched: None) -> None:
    match = Match.objects.get(policy=KEY, subject_id=str(person_id("王明")))
    assert (match.since, match.until, match.telling) == (dt.date(2025, 3, 1), dt.date(2025, 3, 1), "dismissed")
