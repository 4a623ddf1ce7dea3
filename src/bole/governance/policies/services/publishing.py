"""From a draft to an edition: submitted without faults, checked by a second person, in force in one transaction or not at all."""

from __future__ import annotations

from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from bole.core.errors import Conflict, InvalidInput, NotAllowed, NotFound
from bole.core.rules import RuleSet, check_cases
from bole.core.vocabulary import Pack, PackInvalid, Problem
from bole.governance.policies.models import Draft, Edition
from bole.governance.policies.queries import reviewing
from bole.governance.policies.queries.ruleset import digest_of, draft_rules, in_force, lay, pack_rules, rules
from bole.governance.policies.services.drafting import locked
from bole.kernel.accounts.queries import User
from bole.kernel.casework import queries as casework_queries
from bole.kernel.casework import services as casework
from bole.kernel.outbox import services as outbox
from bole.kernel.taxonomy import queries as taxonomy

FLOW, EFFECT, IN_FORCE = "policy_publication", "policies.publish_edition", "policies.edition_in_force"
_LOCK = 0x706F6C65
"""Of publishing alone: matching has another, so that neither waits for the other."""


@transaction.atomic
def submit_draft(*, by: User, draft: int, version: int) -> Any:
    """The case in which a second person decides. Raises InvalidInput with the first reason why it may not be sent yet."""
    found = locked(draft, version)
    if reasons := reviewing.hindrances(found):
        raise InvalidInput(
            _("还不能送审:%(reason)s"),
            remedy=_("共 %(count)s 处,见草案页“送审前”。"),
            code=f"policies.{reasons[0].key}",
            reason=reasons[0].text,
            count=len(reasons),
        )
    policy = draft_rules(found).policies.get(found.policy)
    case = _opened(
        by,
        found.department_code,
        gettext("发布:%(title)s") % {"title": found.title},
        {
            "draft": found.pk,
            "policy": found.policy,
            "policy_name": policy.name if policy else found.title,
            "kind_name": str(found.get_kind_display()),
            "reason": found.reason,
        },
    )
    found.state, found.case = Draft.State.SUBMITTED, case
    found.save(update_fields=["state", "case"])
    return case


def _opened(by: User, unit: str, title: str, data: dict[str, Any]) -> Any:
    """A case that its applicant has already sent on: so the log knows who may not check it."""
    case = casework.open_case(flow=FLOW, by=by, subject=None, unit_code=unit, title=title, data=data)
    seat = casework_queries.Todo.objects.get(case=case, done_at=None)
    return casework.act(todo=seat, by=by, outcome="send", version=case.lock)


@transaction.atomic
def recall_draft(*, by: User, draft: int) -> Draft:
    """Who sent a draft takes it back to work on it. Raises Conflict where it does not wait for a check."""
    found = Draft.objects.select_for_update(of=("self",)).select_related("case").filter(pk=draft).first()
    if found is None or found.stage != Draft.State.SUBMITTED or found.case is None:
        raise Conflict(_("这份草案没有在送审。"), code="policies.not_submitted")
    casework.withdraw(case=found.case, by=by, reason="")
    found.state = Draft.State.OPEN
    found.save(update_fields=["state"])
    return found


@transaction.atomic
def propose_withdrawal(*, by: User, number: int, reason: str) -> Any:
    """The case that takes the edition in force back. Raises Conflict for any other edition, InvalidInput without a reason."""
    edition = Edition.objects.select_related("case").filter(number=number).first()
    if edition is None:
        raise NotFound(_("没有这个版次的政策。"), code="policies.no_edition")
    if not reason.strip():
        raise InvalidInput(_("请写明撤回的理由。"), code="policies.no_reason")
    _require_last(edition)
    if reviewing.withdrawal_of(edition) is not None:
        raise Conflict(_("这个版次已经在办撤回。"), code="policies.withdrawal_open")
    data = {
        "withdraws": number,
        "policy_name": edition.title,
        "kind_name": gettext("撤回版次"),
        "reason": reason.strip()[:2000],
    }
    title = gettext("撤回第 %(number)s 版:%(title)s") % {"number": number, "title": edition.title}
    return _opened(by, edition.case.unit_code, title, data)


def _require_last(edition: Edition) -> None:
    last = Edition.objects.first()
    if last != edition or edition.withdraws_id:
        raise Conflict(
            _("只有现行的版次可以撤回。"),
            remedy=_("要恢复更早的文字,请起草一份更正。"),
            code="policies.not_last",
        )


# --- the effect -------------------------------------------------------------------------------------------------------


def hold_rules() -> None:
    """One after another: until the transaction ends nobody else publishes or loads a pack over editions."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def publish_edition(case: Any, event: Any) -> str | None:
    """Effect of the flow: the edition is written, the draft closed, the change announced, all in the step's transaction.

    Raises NotAllowed where the second person wrote the draft, Conflict where the rules changed since, InvalidInput for faults.
    """
    hold_rules()
    approver = User.objects.filter(pk=getattr(event, "actor_id", None)).first()
    if approver is None or approver.pk == case.applicant_id:
        raise NotAllowed(_("复核要由起草人以外的人办理。"), remedy=_("请由另一位同事办理。"), code="policies.four_eyes")
    if "withdraws" in case.data:
        _withdraw(case, approver)
    else:
        _publish(case, approver)
    return None


def _publish(case: Any, approver: User) -> Edition:
    draft = Draft.objects.select_for_update(of=("self",)).select_related("saved_by").get(pk=case.data["draft"])
    if draft.state != Draft.State.SUBMITTED or draft.case_id != case.pk:
        raise Conflict(_("这份草案已不在送审。"), code="policies.not_submitted")
    if draft.saves.filter(by=approver).exists():
        raise NotAllowed(_("您改过这份草案,不能复核它。"), remedy=_("请由另一位同事办理。"), code="policies.four_eyes")
    if stale := reviewing.stale_files(draft):
        raise Conflict(
            _("送审以后现行规则已有变化:%(files)s。"),
            remedy=_("请退回,由起草人并入现行文本后再送审。"),
            code="policies.stale",
            files="、".join(stale),
        )
    known = _checked(draft)
    before = Edition.objects.first()
    files = {**(before.files if before else {}), **draft.files}
    edition = _write(
        case, approver, files, known, sorted(draft.files), title=draft.title, note=draft.reason, draft=draft
    )
    draft.state = Draft.State.PUBLISHED
    draft.save(update_fields=["state"])
    return edition


def _checked(draft: Draft) -> RuleSet:
    """The rules with the draft; raises InvalidInput where they have faults or a case fails."""
    try:
        known = draft_rules(draft)
    except PackInvalid as error:
        raise _faulty(error.problems[0]) from None
    if problems := check_cases(known, reviewing.touched(known, draft)).problems:
        raise _faulty(problems[0])
    return known


def _faulty(problem: Problem) -> InvalidInput:
    return InvalidInput(
        _("草案有错误,不能发布:%(problem)s"),
        remedy=_("请退回修改。"),
        code="policies.draft_invalid",
        problem=str(problem),
    )


def _withdraw(case: Any, approver: User) -> Edition:
    edition = Edition.objects.select_related("draft").get(number=case.data["withdraws"])
    _require_last(edition)
    before = Edition.objects.filter(number__lt=edition.number).first()
    files = dict(before.files) if before else {}
    known = pack_rules()
    known = known.overlay(lay(known.files, Edition(files=files)))
    title = gettext("撤回:%(title)s") % {"title": edition.title}
    return _write(
        case, approver, files, known, edition.changed, title=title, note=case.data["reason"], withdraws=edition
    )


def _write(
    case: Any, approver: User, files: dict[str, str], known: RuleSet, changed: list[str], *, title: str, **more: Any
) -> Edition:
    last, pack = Edition.objects.first(), pack_rules()
    bases = dict(last.base) if last else {}
    base = {file: digest_of({file: pack.files[file]}) if file in pack.files else "" for file in files}
    base |= {file: bases[file] for file in files if file in bases and file not in changed}
    before = rules()
    edition = Edition.objects.create(
        number=last.number + 1 if last else 1,
        files=files,
        base=base,
        changed=list(changed),
        files_sha256=digest_of(files),
        rules_sha256=known.sha256,
        pack_sha256=in_force()[0],
        title=title[:160],
        by=case.applicant,
        approved_by=approver,
        case=case,
        **more,
    )
    touched = sorted({*known.changed_from(before), *before.changed_from(known)})
    outbox.publish(
        topic=IN_FORCE,
        key=f"edition-{edition.number}",
        payload={"edition": edition.number, "sha256": known.sha256, "before": before.sha256, "policies": touched},
    )
    return edition


# --- packs ------------------------------------------------------------------------------------------------------------


def check_edition(pack: Pack) -> list[Problem]:
    """A pack comes only where the edition in force still holds over it; called when packs are checked."""
    edition = Edition.objects.first()
    if edition is None or not edition.files or not taxonomy.has_pack() or taxonomy.current_pack().id != pack.id:
        return []
    hold_rules()
    from bole.core.rules import rules_of

    try:
        known = rules_of(pack)
        known.overlay(lay(known.files, edition))
    except PackInvalid as error:
        told = gettext("已发布的第 %(number)s 版不再成立:") % {"number": edition.number}
        return [Problem(p.file, p.line, p.column, told + p.message, p.suggestion) for p in error.problems]
    return []
