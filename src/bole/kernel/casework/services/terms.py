"""What time does to cases: levels rise, publicity ends, people are told, new calendars move due days."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import replace
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone

from bole.core.casework import CaseState, Flow, light_of
from bole.core.casework import Event as Happened
from bole.core.workdays import WorkCalendar
from bole.kernel.accounts.queries import User, current_code, unit_by_code, users_serving, users_with_role
from bole.kernel.casework import queries
from bole.kernel.casework.models import APPLICANT, Case, Todo
from bole.kernel.casework.services import chain, writing
from bole.kernel.casework.services.moving import end_publicity, locked
from bole.kernel.notices import services as notices

RANK = {"stopped": 0, "calm": 0, "soon": 1, "due": 2, "overdue": 3}
STUCK_AFTER = dt.timedelta(minutes=5)
TOLD_AT_ONCE = 500


def _open_ids(**narrow: Any) -> list[int]:
    return list(Case.objects.filter(status=Case.Status.OPEN, **narrow).order_by("id").values_list("id", flat=True))


def escalate_overdue() -> int:
    """Sets the level of every open case; a rise goes into the log and to the role the flow names. Returns the rises."""
    calendar, today, rises = queries.calendar(), timezone.localdate(), 0
    for case in Case.objects.filter(status=Case.Status.OPEN).select_related("flow").order_by("id").iterator(500):
        light = light_of(queries.flow_of(case.flow), writing.leading_clock(queries.state_of(case)), today, calendar)
        if light.level != case.level:
            rises += _set_level(case.pk, light.level, light.role)
    return rises


@transaction.atomic
def _set_level(case_id: int, level: str, role: str) -> int:
    case = locked(case_id)
    if not case.is_open or case.level == level:
        return 0
    risen = RANK[level] > RANK[case.level]
    case.level = level
    if risen:
        chain.append(case, [Happened("escalated", case.step, {"level": level, "role": role})], by=None)
        if role:
            _tell_role(case, role, level)
    case.save(update_fields=["level", "chain_seq", "chain_digest"])
    return int(risen)


def _tell_role(case: Case, role: str, level: str) -> None:
    """The role in the case's unit (or the one that took over its work), else in its parent, else anywhere in the county."""
    unit = unit_by_code(current_code(case.unit_code))
    parent = unit.parent.code if unit and unit.parent else case.parent_code
    nearest = (users_serving(unit_code=code, role=role) for code in (case.unit_code, parent) if code)
    people = next((list(found) for found in nearest if found.exists()), None) or list(users_with_role([role]))
    _tell(people, "casework.escalated", case, key=f"casework.escalated:{case.pk}:{level}")


def _tell(people: list[User], kind: str, case: Case, *, key: str) -> None:
    params = {"title": queries.outside_title(case), "step": case.step_name, "number": case.number}
    notices.notify(to=people, kind=kind, params=params, url=reverse("casework:case", args=[case.pk]), key=key)


def end_publicities() -> int:
    """Moves on every case whose publicity is over."""
    stamp = timezone.localdate().isoformat()
    return sum(end_publicity(case_id=pk) for pk in _open_ids(state__public_until__lt=stamp))


def resume_automatic() -> int:
    """Defers again automatic steps that stand still: their job was lost or gave up."""
    before = timezone.now() - STUCK_AFTER
    waiting = Todo.objects.filter(case=OuterRef("pk"), done_at=None)
    rows = Case.objects.filter(~Exists(waiting), status=Case.Status.OPEN, entered_at__lt=before)
    stuck = list(rows.filter(state__public_until=None).values_list("id", flat=True))
    for pk in stuck:
        writing.defer_automatic(pk)
    return len(stuck)


@transaction.atomic
def notify_waiting() -> int:
    """Tells people of todos and results they have not heard of, each once. Returns how many."""
    untold = Todo.objects.select_for_update(skip_locked=True, of=("self",)).filter(done_at=None, notified_at=None)
    rows = list(untold.select_related("case", "case__applicant", "case__flow").order_by("id")[:TOLD_AT_ONCE])
    serving: dict[tuple[str, str], list[User]] = defaultdict(list)
    for role, unit in {(todo.role, todo.unit) for todo in rows if todo.unit != APPLICANT}:
        serving[role, unit] = list(users_serving(unit_code=unit, role=role))
    for todo in rows:
        applicant = [todo.case.applicant] if todo.case.applicant else []
        people = applicant if todo.unit == APPLICANT else serving[todo.role, todo.unit]
        _tell(people, "casework.waiting", todo.case, key=f"casework.todo:{todo.pk}")
    Todo.objects.filter(pk__in=[todo.pk for todo in rows]).update(notified_at=timezone.now())
    return len(rows) + _tell_results()


def _tell_results() -> int:
    """Applicants learn that their cases are closed."""
    untold = Case.objects.select_for_update(skip_locked=True, of=("self",)).filter(status=Case.Status.CLOSED)
    rows = list(untold.filter(told_at=None).select_related("applicant").order_by("id")[:TOLD_AT_ONCE])
    for case in rows:
        if case.applicant:
            _tell([case.applicant], "casework.closed", case, key=f"casework.closed:{case.pk}")
    Case.objects.filter(pk__in=[case.pk for case in rows]).update(told_at=timezone.now())
    return len(rows)


def recompute_deadlines(*, by: Any = None, calendar: WorkCalendar | None = None) -> int:
    """After a new calendar: due days of open cases anew, each change in the case's log. Returns the changes."""
    days = calendar or queries.calendar()
    return sum(_recompute(pk, by, days) for pk in _open_ids())


@transaction.atomic
def _recompute(case_id: int, by: Any, calendar: WorkCalendar) -> bool:
    case = locked(case_id)
    flow = queries.flow_of(case.flow)
    state = _publicity_anew(case, flow, queries.state_of(case), calendar)
    before = (case.due_statutory, case.due_promised, case.due_provisional)
    writing.set_terms(case, flow, state, calendar)
    after = (case.due_statutory, case.due_promised, case.due_provisional)
    if before == after and case.state == state.to_data():
        return False
    case.state = state.to_data()
    names = ("due_statutory", "due_promised", "due_provisional")
    saved = [*names, "public_until", "state", "level", "chain_seq", "chain_digest"]
    told = {name: [_plain(old), _plain(new)] for name, old, new in zip(names, before, after, strict=True) if old != new}
    chain.append(case, [Happened("deadline_recomputed", case.step, told)], by=by)
    case.save(update_fields=saved)
    Todo.objects.filter(case=case, done_at=None).update(due=writing.due_of(case, state, calendar))
    return True


def _publicity_anew(case: Case, flow: Flow, state: CaseState, calendar: WorkCalendar) -> CaseState:
    """Publicity begun under the old calendar ends by the new one."""
    if state.public_until is None:
        return state
    began = timezone.localtime(case.entered_at).date()
    return replace(state, public_until=calendar.add_workdays(began, flow.steps[state.step].days).day)


def _plain(value: dt.date | bool | None) -> str | bool | None:
    return value.isoformat() if isinstance(value, dt.date) else value
