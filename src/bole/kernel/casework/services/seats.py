"""Who sits where: claiming, handing over, standing in for somebody."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop as _

from bole.core.casework import Event as Happened
from bole.core.errors import Conflict, InvalidInput, NotAllowed
from bole.kernel.accounts.queries import Membership, Role, User, memberships_of, successions, unit_by_code
from bole.kernel.casework import queries
from bole.kernel.casework.models import APPLICANT, Case, Delegation, Todo
from bole.kernel.casework.services import chain

LONGEST_DELEGATION = dt.timedelta(days=366)


def require_seat(todo: Todo, by: User) -> str:
    """Raises NotAllowed unless `by` may decide this seat (its unit's or that of the unit's successor); returns the name of the person stood in for, else "".

    Nobody decides a case about himself, whatever the role (回避).
    """
    case = todo.case
    if todo.unit == APPLICANT:
        if case.applicant_id == by.pk or (by.subject is not None and case.subject == by.subject):
            return ""
        raise NotAllowed(_("这一步由申请人本人办理。"), code="casework.not_applicant")
    if by.subject is not None and by.subject == case.subject:
        raise NotAllowed(_("本件的当事人是您本人,应当回避。"), remedy=_("请由同事办理。"), code="casework.own_case")
    posts = {m.unit.code for m in memberships_of(by) if m.role == todo.role}
    if todo.unit in posts:
        return _unless_claimed(todo, by, "")
    moved = successions()
    if moved.get(todo.unit) in posts:
        return _unless_claimed(todo, by, "")
    for given in queries.delegations_to(by, moved=moved):
        handed = given.role == todo.role and todo.unit in queries.delegated_codes(given, moved)
        if handed and given.flow in ("", case.flow.key):
            return _unless_claimed(todo, by, str(given.giver))
    raise NotAllowed(_("这件待办不归您办理。"), code="casework.not_yours")


def _unless_claimed(todo: Todo, by: User, for_name: str) -> str:
    if todo.assignee_id not in (None, by.pk):
        raise NotAllowed(_("这件待办已由同事认领。"), remedy=_("请同事办理或退回认领。"), code="casework.claimed")
    return for_name


@transaction.atomic
def claim(*, todo: Todo, by: User) -> Todo:
    """Only `by` will do this todo. Of two who claim at once one gets a Conflict."""
    seat = _locked(todo)
    if seat.assignee_id not in (None, by.pk):
        raise Conflict(_("这件待办已由%(person)s认领。"), code="casework.claimed", person=str(seat.assignee))
    require_seat(seat, by)
    Todo.objects.filter(pk=seat.pk).update(assignee=by)
    return seat


@transaction.atomic
def release(*, todo: Todo, by: User) -> Todo:
    """Give a claimed todo back to all who may do it."""
    seat = _locked(todo)
    if seat.assignee_id != by.pk:
        raise NotAllowed(_("这件待办不是您认领的。"), code="casework.not_claimed")
    Todo.objects.filter(pk=seat.pk).update(assignee=None)
    return seat


def _locked(todo: Todo) -> Todo:
    seat = Todo.objects.select_for_update(of=("self",)).select_related("case", "case__flow", "assignee").get(pk=todo.pk)
    if not seat.is_open:
        raise Conflict(_("“%(step)s”已经结束,不再需要办理。"), code="casework.already_decided", step=seat.step_name)
    return seat


@transaction.atomic
def reassign(*, todo: Todo, by: User, unit_code: str, role: str = "", reason: str) -> Todo:
    """A supervisor gives a todo to another unit (and role), with a reason that goes into the log."""
    if not reason.strip():
        raise InvalidInput(_("请写明转办的理由。"), code="casework.reason_required")
    if unit_by_code(unit_code) is None or (role and role not in Role.values):
        raise InvalidInput(_("没有这个单位或角色。"), code="casework.unknown_unit")
    case = Case.objects.select_for_update().get(pk=todo.case_id)
    seat = _locked(todo)
    if seat.unit == APPLICANT:
        raise NotAllowed(_("这一步由申请人本人办理,不能转办。"), code="casework.not_applicant")
    told = {"from": seat.unit, "to": unit_code, "role": role or seat.role, "reason": reason.strip()}
    Todo.objects.filter(pk=seat.pk).update(unit=unit_code, role=role or seat.role, assignee=None, notified_at=None)
    chain.append(case, [Happened("reassigned", seat.step, told)], by=by)
    case.save(update_fields=["chain_seq", "chain_digest"])
    return seat


@transaction.atomic
def delegate(
    *,
    by: User,
    to: User,
    membership: Membership,
    valid_from: dt.date,
    valid_to: dt.date,
    flow: str = "",
    reason: str = "",
) -> Delegation:
    """`to` may do what `by` does under `membership` in [valid_from, valid_to), for all flows or one."""
    if membership.user_id != by.pk:
        raise NotAllowed(_("只能委托自己的职责。"), code="casework.not_own_role")
    if to.pk == by.pk or not to.is_active or not memberships_of(to).filter(unit=membership.unit).exists():
        raise InvalidInput(_("只能委托给本单位的在职同事。"), code="casework.bad_delegate")
    if not timezone.localdate() <= valid_from < valid_to <= valid_from + LONGEST_DELEGATION:
        raise InvalidInput(_("委托期限须从今天或以后开始,最长一年。"), code="casework.bad_period")
    return Delegation.objects.create(
        giver=by,
        taker=to,
        role=membership.role,
        unit_code=membership.unit.code,
        flow=flow,
        valid_from=valid_from,
        valid_to=valid_to,
        reason=reason.strip(),
    )


@transaction.atomic
def withdraw_delegation(*, delegation: Delegation, by: User) -> None:
    """Ends a delegation today."""
    if delegation.giver_id != by.pk:
        raise NotAllowed(_("只能收回自己给出的委托。"), code="casework.not_own_delegation")
    today = timezone.localdate()
    Delegation.objects.filter(pk=delegation.pk, valid_to__gt=today).update(valid_to=max(today, delegation.valid_from))
