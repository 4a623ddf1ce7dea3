"""Reads of this app: what arrived, what became of it, what the machine does now."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Count, Max, Q, QuerySet, Sum
from django.utils import timezone
from django.utils.translation import gettext

from bole.core.vocabulary import Pack, SourceLayout
from bole.kernel.accounts.services import Grant
from bole.kernel.taxonomy import queries as taxonomy
from bole.people.sources.models import (
    Batch,
    Conflict,
    Issue,
    LinkRun,
    MappingVersion,
    Membership,
    Status,
    UnknownCode,
)

__all__ = ["Batch", "Issue", "LinkRun", "MappingVersion", "Status", "UnknownCode"]

DEPARTMENT_WORDS = {"employers": "各企业"}
RUNNING = (Status.RECEIVED, Status.READING, Status.CHECKED)


def batches_by_id(ids: Iterable[int]) -> dict[int, Batch]:
    return Batch.objects.in_bulk(list(ids))


def batches(grant: Grant) -> QuerySet[Batch]:
    """The batches this grant may see, newest first."""
    return Batch.objects.filter(grant.filter(Batch)).select_related("received_by").order_by("-id")


def find_batches(grant: Grant, *, source: str = "", status: str = "", words: str = "") -> QuerySet[Batch]:
    """Batches by source, state and words of the file name."""
    rows = batches(grant)
    if source:
        rows = rows.filter(source=source)
    if status:
        rows = rows.filter(status=status)
    for word in words.split():
        rows = rows.filter(file_name__icontains=word)
    return rows


@dataclass(frozen=True, slots=True)
class RuleCount:
    rule: str
    severity: str
    message: str
    rows: int


def issue_rules(batch: Batch) -> list[RuleCount]:
    """The rules that spoke in a batch with how many rows each, blocking ones first."""
    rows = (
        Issue.objects.filter(batch=batch)
        .values("rule", "severity")
        .annotate(count=Count("id"), sample=Max("message"))
        .order_by("severity", "-count", "rule")
    )
    return [RuleCount(row["rule"], row["severity"], row["sample"], row["count"]) for row in rows]


def issues(batch: Batch, rule: str = "") -> QuerySet[Issue]:
    rows = Issue.objects.filter(batch=batch).order_by("row", "id")
    return rows.filter(rule=rule) if rule else rows


@dataclass(frozen=True, slots=True)
class SourceState:
    """One source: its layout, what its files brought so far, and how fresh it is."""

    layout: SourceLayout
    files: int
    rows_in: int
    accepted: int
    rejected: int
    unchanged: int
    excluded: int
    running: int
    waiting: int
    as_of: dt.date | None
    last_batch: int | None
    reading: int = 0
    department: str = ""

    @property
    def rows(self) -> int:
        """Rows that arrived, those being read included."""
        return self.rows_in + self.reading

    @property
    def settled(self) -> int:
        return self.accepted + self.rejected + self.unchanged + self.excluded

    @property
    def is_stale(self) -> bool:
        if self.as_of is None:
            return False
        return (timezone.localdate() - self.as_of).days > self.layout.refresh_days * 2


def source_states(grant: Grant) -> list[SourceState]:
    """Every source of the pack with its counts, in the order of their ids (one query)."""
    rows = (
        batches(grant)
        .order_by()
        .exclude(status=Status.RETRACTED)
        .exclude(source="")
        .values("source")
        .annotate(
            files=Count("id"),
            rows_total=Sum("rows_in"),
            accepted=Sum("rows_accepted"),
            rejected=Sum("rows_rejected"),
            unchanged=Sum("rows_unchanged"),
            excluded=Sum("rows_excluded"),
            reading=Sum("rows_read", filter=Q(status__in=RUNNING)),
            running=Count("id", filter=Q(status__in=RUNNING)),
            waiting=Count("id", filter=Q(status__in=[Status.PAUSED, Status.FAILED])),
            latest=Max("as_of"),
            last_batch=Max("id"),
        )
    )
    found = {row["source"]: row for row in rows}
    pack = taxonomy.current_pack()
    return [
        _state(layout, found.get(key), department_name(layout.department, pack))
        for key, layout in sorted(pack.sources.items())
    ]


def _state(layout: SourceLayout, row: dict[str, Any] | None, department: str) -> SourceState:
    if row is None:
        return SourceState(layout, 0, 0, 0, 0, 0, 0, 0, 0, None, None, 0, department)
    counts = [row[name] or 0 for name in ("rows_total", "accepted", "rejected", "unchanged", "excluded")]
    return SourceState(
        layout,
        row["files"],
        *counts,
        row["running"],
        row["waiting"],
        row["latest"],
        row["last_batch"],
        row["reading"] or 0,
        department,
    )


@dataclass(frozen=True, slots=True)
class Live:
    """What the live page shows."""

    sources: list[SourceState]
    unrecognised: list[Batch]
    totals: dict[str, int]
    running: list[Batch]
    stored: int
    persons: int
    records: int
    conflicts: int
    rate: int
    run: LinkRun | None

    @property
    def is_busy(self) -> bool:
        return bool(self.running or self.stored or (self.run and self.run.finished_at is None))

    @property
    def records_per_person(self) -> float:
        return round(self.records / self.persons, 1) if self.persons else 0.0


def live(grant: Grant) -> Live:
    """The county coming together: a fixed number of small queries."""
    states = source_states(grant)
    totals = {
        name: sum(getattr(state, name) for state in states)
        for name in ("files", "rows_in", "accepted", "rejected", "unchanged", "excluded")
    }
    open_rows = list(
        batches(grant).filter(Q(status__in=RUNNING) | Q(source="", status__in=[Status.PAUSED, Status.FAILED]))[:40]
    )
    running = sorted((batch for batch in open_rows if batch.status in RUNNING), key=_nearest_to_done)
    persons, records = _register_counts()
    return Live(
        states,
        [batch for batch in open_rows if batch.status not in RUNNING],
        totals,
        running,
        Batch.objects.filter(status=Status.STORED).count(),
        persons,
        records,
        Conflict.objects.count(),
        _rate(),
        LinkRun.objects.order_by("-id").first(),
    )


def _nearest_to_done(batch: Batch) -> tuple[int, int]:
    return -RUNNING.index(Status(batch.status)), batch.pk


def _register_counts() -> tuple[int, int]:
    """Persons and rows linked so far."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select count(distinct m.person), count(*) from sources_membership m join sources_record r on r.id = m.record"
            " where r.subject = 'person' and m.person is not null"
        )
        return cursor.fetchone()


def _rate() -> int:
    """Rows per second from the start of reading to storing, over the last twenty batches."""
    rows = Batch.objects.filter(stored_at__isnull=False, started_at__isnull=False).order_by("-id")[:20]
    done = [(batch.rows_in, (batch.stored_at - batch.started_at).total_seconds()) for batch in rows]
    seconds = sum(took for _, took in done)
    return round(sum(count for count, _ in done) / seconds) if seconds else 0


def unknown_codes(*, grant: Grant, source: str = "", decided: bool = False) -> QuerySet[UnknownCode]:
    """Words without a code (or, `decided`, those that got one), within a grant."""
    rows = UnknownCode.objects.filter(grant.filter(UnknownCode), code__isnull=not decided).order_by("-count", "id")
    rows = rows.select_related("first_batch", "decided_by")
    return rows.filter(source=source) if source else rows


def department_name(code: str, pack: Pack) -> str:
    """A department's name in the pack; the code where the pack has none (各企业)."""
    unit = pack.units.get(code)
    return taxonomy.name_of(unit) if unit else gettext(DEPARTMENT_WORDS.get(code, code))


def mapping_versions(source: str) -> QuerySet[MappingVersion]:
    return (
        MappingVersion.objects.filter(source=source).select_related("confirmed_by", "retracted_by").order_by("-version")
    )


def intake_status() -> dict[str, Any]:
    """Counts for the command line."""
    by_status = dict(Batch.objects.values_list("status").annotate(Count("id")).order_by("status"))
    sums = Batch.objects.exclude(status=Status.RETRACTED).aggregate(
        rows_in=Sum("rows_in"),
        accepted=Sum("rows_accepted"),
        rejected=Sum("rows_rejected"),
        unchanged=Sum("rows_unchanged"),
        excluded=Sum("rows_excluded"),
    )
    run = LinkRun.objects.order_by("-id").first()
    persons = Membership.objects.filter(person__isnull=False).aggregate(n=Count("person", distinct=True))["n"]
    return {
        "batches": by_status,
        **{name: count or 0 for name, count in sums.items()},
        "subjects": persons,
        "conflicts": Conflict.objects.count(),
        "unknown_codes": UnknownCode.objects.filter(code__isnull=True).count(),
        "last_run": {"stage": run.stage, "timings": run.timings} if run else None,
    }


def waiting_count(grant: Grant) -> int:
    """Batches that wait for a person."""
    return Batch.objects.filter(grant.filter(Batch), status__in=[Status.PAUSED, Status.FAILED]).count()
