"""A wrong value goes to the department that sent it, as a case; and a person's data can be deleted (PIPL art. 46, 47)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from bole.core.errors import InvalidInput, NotAllowed, Unavailable
from bole.kernel.accounts import queries as accounts
from bole.kernel.audit import services as audit
from bole.kernel.casework import queries as casework_queries
from bole.kernel.casework import services as casework
from bole.kernel.outbox import services as outbox
from bole.kernel.vault import services as vault
from bole.people.registry.models import Person, ProjectMember, TeamMember
from bole.people.registry.queries.vocabulary import words
from bole.people.registry.services.disclosing import require_purpose
from bole.people.registry.services.evidence import evidence
from bole.people.registry.services.lists import drop_lists_naming

FLOW, EFFECT = "correction", "registry.apply_correction"
ERASED = "registry.person_erased"


@transaction.atomic
def request_correction(
    *,
    by: Any,
    person: Person,
    fact: str,
    should_be: str,
    reason: str,
    source: str = "",
    applicant: Any = None,
    key: str | None = None,
) -> Any:
    """Opens a correction case at the department whose source said the value; the person (or `applicant`) is told of the end.

    Identifiers do not enter the case: there it is said only that the number is wrong. `key`: what it follows from; with it the
    case is opened once and can be withdrawn (`withdraw_correction`). Raises InvalidInput.
    """
    known = words()
    declared = known.facts.get(fact)
    if declared is None:
        raise InvalidInput(_("没有这项数据。"), code="registry.no_fact")
    if len(reason.strip()) < 2:
        raise InvalidInput(_("请写明为什么有误。"), code="registry.no_reason")
    hidden = declared.type in ("identifier", "phone")
    data = {
        "fact": fact,
        "fact_name": declared.name,
        "source": known.pack.sources[source].name if source in known.pack.sources else source,
        "should_be": "" if hidden else should_be.strip()[:500],
        "why": reason.strip()[:1000],
    }
    title = _("更正:%(fact)s(%(source)s)") % {"fact": declared.name, "source": known.source(source) or _("来源不明")}
    return casework.open_case(
        flow=FLOW,
        by=by,
        subject=person.pk,
        unit_code=known.department_of(source) or _steward_unit(),
        title=title,
        data=data,
        applicant=applicant,
        key=key,
    )


@transaction.atomic
def withdraw_correction(*, by: Any, key: str, reason: str) -> bool:
    """Withdraws the correction case opened with `key` while the department has not answered; False when there is none such."""
    open_now = casework_queries.Case.objects.filter(key=key, flow__key=FLOW).values_list("pk", flat=True)
    try:
        return bool(casework.close_cases(by=by, cases=list(open_now), reason=reason))
    except NotAllowed:  # the department has said what it thinks of the value: its answer stands
        return False


def _steward_unit() -> str:
    """Where a value has no department of its own (rosters of firms), the stewards of the register check it."""
    seat = accounts.Membership.objects.valid().filter(role="steward").select_related("unit").first()
    if seat is None:
        raise Unavailable(
            "还没有数据管理员,更正无人受理。", remedy="请系统管理员先开通数据管理员账号。", code="registry.no_steward"
        )
    return seat.unit.code


def apply_correction(case: Any, event: Any) -> str | None:
    """Effect of the correction flow: the decided value goes to `sources` as a decision, never over the records."""
    correct = getattr(evidence(), "correct", None)
    if correct is None:
        raise Unavailable(gettext_noop("更正尚不能自动写入。"), remedy=gettext_noop("请来源部门在下一次报送中改正。"))
    officer = accounts.User.objects.filter(pk=event.actor_id).first() if event else None
    said = case.data  # empty once the person was erased: then no fact is named, and the correction is refused
    correct(
        person_id=case.subject, fact=said.get("fact", ""), value=said.get("should_be", ""), by=officer, case=case.pk
    )
    return None


@transaction.atomic
def delete_person(*, by: Any, person: Person, reason: str) -> None:
    """Destroys the person's keys and empties the profile; the id stays as a tombstone (PIPL art. 47)."""
    text = require_purpose(reason)
    vault.destroy_subject(person.pk, by=by, reason=text)
    erase = getattr(evidence(), "erase", None)
    if erase is not None:
        erase(person.pk, by=by, reason=text)
    empty_person(person.pk)
    audit.record_security(by=by, kind="registry.erased", subject=str(person.pk), reason=text)
    outbox.publish(topic=ERASED, key=str(person.pk), payload={"person": str(person.pk)})


def empty_person(person_id: UUID) -> None:
    """Everything but the id goes, also from teams and projects, and lists that search for the person."""
    drop_lists_naming(person_id)
    fields = [f for f in Person._meta.concrete_fields if f.name not in ("id", "erased_at", "updated_at", "employer")]
    blank = {field.name: field.get_default() if field.has_default() else None if field.null else "" for field in fields}
    left = {"stock": Person.Stock.LEFT, "employer": None, "erased_at": timezone.now(), "updated_at": timezone.now()}
    Person.objects.filter(pk=person_id).update(**{**blank, **left})
    for model in (TeamMember, ProjectMember):
        model.objects.filter(person=person_id).delete()
