"""Newly entitled people are told once. What would go to many at once, and all of a first run, waits until an officer lets it go."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.db import connection, transaction
from django.db.models import Count
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_noop as _

from bole.core.errors import InvalidInput
from bole.core.rules.policies.model import Policy
from bole.governance.policies.models import Match
from bole.governance.policies.queries.ruleset import rules
from bole.governance.policies.services.matching import writing
from bole.kernel.accounts import queries as accounts
from bole.kernel.audit.services import record_security
from bole.kernel.notices import services as notices
from bole.people.registry import queries as registry

NEWLY = "policies.newly_entitled"
ROUND = 500
Telling = Match.Telling


def register_kind() -> None:
    notices.register_kind(
        NEWLY,
        subject=_("您现在符合一项政策:%(name)s"),
        text=_("按已有数据测算,您现在符合“%(name)s”的条件。点开可以看到依据和怎么办理;按模拟规则测算,不是正式答复。"),
    )


def accounts_of(subject: str) -> dict[str, list[Any]]:
    """Who can be reached: users by the subject they stand for (persons under the id of now, firms by code)."""
    found: dict[str, list[Any]] = defaultdict(list)
    if subject == "person":
        for user in accounts.User.objects.filter(subject__isnull=False, is_active=True):
            found[str(registry.resolve_redirect(user.subject) or user.subject)].append(user)
        return found
    members = accounts.Membership.objects.valid().filter(role="employer", user__is_active=True)
    for member in members.select_related("user", "unit"):
        found[member.unit.code].append(member.user)
    return found


def tell_queued() -> int:
    """Tells everybody who waits to be told; whom no account stands for is counted as not reachable. Returns how many were told."""
    told = 0
    for subject in (
        Match.objects.filter(telling=Telling.QUEUED, until=None).values_list("subject_kind", flat=True).distinct()
    ):
        reachable = accounts_of(subject)
        waiting = Match.objects.filter(subject_kind=subject, telling=Telling.QUEUED, until=None)
        waiting.exclude(subject_id__in=list(reachable)).update(telling=Telling.UNREACHABLE)
        while done := _tell_round(subject, reachable):
            told += done
    return told


@transaction.atomic
def _tell_round(subject: str, reachable: Mapping[str, Sequence[Any]]) -> int:
    """The message and that it was sent are one transaction; the key of the message makes it one per subject and policy for ever."""
    waiting = Match.objects.filter(
        subject_kind=subject, telling=Telling.QUEUED, until=None, subject_id__in=list(reachable)
    )
    rows = list(waiting.select_for_update(skip_locked=True).order_by("pk")[:ROUND])
    known = rules()
    with writing.counting(subject, [row.subject_id for row in rows]):  # type: ignore[arg-type]
        for row in rows:
            policy = known.policies.get(row.policy)
            if policy is not None:
                _tell(row, policy, reachable[row.subject_id])
        Match.objects.filter(pk__in=[row.pk for row in rows]).update(telling=Telling.TOLD, told_at=timezone.now())
    return len(rows)


def _tell(row: Match, policy: Policy, users: Sequence[Any]) -> None:
    page = "policies:why" if row.subject_kind == "person" else "policies:firm_why"
    for user in users:
        name = policy.name_en if user.language.startswith("en") and policy.name_en else policy.name
        notices.notify(
            to=[user],
            kind=NEWLY,
            params={"name": name},
            url=reverse(page, args=[policy.key]),
            key=f"policy-match-{row.policy}-{row.subject_id}",
        )


# --- release ----------------------------------------------------------------------------------------------------------


def held_counts() -> list[tuple[str, str, int, int]]:
    """What waits for a release: kind of subject, policy, how many, of them with an account."""
    rows = Match.objects.filter(telling=Telling.HELD, until=None)
    counts = rows.values_list("subject_kind", "policy").annotate(n=Count("pk")).order_by("subject_kind", "policy")
    found = []
    reach = {kind: list(accounts_of(kind)) for kind in ("person", "organisation")}
    near = {
        (kind, policy): n
        for kind, ids in reach.items()
        for policy, n in rows.filter(subject_kind=kind, subject_id__in=ids)
        .values_list("policy")
        .annotate(n=Count("pk"))
    }
    for kind, policy, n in counts:
        found.append((kind, policy, n, near.get((kind, policy), 0)))
    return found


@transaction.atomic
def release(*, by: Any, policies: Collection[str], tell: bool) -> int:
    """Lets messages about these policies go, or sets them aside for good (`tell` False). Returns how many matches.

    Raises:
        InvalidInput: no policy was chosen.
    """
    if not policies:
        raise InvalidInput(_("没有选中政策。"), remedy=_("请至少选一项。"), code="policies.nothing_chosen")
    with connection.cursor() as cursor:
        writing.hold(cursor)
    rows = Match.objects.filter(telling=Telling.HELD, policy__in=list(policies))
    changed = rows.filter(until=None).update(telling=Telling.QUEUED if tell else Telling.DISMISSED)
    if not tell:
        rows.update(telling=Telling.DISMISSED)
    kind = "policies.matches_released" if tell else "policies.matches_set_aside"
    record_security(by=by, kind=kind, policies=sorted(policies), matches=changed)
    return changed
