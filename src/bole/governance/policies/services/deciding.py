"""A decision is stored as it was made: the rule set by its hash, the day, what was read and from where, what came out and why."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop as _

from bole.core.errors import Conflict
from bole.core.rules import Result, RuleSet
from bole.core.vocabulary import Subject
from bole.governance.policies.models import Decision
from bole.governance.policies.queries import reading
from bole.governance.policies.queries.basis import Basis, basis_of
from bole.governance.policies.queries.ruleset import policy_of, rules
from bole.governance.policies.services.keeping import keep_rules
from bole.kernel.accounts.queries import User
from bole.people.registry import queries as registry


def judge(known: RuleSet, basis: Basis, policy: str, on: dt.date) -> Result:
    """One policy for one subject, decided alone; nothing is stored. Raises NotFound for a policy nobody knows."""
    found = policy_of(known, policy)
    return known.decide(basis.facts, on, found.subject, only=[policy]).results[policy]


@transaction.atomic
def store_decision(
    *,
    by: Any,
    purpose: str,
    policy: str,
    subject_id: str | UUID,
    on: dt.date | None = None,
    case: Any = None,
    basis: Basis | None = None,
    known: RuleSet | None = None,
    key: UUID | None = None,
) -> Decision:
    """Decides and keeps it. The kind of subject is the policy's.

    Args:
        by: a user, or the name of a program.
        basis: what is known of the subject, where the caller has gathered it.
        key: the id that the decision gets, where something must name it before.

    Raises: NotFound for a policy or subject nobody knows; Conflict where the facts kept would not give the same result again.
    """
    known, day = known or rules(), on or timezone.localdate()
    subject: Subject = policy_of(known, policy).subject
    basis = basis or basis_of(subject, subject_id, day)
    result = judge(known, basis, policy, day)
    outcome, facts = reading.outcome_of(result), reading.facts_read(basis, result)
    there = reading.related(basis, facts)
    _require_same_again(known, policy, day, subject, reading.rebuilt(facts, there), outcome)
    keep_rules(known)
    return Decision.objects.create(
        id=key or uuid.uuid4(),
        subject=subject,
        subject_id=basis.key,
        purpose=purpose,
        policy=policy,
        department=result.policy.department,
        version_from=result.lowered.version.since,
        rules_sha256=known.sha256,
        on=day,
        facts=facts,
        related=there,
        outcome=outcome,
        case=case,
        **signed(by),
    )


def signed(by: Any) -> dict[str, Any]:
    """Who acted: a user by name, or a program."""
    return {"by": by, "by_name": str(by)[:150]} if isinstance(by, User) else {"by": None, "by_name": str(by)[:150]}


def _require_same_again(
    known: RuleSet, policy: str, on: dt.date, subject: Subject, facts: dict[str, Any], outcome: dict[str, Any]
) -> None:
    again = known.decide(facts, on, subject, only=[policy]).results[policy]
    if not reading.same_outcome(reading.outcome_of(again), outcome):
        raise Conflict(
            _("这次判定用到的事实没有记全,不能存档。"),
            remedy=_("请把政策名称告诉系统管理员。"),
            code="policies.not_replayable",
        )


@transaction.atomic
def forget_decisions(person: UUID) -> int:
    """Empties what decisions about an erased person say: that one was made, by which rules, when and by whom, stays."""
    ids = [str(key) for key in (person, *registry.absorbed_ids(person))]
    rows = Decision.objects.filter(subject="person", subject_id__in=ids, forgotten_at=None)
    return rows.update(facts=[], outcome={}, forgotten_at=timezone.now())
