"""Cases in the database: seats, log, clocks, rights, statements."""

import uuid
from datetime import date, datetime

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bole.core.errors import Conflict, InvalidInput, NotAllowed, NotFound
from bole.kernel.casework import queries, services
from bole.kernel.casework.queries import Case, Event, Todo
from bole.kernel.notices import queries as notices
from tests.cast import user_of
from tests.factories.casework import SIGN, correction, decide, publish, seat

pytestmark = pytest.mark.django_db


@pytest.fixture
def effects(monkeypatch):
    """Effects that the test may replace; what they were called with is kept."""
    from bole.kernel.casework.services import registering

    found = dict(registering._effects)
    monkeypatch.setattr(registering, "_effects", found)
    return found


def at(monkeypatch, *moment: int) -> None:
    now = timezone.make_aware(datetime(*moment))
    monkeypatch.setattr(timezone, "now", lambda: now)


def work_statements(captured) -> list[str]:
    """Statements other than transaction control."""
    control = ("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN", "COMMIT")
    return [query["sql"] for query in captured if not query["sql"].startswith(control)]


def test_the_packs_flows_are_published_when_the_pack_is_loaded():
    keys = set(queries.current_flows().values_list("key", flat=True))
    assert "correction" in keys


def test_a_changed_flow_is_a_new_version_and_running_cases_keep_theirs():
    publish(SIGN)
    case = services.open_case(flow="signing", by="test", subject=None, unit_code="ANJI-RLSBJ", title="甲")
    publish(SIGN.replace("quorum: 2", "quorum: all"))
    later = services.open_case(flow="signing", by="test", subject=None, unit_code="ANJI-RLSBJ", title="乙")
    assert case.flow_id != later.flow_id
    decide(case, user_of("clerk"), "agree")
    assert decide(case, user_of("neighbour"), "agree").step == "show"
    publish(SIGN)
    assert queries.current_flows().get(key="signing").pk == case.flow_id


def test_an_unknown_flow_is_refused():
    with pytest.raises(NotFound, match="没有名为“nothing”的流程"):
        correction(user_of("talent"), flow="nothing")


def test_the_same_key_opens_one_case():
    first = correction(user_of("talent"), key="batch:7")
    assert correction(user_of("talent"), key="batch:7") == first
    assert Todo.objects.filter(case=first).count() == 1


def test_a_correction_goes_its_way_and_tells_each_step(effects, monkeypatch):
    done = []
    effects["registry.apply_correction"] = lambda case, event: done.append((case.data, event.said["outcome"]))
    talent, clerk = user_of("talent"), user_of("clerk")
    case = correction(talent)
    assert [(todo.role, todo.unit) for todo in case.todos.all()] == [("clerk", "ANJI-RLSBJ")]
    assert queries.waiting_count(clerk) == 1
    assert queries.waiting_count(user_of("neighbour")) == 0
    decide(case, clerk, "correct")
    assert queries.waiting_count(clerk) == 0
    assert [todo.case_id for todo in queries.worklist(talent)] == [case.pk]
    decide(case, talent, "resubmit", "已补充毕业证号")
    decide(case, clerk, "confirm", "")
    services.run_automatic_steps(case_id=case.pk)
    case.refresh_from_db()
    assert (case.status, case.step, case.result) == ("closed", "corrected", "granted")
    assert done == [({"fact": "education_level"}, "confirm")]
    titles = [(step["title"], step["state"]) for step in queries.timeline(case)]
    assert titles == [("来源部门核对", "done"), ("申请人补正", "done"), ("来源部门核对", "done"), ("更正入库", "done"),
                      ("已更正", "done")]  # fmt: skip
    assert services.verify_chain(case) == []
    assert case.pauses.filter(ended_on=None).count() == 0
    assert case.pauses.count() == 2


def test_running_an_effect_again_does_nothing(effects):
    calls = []
    effects["registry.apply_correction"] = lambda case, event: calls.append(1)
    case = correction(user_of("talent"))
    decide(case, user_of("clerk"), "confirm")
    assert services.run_automatic_steps(case_id=case.pk) == 1
    assert services.run_automatic_steps(case_id=case.pk) == 0
    assert calls == [1]


def test_a_failed_effect_leaves_nothing_and_goes_back_to_people(effects):
    def fail(case, event):
        Case.objects.filter(pk=case.pk).update(title="不该留下")
        raise Conflict("来源已变化")

    effects["registry.apply_correction"] = fail
    case = correction(user_of("talent"))
    decide(case, user_of("clerk"), "confirm")
    services.run_automatic_steps(case_id=case.pk)
    case.refresh_from_db()
    assert (case.step, case.title) == ("check", "更正:学历")
    assert Event.objects.filter(case=case, words__reason="来源已变化").exists()


def test_an_effect_nobody_registered_goes_back_to_people(effects):
    effects.clear()
    case = correction(user_of("talent"))
    decide(case, user_of("clerk"), "confirm")
    services.run_automatic_steps(case_id=case.pk)
    case.refresh_from_db()
    assert case.step == "check"


def test_entering_an_automatic_step_leaves_a_job_in_the_queue():
    case = correction(user_of("talent"))
    decide(case, user_of("clerk"), "confirm")
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from procrastinate_jobs where task_name = 'casework.run_automatic'")
        assert cursor.fetchone()[0] == 1


@pytest.mark.parametrize("outcome", ["confirm", "refuse", "correct"])
def test_a_step_costs_at_most_eight_statements(outcome):
    case = correction(user_of("talent"))
    todo, clerk = seat(case), user_of("clerk")
    queries.flow_of(case.flow), queries.calendar()
    with CaptureQueriesContext(
        connection,
    ) as captured:
        services.act(todo=todo.pk, by=clerk, outcome=outcome, reason="理由", version=case.lock)
    statements = work_statements(captured.captured_queries)
    assert len(statements) <= 8, "\n".join(statements)


def test_only_the_right_people_decide():
    talent = user_of("talent")
    case = correction(talent)
    todo = seat(case)
    for name in ("neighbour", "approver", "office", "outsider", "talent"):
        with pytest.raises(NotAllowed):
            services.act(todo=todo, by=user_of(name), outcome="confirm", version=case.lock)
    decide(case, user_of("clerk"), "correct")
    for name in ("clerk", "foreigner"):
        with pytest.raises(NotAllowed, match="申请人本人"):
            services.act(todo=seat(case), by=user_of(name), outcome="resubmit", reason="x", version=case.lock)


def test_nobody_decides_a_case_about_himself():
    clerk = user_of("clerk")
    clerk.subject = uuid.uuid4()
    clerk.save()
    case = correction(user_of("talent"), subject=clerk.subject)
    assert queries.waiting_count(clerk) == 0
    with pytest.raises(NotAllowed, match="回避"):
        services.act(todo=seat(case), by=clerk, outcome="confirm", version=case.lock)


def test_what_was_not_seen_is_not_decided():
    case = correction(user_of("talent"))
    with pytest.raises(Conflict, match="有改动"):
        services.act(todo=seat(case), by=user_of("clerk"), outcome="confirm", version=case.lock + 1)


def test_the_second_is_told_who_was_first():
    case = correction(user_of("talent"))
    todo, version = seat(case), case.lock
    decide(case, user_of("clerk"), "confirm")
    with pytest.raises(Conflict, match=f"已由{user_of('clerk')}办理,结果是“确有错误”"):
        services.act(todo=todo, by=user_of("clerk"), outcome="refuse", reason="x", version=version)


def test_a_countersign_takes_the_votes_of_three_units_and_drops_the_seat_nobody_needs(effects):
    publish(SIGN)
    effects["test.write"] = lambda case, event: None
    case = services.open_case(flow="signing", by="test", subject=None, unit_code="ANJI-RLSBJ", title="甲")
    assert Todo.objects.filter(case=case, done_at=None).count() == 3
    decide(case, user_of("clerk"), "agree")
    assert queries.waiting_count(user_of("steward")) == 1
    case = decide(case, user_of("neighbour"), "agree")
    assert case.step == "show"
    assert queries.waiting_count(user_of("steward")) == 0
    assert Todo.objects.filter(case=case, step="sign", done_at=None).count() == 0


def test_publicity_ends_by_time_and_objections_count(effects, monkeypatch):
    publish(SIGN)
    effects["test.write"] = lambda case, event: None
    case = services.open_case(flow="signing", by="test", subject=None, unit_code="ANJI-RLSBJ", title="甲")
    decide(case, user_of("clerk"), "agree")
    decide(case, user_of("steward"), "agree")
    case.refresh_from_db()
    until = queries.state_of(case).public_until
    services.object_to(case=case, by=None, reason="不符合条件")
    at(monkeypatch, until.year, until.month, until.day, 12)
    assert services.end_publicities() == 0
    later = date.fromordinal(until.toordinal() + 1)
    at(monkeypatch, later.year, later.month, later.day, 1)
    assert services.end_publicities() == 1
    case.refresh_from_db()
    assert case.step == "sign"
    with pytest.raises(Conflict, match="公示期"):
        services.object_to(case=case, by=None, reason="晚了")
    assert services.verify_chain(case) == []


def test_withdrawing_closes_the_seat():
    talent = user_of("talent")
    case = correction(talent)
    with pytest.raises(NotFound):
        services.withdraw(case=case, by=user_of("foreigner"))
    assert services.withdraw(case=case, by=talent).result == "withdrawn"
    assert not Todo.objects.filter(case=case, done_at=None).exists()


# --- the log ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("change", ["update casework_event set actor = 'x'", "delete from casework_event"])
def test_the_database_refuses_to_change_the_log(change):
    correction(user_of("talent"))
    with (
        pytest.raises(DatabaseError, match="Cannot update or delete"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(change)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ('update casework_event set data = \'{"outcome": "refuse"}\' where seq = 3', "第 3 条被改动"),
        ("update casework_event set actor = '别人' where seq = 1", "第 1 条被改动"),
        ("delete from casework_event where seq = 2", "缺少第 2 条"),
        ("delete from casework_event where seq = (select max(seq) from casework_event)", "日志末尾不符"),
    ],
)
def test_tampering_past_the_trigger_is_found(change, told):
    case = correction(user_of("talent"))
    decide(case, user_of("clerk"), "correct")
    case.refresh_from_db()
    assert services.verify_chain(case) == []
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")
        cursor.execute("alter table casework_event disable trigger user")
        cursor.execute(change)
        cursor.execute("alter table casework_event enable trigger user")
    assert any(told in problem for problem in services.verify_chain(case))
    assert case.pk in services.verify_all_chains()


def test_a_comment_does_not_move_the_case_nor_disturb_who_decides():
    case = correction(user_of("talent"))
    services.comment(case=case, by=user_of("clerk"), text="已电话核实")
    with pytest.raises(InvalidInput):
        services.comment(case=case, by=user_of("clerk"), text="  ")
    services.act(todo=seat(case), by=user_of("clerk"), outcome="confirm", version=case.lock)
    case.refresh_from_db()
    assert services.verify_chain(case) == []


# --- seats -----------------------------------------------------------------------------------------------------------


def test_a_claimed_todo_leaves_the_colleagues_lists(django_user_model):
    from bole.kernel.accounts.services import open_account

    clerk = user_of("clerk")
    unit = clerk.memberships.first().unit
    other = open_account(by=None, username="clerk2", full_name="另一位", password=None, unit=unit, role="clerk")
    case = correction(user_of("talent"))
    assert queries.waiting_count(other) == queries.waiting_count(clerk) == 1
    services.claim(todo=seat(case), by=other)
    assert (queries.waiting_count(other), queries.waiting_count(clerk)) == (1, 0)
    with pytest.raises(Conflict, match="已由另一位认领"):
        services.claim(todo=seat(case), by=clerk)
    with pytest.raises(NotAllowed, match="已由同事认领"):
        services.act(todo=seat(case), by=clerk, outcome="confirm", version=case.lock)
    with pytest.raises(NotAllowed):
        services.release(todo=seat(case), by=clerk)
    services.release(todo=seat(case), by=other)
    services.act(todo=seat(case), by=clerk, outcome="confirm", version=case.lock)


def test_a_delegate_decides_in_the_name_of_the_giver():
    clerk, approver, today = user_of("clerk"), user_of("approver"), timezone.localdate()
    case = correction(user_of("talent"))
    given = services.delegate(
        by=clerk, to=approver, membership=clerk.memberships.get(), valid_from=today,
        valid_to=date.fromordinal(today.toordinal() + 7),
    )  # fmt: skip
    assert queries.waiting_count(approver) == 1
    decide(case, approver, "confirm")
    entry = Event.objects.get(case=case, name="decided")
    assert (entry.actor_id, entry.for_name) == (approver.pk, str(clerk))
    services.withdraw_delegation(delegation=given, by=clerk)
    correction(user_of("talent"))
    assert queries.waiting_count(approver) == 0


def test_a_delegation_ends_with_the_givers_own_right():
    clerk, approver, today = user_of("clerk"), user_of("approver"), timezone.localdate()
    correction(user_of("talent"))
    membership = clerk.memberships.get()
    week = date.fromordinal(today.toordinal() + 7)
    services.delegate(by=clerk, to=approver, membership=membership, valid_from=today, valid_to=week)
    membership.valid_to = today
    membership.valid_from = date(2020, 1, 1)
    membership.save()
    assert queries.waiting_count(approver) == 0


def test_bad_delegations_are_refused():
    clerk, today = user_of("clerk"), timezone.localdate()
    own = clerk.memberships.get()
    week = date.fromordinal(today.toordinal() + 7)
    for to, start, end in [
        (user_of("neighbour"), today, week),
        (clerk, today, week),
        (user_of("approver"), week, today),
    ]:
        with pytest.raises(InvalidInput):
            services.delegate(by=clerk, to=to, membership=own, valid_from=start, valid_to=end)
    with pytest.raises(NotAllowed):
        services.delegate(by=user_of("approver"), to=clerk, membership=own, valid_from=today, valid_to=week)


def test_a_supervisor_gives_a_todo_to_another_unit_with_a_reason():
    case = correction(user_of("talent"))
    with pytest.raises(InvalidInput, match="理由"):
        services.reassign(todo=seat(case), by=user_of("office"), unit_code="ANJI-KJJ", reason=" ")
    services.reassign(todo=seat(case), by=user_of("office"), unit_code="ANJI-KJJ", reason="职责已划转")
    assert queries.waiting_count(user_of("neighbour")) == 1
    decide(case, user_of("neighbour"), "confirm")
    case.refresh_from_db()
    assert services.verify_chain(case) == []


def test_where_nobody_serves_the_fallback_decides_and_the_log_says_so():
    case = correction(user_of("talent"), unit_code="ANJI-JYJ")
    assert queries.waiting_count(user_of("steward")) == 1
    assert Event.objects.get(case=case, name="reassigned").data["to"] == "ANJI-DSJ"
    decide(case, user_of("steward"), "refuse")
    assert queries.waiting_count(user_of("office")) == 1
    assert decide(case, user_of("office"), "agree").result == "refused"
    case.refresh_from_db()
    assert services.verify_chain(case) == []


# --- terms -----------------------------------------------------------------------------------------------------------


def test_levels_rise_with_time_and_each_rise_is_in_the_log(monkeypatch):
    at(monkeypatch, 2026, 11, 23, 9)
    case = correction(user_of("talent"))
    assert case.due_promised == date(2026, 11, 30)
    levels = []
    for day in (24, 26, 30):
        at(monkeypatch, 2026, 11, day, 9)
        services.escalate_overdue()
        case.refresh_from_db()
        levels.append(case.level)
    at(monkeypatch, 2026, 12, 1, 9)
    assert services.escalate_overdue() == 1
    assert services.escalate_overdue() == 0
    case.refresh_from_db()
    assert [*levels, case.level] == ["calm", "soon", "due", "overdue"]
    assert Event.objects.filter(case=case, name="escalated").count() == 3
    assert services.verify_chain(case) == []


def test_a_new_calendar_moves_due_days_and_says_so(monkeypatch):
    from bole.core.vocabulary.types import CalendarYear
    from bole.core.workdays import WorkCalendar

    at(monkeypatch, 2026, 12, 21, 9)
    case = correction(user_of("talent"))
    assert case.due_provisional
    before = case.due_statutory
    announced = CalendarYear(2027, False, {date(2027, 1, day): "元旦" for day in (1, 2, 3, 4, 5)}, {}, "国办通知", "F")
    years = [*queries._current_pack().calendar.values()]
    calendar = WorkCalendar([year for year in years if year.year != 2027] + [announced])
    assert services.recompute_deadlines(calendar=calendar) == 1
    case.refresh_from_db()
    assert not case.due_provisional
    assert case.due_statutory > before
    entry = Event.objects.get(case=case, name="deadline_recomputed")
    assert entry.data["due_statutory"] == [before.isoformat(), case.due_statutory.isoformat()]
    assert services.recompute_deadlines(calendar=calendar) == 0
    assert services.verify_chain(case) == []


def test_people_are_told_once():
    talent, clerk = user_of("talent"), user_of("clerk")
    case = correction(talent)
    assert services.notify_waiting() == 1
    assert services.notify_waiting() == 0
    assert [notice.url for notice in notices.inbox(clerk)] == [f"/cases/{case.pk}/"]
    services.withdraw(case=case, by=talent)
    assert services.notify_waiting() == 1
    assert [notice.kind for notice in notices.inbox(talent)] == ["casework.closed"]


def test_an_automatic_step_that_stands_still_is_started_again(monkeypatch):
    at(monkeypatch, 2026, 11, 23, 9)
    case = correction(user_of("talent"))
    decide(case, user_of("clerk"), "confirm")
    with connection.cursor() as cursor:
        cursor.execute("delete from procrastinate_jobs")
    assert services.resume_automatic() == 0
    at(monkeypatch, 2026, 11, 23, 10)
    assert services.resume_automatic() == 1


def test_the_worklist_filters_searches_and_sorts(django_assert_max_num_queries):
    clerk = user_of("clerk")
    first = correction(user_of("talent"), title="更正:姓名")
    second = correction(user_of("talent"), title="更正:职称")
    assert [todo.case for todo in queries.worklist(clerk, filters={"q": "职称"})] == [second]
    assert [todo.case for todo in queries.worklist(clerk, filters={"q": first.number})] == [first]
    assert [todo.case for todo in queries.worklist(clerk, filters={"sort": "-opened"})] == [second, first]
    assert not queries.worklist(clerk, filters={"flow": "another"})
    assert not queries.worklist(clerk, filters={"mine": "1"})
    with django_assert_max_num_queries(4):
        list(queries.worklist(clerk))
    assert set(queries.cases_about(first.subject)) == {first}
