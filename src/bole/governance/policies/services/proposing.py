"""Recognition, revocation and appeal as cases: who proposes never decides, and what is decided is recorded in the same transaction."""

from __future__ import annotations

import uuid
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from bole.core.errors import Conflict, InvalidInput, NotAllowed, NotFound
from bole.governance.policies.models import Decision, Recognition
from bole.governance.policies.queries import wording
from bole.governance.policies.queries.basis import basis_of, person_now
from bole.governance.policies.queries.recognitions import CLOSED, STATES, WAYS
from bole.governance.policies.queries.restricted import is_restricted
from bole.governance.policies.queries.ruleset import rules
from bole.governance.policies.queries.terms import recognised_policies
from bole.governance.policies.services import recognising
from bole.governance.policies.services.deciding import judge, store_decision
from bole.kernel.accounts.queries import User
from bole.kernel.casework import queries as cases
from bole.kernel.casework import services as casework
from bole.people.registry import queries as registry

FLOW, REVOKE_FLOW, APPEAL_FLOW = "recognition", "recognition_revoke", "recognition_appeal"
CHECK, RECORD = "policies.check_proposal", "policies.recognise"
REVOKE, RESTORE = "policies.revoke", "policies.restore"
State, Via = Recognition.State, Recognition.Via


@transaction.atomic
def propose(
    *,
    by: User,
    unit_code: str,
    person: UUID,
    policy: str,
    level: str,
    via: str = Via.COMPUTED,
    basis: str = "",
) -> Any:
    """Opens the case: the decision of today is kept with it, and a second person is asked. Returns the case.

    Raises: InvalidInput for a class other than computed, or another way, without a reason; Conflict where a case is under way or a
    higher class is on record; NotAllowed about oneself.
    """
    if policy not in recognised_policies():
        raise InvalidInput(_("本县不按这项政策认定。"), code="policies.not_recognised_by")
    found = person_now(person)
    if by.subject is not None and (registry.resolve_redirect(by.subject) or by.subject) == found.pk:
        raise NotAllowed(_("不能为自己提出认定。"), code="policies.own_recognition")
    _require_none_open(found.pk, FLOW, policy)
    key, on = uuid.uuid4(), timezone.localdate()
    basis_now = basis_of("person", found.pk, on)
    known = rules()
    case = casework.open_case(
        flow=FLOW,
        by=by,
        subject=found.pk,
        unit_code=unit_code,
        title=_("认定:%(person)s") % {"person": found.name},
        data={"policy": policy, "decision": str(key), "level": level, "via": via, "why": basis.strip()[:400]},
    )
    decision = store_decision(
        by=by,
        purpose="recognition",
        policy=policy,
        subject_id=found.pk,
        case=case,
        basis=basis_now,
        known=known,
        key=key,
    )
    body = recognising.classification_of(decision, known)
    recognising.require_level(body, decision, level, via, basis)
    recognising.require_no_higher(body, recognising.current(found.pk, body.code_list), level)
    case.data |= _told(found, decision, body, level, via)
    case.save(update_fields=["data"])
    return case


def _told(found: registry.Person, decision: Decision, body: Any, level: str, via: str) -> dict[str, str]:
    """What the case and the public notice say; a ground on a list that is not public is not named."""
    words = registry.words()
    computed = recognising.computed_level(decision)
    route = recognising.route_of(body, decision, level) if via == Via.COMPUTED else None
    closed = route is not None and is_restricted(rules(), route)
    ground = CLOSED if closed else route.name if route else WAYS[Via(via)]
    return {
        "person": found.name,
        "employer": found.employer_name,
        "class_name": wording.code(words, body.code_list, level),
        "computed_name": wording.code(words, body.code_list, computed)
        if computed
        else gettext_noop("测算未达到任何类别"),
        "via_name": WAYS[Via(via)],
        "ground": ground,
    }


def _require_none_open(person: UUID, flow: str, policy: str = "", recognition: str = "") -> None:
    ids = [person, *registry.absorbed_ids(person)]
    rows = cases.Case.objects.filter(subject__in=ids, flow__key=flow, status=cases.Case.Status.OPEN)
    for key, value in (("policy", policy), ("recognition", recognition)):
        rows = rows.filter(**{f"data__{key}": value}) if value else rows
    if (other := rows.first()) is not None:
        raise Conflict(_("此人已有同样的办件正在办理(%(number)s)。"), code="policies.case_open", number=other.number)


# --- effects of the flow ----------------------------------------------------------------------------------------------


def check_proposal(case: Any, event: Any) -> str | None:
    """Right after the second person agreed: it was another one, and the class is still reached."""
    if event is None or event.actor_id is None or event.actor_id == case.applicant_id:
        raise NotAllowed(gettext_noop("提出认定的人不能自己审核。"), code="policies.four_eyes")
    _require_still_so(case)
    return None


def record(case: Any, event: Any) -> str | None:
    """After the notice: the recognition is on record. Who agreed signs it."""
    decision = _require_still_so(case)
    recognising.recognise(
        by=_decider(case, "confirm"),
        decision=decision,
        case=case,
        level=case.data["level"],
        via=case.data["via"],
        basis=case.data["why"],
        unit_code=case.unit_code,
    )
    return None


def _require_still_so(case: Any) -> Decision:
    """Raises Conflict where the computed class that was proposed is not reached any more by the facts of today."""
    decision = Decision.objects.filter(pk=case.data.get("decision") or uuid.UUID(int=0), forgotten_at=None).first()
    if decision is None:  # the person was erased
        raise NotFound(gettext_noop("认定依据的判定已不存在。"), code="policies.no_decision")
    on, level = timezone.localdate(), case.data["level"]
    if case.data["via"] == Via.COMPUTED and level == recognising.computed_level(decision):
        now = judge(rules(), basis_of("person", decision.subject_id, on), decision.policy, on)
        if now.value(f"at_least/{level}") is not True:
            raise Conflict(gettext_noop("按今天的事实已达不到拟认定的类别。"), code="policies.not_reached")
    return decision


def _decider(case: Any, step: str) -> User:
    """Who decided a step last, with the decision of a person."""
    seat = cases.Todo.objects.filter(case=case, step=step, done_by__isnull=False).select_related("done_by").last()
    if seat is None or seat.done_by_id == case.applicant_id:
        raise NotAllowed(gettext_noop("提出认定的人不能自己审核。"), code="policies.four_eyes")
    return seat.done_by


# --- revocation, appeal -----------------------------------------------------------------------------------------------


@transaction.atomic
def propose_revocation(*, by: User, unit_code: str, recognition: Recognition, reason: str) -> Any:
    """Opens the case: the person is heard, and a second person decides. Raises Conflict where it does not stand or is under way."""
    recognition = _as_it_is(recognition)
    if not recognition.is_current:
        raise Conflict(_("这项认定已不再有效,不用撤销。"), code="policies.recognition_state")
    return _open_about(REVOKE_FLOW, by, recognition, unit_code, reason, _("撤销认定"))


@transaction.atomic
def appeal(*, by: User, recognition: Recognition, reason: str) -> Any:
    """The talent's own: against a suspension, revocation or end. Raises NotAllowed for others, Conflict where there is nothing to
    appeal against or an appeal is under way."""
    recognition = _as_it_is(recognition)
    mine = by.subject is not None and (registry.resolve_redirect(by.subject) or by.subject)
    holder = registry.resolve_redirect(recognition.person) or recognition.person
    if mine != holder:
        raise NotAllowed(_("只有本人能提出异议。"), code="policies.not_own")
    if recognition.state not in (State.SUSPENDED, State.REVOKED, State.ENDED):
        raise Conflict(_("这项认定没有被暂停、撤销或终止,不用提异议。"), code="policies.nothing_to_appeal")
    return _open_about(APPEAL_FLOW, by, recognition, recognition.unit_code, reason, _("认定异议"))


def _as_it_is(recognition: Recognition) -> Recognition:
    """Locked: what the caller saw may be older."""
    found = Recognition.objects.select_for_update().filter(pk=recognition.pk, forgotten_at=None).first()
    if found is None:
        raise NotFound(gettext_noop("没有这项认定。"), code="policies.no_recognition")
    return found


def _open_about(flow: str, by: User, recognition: Recognition, unit_code: str, reason: str, title: str) -> Any:
    if len(reason.strip()) < 2:
        raise InvalidInput(_("请写明理由。"), code="policies.no_reason")
    person = person_now(recognition.person)
    _require_none_open(person.pk, flow, recognition=str(recognition.pk))
    return casework.open_case(
        flow=flow,
        by=by,
        subject=person.pk,
        unit_code=unit_code,
        title=f"{title}:{person.name}",
        data={
            "recognition": str(recognition.pk),
            "class_name": wording.code(registry.words(), recognition.code_list, recognition.level),
            "state_name": STATES[State(recognition.state)],
            "why": reason.strip()[:1000],
        },
    )


def revoke(case: Any, event: Any) -> str | None:
    """Effect: decided by somebody else than who proposed it (the flow keeps the hearing apart from the decision)."""
    decider = _decider(case, "decide")
    recognising.revoke(by=decider, recognition=_about(case), reason=event.said.get("reason") or "", case=case)
    return None


def restore(case: Any, event: Any) -> str | None:
    """Effect of an upheld appeal; who took part in the decision appealed against cannot uphold or dismiss it alone."""
    found = Recognition.objects.filter(pk=_about(case)).first()
    last = found.events.order_by("-id").first() if found else None
    decider = _decider(case, "review")
    if last is not None and last.by_id == decider.pk:
        raise NotAllowed(gettext_noop("作出原决定的人不能复核自己的决定。"), code="policies.four_eyes")
    recognising.restore(by=decider, recognition=_about(case), reason=event.said.get("reason") or "", case=case)
    return None


def _about(case: Any) -> UUID:
    if not case.data.get("recognition"):
        raise NotFound(gettext_noop("没有这项认定。"), code="policies.no_recognition")
    return UUID(case.data["recognition"])
