"""What officers and talents see of classes, points and decisions; nobody sees what is not his."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bole.governance.policies import services
from bole.governance.policies.models import Decision, Recognition
from bole.people.registry.models import Person
from tests import cast
from tests.factories.recognition import POLICY, recognised, somebody
from tests.factories.registry import person_row, publish

pytestmark = pytest.mark.django_db
SECRET = {"honours": [], "restricted_flag": True, "restricted_level": "national"}


@pytest.fixture
def person() -> Person:
    return somebody(income_band="5", insured_months_total=70)


def page(client: Client, who: str, url: str) -> str:
    cast.as_role(client, who)
    response = client.get(url)
    assert response.status_code == 200, response.status_code
    return response.text


def test_record_and_computed_class_are_two_things(client: Client, person: Person) -> None:
    url = reverse("policies:person", args=[person.pk])
    before = page(client, "office", url)
    assert "没有在册的认定" in before
    assert "B 类" in before, "computed"
    recognised(person, "C", basis="评审会议纪要2026-1", via="committee")
    after = page(client, "office", url)
    assert "与在册类别不同" in after
    assert "C 类" in after
    assert "专家评审" in after


def test_the_page_of_a_person_shows_what_is_on_record(client: Client, person: Person) -> None:
    found = recognised(person)
    text = page(client, "office", reverse("registry:person", args=[person.pk]))
    assert reverse("policies:recognition", args=[found.pk]) in text
    assert reverse("policies:person", args=[person.pk]) in text
    assert reverse("policies:person", args=[person.pk]) not in page(
        client, "steward", reverse("registry:person", args=[person.pk])
    )


def test_a_proposal_is_sent_from_the_form(client: Client, person: Person, post) -> None:
    cast.as_role(client, "office")
    url = reverse("policies:propose", args=[person.pk, POLICY])
    assert "国务院特殊津贴专家" in client.get(url).text, "with its trace"
    refused = post(url, {"level": "A", "via": "computed", "basis": ""})
    assert "与测算类别不一致" in refused.text
    sent = post(url, {"level": "B", "via": "computed", "basis": ""})
    assert sent.status_code == 302
    case = client.get(sent.url).text
    assert reverse("policies:decision", args=[Decision.objects.get().pk]) in case, "the second person sees the trace"
    assert "B 类" in case
    assert "国务院特殊津贴专家" in case


def test_the_list_is_filtered_and_within_the_unit(
    client: Client, person: Person, django_assert_max_num_queries
) -> None:
    other = publish(person_row("王小明", township="330523002", employer_uscc="", sources=["S06"], facts=SECRET))[0]
    recognised(person)
    suspended = recognised(other)
    services.suspend(by="test", recognition=suspended.pk, reason="核查")
    url = reverse("policies:recognitions")
    cast.as_role(client, "office")
    with django_assert_max_num_queries(30):
        text = client.get(url).text
    assert "沈若溪" in text
    assert "王小明" in text
    only = page(client, "office", f"{url}?state=suspended")
    assert "王小明" in only
    assert "沈若溪" not in only
    assert "没有符合筛选的认定" in page(client, "office", f"{url}?level=F")
    mine = page(client, "township", url)
    assert "沈若溪" in mine
    assert "王小明" not in mine


def test_a_restricted_ground_is_closed_to_most(client: Client, person: Person) -> None:
    hidden = publish(person_row("王小明", facts=SECRET))[0]
    found = recognised(hidden)
    assert found.restricted
    url = reverse("policies:recognition", args=[found.pk])
    assert "依据不公开" in page(client, "clerk", url)
    assert "引才计划" not in page(client, "clerk", url)
    assert "引才计划" in page(client, "office", url)
    assert "引才计划" not in page(client, "office", reverse("registry:person", args=[hidden.pk]))
    for url in (
        reverse("policies:decision", args=[found.decision_id]) + "?replay=1",
        reverse("policies:person", args=[hidden.pk]),
        reverse("policies:propose", args=[hidden.pk, POLICY]),
    ):
        assert "引才计划" not in page(client, "clerk", url), url
        assert "依据不公开" in page(client, "clerk", url), url
    both = publish(person_row("李晓明", facts=SECRET | {"honours": [{"honour": "国务院特殊津贴"}]}))[0]
    assert recognised(both).route == "TC-B-06", "a public ground is taken where there is one"


def test_more_recognitions_cost_no_more_queries(client: Client) -> None:
    cast.as_role(client, "office")
    url, counts = reverse("policies:recognitions"), []
    for names in (("沈若溪", "王小明"), ("王明", "李晓明", "昀", "欧阳建国")):
        for name in names:
            recognised(somebody(name))
        client.get(url)
        with CaptureQueriesContext(connection) as seen:
            client.get(url)
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_a_recognition_is_suspended_and_resumed_from_its_page(client: Client, person: Person, post) -> None:
    found = recognised(person, unit_code="ANJI-RLSBJ")
    url, act = reverse("policies:recognition", args=[found.pk]), reverse("policies:recognition_act", args=[found.pk])
    cast.as_role(client, "clerk")
    assert "请写明理由" in post(act, {"verb": "suspend", "reason": ""}).text
    post(act, {"verb": "suspend", "reason": "核查材料"})
    text = client.get(url).text
    assert "核查材料" in text
    assert "恢复" in text
    post(act, {"verb": "resume", "reason": "核查无误"})
    assert Recognition.objects.get().state == "in_force"
    assert post(act, {"verb": "dance", "reason": "xx"}).status_code == 400
    sent = post(act, {"verb": "revoke", "reason": "材料不实"})
    assert sent.status_code == 302
    assert "材料不实" in client.get(sent.url).text


def test_a_department_acts_on_what_it_put_on_record_only(client: Client, person: Person, post) -> None:
    found = recognised(person, unit_code="ANJI-ZZB")
    cast.as_role(client, "clerk")
    assert "现在没有您可以办的" in client.get(reverse("policies:recognition", args=[found.pk])).text
    act = reverse("policies:recognition_act", args=[found.pk])
    assert post(act, {"verb": "suspend", "reason": "核查"}).status_code == 403


def test_the_talent_sees_the_own_class_and_appeals(client: Client, person: Person, post) -> None:
    cast.bind("talent", subject=person.pk)
    url = reverse("policies:my_class")
    assert "还没有认定" in page(client, "talent", url)
    found = recognised(person)
    shown = page(client, "talent", url)
    assert "B 类" in shown
    assert "有效期至" in shown
    assert reverse("policies:appeal", args=[found.pk]) not in shown
    services.suspend(by=cast.user_of("clerk"), recognition=found.pk, reason="材料待核")
    assert "材料待核" in page(client, "talent", url)
    assert "您的人才类别登记有变动" in client.get(reverse("notices:inbox")).text
    appeal = reverse("policies:appeal", args=[found.pk])
    sent = post(appeal, {"reason": "材料已经补齐"})
    assert sent.status_code == 302
    assert "已有同样的办件" in post(appeal, {"reason": "再说一遍"}).text
    assert reverse("policies:my_class") in page(client, "talent", reverse("registry:own"))


def test_points_are_kept_with_what_gave_them_and_not_overwritten(client: Client, person: Person, post) -> None:
    cast.as_role(client, "office")
    sent = post(reverse("policies:store_points", args=[person.pk, "talent_points"]))
    stored = Decision.objects.get(purpose="points")
    assert sent.url == reverse("policies:decision", args=[stored.pk])
    text = client.get(sent.url).text
    assert "累计缴费月数" in text
    assert "70" in text
    before = stored.outcome["outputs"]["low"]
    Person.objects.filter(pk=person.pk).update(facts={**person.facts, "insured_months_total": 130})
    now = client.get(reverse("policies:person", args=[person.pk])).text
    stored.refresh_from_db()
    assert stored.outcome["outputs"]["low"] == before
    assert "已评定" in now
    cast.bind("talent", subject=person.pk)
    assert "逐项得分与依据" in page(client, "talent", reverse("policies:my_class"))


def test_a_decision_shows_rows_and_sources_and_is_replayed(client: Client, person: Person) -> None:
    decision = recognised(person).decision
    assert decision is not None
    url = reverse("policies:decision", args=[decision.pk])
    text = page(client, "office", url)
    assert "国务院政府特殊津贴" in text, "the row that met the condition"
    again = page(client, "office", f"{url}?replay=1")
    assert "用当时的规则和事实重算,结果相同" in again
    assert "用到的事实没有变化" in again
    Person.objects.filter(pk=person.pk).update(sets={"honours": []})
    changed = page(client, "office", f"{url}?replay=1")
    assert "用当时的规则和事实重算,结果相同" in changed
    assert "结果的变化" in changed
    assert "荣誉" in changed


def test_sensitive_values_of_a_decision_are_closed_to_a_clerk(client: Client, person: Person) -> None:
    stored = services.store_decision(by="test", purpose="points", policy="talent_points", subject_id=person.pk)
    url = reverse("policies:decision", args=[stored.pk])
    assert "••••••" in page(client, "clerk", url)
    assert "••••••" not in page(client, "office", url)
