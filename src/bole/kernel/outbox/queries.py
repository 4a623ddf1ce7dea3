"""Reads of jobs, events and dead letters."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet

from bole.kernel.outbox.models import Event, FeedToken, Job, Receipt

__all__ = ["Event", "Job"]


def jobs_for(user: Any) -> QuerySet[Job]:
    """The user's own jobs, newest first."""
    return Job.objects.filter(owner_id=user.pk).order_by("-id")


def running_jobs() -> QuerySet[Job]:
    return Job.objects.filter(state__in=[Job.State.QUEUED, Job.State.RUNNING]).order_by("-id")


def recent_jobs() -> QuerySet[Job]:
    return Job.objects.order_by("-id")


def dead_letters() -> QuerySet[Receipt]:
    return Receipt.objects.filter(dead=True, done_at=None).select_related("event").order_by("-touched_at")


def waiting_count() -> int:
    return Receipt.objects.filter(done_at=None, dead=False).count()


def queue_counts() -> list[tuple[str, str, int]]:
    """(queue, state, jobs) of the job queue."""
    with connection.cursor() as cursor:
        cursor.execute("select queue_name, status::text, count(*) from procrastinate_jobs group by 1, 2 order by 1, 2")
        return list(cursor.fetchall())


def feed(token: FeedToken, *, after: str, limit: int = 500) -> Iterator[dict[str, Any]]:
    """Events of the token's topics in commit order behind the cursor `after` ("xid-id", "" from the beginning)."""
    rows = Event.objects.filter(topic__in=token.topics, xid__lt=settled_xid()).order_by("xid", "id")
    if after:
        xid, _, number = after.partition("-")
        rows = rows.filter(Q(xid__gt=int(xid)) | Q(xid=int(xid), id__gt=int(number or 0)))
    for event in rows[:limit]:
        cursor = f"{event.xid}-{event.pk}"
        yield {"cursor": cursor, "topic": event.topic, "key": event.key, "at": event.at, "payload": event.payload}


def feed_tokens() -> QuerySet[FeedToken]:
    return FeedToken.objects.order_by("name")


def settled_xid() -> int:
    """Every transaction below this number has ended: the feed may go up to it without missing one."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
        return int(cursor.fetchone()[0])
