"""Keeping everybody up to date: find out whom a change concerns, decide them, check, store."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext_noop as _

from bole.core.errors import Conflict
from bole.core.rules import RuleSet
from bole.core.vocabulary import Subject
from bole.governance.policies.models import Match, MatchRun, Standing
from bole.governance.policies.queries.facts import EMPLOYER
from bole.governance.policies.queries.ruleset import rules
from bole.governance.policies.services.matching import dependencies, writing
from bole.governance.policies.services.matching.deciding import Question, decide
from bole.governance.policies.services.matching.takeup import note_takeup
from bole.people.registry import queries as registry
from bole.people.registry.queries.subjects import of_population

SUBJECTS: tuple[Subject, ...] = ("person", "organisation")


@dataclass
class Report:
    """What was decided: subjects by way, and who left."""

    everybody: int = 0
    some: int = 0
    gone: int = 0
    policies: set[str] = field(default_factory=set)


def bring_up_to_date(subject: Subject, *, on: date | None = None) -> Report:
    """Decides again whatever facts, days or rules have made stale; killed anywhere, the next call goes on. Nothing to do costs two queries.

    Raises:
        Refused: a check of a table against the reference failed.
        Conflict: somebody else is at it.
    """
    day, known, report = on or timezone.localdate(), rules(), Report()
    with alone(subject):
        report.gone = _forget_gone(subject)
        report.everybody = _follow_rules(known, subject, day, report)
        for keys, ids in _concerned(subject, day).items():
            only = None if keys is None else dependencies.touched_policies(known, subject, keys)
            report.policies.update(only or ())
            report.some += decide(Question(known, subject, day, only, MatchRun.Cause.FACTS), ids)
            _settle(subject, ids, keys)
            note_takeup(subject, ids)
    return report


def _follow_rules(known: RuleSet, subject: Subject, on: date, report: Report) -> int:
    """Everybody: once at the beginning, and what other rules decide otherwise."""
    last = MatchRun.objects.filter(subject_kind=subject, state=MatchRun.State.DONE, cause__in=WHOLE).first()
    changed = None if last is None else dependencies.changed_policies(known, subject, last.keys)
    if changed == []:
        return 0
    report.policies.update(changed or ())
    cause = MatchRun.Cause.FIRST if changed is None else MatchRun.Cause.RULES
    count = decide(Question(known, subject, on, changed, cause), None)
    note_takeup(subject, None)
    return count


WHOLE = (MatchRun.Cause.FIRST, MatchRun.Cause.RULES)


@contextmanager
def alone(subject: Subject) -> Iterator[None]:
    """One at a time per kind of subject, over all transactions of a run."""
    key = writing.LOCK + 1 + SUBJECTS.index(subject)
    with connection.cursor() as cursor:
        cursor.execute("select pg_try_advisory_lock(%s)", [key])
        if not cursor.fetchone()[0]:
            raise Conflict(_("匹配正在进行,请稍后再试。"), code="policies.matching_busy")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("select pg_advisory_unlock(%s)", [key])


CONCERNED = """
select p.id, case when s.id is null or s.digest <> p.digest or s.next_change <= %s then null else s.stale end
from {population} p left join policies_standing s on s.subject_kind = %s and s.subject_id = p.id
where s.id is null or s.digest <> p.digest or s.next_change <= %s or s.stale_at is not null
"""
GONE = """
select distinct x.subject_id from (select subject_kind, subject_id from policies_standing
    union all select subject_kind, subject_id from policies_match where until is null) x
where x.subject_kind = %s and not exists (select from {population} p where p.id = x.subject_id)
"""


# --- whom it concerns -------------------------------------------------------------------------------------------------


def _concerned(subject: Subject, on: date) -> dict[tuple[str, ...] | None, list[str]]:
    """Subjects by the provided facts that changed; None: all their policies (another profile, a new one, a day that has come)."""
    found: dict[tuple[str, ...] | None, list[str]] = {}
    with connection.cursor() as cursor:
        cursor.execute(of_population(subject, CONCERNED), [on, subject, on])
        for key, stale in cursor.fetchall():
            found.setdefault(None if stale is None else tuple(sorted(stale)), []).append(key)
    return found


def _forget_gone(subject: Subject) -> int:
    """Who is not in the register any more has no standing; what an absorbed person was told or paid goes on to the heir."""
    with connection.cursor() as cursor:
        cursor.execute(of_population(subject, GONE), [subject])
        gone = [row[0] for row in cursor.fetchall()]
    if gone:
        remove(subject, gone)
    return len(gone)


@transaction.atomic
def remove(subject: Subject, ids: Collection[str]) -> None:
    """Takes subjects out of all that is kept of matching."""
    with writing.counting(subject, [*ids, *(heirs := _heirs(subject, ids)).values()]) as cursor:
        for one, heir in heirs.items():
            cursor.execute(
                "update policies_match m set subject_id = %s, until = coalesce(until, current_date)"
                " where subject_kind = %s and subject_id = %s and not exists (select from policies_match o"
                " where o.subject_kind = m.subject_kind and o.subject_id = %s and o.policy = m.policy)",
                [heir, subject, one, heir],
            )
        Match.objects.filter(subject_kind=subject, subject_id__in=ids).delete()
        Standing.objects.filter(subject_kind=subject, subject_id__in=ids).delete()


def _heirs(subject: Subject, ids: Collection[str]) -> dict[str, str]:
    if subject != "person":
        return {}
    found = {one: registry.resolve_redirect(UUID(one)) for one in ids}
    return {one: str(heir) for one, heir in found.items() if heir is not None}


def _settle(subject: Subject, ids: Sequence[str], keys: tuple[str, ...] | None) -> None:
    """What was marked is decided; what was marked meanwhile stays."""
    if keys is not None:
        Standing.objects.filter(subject_kind=subject, subject_id__in=ids, stale__contained_by=list(keys)).update(
            stale=[], stale_at=None
        )


# --- marking ----------------------------------------------------------------------------------------------------------


@transaction.atomic
def mark_stale(subject: Subject, ids: Collection[str], keys: Collection[str]) -> int:
    """Provided facts of these subjects changed: they, and of a firm its people, are decided again where a rule reads one of them."""
    known = rules()
    marked = 0
    with connection.cursor() as cursor:
        if dependencies.touched_policies(known, subject, keys):
            cursor.execute(MARK.format(where="s.subject_id = any(%(ids)s)"), _marks(subject, ids, sorted(keys)))
            marked += cursor.rowcount
        paths = [f"{EMPLOYER}.{key}" for key in sorted(keys)]
        if subject == "organisation" and dependencies.touched_policies(known, "person", paths):
            people = "s.subject_id in (select p.id::text from registry_person p where p.employer_uscc = any(%(ids)s))"
            cursor.execute(MARK.format(where=people), _marks("person", ids, paths))
            marked += cursor.rowcount
    return marked


MARK = """
update policies_standing s set stale = array(select distinct k from unnest(s.stale || %(keys)s::text[]) k order by k), stale_at = clock_timestamp()
where s.subject_kind = %(kind)s and {where}
"""


def _marks(kind: str, ids: Collection[str], keys: Sequence[str]) -> dict[str, Any]:
    return {"kind": kind, "ids": list(ids), "keys": list(keys)}
