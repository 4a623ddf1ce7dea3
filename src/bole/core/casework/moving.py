"""The one transition function: state and action in, new state and events out; anything outside the flow is refused."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, Literal

from bole.core.casework.flow import OBJECTION_OUTCOMES, Assignee, Flow, Outcome, Step
from bole.core.casework.state import CaseState, Slot, Vote
from bole.core.errors import Conflict, InvalidInput, NotAllowed
from bole.core.workdays import Clock, WorkCalendar

MANUAL = ("task", "countersign", "meeting")


@dataclass(frozen=True, slots=True)
class Action:
    """What happens to a case.

    decide: `slot` chooses `outcome` (tasks, meetings, countersigns). effect: an automatic step's effect came out as
    `outcome`. tick: time has passed (publicity ends). object: somebody objects during publicity. answer: the unit in
    charge says that an objection holds or not (OBJECTION_OUTCOMES). withdraw: the applicant takes the case back. `data` of a meeting: {"held_on": ISO day, "present": number}.
    """

    kind: Literal["decide", "effect", "tick", "object", "answer", "withdraw"]
    outcome: str = ""
    slot: int = 1
    actor: str = ""
    reason: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Event:
    """What followed: entered, decided, voted, objected, answered, clock_stopped, clock_resumed, publicity_ended,
    withdrawn, closed."""

    name: str
    step: str
    data: Mapping[str, Any] = field(default_factory=dict)


def begin(
    flow: Flow, *, unit: str, parent: str, data: Mapping[str, Any], now: datetime, calendar: WorkCalendar
) -> tuple[CaseState, tuple[Event, ...]]:
    """A new case in its first step. `now` in local time; `data` is the case's data for unit rules (case.<key>)."""
    today = now.date()
    state = CaseState(
        flow=flow.key,
        version=flow.version,
        step=flow.start,
        status="open",
        visit=0,
        visits={},
        slots=(),
        clocks={name: Clock.begin(term, today) for name, term in flow.clocks.items()},
    )
    return _enter(flow, state, flow.start, _Place(unit, parent, data, today, calendar))


def advance(
    flow: Flow,
    state: CaseState,
    action: Action,
    *,
    unit: str,
    parent: str,
    data: Mapping[str, Any],
    now: datetime,
    calendar: WorkCalendar,
) -> tuple[CaseState, tuple[Event, ...]]:
    """The state after `action` and what happened on the way.

    Raises Conflict when the case is closed or the seat has decided, InvalidInput for an outcome the step does not
    have or a missing reason, NotAllowed for a breach of the four-eyes rule or of the limit of visits.
    """
    if state.status == "closed":
        raise Conflict("本件已办结。", remedy="请刷新页面查看结果。", code="casework.closed")
    place = _Place(unit, parent, data, now.date(), calendar)
    return _ACTIONS[action.kind](flow, state, action, place)


def outcomes_for(flow: Flow, state: CaseState) -> tuple[Outcome, ...]:
    """What the people of the current step may choose now, without outcomes into a step that may not be entered again."""
    if state.status == "closed":
        return ()
    step = flow.steps[state.step]
    if step.kind == "publicity" and state.objections:
        return tuple(OBJECTION_OUTCOMES.values())
    if step.kind not in MANUAL:
        return ()
    return tuple(outcome for outcome in step.outcomes.values() if not _exhausted(flow, state, outcome.to))


@dataclass(frozen=True, slots=True)
class _Place:
    unit: str
    parent: str
    data: Mapping[str, Any]
    today: date
    calendar: WorkCalendar


def _exhausted(flow: Flow, state: CaseState, to: str) -> bool:
    step = flow.steps.get(to)
    return step is not None and 0 < step.visits <= state.visits.get(to, 0)


def _decide(flow: Flow, state: CaseState, action: Action, place: _Place) -> tuple[CaseState, tuple[Event, ...]]:
    step = flow.steps[state.step]
    if step.kind not in MANUAL:
        raise Conflict("“%(step)s”不由人工办理。", code="casework.not_manual", step=step.name)
    if state.slot(action.slot) is None:
        raise Conflict("这一步已由他人办结。", remedy="请刷新页面查看最新进度。", code="casework.already_decided")
    outcome = _outcome(step, action)
    _check_people(flow, state, step, action)
    if _exhausted(flow, state, outcome.to):
        raise NotAllowed("“%(step)s”只能进行 %(times)s 次。", code="casework.visits", step=flow.name_of(outcome.to),
                         times=flow.steps[outcome.to].visits)  # fmt: skip
    if step.kind == "meeting":
        _check_meeting(step, action, place.today)
    state = replace(state, actors={**state.actors, step.key: (*state.actors.get(step.key, ()), action.actor)})
    event = Event("decided", step.key, _told(action))
    if step.kind == "countersign" and outcome.vote:
        return _count(flow, state, step, action, outcome, place)
    return _leave(flow, state, outcome, (event,), place)


def _outcome(step: Step, action: Action, outcomes: Mapping[str, Outcome] | None = None) -> Outcome:
    outcome = (step.outcomes if outcomes is None else outcomes).get(action.outcome)
    if outcome is None:
        raise InvalidInput("“%(step)s”没有“%(outcome)s”这一处理结果。", code="casework.unknown_outcome",
                           step=step.name, outcome=action.outcome)  # fmt: skip
    if outcome.reason == "required" and not action.reason.strip():
        raise InvalidInput("请写明“%(outcome)s”的理由。", code="casework.reason_required", outcome=outcome.name)
    return outcome


def _check_people(flow: Flow, state: CaseState, step: Step, action: Action) -> None:
    for other in step.distinct_from:
        if action.actor and action.actor in state.actors.get(other, ()):
            raise NotAllowed("您已办理“%(other)s”,同一人不能再办理“%(step)s”。", remedy="请由另一位同事办理。",
                             code="casework.four_eyes", other=flow.name_of(other), step=step.name)  # fmt: skip
    if step.kind == "countersign" and any(vote.actor == action.actor for vote in state.votes if vote.actor):
        raise NotAllowed("同一人只能会签一次。", code="casework.signed_twice")


def _check_meeting(step: Step, action: Action, today: date) -> None:
    try:
        held_on = date.fromisoformat(str(action.data.get("held_on", "")))
        present = int(action.data.get("present", 0))
    except ValueError as error:
        raise InvalidInput("请填写会议日期和到会人数。", code="casework.meeting_data") from error
    if held_on > today:
        raise InvalidInput("会议日期 %(day)s 还没有到。", code="casework.meeting_future", day=held_on.isoformat())
    if present < step.quorum:
        raise InvalidInput("到会 %(present)s 人,不足法定的 %(quorum)s 人。", code="casework.no_quorum",
                           present=present, quorum=step.quorum)  # fmt: skip


def _count(
    flow: Flow, state: CaseState, step: Step, action: Action, outcome: Outcome, place: _Place
) -> tuple[CaseState, tuple[Event, ...]]:
    """Take one vote; leave as soon as the quorum is reached or out of reach."""
    state = replace(state, votes=(*state.votes, Vote(action.slot, outcome.key, action.actor)))
    event = Event("voted", step.key, _told(action))
    sides = [step.outcomes[vote.outcome].vote for vote in state.votes]
    needed = min(step.quorum, len(state.slots)) or len(state.slots)
    in_favour, undecided = sides.count("for"), len(state.slots) - len(state.votes)
    if in_favour >= needed:
        return _leave(flow, state, _side(step, "for"), (event,), place)
    if in_favour + undecided < needed:
        return _leave(flow, state, _side(step, "against"), (event,), place)
    return state, (event,)


def _side(step: Step, side: str) -> Outcome:
    return next(outcome for outcome in step.outcomes.values() if outcome.vote == side)


def _effect(flow: Flow, state: CaseState, action: Action, place: _Place) -> tuple[CaseState, tuple[Event, ...]]:
    step = flow.steps[state.step]
    if step.kind != "automatic":
        raise Conflict("“%(step)s”不是自动步骤。", code="casework.not_automatic", step=step.name)
    outcome = _outcome(step, action)
    return _leave(flow, state, outcome, (Event("decided", step.key, _told(action)),), place)


def _tick(flow: Flow, state: CaseState, action: Action, place: _Place) -> tuple[CaseState, tuple[Event, ...]]:
    """Publicity is over after its last day; other steps do not move by time alone."""
    if state.public_until is None or place.today <= state.public_until:
        return state, ()
    outcome = flow.steps[state.step].outcomes["objected" if state.objections else "clear"]
    ended = Event("publicity_ended", state.step, {"outcome": outcome.key, "objections": state.objections})
    return _leave(flow, state, outcome, (ended,), place)


def _object(flow: Flow, state: CaseState, action: Action, place: _Place) -> tuple[CaseState, tuple[Event, ...]]:
    if state.public_until is None or place.today > state.public_until:
        raise Conflict("现在不在公示期内,不能提出异议。", code="casework.not_public")
    if not action.reason.strip():
        raise InvalidInput("请写明异议的理由。", code="casework.reason_required")
    return replace(state, objections=state.objections + 1), (Event("objected", state.step, _told(action)),)


def _answer(flow: Flow, state: CaseState, action: Action, place: _Place) -> tuple[CaseState, tuple[Event, ...]]:
    """One objection is answered; one that does not hold no longer counts when the publicity ends."""
    if state.public_until is None or not state.objections:
        raise Conflict("现在没有待核查的异议。", remedy="请刷新页面查看最新进度。", code="casework.no_objection")
    outcome = _outcome(flow.steps[state.step], action, OBJECTION_OUTCOMES)
    left = state.objections - (outcome.key == "dismissed")
    return replace(state, objections=left), (Event("answered", state.step, _told(action)),)


def _withdraw(flow: Flow, state: CaseState, action: Action, place: _Place) -> tuple[CaseState, tuple[Event, ...]]:
    if state.step not in flow.withdraw_from:
        raise NotAllowed("“%(step)s”时不能撤回。", code="casework.no_withdrawal", step=flow.name_of(state.step))
    return _enter(flow, state, flow.withdraw_to, place, (Event("withdrawn", state.step, _told(action)),))


_ACTIONS = {"decide": _decide, "effect": _effect, "tick": _tick, "object": _object, "answer": _answer,
            "withdraw": _withdraw}  # fmt: skip


def _told(action: Action) -> dict[str, Any]:
    told = {"outcome": action.outcome, "slot": action.slot, "actor": action.actor, "reason": action.reason}
    return told | ({"data": dict(action.data)} if action.data else {})


def _leave(
    flow: Flow, state: CaseState, outcome: Outcome, events: tuple[Event, ...], place: _Place
) -> tuple[CaseState, tuple[Event, ...]]:
    return _enter(flow, state, outcome.to, place, events)


def _enter(
    flow: Flow, state: CaseState, to: str, place: _Place, before: tuple[Event, ...] = ()
) -> tuple[CaseState, tuple[Event, ...]]:
    if to in flow.ends:
        return _close(flow, state, to, place, before)
    step = flow.steps[to]
    clocks, turned = _turn_clocks(state, step, place.today)
    state = replace(
        state,
        step=to,
        visit=state.visit + 1,
        visits={**state.visits, to: state.visits.get(to, 0) + 1},
        slots=_slots(step, place),
        votes=(),
        clocks=clocks,
        step_clock=Clock.begin(step.term, place.today) if step.term else None,
        public_until=place.calendar.add_workdays(place.today, step.days).day if step.kind == "publicity" else None,
        objections=0,
    )
    return state, (*before, *turned, Event("entered", to, {"visit": state.visit}))


def _close(
    flow: Flow, state: CaseState, to: str, place: _Place, before: tuple[Event, ...]
) -> tuple[CaseState, tuple[Event, ...]]:
    closed = replace(
        state,
        step=to,
        status="closed",
        slots=(),
        votes=(),
        clocks={name: clock.end(place.today) for name, clock in state.clocks.items()},
        step_clock=None,
        public_until=None,
    )
    return closed, (*before, Event("closed", to, {"result": flow.ends[to].result}))


def _turn_clocks(state: CaseState, step: Step, today: date) -> tuple[dict[str, Clock], tuple[Event, ...]]:
    """Stop what the step stops, let go on what it does not."""
    clocks: dict[str, Clock] = {}
    events: list[Event] = []
    for name, clock in state.clocks.items():
        stopped = step.stop is not None and name in step.stop.clocks
        clocks[name] = clock.stop(today, step.stop.reason) if step.stop and stopped else clock.go_on(today)
        if clocks[name].is_stopped and not clock.is_stopped and step.stop:
            events.append(Event("clock_stopped", step.key, {"clock": name, "reason": step.stop.reason}))
        if clock.is_stopped and not clocks[name].is_stopped:
            events.append(Event("clock_resumed", step.key, {"clock": name}))
    return clocks, tuple(events)


def _slots(step: Step, place: _Place) -> tuple[Slot, ...]:
    """One seat per signer; a list of units in the case's data makes one seat for each."""
    if step.kind == "automatic":
        return ()
    rules = step.signers or ((step.assignee,) if step.assignee else ())
    seats = [(rule.role, unit) for rule in rules for unit in _units(rule, step, place)]
    return tuple(Slot(number, role, unit) for number, (role, unit) in enumerate(dict.fromkeys(seats), start=1))


def _units(rule: Assignee, step: Step, place: _Place) -> tuple[str, ...]:
    if rule.unit == "applicant":
        return ("applicant",)
    if rule.unit == "case":
        return (place.unit,)
    if rule.unit == "parent":
        return (place.parent or place.unit,)
    if not rule.unit.startswith("case."):
        return (rule.unit,)
    found = place.data.get(rule.unit.removeprefix("case."))
    units = tuple(found) if isinstance(found, list | tuple) else (found,)
    if not units or not all(isinstance(unit, str) and unit for unit in units):
        raise InvalidInput("办理“%(step)s”的单位没有填写。", remedy="请先指定办理单位。", code="casework.no_unit",
                           step=step.name, field=rule.unit)  # fmt: skip
    if len(units) > 1 and step.kind != "countersign":
        raise InvalidInput("“%(step)s”只能由一个单位办理。", code="casework.many_units", step=step.name)
    return units
