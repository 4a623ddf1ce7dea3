"""A draft laid over the rules in force, compared over everybody of the latest snapshot."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_noop as _
from procrastinate.contrib.django import app

from bole.core.errors import Conflict, InvalidInput
from bole.core.rules import RuleSet
from bole.core.vocabulary import PackInvalid, Subject
from bole.governance.policies.models import Draft, Simulation
from bole.governance.policies.queries.everyone import everyone
from bole.governance.policies.queries.reads import employer_keys
from bole.governance.policies.queries.ruleset import digest_of, draft_rules, rules
from bole.governance.policies.queries.simulations.stored import KIND, job_title, running
from bole.kernel.accounts.queries import User
from bole.kernel.outbox import services as outbox
from bole.kernel.snapshots import queries as snapshots

if TYPE_CHECKING:
    import polars as pl

    from bole.core.rules.reform import Comparison

SUBJECTS: tuple[Subject, ...] = ("person", "organisation")
PAIR = ("class", "industry")
STEPS = (_("读取草案"), _("读取全县数据"), _("测算与复核"), _("保存结果"))


@transaction.atomic
def simulate(*, by: User, draft: Draft) -> outbox.Job:
    """Starts the comparison in the background, or gives the one that is already on its way.

    Raises:
        InvalidInput: the draft has faults.
        Conflict: there is no snapshot yet.
    """
    reform_of(draft)
    begun = running(draft)
    if begun is not None:
        return begun
    if snapshots.latest() is None:
        raise Conflict(
            _("还没有可以测算的数据快照。"), remedy=_("请先在“快照”页发布一个快照。"), code="policies.no_snapshot"
        )
    job = outbox.start_job(kind=KIND, by=by, title=job_title(draft), total=len(STEPS))
    task = app.configure_task(KIND, queue="documents")
    task.defer(job_id=job.pk, draft_id=draft.pk, user_id=by.pk)
    return job


def reform_of(draft: Draft) -> RuleSet:
    """The rules with the draft laid over; raises InvalidInput naming its first fault."""
    try:
        return draft_rules(draft)
    except PackInvalid as fault:
        raise InvalidInput(
            _("草案还有错误,不能测算:%(problem)s"),
            remedy=_("请先在草案页改正。"),
            code="policies.draft_invalid",
            problem=str(fault.problems[0]),
        ) from None


def run_simulation(*, job: outbox.Job, draft_id: int, user_id: int) -> dict[str, Any]:
    """Runs in the worker; the result is stored once, with the texts, rules and snapshot it holds for.

    Raises:
        InvalidInput: the draft has faults. Unavailable: the snapshot is one of before facts stood in it.
        Conflict: the reference decides somebody of the sample otherwise; nothing is stored.
    """
    began = time.process_time()
    draft, by = Draft.objects.get(pk=draft_id), User.objects.get(pk=user_id)
    job.advance(0, note=STEPS[0])
    base, reform, on = rules(), reform_of(draft), timezone.localdate()
    snapshot = snapshots.latest()
    found: dict[str, Any] = {}
    for comparison in compared(base, reform, on, job):
        _refuse_differences(comparison)
        found[comparison.subject] = comparison.as_json()
    job.advance(3, note=STEPS[3])
    if snapshot is None or snapshots.latest() != snapshot:
        raise Conflict(_("测算时数据快照刚刚更新。"), remedy=_("请再测算一次。"), code="policies.snapshot_changed")
    spent = Decimal(round(time.process_time() - began, 2)).quantize(Decimal("0.01"))
    kept = Simulation.objects.create(
        draft=draft,
        draft_sha256=digest_of(draft.files),
        draft_version=draft.version,
        base_sha256=base.sha256,
        snapshot=snapshot,
        on=on,
        result=found,
        cpu_seconds=spent,
        by=by,
    )
    return {"url": reverse("policies:simulation", args=[draft.pk]), "label": draft.title, "simulation": kept.pk}


def compared(base: RuleSet, reform: RuleSet, on: dt.date, job: outbox.Job | None = None) -> Iterator[Comparison]:
    """For each kind of subject of which anything differs."""
    from bole.core.rules.reform import compare, difference

    for subject in SUBJECTS:
        if not difference(base, reform, subject, on).changed:
            continue
        frame, traits = people_for(base, reform, subject, on)
        if job is not None:
            job.advance(1, note=STEPS[1])
            job.advance(2, note=STEPS[2])
        yield compare(base, reform, frame, traits, on, subject, pair=PAIR)


def people_for(base: RuleSet, reform: RuleSet, subject: Subject, on: dt.date) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Everybody with all that either side reads, of employers too."""
    found = everyone(subject, on, reform)
    frame = found.frame
    if subject == "person" and employer_keys(base) - employer_keys(reform):
        wider = everyone(subject, on, base).frame
        frame = frame.hstack(wider.select(name for name in wider.columns if name not in frame.columns))
    return frame, found.traits.with_columns(_division("industry"))


def _division(name: str) -> pl.Expr:
    """C3562, 3562, C35: the division 35 of GB/T 4754; its classes are too many for a table."""
    import polars as pl

    return pl.coalesce(pl.col(name).str.extract(r"^[A-Z]?(\d{2})"), pl.col(name)).alias(name)


def _refuse_differences(comparison: Comparison) -> None:
    if comparison.differences:
        raise Conflict(
            _("抽样复核与批量测算不一致(%(where)s),结果没有保存。"),
            remedy=_("请把草案交给系统管理员核对规则引擎。"),
            code="policies.simulation_differs",
            where="、".join(comparison.differences),
        )
