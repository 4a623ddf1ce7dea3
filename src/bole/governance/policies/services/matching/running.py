"""Keeping everybody up to date: find out whom a change concerns, decide them, check, store."""

from __future__ import annotations

import random
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext_noop as _

from bole.core.errors import Conflict
from bole.core.rules import RuleSet
from bole.core.vocabulary import Subject
from bole.governance.policies.models import Match, MatchRun, Standing
from bole.governance.policies.queries.everyone import CLASS
from bole.governance.policies.queries.facts import EMPLOYER, facts_of
from bole.governance.policies.queries.ruleset import rules
from bole.governance.policies.services.matching import checking, dependencies, judging, tables, timing, writing
from bole.governance.policies.services.matching.population import PART, Population
from bole.governance.policies.services.matching.takeup import note_takeup
from bole.governance.policies.services.matching.writing import Batch
from bole.kernel.outbox import services as outbox
from bole.kernel.taxonomy import queries as taxonomy
from bole.people.registry import queries as registry
from bole.people.registry.queries.subjects import of_population

SUBJECTS: tuple[Subject, ...] = ("person", "organisation")
FEW = 400
"""Up to so many are decided one by one: planning a table costs about as much as they do."""
TELL_AT_ONCE = 200
TITLES = {"person": _("匹配全部人才"), "organisation": _("匹配全部单位")}


@dataclass
class Report:
    """What was decided: subjects by way, and who left."""

    everybody: int = 0
    some: int = 0
    gone: int = 0
    policies: set[str] = field(default_factory=set)


class Refused(Conflict):
    """The reference came to something else than the tables; nothing was written."""

    default_code = "policies.match_refused"


def bring_up_to_date(subject: Subject, *, on: date | None = None) -> Report:
    """Decides again whatever facts, days or rules have made stale; killed anywhere, the next call goes on. Nothing to do costs two queries.

    Raises:
        Refused: a check of a table against the reference failed.
        Conflict: somebody else is at it.
    """
    day, known, report = on or timezone.localdate(), rules(), Report()
    with alone(subject):
        report.gone = _forget_gone(subject)
        last = MatchRun.objects.filter(subject_kind=subject, state=MatchRun.State.DONE, cause__in=WHOLE).first()
        if last is None:
            report.everybody = _decide_everybody(known, subject, day, None)
        elif changed := dependencies.changed_policies(known, subject, last.keys):
            report.policies.update(changed)
            report.everybody = _decide_everybody(known, subject, day, changed)
        if report.everybody:
            note_takeup(subject, None)
        for keys, ids in _concerned(subject, day).items():
            only = None if keys is None else dependencies.touched_policies(known, subject, keys)
            report.policies.update(only or ())
            report.some += _decide_some(known, subject, day, ids, only)
            _settle(subject, ids, keys)
            note_takeup(subject, ids)
    return report


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
META = "select p.id, p.digest, p.township from {population} p where p.id = any(%s)"


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


# --- deciding ---------------------------------------------------------------------------------------------------------


def _decide_some(known: RuleSet, subject: Subject, on: date, ids: Sequence[str], only: Sequence[str] | None) -> int:
    if len(ids) > FEW:
        return _decide_in_tables(known, subject, on, only, MatchRun.Cause.FACTS, ids)
    read_at, meta = (
        timezone.now(),
        _meta(subject, ids),
    )  # the digest before the facts: what changes between is decided again
    keys = {UUID(one) if subject == "person" else one: one for one in ids}
    facts = facts_of(subject, list(keys), on)
    asked = judging.decided_policies(known, subject) if only is None else only
    rows = [_decided(known, subject, keys[key], one, on, asked) for key, one in facts.items()]
    _store(subject, [(row, meta[row["id"]]) for row in rows if row["id"] in meta], only, known, on, read_at)
    return len(rows)


def _decided(
    known: RuleSet, subject: Subject, one: str, facts: Mapping[str, Any], on: date, only: Sequence[str]
) -> dict[str, Any]:
    return {
        "id": one,
        "found": judging.judge(known, subject, facts, on, only),
        "next_change": judging.next_change(known, subject, facts, on),
        "talent_class": str(facts.get(CLASS) or "")[:8],
    }


def _meta(subject: Subject, ids: Sequence[str]) -> dict[str, tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute(of_population(subject, META), [list(ids)])
        return {key: (digest, township or "") for key, digest, township in cursor.fetchall()}


def _store(
    subject: Subject,
    rows: Sequence[tuple[dict[str, Any], tuple[str, str]]],
    only: Sequence[str] | None,
    known: RuleSet,
    on: date,
    read_at: datetime,
) -> None:
    decided, due = tables.rows_of([(row, *meta) for row, meta in rows])
    writing.store(Batch(subject, [decided], [due], only, known.sha256, on, read_at, tell_at_once()))


def tell_at_once() -> int:
    """Up to how many new ones of a policy are told without a release (setting of the county)."""
    section = taxonomy.current_pack().settings.get("matching", {})
    return int(section.get("tell_at_once", TELL_AT_ONCE))


def _decide_everybody(known: RuleSet, subject: Subject, on: date, only: Sequence[str] | None) -> int:
    cause = MatchRun.Cause.FIRST if only is None else MatchRun.Cause.RULES
    return _decide_in_tables(known, subject, on, only, cause, None)


def _decide_in_tables(
    known: RuleSet,
    subject: Subject,
    on: date,
    only: Sequence[str] | None,
    cause: MatchRun.Cause,
    ids: Sequence[str] | None,
) -> int:
    """A run as a job that can be watched: decided in parts, a sample checked against the reference, stored whole or not at all."""
    run = MatchRun.objects.create(
        subject_kind=subject, cause=cause, rules_sha256=known.sha256, keys=dependencies.policy_keys(known, subject)
    )
    total = len(ids) if ids is not None else _size(subject)
    title = TITLES[subject]
    job = outbox.start_job(kind="policies.match", by=None, title=title, total=total)
    outbox.run_job(job.pk, lambda job: _run(run, known, subject, on, only, ids, job))
    return run.subjects


def _run(
    run: MatchRun,
    known: RuleSet,
    subject: Subject,
    on: date,
    only: Sequence[str] | None,
    ids: Sequence[str] | None,
    job: outbox.Job,
) -> dict[str, Any]:
    read_at, decided, due = timezone.now(), [], []
    asked = judging.decided_policies(known, subject) if only is None else [k for k in only if k in known.policies]
    sample = checking.Sample(known, subject, on, asked, random.Random(run.pk), job.total or 0)  # noqa: S311 - a sample, no secret
    for part in Population(known, subject, on, ids).parts(PART):
        judged = tables.judge_all(known, subject, part.frame, on, asked)
        days = timing.next_changes(known, subject, part.frame, on)
        sample.check(part.frame, judged, days)
        decided.append(part.meta.hstack([days, *(judged[name] for name in ("outcome", "maybe", "near"))]))
        due += tables.due_lines(part.meta["id"], judged)
        run.subjects += part.meta.height
        job.advance(run.subjects)
    if sample.differences:
        _refuse(run, sample)
    limit = tell_at_once() if run.cause == MatchRun.Cause.FACTS else None
    _keep(run, Batch(subject, decided, due, only, known.sha256, on, read_at, limit), sample.checked)
    return {"subjects": run.subjects, "checked": sample.checked}


def _size(subject: Subject) -> int:
    with connection.cursor() as cursor:
        cursor.execute(of_population(subject, "select count(*) from {population} p"))
        return int(cursor.fetchone()[0])


@transaction.atomic
def _keep(run: MatchRun, batch: Batch, sampled: int) -> None:
    """The results, and that they are there, together."""
    writing.store(batch)
    run.state, run.finished_at, run.sampled = MatchRun.State.DONE, timezone.now(), sampled
    run.save()


def _refuse(run: MatchRun, sample: checking.Sample) -> None:
    """Nothing is written; what differed stays for whoever looks into it."""
    run.state, run.finished_at, run.sampled = MatchRun.State.REFUSED, timezone.now(), sample.checked
    run.differences = sample.report()
    run.save()
    first = run.differences[0]
    raise Refused(
        _("匹配结果核对不符,没有采用:政策“%(policy)s”,抽查 %(checked)s 个对象,%(subjects)s 个不符。"),
        remedy=_("上一次的结果仍然有效。请把匹配批次 %(run)s 交给系统管理员核查。"),
        policy=first["policy"],
        checked=sample.checked,
        subjects=len(sample.differences),
        run=run.pk,
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
