"""Moving cases: nothing leaves the table, clocks add up, quorums hold, and every refusal says why."""

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bole.core.casework import Action, CaseState, advance, begin, light_of, load_flow, outcomes_for
from bole.core.errors import BoleError, Conflict, InvalidInput, NotAllowed
from bole.core.workdays import WorkCalendar
from tests.core.casework.test_flows import FLOWS, GOOD

CALENDAR = WorkCalendar()
NOW = datetime(2026, 11, 23, 9)
PLACE = {"unit": "ANJI-RLSBJ", "parent": "ANJI", "calendar": CALENDAR}
DATA = {"office": "ANJI-ZZB", "steward": "ANJI-DSJ", "departments": ["A", "B", "C"]}
CORRECTION = load_flow((Path(FLOWS[0]).parent / "correction.yaml").read_text())
ALL = [load_flow(path.read_text()) for path in FLOWS] + [load_flow(GOOD)]


def started(flow, **data):
    return begin(flow, data={**DATA, **data}, now=NOW, **PLACE)[0]


def go(flow, state, outcome, *, now=NOW, **more):
    action = Action("decide", outcome, **{"reason": "理由", "actor": "", **more})
    return advance(flow, state, action, data=DATA, now=now, **PLACE)[0]


def countersign(quorum, signers):
    text = GOOD.replace("quorum: any", f"quorum: {quorum}").replace(
        "[{role: approver, unit: A}, {role: approver, unit: B}]", f"[{', '.join(signers)}]"
    )
    flow = load_flow(text)
    return flow, go(flow, started(flow), "send")


actions = st.lists(
    st.tuples(
        st.sampled_from(["decide", "effect", "tick", "object", "withdraw"]),
        st.integers(0, 5),
        st.integers(1, 3),
        st.integers(0, 6),
        st.sampled_from(["王", "李", ""]),
    ),
    max_size=25,
)


@settings(max_examples=300)
@given(flow=st.sampled_from(ALL), history=actions)
def test_no_history_leaves_the_table_and_clocks_add_up(flow, history):
    now, state = NOW, started(flow)
    for kind, choice, slot, days, actor in history:
        now += timedelta(days=days)
        step = flow.steps.get(state.step)
        keys = [*(step.outcomes if step else ()), "nonsense"]
        action = Action(kind, keys[choice % len(keys)], slot, actor, "理由", {"held_on": "2026-11-23", "present": 9})
        before = state
        try:
            state, events = advance(flow, state, action, data=DATA, now=now, **PLACE)
        except BoleError:
            assert before.to_data() == state.to_data()
            continue
        if state.step != before.step:
            allowed = {outcome.to for outcome in step.outcomes.values()} | {flow.withdraw_to}
            assert state.step in allowed
            assert events
        assert CaseState.from_data(state.to_data()) == state
        assert (state.status == "closed") == (state.step in flow.ends)
        for clock in state.clocks.values():
            end = clock.ended or now.date()
            elapsed = CALENDAR.workdays_between(NOW.date(), end)
            assert clock.used(now.date(), CALENDAR) + clock.waited(now.date(), CALENDAR) == elapsed
        if state.status == "open" and flow.steps[state.step].kind != "automatic":
            assert state.slots


@given(quorum=st.integers(1, 5), votes=st.lists(st.booleans(), min_size=5, max_size=5))
def test_a_countersign_ends_as_soon_as_the_quorum_is_reached_or_lost(quorum, votes):
    flow, state = countersign(quorum, [f"{{role: approver, unit: U{i}}}" for i in range(5)])
    in_favour = 0
    for number, vote in enumerate(votes, start=1):
        assert state.step == "sign"
        state = go(flow, state, "agree" if vote else "oppose", slot=number, actor=f"人{number}")
        in_favour += vote
        if in_favour >= quorum:
            assert state.step == "show"
            return
        if in_favour + 5 - number < quorum:
            assert state.step == "gone"
            return


def test_all_means_all():
    flow, state = countersign("all", ["{role: approver, unit: A}", "{role: approver, unit: B}"])
    state = go(flow, state, "agree", slot=2)
    assert state.step == "sign"
    assert [slot.number for slot in state.open_slots] == [1]
    assert go(flow, state, "agree", slot=1).step == "show"
    assert go(flow, state, "oppose", slot=1).step == "gone"


def test_a_seat_votes_once_and_a_person_signs_once():
    flow, state = countersign("all", ["{role: approver, unit: A}", "{role: approver, unit: B}"])
    state = go(flow, state, "agree", slot=1, actor="王")
    with pytest.raises(Conflict, match="已由他人办结"):
        go(flow, state, "agree", slot=1, actor="李")
    with pytest.raises(NotAllowed, match="只能会签一次"):
        go(flow, state, "agree", slot=2, actor="王")


def test_units_from_the_case_make_one_seat_each():
    _, state = countersign("all", ["{role: approver, unit: case.departments}"])
    assert [(slot.number, slot.unit) for slot in state.slots] == [(1, "A"), (2, "B"), (3, "C")]


def test_a_missing_unit_is_asked_for():
    flow = load_flow(GOOD.replace("unit: A}", "unit: case.nobody}"))
    with pytest.raises(InvalidInput, match="单位没有填写"):
        go(flow, started(flow), "send")


def test_correction_stops_both_clocks_and_comes_once():
    state = started(CORRECTION)
    state = go(CORRECTION, state, "correct", now=NOW + timedelta(days=1))
    assert all(clock.is_stopped for clock in state.clocks.values())
    assert [slot.unit for slot in state.slots] == ["applicant"]
    state = go(CORRECTION, state, "resubmit", now=NOW + timedelta(days=8))
    assert state.clocks["promised"].due(CALENDAR).day == date(2026, 12, 7)
    assert "correct" not in [outcome.key for outcome in outcomes_for(CORRECTION, state)]
    with pytest.raises(NotAllowed, match="只能进行 1 次"):
        go(CORRECTION, state, "correct")


def test_four_eyes():
    state = go(CORRECTION, started(CORRECTION), "refuse", actor="7")
    with pytest.raises(NotAllowed, match="同一人不能再办理"):
        go(CORRECTION, state, "agree", actor="7")
    assert go(CORRECTION, state, "agree", actor="8").status == "closed"


def test_reasons_are_required_where_the_flow_says_so():
    with pytest.raises(InvalidInput, match="请写明“原值无误”的理由"):
        go(CORRECTION, started(CORRECTION), "refuse", reason="  ")
    assert go(CORRECTION, started(CORRECTION), "confirm", reason="").step == "apply"


def test_an_unknown_outcome_and_a_closed_case_are_refused():
    with pytest.raises(InvalidInput, match="没有“fly”"):
        go(CORRECTION, started(CORRECTION), "fly")
    done = advance(CORRECTION, started(CORRECTION), Action("withdraw"), data=DATA, now=NOW, **PLACE)[0]
    assert done.step == "withdrawn"
    with pytest.raises(Conflict, match="已办结"):
        go(CORRECTION, done, "confirm")


def test_publicity_lasts_five_working_days_and_an_objection_turns_it():
    flow, state = countersign("any", ["{role: approver, unit: A}"])
    state = go(flow, state, "agree")

    def tick(state, day):
        return advance(flow, state, Action("tick"), data=DATA, now=datetime(2026, 11, day, 1), **PLACE)[0]

    assert state.public_until == date(2026, 11, 30)
    assert tick(state, 30).step == "show"
    late = datetime(2026, 12, 1, 1)
    assert advance(flow, state, Action("tick"), data=DATA, now=late, **PLACE)[0].step == "write"
    objection = Action("object", actor="张", reason="不符合条件")
    state = advance(flow, state, objection, data=DATA, now=NOW, **PLACE)[0]
    assert advance(flow, state, Action("tick"), data=DATA, now=late, **PLACE)[0].step == "ask"
    with pytest.raises(Conflict, match="不在公示期内"):
        advance(flow, state, objection, data=DATA, now=late, **PLACE)


def test_a_meeting_needs_its_day_and_its_quorum():
    flow = load_flow(GOOD.replace("kind: task", "kind: meeting\n    quorum: 5", 1))
    state = started(flow)
    for data, told in [({}, "会议日期"), ({"held_on": "2026-12-01", "present": 9}, "还没有到"),
                       ({"held_on": "2026-11-20", "present": 4}, "不足法定的 5 人")]:  # fmt: skip
        with pytest.raises(InvalidInput, match=told):
            go(flow, state, "send", data=data)
    assert go(flow, state, "send", data={"held_on": "2026-11-20", "present": 5}).step == "sign"


def test_lights_follow_the_flows_thresholds():
    clock = started(CORRECTION).clocks["promised"]
    seen = [light_of(CORRECTION, clock, NOW.date() + timedelta(days=n), CALENDAR) for n in (0, 2, 3, 7, 8)]
    assert [light.level for light in seen] == ["calm", "calm", "soon", "due", "overdue"]
    assert seen[-1].role == "office"
    assert light_of(CORRECTION, clock.stop(NOW.date(), "补正"), date(2027, 1, 1), CALENDAR).level == "stopped"
