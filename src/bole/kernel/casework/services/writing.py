"""From a core state to rows: the case's own columns, its seats, its pauses, its log. Used by the other services only."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from bole.core.casework import CaseState, Flow, Slot, Step, light_of
from bole.core.casework import Event as Happened
from bole.core.workdays import Clock, WorkCalendar
from bole.kernel.accounts.queries import Membership, successions
from bole.kernel.casework.models import APPLICANT, Case, ClockPause, Todo
from bole.kernel.casework.services import chain
from bole.kernel.outbox.services import publish

SAVED = ("state", "step", "step_name", "status", "result", "level", "lock", "due_statutory", "due_promised",
         "due_provisional", "public_until", "chain_seq", "chain_digest", "entered_at", "closed_at")  # fmt: skip
CLOSED = "casework.closed"
"""Topic of the outbox."""


def put(
    case: Case,
    flow: Flow,
    state: CaseState,
    happened: Sequence[Happened],
    *,
    by: Any,
    calendar: WorkCalendar,
    for_name: str = "",
) -> None:
    """Save `state` and what follows from it. The caller holds the lock on `case`.

    Statements: log, case, and, when a step is entered, its seats (or the job of an automatic step); more only for
    clocks that stop or go on and for the event of a closed case.
    """
    entered = case.state.get("visit") != state.visit or state.status == "closed"
    case.state, case.lock = state.to_data(), case.lock + 1
    set_terms(case, flow, state, calendar)
    slots = state.slots
    if entered:
        enter(case, flow, state)
        slots, handed = seats_served(flow, state)
        happened = [*happened, *handed]
    chain.append(case, happened, by=by, for_name=for_name)
    Case.objects.filter(pk=case.pk).update(**{name: getattr(case, name) for name in SAVED})
    turn_pauses(case, happened)
    if entered:
        _follow_up(case, flow, state, calendar, slots)


def enter(case: Case, flow: Flow, state: CaseState) -> None:
    case.step, case.step_name, case.entered_at = state.step, flow.name_of(state.step), timezone.now()
    if state.status == "closed":
        case.status, case.closed_at = Case.Status.CLOSED, case.entered_at
        case.result = flow.ends[state.step].result


def served_slots(flow: Flow, state: CaseState) -> tuple[Slot, ...]:
    """The seats of the present step as they are filled."""
    return seats_served(flow, state)[0]


def seats_served(flow: Flow, state: CaseState) -> tuple[tuple[Slot, ...], list[Happened]]:
    """The seats to fill, and what the log says where they are not the flow's own: an ended unit's work goes to its
    successor; where nobody serves the role in the unit, the step's fallback takes over."""
    step = flow.steps.get(state.step)
    pairs = {(slot.role, slot.unit) for slot in state.slots if slot.unit != APPLICANT}
    if step is None or not pairs or pairs_served(pairs) == pairs:
        return state.slots, []
    moved = successions()
    served = pairs_served({(role, moved.get(unit, unit)) for role, unit in pairs})
    slots, told = [], []
    for old in state.slots:
        new, reason = _taken_over(old, step, moved, served)
        slots.append(new)
        if reason:
            said = {"from": old.unit, "to": new.unit, "role": new.role, "reason": reason}
            told.append(Happened("reassigned", step.key, said))
    return tuple(slots), told


def _taken_over(slot: Slot, step: Step, moved: Mapping[str, str], served: set[tuple[str, str]]) -> tuple[Slot, str]:
    """Who fills a seat, and why where it is not the flow's own."""
    now = moved.get(slot.unit, slot.unit)
    if slot.unit != APPLICANT and step.fallback and (slot.role, now) not in served:
        unit = moved.get(step.fallback.unit, step.fallback.unit)
        return Slot(slot.number, step.fallback.role, unit), "该单位没有办理人员"
    return replace(slot, unit=now), "单位已撤并,由承接单位办理" if now != slot.unit else ""


def pairs_served(pairs: Iterable[tuple[str, str]]) -> set[tuple[str, str]]:
    """Of (role, unit code) pairs those in which somebody serves today."""
    wanted = list(pairs)
    rows = Membership.objects.valid().filter(
        user__is_active=True, role__in=[role for role, _ in wanted], unit__code__in=[unit for _, unit in wanted]
    )
    return set(rows.values_list("role", "unit__code")) & set(wanted)


def _follow_up(case: Case, flow: Flow, state: CaseState, calendar: WorkCalendar, slots: Sequence[Slot]) -> None:
    announce(case, flow)
    if has_seats(case, flow):
        due = due_of(case, state, calendar)
        Todo.objects.bulk_create(
            Todo(case=case, step=case.step, step_name=case.step_name, visit=state.visit, slot=slot.number,
                 role=slot.role, unit=slot.unit, due=due)
            for slot in slots
        )  # fmt: skip


def has_seats(case: Case, flow: Flow) -> bool:
    """True where entering a step makes todos: a program has none, and in a publicity each objection becomes one."""
    return case.is_open and flow.steps[case.step].kind not in ("automatic", "publicity")


def closed_payload(case: Case, flow: Flow) -> dict[str, Any]:
    """What the event of a closed case says."""
    return {"case": case.pk, "flow": flow.key, "step": case.step, "result": case.result}


def announce(case: Case, flow: Flow) -> None:
    """A closed case is an event; an automatic step is work for a job."""
    if not case.is_open:
        publish(topic=CLOSED, key=str(case.pk), payload=closed_payload(case, flow))
    elif flow.steps[case.step].kind == "automatic":
        defer_automatic(case.pk)


def set_terms(case: Case, flow: Flow, state: CaseState, calendar: WorkCalendar) -> None:
    """Due days and level of a case from its clocks; nothing is saved."""
    days = {name: clock.due(calendar) for name, clock in state.clocks.items()}
    statutory, promised = days.get("statutory"), days.get("promised")
    case.due_statutory = statutory.day if statutory else None
    case.due_promised = promised.day if promised else None
    case.due_provisional = any(day.provisional for day in days.values() if day)
    case.public_until = None if hidden_from_the_public(case, flow) else state.public_until
    case.level = level_of(flow, state, calendar)


def hidden_from_the_public(case: Case, flow: Flow) -> bool:
    """True for a case that never stands in a public list: its ground is not public, or its person was erased."""
    return flow.public is None or flow.public.hides(case.data) or case.forgotten_at is not None


def level_of(flow: Flow, state: CaseState, calendar: WorkCalendar) -> str:
    """The level of the promised clock, else of the statutory one; a closed case is calm."""
    return light_of(flow, leading_clock(state), timezone.localdate(), calendar).level if _runs(state) else "calm"


def _runs(state: CaseState) -> bool:
    return state.status == "open"


def leading_clock(state: CaseState) -> Clock | None:
    return state.clocks.get("promised") or state.clocks.get("statutory")


def due_of(case: Case, state: CaseState, calendar: WorkCalendar) -> dt.date | None:
    """When the present step is due: by its own term, by the end of publicity, at the latest by the case's promise."""
    step = state.step_clock.due(calendar) if state.step_clock else None
    days = [day for day in (step.day if step else None, state.public_until, case.due_promised) if day]
    return min(days, default=case.due_statutory)


def turn_pauses(case: Case, happened: Iterable[Happened]) -> None:
    today = timezone.localdate()
    stopped = [item for item in happened if item.name == "clock_stopped"]
    resumed = [item.data["clock"] for item in happened if item.name == "clock_resumed"]
    if stopped:
        ClockPause.objects.bulk_create(
            ClockPause(case=case, clock=item.data["clock"], reason=item.data["reason"], started_on=today)
            for item in stopped
        )
    if resumed:
        ClockPause.objects.filter(case=case, clock__in=resumed, ended_on=None).update(ended_on=today)


def defer_automatic(case_id: int) -> None:
    """The worker runs the step when this transaction has committed."""
    task = app.configure_task("casework.run_automatic", queue="events", queueing_lock=f"casework:{case_id}")
    try:
        with transaction.atomic():
            task.defer(case_id=case_id)
    except AlreadyEnqueued:
        return
