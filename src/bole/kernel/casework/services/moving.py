"""Cases begin, move and end here. Exactly one of two officers who decide the same seat wins."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop as _

from bole.core.casework import OBJECTION_OUTCOMES, Action, CaseState, Step, advance, begin
from bole.core.casework import Event as Happened
from bole.core.errors import BoleError, Conflict, InvalidInput, NotFound
from bole.kernel.accounts.queries import User, unit_by_code
from bole.kernel.casework import queries
from bole.kernel.casework.models import Case, Event, FlowVersion, Todo
from bole.kernel.casework.services import chain, writing
from bole.kernel.casework.services.registering import effect_of, prepare_effect
from bole.kernel.casework.services.seats import require_seat

STEPS_AT_ONCE = 20
TOGETHER = ("countersign", "publicity")
"""Kinds of steps in which several seats decide side by side: there an older view of the case does not matter."""
FAILED = "failed"


@transaction.atomic
def open_case(
    *,
    flow: str,
    by: Any,
    subject: UUID | None,
    unit_code: str,
    title: str,
    data: Mapping[str, Any] | None = None,
    applicant: User | None = None,
    key: str | None = None,
) -> Case:
    """Begin a case of the current version of `flow`.

    Args:
        by: the user (or name of a program) that opens it; a user is its applicant unless `applicant` says otherwise.
        unit_code: the unit that "case" in the flow's assignee rules means.
        data: plain JSON for the effects, the panels and the unit rules (`case.<key>`). No identifiers in plain text.
        key: the same key again returns the case opened first.

    Raises: NotFound for an unknown flow, InvalidInput when the flow needs a unit that data does not name.
    """
    if key and (known := Case.objects.filter(key=key).select_related("flow").first()):
        return known
    version = current_version(flow)
    person = applicant or (by if isinstance(by, User) else None)
    case = Case(flow=version, key=key, title=title[:200], subject=subject, applicant=person, unit_code=unit_code,
                parent_code=parent_of(unit_code), data=dict(data or {}), state={}, step="")  # fmt: skip
    definition, calendar = queries.flow_of(version), queries.calendar()
    state, happened = begin(definition, unit=unit_code, parent=case.parent_code, data=case.data,
                            now=timezone.localtime(), calendar=calendar)  # fmt: skip
    case.save()
    told = [Happened("opened", "", {"flow": flow, "version": version.version, "title": case.title}), *happened]
    writing.put(case, definition, state, told, by=by, calendar=calendar)
    return case


def current_version(flow: str) -> FlowVersion:
    """The version with which new cases of `flow` begin. Raises NotFound."""
    version = FlowVersion.objects.filter(key=flow, is_current=True).first()
    if version is None:
        raise NotFound(
            _("没有名为“%(flow)s”的流程。"), remedy=_("请先载入数据包。"), code="casework.no_flow", flow=flow
        )
    return version


def parent_of(unit_code: str) -> str:
    unit = unit_by_code(unit_code)
    return unit.parent.code if unit and unit.parent else ""


@transaction.atomic
def act(
    *, todo: Todo | int, by: User, outcome: str, reason: str = "", data: dict[str, Any] | None = None, version: int
) -> Case:
    """`by` decides a seat with `outcome`. `version`: the case's `lock` that was seen when deciding.

    Raises NotAllowed when the seat is not the user's (or the case is about the user, or four eyes are needed),
    Conflict when somebody else was faster, InvalidInput for a missing reason or an outcome the step does not have.
    """
    seat = _locked_seat(todo if isinstance(todo, int) else todo.pk)
    case, state = seat.case, queries.state_of(seat.case)
    for_name = require_seat(seat, by)
    if not seat.is_open or not case.is_open or state.visit != seat.visit:
        raise _too_late(seat)
    kind = queries.flow_of(case.flow).steps[state.step].kind
    if case.lock != version and kind not in TOGETHER:
        raise Conflict(_("本件在您查看之后有改动,这次没有提交。"), remedy=_("请刷新页面,核对后再办理。"),
                       code="casework.stale")  # fmt: skip
    verb: Any = "answer" if kind == "publicity" else "decide"
    action = Action(verb, outcome, seat.slot, str(by.pk), reason.strip(), data or {})
    after = _move(case, action, by=by, for_name=for_name)
    _close_seats(seat, after, by, outcome, reason, seats=len(state.slots))
    return case


def _locked_seat(pk: int) -> Todo:
    """The seat with its case locked. Only the case is locked, so that seats of one case never wait for each other."""
    seat = Todo.objects.select_for_update(of=("case",)).select_related("case", "case__flow").filter(pk=pk).first()
    if seat is None:
        raise NotFound(_("没有这件待办。"), code="casework.no_todo")
    return seat


def _too_late(seat: Todo) -> Conflict:
    fresh = Todo.objects.select_related("done_by").get(pk=seat.pk)
    if fresh.done_by is None:
        return Conflict(_("“%(step)s”已经结束,不再需要办理。"), remedy=_("请刷新页面查看最新进度。"),
                        code="casework.already_decided", step=seat.step_name)  # fmt: skip
    outcome = {**OBJECTION_OUTCOMES, **queries.flow_of(seat.case.flow).steps[seat.step].outcomes}[fresh.outcome]
    return Conflict(
        _("“%(step)s”已由%(person)s办理,结果是“%(outcome)s”,您的操作没有生效。"),
        remedy=_("请刷新页面查看最新进度。"),
        code="casework.already_decided",
        step=seat.step_name,
        person=str(fresh.done_by),
        outcome=outcome.name,
    )


def _close_seats(seat: Todo, after: CaseState, by: User, outcome: str, reason: str, *, seats: int) -> None:
    now = timezone.now()
    Todo.objects.filter(pk=seat.pk).update(done_at=now, done_by=by, outcome=outcome, reason=reason.strip())
    if (after.visit != seat.visit or after.status == "closed") and seats > 1:
        _drop_seats(seat.case, seat.visit)


def _drop_seats(case: Case, visit: int) -> None:
    """Seats of an earlier step that nobody needs any more."""
    Todo.objects.filter(case=case, visit=visit, done_at=None).update(done_at=timezone.now())


def _move(case: Case, action: Action, *, by: Any, for_name: str = "") -> CaseState:
    """One transition of a locked case, saved."""
    flow, calendar = queries.flow_of(case.flow), queries.calendar()
    before = queries.state_of(case)
    after, happened = advance(flow, before, action, unit=case.unit_code, parent=case.parent_code, data=case.data,
                              now=timezone.localtime(), calendar=calendar)  # fmt: skip
    if happened:
        writing.put(case, flow, after, happened, by=by, calendar=calendar, for_name=for_name)
    return after


def locked(case_id: int) -> Case:
    """The case with its flow, locked until the transaction ends."""
    case = Case.objects.select_for_update(of=("self",)).select_related("flow").filter(pk=case_id).first()
    if case is None:
        raise NotFound(_("没有这件办件。"), code="casework.no_case")
    return case


@transaction.atomic
def withdraw(*, case: Case, by: User, reason: str = "") -> Case:
    """The applicant takes the case back, where the flow allows it."""
    found = locked(case.pk)
    if not queries.own_cases(by).filter(pk=found.pk).exists():
        raise NotFound(_("没有这件办件。"), code="casework.no_case")
    visit = queries.state_of(found).visit
    _move(found, Action("withdraw", actor=str(by.pk), reason=reason.strip()), by=by)
    _drop_seats(found, visit)
    return found


@transaction.atomic
def object_to(*, case: Case, by: Any, reason: str) -> Todo:
    """An objection during publicity becomes a todo of the unit in charge; who may object is checked by the page that takes
    it in. Raises Conflict outside the publicity, InvalidInput without a reason."""
    found = locked(case.pk)
    actor = str(getattr(by, "pk", by) or "")
    state = _move(found, Action("object", actor=actor, reason=reason), by=by)
    seat = writing.served_slots(queries.flow_of(found.flow), state)[0]
    due = state.public_until if state.public_until else None
    return Todo.objects.create(case=found, step=found.step, step_name=found.step_name, visit=state.visit,
                               slot=found.chain_seq, role=seat.role, unit=seat.unit, due=due)  # fmt: skip


@transaction.atomic
def end_publicity(*, case_id: int) -> bool:
    """Moves a case on whose publicity is over; False when it is not."""
    case = locked(case_id)
    if not case.is_open:
        return False
    before = queries.state_of(case)
    after = _move(case, Action("tick"), by=None)
    if after.visit == before.visit and after.status == before.status:
        return False
    _drop_seats(case, before.visit)
    return True


@transaction.atomic
def comment(*, case: Case, by: User, text: str) -> Case:
    """A note in the log; the case does not move."""
    if not text.strip():
        raise InvalidInput(_("请写下内容。"), code="casework.empty_comment")
    found = locked(case.pk)
    chain.append(found, [Happened("commented", found.step, {"text": text.strip()[:2000]})], by=by)
    found.save(update_fields=["chain_seq", "chain_digest"])
    return found


def run_automatic_steps(*, case_id: int) -> int:
    """Runs the automatic steps at which the case stands, one transaction each; returns how many. Safe to repeat."""
    count = 0
    while count < STEPS_AT_ONCE and _run_one(case_id):
        count += 1
    return count


@transaction.atomic
def _run_one(case_id: int) -> bool:
    waiting = _automatic_step(Case.objects.select_related("flow").filter(pk=case_id).first())
    if waiting is not None:
        prepare_effect(waiting.effect, case_id)
    case = locked(case_id)
    step = _automatic_step(case)
    if step is None:
        return False
    last = Event.objects.filter(case=case, name__in=("decided", "voted")).order_by("-seq").first()
    outcome, reason = _outcome_of(case, step.effect, last, may_fail=FAILED in step.outcomes)
    _move(case, Action("effect", outcome, reason=reason), by=None)
    return True


def _automatic_step(case: Case | None) -> Step | None:
    """The automatic step at which a case stands."""
    step = queries.flow_of(case.flow).steps.get(case.step) if case else None
    return step if step is not None and step.kind == "automatic" else None


def _outcome_of(case: Case, effect: str, last: Event | None, *, may_fail: bool) -> tuple[str, str]:
    """The effect's outcome; what a failed effect wrote is undone."""
    run = effect_of(effect)
    try:
        if run is None:
            raise NotFound(_("没有登记自动动作“%(effect)s”。"), code="casework.no_effect", effect=effect)
        with transaction.atomic():
            return run(case, last) or "done", ""
    except BoleError as error:
        if not may_fail:
            raise
        return FAILED, str(error)
