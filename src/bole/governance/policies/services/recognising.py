"""A recognition is put on record, and what becomes of it later. Each verb is one transaction with its event and its announcement."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_noop as _

from bole.core.errors import Conflict, InvalidInput, NotFound
from bole.core.rules import RuleSet
from bole.core.rules.language.values import add_months
from bole.core.rules.policies import model as m
from bole.governance.policies.models import Decision, Recognition, RecognitionEvent
from bole.governance.policies.queries.basis import person_now
from bole.governance.policies.queries.restricted import is_restricted
from bole.governance.policies.queries.ruleset import rules, rules_by_hash
from bole.governance.policies.queries.terms import terms_of
from bole.governance.policies.services.deciding import signed, store_decision
from bole.kernel.accounts.queries import User
from bole.kernel.notices import services as notices
from bole.people.registry import queries as registry
from bole.people.registry import services as providing

NOTICE = "policies.recognition"
KEYS = ("recognised_class", "recognised_until", "recognitions")
State, Kind, Via = Recognition.State, RecognitionEvent.Kind, Recognition.Via
CURRENT = (State.IN_FORCE, State.SUSPENDED)


@transaction.atomic
def recognise(
    *,
    by: Any,
    decision: Decision,
    case: Any = None,
    level: str = "",
    via: str = Via.COMPUTED,
    basis: str = "",
    unit_code: str = "",
    on: dt.date | None = None,
) -> Recognition:
    """Puts a class on record, from a stored decision of a classification. What stood before for this person is superseded.

    Args:
        level: the class; "" takes the one that was computed.
        via: by the rules, by a committee or by direct recommendation; the latter two and a class other than the computed one need `basis`.
        on: the day of recognition (today).

    Raises: InvalidInput without a class or basis; Conflict for a higher class on record, a person who died, a second recorder.
    """
    person, day = person_now(UUID(decision.subject_id)), on or timezone.localdate()
    body = classification_of(decision)
    level = level or computed_level(decision)
    require_level(body, decision, level, via, basis)
    if person.deceased_on:
        raise Conflict(_("此人已故,不能认定。"), code="policies.deceased")
    before = current(person.pk, body.code_list)
    require_no_higher(body, before, level)
    for each in before:
        _move(each, by=by, kind=Kind.SUPERSEDED, state=State.SUPERSEDED, on=day, case=case)
    route = route_of(body, decision, level) if via == Via.COMPUTED else None
    terms = terms_of(decision.policy)
    until = terms.valid_until(day)
    made = _put(
        person=person.pk,
        code_list=body.code_list,
        level=level,
        policy=decision.policy,
        version_from=decision.version_from,
        via=via,
        route=route.key if route else "",
        basis=basis.strip()[:400],
        restricted=route is not None and is_restricted(rules(), route),
        recognised_on=day,
        valid_from=day,
        valid_until=until,
        revalidate_by=terms.check_by(day, until),
        decision=decision,
        case=case,
        unit_code=unit_code or decision.department,
    )
    note(made, by=by, kind=Kind.RECOGNISED, on=day, reason=basis, case=case)
    announce([person.pk], by=by)
    return made


def _put(**fields: Any) -> Recognition:
    try:
        with transaction.atomic():
            return Recognition.objects.create(**fields)
    except IntegrityError as error:
        raise Conflict(
            _("此人刚刚由别人登记了认定,这次没有登记。"), remedy=_("请刷新页面核对。"), code="policies.recognised_twice"
        ) from error


# --- later ------------------------------------------------------------------------------------------------------------


@transaction.atomic
def suspend(*, by: Any, recognition: UUID, reason: str) -> Recognition:
    """Benefits by this class stop until it is resumed. Raises InvalidInput without a reason, Conflict when it is not in force."""
    found = _held(recognition, State.IN_FORCE)
    return _moved(found, by=by, kind=Kind.SUSPENDED, state=State.SUSPENDED, reason=_required(reason))


@transaction.atomic
def resume(*, by: Any, recognition: UUID, reason: str) -> Recognition:
    """What was suspended holds again. Raises InvalidInput without a reason, Conflict when it is not suspended, its term is over, or
    its check is overdue."""
    found = _held(recognition, State.SUSPENDED)
    if found.revalidate_by and found.revalidate_by < timezone.localdate():
        raise Conflict(_("复核期限已过,不能直接恢复。"), remedy=_("请办理期满复核。"), code="policies.check_overdue")
    return _moved(_in_time(found), by=by, kind=Kind.RESUMED, state=State.IN_FORCE, reason=_required(reason))


@transaction.atomic
def revoke(*, by: Any, recognition: UUID, reason: str, case: Any) -> Recognition:
    """Ends it for good, from a decided case. Raises Conflict when it does not stand any more."""
    found = _held(recognition, *CURRENT)
    return _moved(found, by=by, kind=Kind.REVOKED, state=State.REVOKED, reason=_required(reason), case=case)


@transaction.atomic
def restore(*, by: Any, recognition: UUID, reason: str, case: Any) -> Recognition:
    """An appeal was upheld; an overdue check may be done within the usual months from now. Raises Conflict where another
    recognition has taken its place or its term is over."""
    found = _held(recognition, State.SUSPENDED, State.REVOKED, State.ENDED)
    if any(other.pk != found.pk for other in current(found.person, found.code_list)):
        raise Conflict(_("此人已有另一项认定,不能恢复这一项。"), code="policies.recognised_since")
    if found.revalidate_by and found.revalidate_by < timezone.localdate():
        found.revalidate_by = add_months(timezone.localdate(), terms_of(found.policy).file_months)
    return _moved(_in_time(found), by=by, kind=Kind.RESTORED, state=State.IN_FORCE, reason=_required(reason), case=case)


@transaction.atomic
def revalidate(*, by: Any, recognition: UUID, reason: str = "") -> Recognition:
    """The check at the end of a period: the facts of today are decided again and kept. A recognition by the rules whose class is
    not reached any more is kept only with a reason; one that was suspended is in force again.

    Raises: InvalidInput where a reason is needed; Conflict when it does not stand, or it is too early.
    """
    found = _held(recognition, *CURRENT)
    day, terms = timezone.localdate(), terms_of(found.policy)
    if found.revalidate_by is None or day < terms.check_from(found.revalidate_by):
        raise Conflict(_("还没有到复核的时候。"), remedy=_("期满前规定的月数内才能复核。"), code="policies.too_early")
    decision = store_decision(by=by, purpose="revalidation", policy=found.policy, subject_id=found.person, on=day)
    if found.via == Via.COMPUTED and not _reaches(decision, found.level) and len(reason.strip()) < 2:
        raise InvalidInput(
            _("按今天的事实已达不到这个类别。"),
            remedy=_("仍要保留的,请写明理由;否则请暂停。"),
            code="policies.not_reached",
        )
    found.revalidate_by = terms.check_by(max(day, found.revalidate_by), found.valid_until)
    return _moved(_in_time(found), by=by, kind=Kind.REVALIDATED, state=State.IN_FORCE, reason=reason.strip())


def end(*, by: Any, recognition: Recognition, kind: str, state: str, reason: str) -> Recognition:
    """By date or by law, without a decision of a person. `recognition` is locked by the caller."""
    return _moved(recognition, by=by, kind=kind, state=state, reason=reason)


def _held(recognition: UUID, *states: str) -> Recognition:
    """Locked, in one of these states; else it is told what it is now and who did that."""
    found = Recognition.objects.select_for_update().filter(pk=recognition).first()
    if found is None or found.forgotten_at:
        raise NotFound(_("没有这项认定。"), code="policies.no_recognition")
    if found.state not in states:
        last = found.events.order_by("-id").first()
        raise Conflict(
            _("这项认定现在是“%(state)s”(%(person)s),这一步不能办。"),
            remedy=_("请刷新页面核对。"),
            code="policies.recognition_state",
            state=str(State(found.state).label),
            person=last.by_name if last else "—",
        )
    return found


def _in_time(found: Recognition) -> Recognition:
    if found.valid_until and found.valid_until < timezone.localdate():
        raise Conflict(_("认定的有效期已过,请重新认定。"), code="policies.term_over")
    return found


def _required(reason: str) -> str:
    if len(reason.strip()) < 2:
        raise InvalidInput(_("请写明理由。"), code="policies.no_reason")
    return reason.strip()


def _moved(found: Recognition, *, by: Any, **what: Any) -> Recognition:
    _move(found, by=by, on=timezone.localdate(), **what)
    announce([registry.resolve_redirect(found.person) or found.person], by=by)
    return found


def _move(
    found: Recognition, *, by: Any, kind: str, state: str, on: dt.date, reason: str = "", case: Any = None
) -> None:
    found.state = state
    found.save(update_fields=["state", "revalidate_by"])
    note(found, by=by, kind=kind, on=on, reason=reason, case=case)


def note(
    found: Recognition, *, by: Any, kind: str, on: dt.date, reason: str = "", case: Any = None, tell: bool = True
) -> None:
    """The event, and a word to the person's own accounts (without saying what)."""
    event = RecognitionEvent.objects.create(
        recognition=found, kind=kind, state=found.state, on=on, reason=reason.strip()[:2000], case=case, **signed(by)
    )
    if tell and kind != Kind.SUPERSEDED:
        to = User.objects.filter(subject__in={found.person, registry.resolve_redirect(found.person) or found.person})
        key = f"policies.recognition:{event.pk}"
        notices.notify(to=to, kind=NOTICE, params={}, url=reverse("policies:my_class"), key=key)


def announce(persons: Collection[UUID], *, by: Any) -> None:
    providing.announce_facts(subject="person", ids=persons, keys=KEYS, by=by)


def current(person: UUID, code_list: str) -> list[Recognition]:
    """What stands for a person, under all ids, locked."""
    ids = [person, *registry.absorbed_ids(person)]
    rows = Recognition.objects.select_for_update().filter(person__in=ids, code_list=code_list, state__in=CURRENT)
    return list(rows.order_by("id"))


# --- classes and ways -------------------------------------------------------------------------------------------------


def classification_of(decision: Decision, known: RuleSet | None = None) -> m.Classification:
    """The body that counted. Raises InvalidInput where the decision is about something else."""
    known = known or (rules() if rules().sha256 == decision.rules_sha256 else rules_by_hash(decision.rules_sha256))
    policy = known.policies[decision.policy]
    bodies = [version.body for version in policy.versions if version.since == decision.version_from]
    if not bodies or not isinstance(bodies[0], m.Classification) or policy.subject != "person":
        raise InvalidInput(_("这项政策不是人才分类,不能据以认定。"), code="policies.not_a_classification")
    return bodies[0]


def computed_level(decision: Decision) -> str:
    """The class that the rules certainly give, "" for none."""
    level = decision.outcome.get("outputs", {}).get("level")
    return level if isinstance(level, str) else ""


def _reaches(decision: Decision, level: str) -> bool:
    return decision.outcome["outputs"].get(f"at_least/{level}") is True


def route_of(body: m.Classification, decision: Decision, level: str) -> m.Route | None:
    """The first way into exactly this class that is met; one whose ground is public, where there is one."""
    outputs, known = decision.outcome["outputs"], rules()
    met = [r for r in body.routes if r.level == level and outputs.get(f"route/{r.key}") is True]
    return next((r for r in met if not is_restricted(known, r)), met[0] if met else None)


def require_level(body: m.Classification, decision: Decision, level: str, via: str, basis: str) -> None:
    """Raises InvalidInput for a class that the list does not have, or a way that must be reasoned and is not."""
    if level not in body.levels:
        raise InvalidInput(_("请选择要认定的类别。"), code="policies.no_level")
    reasoned = len(basis.strip()) >= 2
    if via != Via.COMPUTED and not reasoned:
        raise InvalidInput(_("经评审或直接推荐认定的,请写明依据(会议纪要、推荐文件)。"), code="policies.no_basis")
    if via == Via.COMPUTED and level != computed_level(decision) and not reasoned:
        raise InvalidInput(_("与测算类别不一致,请写明理由。"), code="policies.other_than_computed")


def require_no_higher(body: m.Classification, before: Collection[Recognition], level: str) -> None:
    """Raises Conflict where a higher class is in force: it would have to be revoked first."""
    held = [each for each in before if each.state == State.IN_FORCE and each.level in body.levels]
    if any(body.levels.index(each.level) < body.levels.index(level) for each in held):
        raise Conflict(
            _("此人已认定为更高的类别。"), remedy=_("要改低,须先撤销现有认定。"), code="policies.higher_on_record"
        )


@transaction.atomic
def forget_recognitions(person: UUID) -> int:
    """Empties the recognitions of an erased person: that there were some, when they began and ended, stays."""
    ids = [person, *registry.absorbed_ids(person)]
    rows = list(Recognition.objects.select_for_update().filter(person__in=ids, forgotten_at=None))
    now = timezone.now()
    for each in rows:
        if each.is_current:
            each.state = State.ENDED
            note(each, by="registry", kind=Kind.ENDED, on=timezone.localdate(), tell=False)
        RecognitionEvent.objects.filter(recognition=each, forgotten_at=None).update(reason="", forgotten_at=now)
    empty = {"level": "", "route": "", "basis": "", "restricted": False, "forgotten_at": now}
    for each in rows:
        Recognition.objects.filter(pk=each.pk).update(state=each.state, **empty)
    return len(rows)
