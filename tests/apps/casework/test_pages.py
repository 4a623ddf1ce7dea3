"""Pages: who gets in, what they see, what a decision in the browser does."""

import uuid

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from bole.kernel.casework import services
from bole.kernel.casework.queries import Case, Delegation, Todo
from tests.cast import NAMES, as_role, bind, user_of
from tests.factories.casework import correction, decide, seat

pytestmark = pytest.mark.django_db
LISTS = {
    "casework:worklist": {"talent", "foreigner", "employer", "clerk", "approver", "neighbour", "township", "steward",
                          "office", "leader"},
    "casework:mine": set(NAMES) - {"outsider"},
    "casework:delegations": {"clerk", "approver", "neighbour", "township", "steward", "office"},
    "casework:overview": {"approver", "office"},
    "casework:flows": set(NAMES) - {"outsider", "talent", "foreigner", "employer", "partner"},
}  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_every_list_opens_for_its_roles_only(client, name):
    as_role(client, name)
    for url_name, welcome in LISTS.items():
        status = client.get(reverse(url_name)).status_code
        assert status == (200 if name in welcome else 403), (url_name, name)


def test_every_address_asks_for_log_in():
    for url_name in LISTS:
        assert Client().get(reverse(url_name)).status_code == 302


@pytest.mark.parametrize("name", NAMES)
def test_a_case_is_seen_by_its_own_people_only(client, name):
    case = correction(user_of("talent"))
    as_role(client, name)
    status = client.get(reverse("casework:case", args=[case.pk])).status_code
    if name in ("talent", "clerk", "approver", "office", "auditor"):
        assert status == 200
    else:
        assert status == (403 if name == "outsider" else 404)


@pytest.mark.parametrize("name", NAMES)
def test_a_strangers_post_changes_nothing(client, post, name):
    case = correction(user_of("talent"))
    todo = seat(case)
    as_role(client, name)
    for url_name in ("act", "claim", "release", "reassign"):
        data = {"outcome": "confirm", "version": case.lock, "unit": "ANJI-KJJ", "reason": "x"}
        if name in ("clerk", "approver", "office") and url_name in ("act", "claim", "reassign"):
            continue
        status = post(reverse(f"casework:{url_name}", args=[todo.pk]), data, using=client).status_code
        assert status in (403, 404), (url_name, name, status)
    todo.refresh_from_db()
    assert todo.is_open
    assert todo.assignee is None


def test_the_clerk_decides_from_the_worklist(client, post):
    case = correction(user_of("talent"))
    as_role(client, "clerk")
    page = client.get(reverse("casework:worklist")).content.decode()
    assert case.title in page
    assert reverse("casework:case", args=[case.pk]) in page
    page = client.get(reverse("casework:case", args=[case.pk])).content.decode()
    assert 'data-key="1"' in page
    assert "确有错误" in page
    url = reverse("casework:act", args=[seat(case).pk])
    answer = post(url, {"outcome": "confirm", "version": case.lock, "then": "worklist"})
    assert answer.url == reverse("casework:worklist")
    assert "已办理" in client.get(answer.url).content.decode()
    case.refresh_from_db()
    assert case.step == "apply"


def test_a_missing_reason_comes_back_with_what_was_typed(client, post):
    case = correction(user_of("talent"))
    as_role(client, "clerk")
    url = reverse("casework:act", args=[seat(case).pk])
    answer = post(url, {"outcome": "refuse", "version": case.lock, "reason": ""})
    assert answer.status_code == 422
    assert "请写明“原值无误”的理由" in answer.content.decode()
    answer = post(url, {"outcome": "nonsense", "version": case.lock, "reason": "写了很久的理由"})
    assert answer.status_code == 422
    assert "写了很久的理由" in answer.content.decode()


def test_the_slower_officer_is_told_what_happened(client, post):
    case = correction(user_of("talent"))
    todo, version = seat(case), case.lock
    decide(case, user_of("clerk"), "confirm")
    as_role(client, "clerk")
    answer = post(reverse("casework:act", args=[todo.pk]), {"outcome": "refuse", "version": version, "reason": "x"})
    assert answer.status_code == 409
    assert "结果是“确有错误”" in answer.content.decode()


def test_a_talent_follows_a_case_answers_and_takes_it_back(client, post):
    talent = user_of("talent")
    case, other = correction(talent, title="更正:毕业院校"), correction(talent, title="更正:手机")
    decide(case, user_of("clerk"), "correct", "请补充毕业证书编号")
    as_role(client, "talent")
    page = client.get(reverse("casework:mine")).content.decode()
    assert "更正:毕业院校" in page
    page = client.get(reverse("casework:case", args=[case.pk])).content.decode()
    assert "请补充毕业证书编号" in page
    assert "提交补正" in page
    assert "应为" in page
    answer = post(reverse("casework:act", args=[seat(case).pk]),
                  {"outcome": "resubmit", "version": Case.objects.get(pk=case.pk).lock, "reason": "编号 123"})  # fmt: skip
    assert answer.status_code == 302
    assert Todo.objects.get(case=case, done_at=None).unit == "ANJI-RLSBJ"
    assert post(reverse("casework:withdraw", args=[other.pk])).status_code == 302
    other.refresh_from_db()
    assert other.result == "withdrawn"


def test_a_case_about_a_person_is_seen_by_that_person(client):
    person = uuid.uuid4()
    case = correction(user_of("clerk"), subject=person)
    bind("foreigner", subject=person)
    as_role(client, "foreigner")
    assert client.get(reverse("casework:case", args=[case.pk])).status_code == 200
    as_role(client, "talent")
    assert client.get(reverse("casework:case", args=[case.pk])).status_code == 404


def test_lists_leave_as_xlsx_and_csv_without_formulas(client):
    correction(user_of("talent"), title="=HYPERLINK(1)")
    as_role(client, "clerk")
    url = reverse("casework:worklist_export")
    assert b"".join(client.get(url)).startswith(b"PK")
    assert "'=HYPERLINK(1)" in b"".join(client.get(f"{url}?format=csv")).decode("utf-8-sig")
    as_role(client, "office")
    text = b"".join(client.get(reverse("casework:overview_export") + "?format=csv")).decode("utf-8-sig")
    assert "来源部门核对" in text


def test_the_overview_shows_load_and_hands_over(client, post):
    case = correction(user_of("talent"))
    as_role(client, "office")
    page = client.get(reverse("casework:overview")).content.decode()
    assert case.title in page
    url = reverse("casework:reassign", args=[seat(case).pk])
    assert url in client.get(reverse("casework:case", args=[case.pk])).content.decode()
    assert client.get(url).status_code == 200
    assert post(url, {"unit": "ANJI-KJJ", "reason": ""}).status_code == 422
    assert post(url, {"unit": "ANJI-KJJ", "reason": "职责划转"}).status_code == 302
    assert seat(case).unit == "ANJI-KJJ"


def test_a_clerk_delegates_and_takes_it_back(client, post):
    clerk, approver = user_of("clerk"), user_of("approver")
    as_role(client, "clerk")
    url = reverse("casework:delegations")
    data = {
        "membership": clerk.memberships.get().pk,
        "to": approver.pk,
        "valid_from": "2020-01-01",
        "valid_to": "2020-02-01",
    }
    assert "从今天或以后" in post(url, data).content.decode()
    data |= {"valid_from": "2199-01-01", "valid_to": "2199-02-01"}
    assert post(url, data).status_code == 302
    page = client.get(url).content.decode()
    assert str(approver) in page
    assert "2199-01-01 — 2199-02-01" in page, "the last day is said as people mean it"
    given = Delegation.objects.get()
    assert (given.valid_from.isoformat(), given.valid_to.isoformat()) == ("2199-01-01", "2199-02-02")


def test_the_delegation_form_begins_with_today_and_ones_only_post(client):
    as_role(client, "clerk")
    page = client.get(reverse("casework:delegations")).content.decode()
    assert f'value="{timezone.localdate().isoformat()}"' in page
    assert f'<option value="{user_of("clerk").memberships.get().pk}" selected' in page
    assert "部门受理员 · " in page


def test_the_overview_sorts(client):
    for title in ("乙", "甲"):
        correction(user_of("talent"), title=title)
    as_role(client, "office")
    places = []
    for sort in ("title", "-title"):
        page = client.get(reverse("casework:overview"), {"sort": sort}).content.decode()
        places.append(page.index(">乙<") < page.index(">甲<"))
    assert places[0] != places[1]


def test_flows_are_shown_and_leave_as_bpmn(client):
    as_role(client, "office")
    assert "来源部门核对" in client.get(reverse("casework:flows")).content.decode()
    answer = client.get(reverse("casework:flow_bpmn", args=["correction"]))
    assert b"multiInstance" not in answer.content
    assert b"userTask" in answer.content
    assert client.get(reverse("casework:flow_bpmn", args=["nothing"])).status_code == 404


def test_an_owning_app_shows_its_object_on_the_case_page(client, monkeypatch):
    from bole.kernel.casework.services import registering

    monkeypatch.setattr(registering, "_panels", [])
    services.register_panel("correction", "ui/_empty.html", lambda case, request: {"title": "现值:本科"})
    services.register_panel("another", "ui/_empty.html", lambda case, request: {"title": "不该出现"})
    case = correction(user_of("talent"))
    as_role(client, "clerk")
    page = client.get(reverse("casework:case", args=[case.pk])).content.decode()
    assert "现值:本科" in page
    assert "不该出现" not in page


def test_lists_cost_a_fixed_number_of_queries(client, django_assert_max_num_queries):
    for _ in range(12):
        correction(user_of("talent"))
    as_role(client, "clerk")
    client.get(reverse("casework:worklist"))
    with django_assert_max_num_queries(30):
        client.get(reverse("casework:worklist"))


def test_pages_speak_english(client):
    case = correction(user_of("talent"))
    as_role(client, "clerk")
    client.cookies["bole_language"] = "en"
    page = client.get(reverse("casework:case", args=[case.pk])).content.decode()
    assert "Check by the source department" in page
    assert "The value is wrong" in page
