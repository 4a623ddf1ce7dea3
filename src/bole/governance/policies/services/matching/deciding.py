"""Deciding subjects and storing what came out: few by the reference, many in tables as a run that is checked and can be watched."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext_noop as _

from bole.core.errors import Conflict
from bole.core.rules import RuleSet
from bole.core.vocabulary import Subject
from bole.governance.policies.models import MatchRun
from bole.governance.policies.queries.everyone import CLASS
from bole.governance.policies.queries.facts import facts_of
from bole.governance.policies.services.matching import checking, dependencies, judging, tables, timing, writing
from bole.governance.policies.services.matching.population import PART, Population
from bole.governance.policies.services.matching.writing import Batch
from bole.kernel.outbox import services as outbox
from bole.kernel.taxonomy import queries as taxonomy
from bole.people.registry.queries.subjects import of_population

if TYPE_CHECKING:
    import polars as pl

FEW = 400
"""Up to so many are decided one by one: planning a table costs about as much as they do."""
TELL_AT_ONCE = 200
TITLES = {"person": _("匹配全部人才"), "organisation": _("匹配全部单位")}
META = "select p.id, p.digest, p.township from {population} p where p.id = any(%s)"


class Refused(Conflict):
    """The reference came to something else than the tables; nothing was written."""

    default_code = "policies.match_refused"


@dataclass(frozen=True)
class Question:
    """What is to be decided of whom. `only`: some policies, gone ones too (None: all there are)."""

    known: RuleSet
    subject: Subject
    on: date
    only: Sequence[str] | None
    cause: MatchRun.Cause

    @cached_property
    def asked(self) -> list[str]:
        """The policies of it that exist."""
        own = judging.decided_policies(self.known, self.subject)
        return own if self.only is None else [key for key in self.only if key in own]

    def batch(self, decided: Sequence[pl.DataFrame], due: Sequence[pl.DataFrame], read_at: datetime) -> Batch:
        """What came out, ready to be stored. Of a first run and of other rules nobody is told unasked."""
        limit = tell_at_once() if self.cause == MatchRun.Cause.FACTS else None
        return Batch(self.subject, decided, due, self.only, self.known.sha256, self.on, read_at, limit)


def tell_at_once() -> int:
    """Up to how many new ones of a policy are told without a release (setting of the county)."""
    section = taxonomy.current_pack().settings.get("matching", {})
    return int(section.get("tell_at_once", TELL_AT_ONCE))


def decide(question: Question, ids: Sequence[str] | None) -> int:
    """Decides these subjects (None: everybody) and stores it; returns how many.

    Raises:
        Refused: a check of a table against the reference failed; then nothing is stored.
    """
    if ids is None or len(ids) > FEW:
        return _in_a_run(question, ids)
    read_at = timezone.now()
    decided, due = _one_by_one(question, ids)
    return writing.store(question.batch([decided], [due], read_at))


def _one_by_one(question: Question, ids: Sequence[str]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """By the reference. The digests are read before the facts: what changes between is decided again."""
    known, subject, on = question.known, question.subject, question.on
    with connection.cursor() as cursor:
        cursor.execute(of_population(subject, META), [list(ids)])
        meta = {key: (digest, township or "") for key, digest, township in cursor.fetchall()}
    keys = {UUID(one) if subject == "person" else one: one for one in ids}
    rows: list[tuple[dict[str, Any], str, str]] = []
    for key, facts in facts_of(subject, list(keys), on).items():
        if keys[key] in meta:
            row = {
                "id": keys[key],
                "found": judging.judge(known, subject, facts, on, question.asked),
                "next_change": judging.next_change(known, subject, facts, on),
                "talent_class": str(facts.get(CLASS) or "")[:8],
            }
            rows.append((row, *meta[keys[key]]))
    return tables.rows_of(rows)


# --- runs -------------------------------------------------------------------------------------------------------------


def _in_a_run(question: Question, ids: Sequence[str] | None) -> int:
    """A run as a job that can be watched: decided in parts, a sample checked against the reference, stored whole or not at all."""
    keys = dependencies.policy_keys(question.known, question.subject)
    run = MatchRun.objects.create(
        subject_kind=question.subject, cause=question.cause, rules_sha256=question.known.sha256, keys=keys
    )
    wanted = _everybody(question.subject) if ids is None else ids
    title = TITLES[question.subject]
    job = outbox.start_job(kind="policies.match", by=None, title=title, total=len(wanted))
    outbox.run_job(job.pk, lambda job: _run(run, question, wanted, ids is None, job))
    return run.subjects


def _everybody(subject: Subject) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(of_population(subject, "select p.id from {population} p"))
        return [row[0] for row in cursor.fetchall()]


def _run(run: MatchRun, question: Question, wanted: Sequence[str], everybody: bool, job: outbox.Job) -> dict[str, Any]:
    read_at, sample = timezone.now(), None
    if len(wanted) <= FEW:
        one, other = _one_by_one(question, wanted)
        decided, due, run.subjects = [one], [other], one.height
    else:
        chance = random.Random(run.pk)  # noqa: S311 - a sample, no secret
        sample = checking.Sample(question.known, question.subject, question.on, question.asked, chance, len(wanted))
        decided, due = _in_tables(run, question, None if everybody else wanted, sample, job)
        run.sampled = sample.checked
        if sample.differences:
            _refuse(run, sample)
    with transaction.atomic():  # the results, and that they are there, together
        writing.store(question.batch(decided, due, read_at))
        run.state, run.finished_at = MatchRun.State.DONE, timezone.now()
        run.save()
    return {"subjects": run.subjects, "checked": run.sampled}


def _in_tables(
    run: MatchRun, question: Question, ids: Sequence[str] | None, sample: checking.Sample, job: outbox.Job
) -> tuple[list[pl.DataFrame], list[pl.DataFrame]]:
    from bole.core.rules.engines.frames import Table

    known, subject, on = question.known, question.subject, question.on
    decided, due = [], []
    for part in Population(known, subject, on, ids).parts(PART):
        people = Table(part.frame)
        judged = tables.judge_all(known, subject, people, on, question.asked)
        days = timing.next_changes(known, subject, people, on)
        sample.check(part.frame, judged, days)
        decided.append(part.meta.hstack([days, *(judged[name] for name in ("outcome", "maybe", "near"))]))
        due += tables.due_lines(part.meta["id"], judged)
        run.subjects += part.meta.height
        job.advance(run.subjects)
    return decided, due


def _refuse(run: MatchRun, sample: checking.Sample) -> None:
    """Nothing is written; what differed stays for whoever looks into it."""
    run.state, run.finished_at, run.differences = MatchRun.State.REFUSED, timezone.now(), sample.report()
    run.save()
    raise Refused(
        _("匹配结果核对不符,没有采用:政策“%(policy)s”,抽查 %(checked)s 个对象,%(subjects)s 个不符。"),
        remedy=_("上一次的结果仍然有效。请把匹配批次 %(run)s 交给系统管理员核查。"),
        policy=run.differences[0]["policy"],
        checked=sample.checked,
        subjects=len(sample.differences),
        run=run.pk,
    )
