"""A bulk decision is carried out by the worker: thousands of pairs are too many for a page to wait for."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_noop as _
from procrastinate.contrib.django import app

from bole.core.errors import Conflict
from bole.kernel.accounts.queries import User
from bole.kernel.outbox import queries as jobs
from bole.kernel.outbox import services as outbox
from bole.people.sources.models import BulkDecision
from bole.people.sources.services.reviewing import bulk_deciding

TASK = "sources.decide_bulk"
Job = jobs.Job


def kind_of(bulk: BulkDecision) -> str:
    """Jobs of one bulk decision have a kind of their own: by it a second click finds the first."""
    return f"{TASK}.{bulk.pk}"


def open_job(bulk: BulkDecision) -> Job | None:
    """The job that is about to decide, or at it."""
    return Job.objects.filter(kind=kind_of(bulk), state__in=(Job.State.QUEUED, Job.State.RUNNING)).first()


@transaction.atomic
def start_confirm(*, by: User, bulk: BulkDecision) -> Job | None:
    """Queues what `confirm_bulk` does, after the same checks and with the same errors; None where the sample had gaps, which are
    filled at once. Clicked twice it is the same job; Conflict where a colleague has begun."""
    bulk = BulkDecision.objects.select_for_update().get(pk=bulk.pk)
    running = open_job(bulk)
    if running is not None and running.owner_id == by.pk:
        return running
    if running is not None:
        raise Conflict(_("同事已经确认,正在一并判定。"), remedy=_("请刷新页面查看进度。"), code="bulk.running")
    if bulk_deciding.ready_sample(by=by, bulk=bulk) is None:
        return None
    total = bulk_deciding.untouched(bulk.reason, bulk.pattern).count()
    job = outbox.start_job(kind=kind_of(bulk), by=by, title=_("批量判定"), total=total)
    app.configure_task(TASK, queue="intake", priority=10).defer(job_id=job.pk, bulk_id=bulk.pk)
    return job


def confirm_as_job(job: Job, bulk_id: int) -> dict[str, Any]:
    """The task: all of it in one transaction. Where it was interrupted it begins anew; what is decided is not decided again."""
    bulk = BulkDecision.objects.get(pk=bulk_id)
    if bulk.decided_by_id != job.owner_id:
        bulk = bulk_deciding.confirm_bulk(by=User.objects.get(pk=job.owner_id), bulk=bulk)
    again = bulk.state == BulkDecision.State.SAMPLING
    label = _("样本有缺,已补抽") if again else _("看结果")
    return {"url": reverse("sources:bulk", args=[bulk.pk]), "label": label, "pairs": bulk.decided}
