"""Thousands of questions of a machine: opened, decided and closed together as if each had been by itself."""

import pytest
from django.urls import reverse

from bole.core.errors import NotAllowed
from bole.kernel.casework import queries, services
from bole.kernel.casework.queries import Case, Todo
from bole.kernel.casework.services import registering
from tests.cast import as_role, user_of
from tests.factories.casework import publish

pytestmark = pytest.mark.django_db
ASK = """\
key: question
name: 机器的问题
version: 1
start: check
withdraw: {from: [check, second], to: gone}
steps:
  check:
    name: 判定
    kind: task
    assignee: {role: steward, unit: case}
    outcomes:
      same: {name: 是, to: apply}
      unsure: {name: 看不清, to: second}
  second:
    name: 第二人
    kind: task
    assignee: {role: steward, unit: case}
    distinct_from: [check]
    outcomes:
      same: {name: 是, to: apply}
  apply:
    name: 执行
    kind: automatic
    effect: test.apply
    outcomes:
      done: {name: 完成, to: ok}
ends:
  ok: {name: 已判定, result: granted}
  gone: {name: 不再需要, result: withdrawn}
"""
UNIT = "ANJI-DSJ"


@pytest.fixture
def asked():
    user_of("steward")
    publish(ASK)
    new = [services.NewCase(key=f"q:{n}", title=f"问题 {n}", data={"n": n}) for n in range(40)]
    return services.open_cases(flow="question", by="machine", unit_code=UNIT, cases=new, tell=False)


def test_each_is_a_case_like_any_other(asked):
    cases = list(Case.objects.filter(flow__key="question").order_by("pk"))
    assert [case.data["n"] for case in cases] == list(range(40))
    assert {(case.step, case.status, case.lock) for case in cases} == {("check", "open", 1)}
    assert all(services.verify_chain(case) == [] for case in cases)
    seats = Todo.objects.filter(case__in=cases)
    assert {(seat.role, seat.unit, seat.slot) for seat in seats} == {("steward", UNIT, 1)}
    assert seats.count() == 40
    one = services.act(todo=seats[0], by=user_of("steward"), outcome="unsure", version=1)
    assert one.step == "second"
    assert services.verify_chain(one) == []


def test_asking_again_opens_nothing_and_needs_few_statements(asked, django_assert_max_num_queries):
    new = [services.NewCase(key=f"q:{n}", title="") for n in range(30, 140)]
    with django_assert_max_num_queries(14):
        found = services.open_cases(flow="question", by="machine", unit_code=UNIT, cases=new, tell=False)
    assert Case.objects.filter(flow__key="question").count() == 140
    assert found["q:30"].pk == asked["q:30"].pk
    assert found["q:30"].title == "问题 30"


def test_nobody_gets_a_message_for_each(asked):
    assert services.notify_waiting() == 0


def test_all_are_decided_alike_with_the_effect_of_the_owner(asked):
    steward, ids = user_of("steward"), [case.pk for case in asked.values()]
    seen = []

    def effects(cases):
        seen.extend(case.pk for case in cases)
        return dict.fromkeys(seen, "done")

    services.decide_cases(by=steward, cases=ids, outcome="same", reason="十对抽样一致", effects=effects)
    cases = list(Case.objects.filter(pk__in=ids))
    assert {(case.step, case.status, case.result) for case in cases} == {("ok", "closed", "granted")}
    assert all(services.verify_chain(case) == [] for case in cases)
    assert sorted(seen) == sorted(ids)
    assert not Todo.objects.filter(case__in=ids, done_at=None).exists()
    decided = cases[0].events.get(name="decided", step="check")
    assert (decided.actor_id, decided.said["reason"]) == (steward.pk, "十对抽样一致")


def test_one_that_may_not_be_decided_stops_all(asked, monkeypatch):
    monkeypatch.setattr(registering, "_effects", {"test.apply": lambda case, event: None})
    steward, ids = user_of("steward"), [case.pk for case in asked.values()]
    services.act(todo=Todo.objects.get(case=ids[0]), by=steward, outcome="unsure", version=1)
    with pytest.raises(NotAllowed):  # the second look needs a second person
        services.decide_cases(by=steward, cases=ids, outcome="same", reason="", effects=lambda cases: {})
    assert Case.objects.filter(pk__in=ids, step="check").count() == 39


def test_what_nobody_asks_any_more_is_closed_with_the_reason(asked):
    ids = [case.pk for case in asked.values()]
    assert len(services.close_cases(by="machine", cases=ids[:30], reason="新数据已答")) == 30
    assert services.close_cases(by="machine", cases=ids[:30], reason="再来") == []
    gone = Case.objects.get(pk=ids[0])
    assert (gone.status, gone.result, gone.step) == ("closed", "withdrawn", "gone")
    assert gone.events.get(name="withdrawn").said["reason"] == "新数据已答"
    assert services.verify_chain(gone) == []
    assert Todo.objects.filter(case__in=ids, done_at=None).count() == 10


def test_the_worklist_counts_a_queue_instead_of_listing_it(asked, client, monkeypatch):
    monkeypatch.setattr(registering, "_queues", {"question": services.Queue("question", "casework:mine")})
    as_role(client, "steward")
    own = services.open_case(flow="question", by="x", subject=None, unit_code=UNIT, title="另一件")
    page = client.get(reverse("casework:worklist")).content.decode()
    assert "41 件等您判定" in page
    assert "问题 3" not in page
    assert "另一件" not in page
    assert queries.waiting_count(user_of("steward"), without=services.queues()) == 0
    listed = client.get(reverse("casework:worklist"), {"flow": "question", "q": own.number}).content.decode()
    assert "另一件" in listed
