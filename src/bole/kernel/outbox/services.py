"""Events and jobs: side effects that happen if and only if the transaction commits."""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import secrets
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop as _
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from bole.core.errors import BoleError, Conflict, NotFound
from bole.kernel.audit.services import acting_as, record_security
from bole.kernel.outbox.models import Event, FeedToken, Job, JobCancelled, Receipt
from bole.kernel.outbox.registry import Message, handlers_of, handles

__all__ = ["Event", "Job", "JobCancelled", "Message", "handles"]

MAX_ATTEMPTS = 8
LOST_AFTER = dt.timedelta(minutes=5)
KEEP_EVENTS, KEEP_JOBS = dt.timedelta(days=90), dt.timedelta(days=30)


# --- events ------------------------------------------------------------------------------------------------------------


@transaction.atomic
def publish(*, topic: str, key: str, payload: dict[str, Any]) -> Event:
    """Records an event in the caller's transaction and defers its handlers. The same topic and key again: nothing happens.

    `payload` names things by id; it goes to handlers and, for subscribed topics, to programs outside: no personal data.
    """
    event, fresh = Event.objects.get_or_create(topic=topic, key=key, defaults={"payload": payload})
    if fresh:
        for handler in handlers_of(topic):
            Receipt.objects.create(event=event, handler=handler)
            _defer_delivery(event.pk, handler)
    return event


def publish_many(*, topic: str, payloads: Mapping[str, dict[str, Any]]) -> None:
    """`publish` for each key; in few statements where nobody here handles the topic (programs outside read it from the feed)."""
    if handlers_of(topic):
        for key, payload in payloads.items():
            publish(topic=topic, key=key, payload=payload)
        return
    events = (Event(topic=topic, key=key, payload=payload) for key, payload in payloads.items())
    Event.objects.bulk_create(events, ignore_conflicts=True, batch_size=1000)


def _defer_delivery(event: int, handler: str) -> None:
    task = app.configure_task("outbox.deliver", queue="events", queueing_lock=f"{handler}:{event}")
    with contextlib.suppress(AlreadyEnqueued), transaction.atomic():
        task.defer(event_id=event, handler=handler)


def deliver(*, event_id: int, handler: str) -> None:
    """Runs one handler for one event: its effects and the receipt are one transaction. A failure is noted and raised again."""
    event = Event.objects.filter(pk=event_id).first()
    run = handlers_of(event.topic).get(handler) if event else None
    if event is None or run is None:
        return
    try:
        with acting_as(f"outbox:{handler}", event.topic), transaction.atomic():
            receipt = Receipt.objects.select_for_update().get(event=event, handler=handler)
            if receipt.done_at is None:
                run(Message(event.pk, event.topic, event.key, event.payload, event.at))
                receipt.done_at = receipt.touched_at = timezone.now()
                receipt.error, receipt.dead = "", False
                receipt.save(update_fields=["done_at", "touched_at", "error", "dead"])
    except Exception as error:  # a handler may fail in any way; the receipt says how, and the queue tries again
        _note_failure(event_id, handler, error)
        raise


def _note_failure(event_id: int, handler: str, error: Exception) -> None:
    receipt = Receipt.objects.get(event_id=event_id, handler=handler)
    receipt.attempts += 1
    receipt.dead = receipt.attempts >= MAX_ATTEMPTS
    receipt.error, receipt.touched_at = describe(error), timezone.now()
    receipt.save(update_fields=["attempts", "dead", "error", "touched_at"])


def describe(error: BaseException) -> str:
    """An error as it may be kept: our own errors with their text, all others by type alone (their text may hold values)."""
    return str(error) if isinstance(error, BoleError) else type(error).__name__


@transaction.atomic
def retry_dead(*, by: Any, receipt_id: int) -> None:
    """Gives a dead letter another round of attempts."""
    receipt = Receipt.objects.select_for_update().filter(pk=receipt_id).first()
    if receipt is None:
        raise NotFound(_("没有这条事件。"), code="outbox.no_receipt")
    if receipt.done_at is not None:
        raise Conflict(_("这条事件已经处理完成。"), code="outbox.done")
    receipt.attempts, receipt.dead, receipt.touched_at = 0, False, timezone.now()
    receipt.save(update_fields=["attempts", "dead", "touched_at"])
    record_security(by=by, kind="outbox.retried", receipt=receipt_id, handler=receipt.handler)
    _defer_delivery(receipt.event_id, receipt.handler)


def redeliver_lost() -> int:
    """Defers again what waits too long (its queue row was lost); a handler that already ran finds its receipt."""
    lost = Receipt.objects.filter(done_at=None, dead=False, touched_at__lt=timezone.now() - LOST_AFTER)
    rows = list(lost.values_list("event_id", "handler")[:1000])
    for event_id, handler in rows:
        _defer_delivery(event_id, handler)
    return len(rows)


def clean_up() -> int:
    """Drops events that all handlers have dealt with and jobs that ended, past their terms."""
    waiting = Receipt.objects.filter(done_at=None).values("event_id")
    events, _kinds = Event.objects.filter(at__lt=timezone.now() - KEEP_EVENTS).exclude(pk__in=waiting).delete()
    ended = Job.objects.filter(finished_at__lt=timezone.now() - KEEP_JOBS)
    return events + ended.delete()[0]


def renumber_feed() -> None:
    """After a restore into another cluster: its transaction numbers begin anew, so all events of before come first."""
    Event.objects.update(xid=0)


# --- jobs --------------------------------------------------------------------------------------------------------------


def start_job(*, kind: str, by: Any, title: str, total: int | None = None) -> Job:
    """A job in state "queued"; `run_job` in the task starts it when the worker takes it up."""
    owner = by.get_username() if hasattr(by, "get_username") else str(by or "")
    return Job.objects.create(kind=kind, title=title[:200], owner_id=getattr(by, "pk", None), owner=owner, total=total)


def begin_job(job: Job) -> Job:
    """Marks the job as running; raises JobCancelled when it was cancelled in the queue."""
    job.refuse_if_cancelled()
    job.state, job.started_at, job.touched_at = Job.State.RUNNING, job.started_at or timezone.now(), timezone.now()
    job.save(update_fields=["state", "started_at", "touched_at"])
    return job


def finish_job(job: Job, result: dict[str, Any] | None = None) -> None:
    """`result` may carry "url" (where to go), "label" (its text) and counts."""
    done = job.total if job.total is not None else job.done
    _end(job, Job.State.DONE, result=result or {}, done=done, errors=job.errors, note=job.note)


def fail_job(job: Job, error: BaseException | str) -> None:
    state = Job.State.CANCELLED if isinstance(error, JobCancelled) else Job.State.FAILED
    _end(job, state, error=error if isinstance(error, str) else describe(error), done=job.done, errors=job.errors)


def _end(job: Job, state: str, **fields: Any) -> None:
    now = timezone.now()
    values = {"state": state, "finished_at": now, "touched_at": now, "started_at": job.started_at or now, **fields}
    for name, value in values.items():
        setattr(job, name, value)
    job.save(update_fields=list(values))


def run_job(job_id: int, work: Callable[[Job], dict[str, Any] | None]) -> None:
    """For tasks: runs `work(job)` and ends the job with its result; an error fails the job and is raised again, a
    cancellation ends it quietly. A repeated delivery of a job that is over does nothing; one that was interrupted begins anew.
    """
    job = Job.objects.get(pk=job_id)
    if job.is_over:
        return
    with acting_as(job.owner or "system", f"job:{job.kind}"):
        try:
            finish_job(job, work(begin_job(job)))
        except JobCancelled as stop:
            fail_job(job, stop)
        except Exception as error:  # whatever stops the work, its owner must see it; then it goes on to the queue
            fail_job(job, error)
            raise


@transaction.atomic
def cancel_job(*, by: Any, job: Job) -> None:
    """Asks a job to stop; one that has not begun is over at once."""
    found = Job.objects.select_for_update().get(pk=job.pk)
    if found.is_over:
        raise Conflict(_("任务已经结束,不能取消。"), code="job.over")
    found.cancel_asked = True
    found.save(update_fields=["cancel_asked"])
    if found.state == Job.State.QUEUED:
        _end(found, Job.State.CANCELLED)


# --- feed --------------------------------------------------------------------------------------------------------------


@transaction.atomic
def issue_feed_token(
    *, by: Any, name: str, role: str, topics: Sequence[str], valid_to: dt.datetime | None = None
) -> str:
    """A token for a program outside; shown once, kept as a hash."""
    token = secrets.token_urlsafe(32)
    FeedToken.objects.create(name=name, role=role, topics=list(topics), digest=_digest(token), valid_to=valid_to)
    record_security(by=by, kind="outbox.token_issued", name=name, topics=list(topics))
    return token


@transaction.atomic
def withdraw_feed_token(*, by: Any, token_id: int) -> None:
    if not FeedToken.objects.filter(pk=token_id).delete()[0]:
        raise NotFound(_("没有这个令牌。"), code="outbox.no_token")
    record_security(by=by, kind="outbox.token_withdrawn", token=token_id)


def check_feed_token(token: str) -> FeedToken | None:
    """The valid subscription of a token, or None."""
    found = FeedToken.objects.filter(digest=_digest(token)).first()
    now = timezone.now()
    if found is None or (found.valid_to and found.valid_to <= now):
        return None
    FeedToken.objects.filter(pk=found.pk).update(used_at=now)
    return found


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
