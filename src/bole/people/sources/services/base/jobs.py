"""Work for the worker, queued in the caller's transaction by the names of `tasks`."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_noop as _

from bole.people.sources.models import Batch, Status

QUEUE = "intake"


def queue_once(name: str, *, in_seconds: int = 0, **options: Any) -> None:
    """Queues a job of which one waiting is enough."""
    from procrastinate.contrib.django import app
    from procrastinate.exceptions import AlreadyEnqueued

    delay = {"seconds": in_seconds} if in_seconds else None
    task = app.configure_task(name, queue=QUEUE, queueing_lock=name, schedule_in=delay, **options)
    with contextlib.suppress(AlreadyEnqueued), transaction.atomic():
        task.defer()


def queue_linking(*, in_seconds: int = 0) -> None:
    """A link run over everything that waits."""
    queue_once("sources.link_pending", in_seconds=in_seconds)


def queue_snapshot() -> None:
    """The snapshot after a run for which somebody waited."""
    queue_once("sources.publish_snapshot")


def queue_cleaning(*, in_seconds: int = 0) -> None:
    """The cleaning of kept files after a deletion."""
    queue_once("sources.clean_files", in_seconds=in_seconds)


def start_processing(batch_id: int, *, again: bool = False) -> None:
    """The work on a batch. A stopped batch without an error is one that is queued again."""
    from procrastinate.contrib.django import app

    if again:
        queued = {"note": _("已排队,马上接着处理"), "error": "", "remedy": "", "error_code": ""}
        Batch.objects.filter(pk=batch_id, status__in=(Status.PAUSED, Status.FAILED)).update(**queued)
    app.configure_task("sources.process_batch", queue=QUEUE, priority=10, lock=f"batch:{batch_id}").defer(
        batch_id=batch_id, again=again
    )


def queue_reading(batches: Iterable[Batch]) -> None:
    """Batches to read anew, in one job."""
    from procrastinate.contrib.django import app

    numbers = [batch.pk for batch in batches]
    if numbers:
        app.configure_task("sources.read_again", queue=QUEUE, priority=10).defer(batch_ids=numbers)
