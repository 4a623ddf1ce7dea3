"""Public notices: what anybody sees, how anybody objects, what becomes of it."""

import re
from datetime import date

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client

from bole.core.errors import Conflict, InvalidInput, NotAllowed
from bole.kernel.audit import queries as audit
from bole.kernel.casework import queries, services
from bole.kernel.casework.queries import Case, Objection, Todo
from bole.kernel.notices import queries as notices
from tests.apps.casework.test_moving import at
from tests.cast import as_role, user_of
from tests.factories.casework import on_notice

pytestmark = pytest.mark.django_db
WORDS = {"name": "陈启明", "contact": "13800138000", "grounds": "他在申报前一年已经离开本县,不符合条件。"}


@pytest.fixture(autouse=True)
def _no_tries_yet():
    cache.clear()


def read(client, url: str) -> str:
    return client.get(url).content.decode()


def test_nothing_on_notice_is_said_plainly(client):
    assert "现在没有公示中的事项" in read(client, "/publicity/")
    assert 'href="/publicity/"' in read(client, "/")


def test_anybody_reads_what_the_flow_publishes_and_nothing_else(client):
    case = on_notice(unit="安吉竹业 330523199001011234")
    for url in ("/publicity/", f"/publicity/{case.pk}/"):
        answer = client.get(url)
        page = answer.content.decode()
        assert "卢芳菲" in page
        assert "省劳动模范" in page
        assert "330523199001011234" not in page
        assert "不公开的评语" not in page
        assert "noindex" in answer["X-Robots-Tag"]
        assert answer["Cache-Control"] == "no-store"
    client.cookies["bole_language"] = "en"
    page = read(client, f"/publicity/{case.pk}/")
    assert "Ground" in page


def test_what_is_over_is_gone(client, monkeypatch):
    case = on_notice()
    later = date.fromordinal(case.public_until.toordinal() + 1)
    at(monkeypatch, later.year, later.month, later.day, 1)
    assert client.get(f"/publicity/{case.pk}/").status_code == 404
    assert case.number not in read(client, "/publicity/")


def test_grounds_that_are_not_public_appear_nowhere(client, post):
    case = on_notice(ground="国家引才计划", person="袁珊珊")
    Case.objects.filter(pk=case.pk).update(title="认定:袁珊珊(国家引才计划)")
    case.refresh_from_db()
    assert case.public_until is None
    assert queries.state_of(case).public_until is not None
    assert case.number not in read(client, "/publicity/")
    assert client.get(f"/publicity/{case.pk}/").status_code == 404
    assert post(f"/publicity/{case.pk}/", WORDS).status_code == 404
    services.object_to(case=case, by=None, reason="内部收到的异议,内容属实")
    services.notify_waiting()
    as_role(client, "office")
    for url in ("/cases/worklist/export/?format=csv", "/cases/overview/export/?format=csv"):
        text = b"".join(client.get(url)).decode("utf-8-sig")
        assert case.number in text
        assert "引才计划" not in text
    told = [str(notice.params) for notice in notices.inbox(user_of("office"))]
    assert told
    assert not any("引才计划" in text for text in told)
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from outbox_event where payload::text like '%引才计划%'")
        assert cursor.fetchone() == (0,)


def test_an_objection_becomes_a_todo_of_the_unit_in_charge(client, post):
    case = on_notice()
    assert not Todo.objects.filter(case=case, done_at=None).exists()
    url = f"/publicity/{case.pk}/"
    client.get(url)
    answer = post(url, WORDS)
    assert answer.status_code == 302
    assert re.search(rf"异议已收到,编号 {case.number}-\d+", read(client, url))
    todo = Todo.objects.get(case=case, done_at=None)
    assert (todo.role, todo.unit) == ("office", "ANJI-ZZB")
    assert [row.case_id for row in queries.worklist(user_of("office"))] == [case.pk]
    officer = Client()
    as_role(officer, "office")
    page = read(officer, f"/cases/{case.pk}/")
    for text in (WORDS["grounds"], WORDS["name"], WORDS["contact"], "异议成立", "异议不成立"):
        assert text in page
    objection = Objection.objects.get()
    assert audit.reads_of(objection.pk).count() == 1
    case.refresh_from_db()
    answer = post(f"/cases/todos/{todo.pk}/act/", {"outcome": "dismissed", "reason": "社保记录显示仍在本县", "version": case.lock},
                  using=officer)  # fmt: skip
    assert answer.status_code == 302
    page = read(officer, f"/cases/{case.pk}/")
    assert "社保记录显示仍在本县" in page
    case.refresh_from_db()
    assert services.verify_chain(case) == []


def test_the_same_objection_twice_is_one_whatever_the_key(client, post):
    case = on_notice()
    for _ in range(2):
        assert post(f"/publicity/{case.pk}/", WORDS).status_code == 302
    assert Objection.objects.count() == 1
    assert post(f"/publicity/{case.pk}/", {**WORDS, "grounds": "另一个理由:学历证书编号查不到。"}).status_code == 302
    assert Objection.objects.count() == 2
    assert Todo.objects.filter(case=case, done_at=None).count() == 2


def test_one_key_is_one_objection(client, post):
    case = on_notice()
    client.get("/publicity/")
    for _ in range(2):
        assert post(f"/publicity/{case.pk}/", WORDS, key="0123456789abcdef").status_code == 302
    assert queries.state_of(Case.objects.get(pk=case.pk)).objections == 1


@pytest.mark.parametrize("missing", ["name", "contact", "grounds"])
def test_an_objection_is_under_a_real_name_with_grounds(client, post, missing):
    case = on_notice()
    answer = post(f"/publicity/{case.pk}/", {**WORDS, missing: ""})
    assert answer.status_code == 422
    assert all(text in answer.content.decode() for key, text in WORDS.items() if key != missing)
    with pytest.raises(InvalidInput):
        services.raise_objection(case=case, **{**WORDS, missing: " "})
    assert not Objection.objects.exists()


def test_who_sends_too_many_is_asked_to_wait(client, post):
    case = on_notice()
    found = [post(f"/publicity/{case.pk}/", {**WORDS, "grounds": f"第 {n} 个完全不同的异议理由。"}) for n in range(6)]
    assert [answer.status_code for answer in found] == [302] * 5 + [429]
    assert "请稍后再试" in found[-1].content.decode()


def test_dismissed_objections_let_the_case_pass_others_do_not(monkeypatch):
    passed, turned, silent = on_notice(), on_notice(), on_notice()
    office = user_of("office")
    for case, outcome in ((passed, "dismissed"), (turned, "upheld"), (silent, "")):
        made = services.raise_objection(case=case, **WORDS)
        if outcome:
            todo = Todo.objects.get(case=case, slot=made.seq, done_at=None)
            services.act(todo=todo, by=office, outcome=outcome, reason="查实", version=0)
            with pytest.raises(Conflict, match="已由"):
                services.act(todo=todo, by=office, outcome="upheld", reason="再来", version=0)
    later = date.fromordinal(passed.public_until.toordinal() + 1)
    at(monkeypatch, later.year, later.month, later.day, 1)
    assert services.end_publicities() == 3
    steps = [Case.objects.get(pk=case.pk).step for case in (passed, turned, silent)]
    assert steps == ["write", "sign", "sign"]
    assert not Todo.objects.filter(step="show", done_at=None).exists()
    assert services.verify_all_chains() == {}


def test_others_neither_answer_nor_learn_who_objected(client):
    case = on_notice()
    made = services.raise_objection(case=case, **WORDS)
    with pytest.raises(NotAllowed):
        services.act(todo=Todo.objects.get(slot=made.seq, case=case), by=user_of("clerk"), outcome="upheld",
                     reason="x", version=0)  # fmt: skip
    as_role(client, "clerk")
    page = read(client, f"/cases/{case.pk}/")
    assert WORDS["grounds"] in page
    assert WORDS["name"] not in page
    assert WORDS["contact"] not in page


def test_who_objected_is_sealed_and_destroyed_after_the_term(monkeypatch):
    case = on_notice()
    made = services.raise_objection(case=case, **WORDS)
    with connection.cursor() as cursor:
        cursor.execute("select t::text from casework_objection t")
        row = cursor.fetchone()[0]
    assert not any(text in row or text.encode().hex() in row for text in (WORDS["name"], WORDS["contact"]))
    at(monkeypatch, 2031, 1, 1, 1)
    services.end_publicities()
    Case.objects.filter(pk=case.pk).update(status="closed", closed_at=made.made_at)
    assert services.destroy_objectors() == 1
    assert services.read_objectors(case=case, by=user_of("office")) == {}
    assert services.destroy_objectors() == 0
