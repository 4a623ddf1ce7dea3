"""How good the data are: figures of each source, and of the register.

What needs a pass over all rows is measured once after link runs and kept (`measure`); the page itself reads small tables only.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.cache import cache
from django.db import connection
from django.db.models import Count, F, Q, Sum
from django.utils import timezone

from bole.core.linkage.estimation import Estimate
from bole.core.vocabulary import SourceLayout
from bole.kernel.accounts.services import Grant
from bole.kernel.taxonomy import queries as taxonomy
from bole.people.sources.models import (
    KEPT,
    Batch,
    BulkDecision,
    ClericalSample,
    Conflict,
    Decision,
    LinkRun,
    MappingVersion,
    Record,
    Review,
    Status,
)
from bole.people.sources.services.base.jobs import queue_once
from bole.people.sources.services.intake.layouts import department_of
from bole.people.sources.services.quality.sampling import Findings, findings

KEY = "sources.quality"
AT_ONCE = 50_000
"""Up to so many rows the page measures by itself when the kept figures are older than the last run."""
WAIT_S = 30
"""So long after a run its figures are measured, so that many small runs are measured once."""
TASK = "sources.measure_quality"

Measured = dict[str, Any]


# --- measuring -----------------------------------------------------------------------------------------------------------


def follow_link_run(message: Any) -> None:
    """After a run (outbox `sources.linked`): figures are measured soon; one waiting job is enough."""
    queue_once(TASK, in_seconds=WAIT_S, priority=-5)


def measure() -> Measured:
    """Passes over all current rows (seconds of the database for a whole county) and keeps the figures."""
    found = {"run": _last_run(), "at": timezone.now().isoformat(), **_figures()}
    cache.set(KEY, found, None)
    return found


def measured() -> Measured:
    """The kept figures; measured now where that is cheap and they are older than the last run."""
    found: Measured | None = cache.get(KEY)
    if found is not None and (found["run"] == _last_run() or found["rows"] > AT_ONCE):
        return found
    if found is None and LinkRun.objects.aggregate(rows=Sum("records", default=0))["rows"] > AT_ONCE:
        return {"run": 0, "at": None, "sources": {}, "persons": 0, "alone": 0, "rows": 0, "joined": 0, "by_hand": 0}
    return measure()


def _last_run() -> int:
    return LinkRun.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


_HELD = """
with held as materialized (
  select m.person, r.source, r.id_state, r.passport_index is not null as has_passport
    from sources_membership m join sources_record r on r.id = m.record
   where r.subject = 'person' and m.person is not null),
people as materialized (
  select person, count(*) as rows, min(source) <> max(source) as matched from held group by person)
select h.source, count(*), count(*) filter (where p.matched),
       count(*) filter (where h.id_state <> 'missing' or h.has_passport),
       count(*) filter (where h.id_state in ('valid', 'fifteen') or h.has_passport)
  from held h join people p using (person) group by h.source
union all
select '', count(*), count(*) filter (where not matched), coalesce(sum(rows), 0), coalesce(sum(rows) filter (where rows > 1), 0)
  from people"""
"""Rows of persons by source; in the line of no source: persons, those of one source, their rows, rows of persons with several."""
_BY_HAND = """
select coalesce(sum(n), 0) from (
  select count(*) as n from sources_membership where person in (
    select m.person from sources_membership m join sources_decision d on m.node = d."left" or m.node = d."right"
     where d.kind = 'must_link' and d.retracted_at is null) group by person having count(*) > 1) as held"""


def _figures() -> Measured:
    """Of each source and of the register, in three statements."""
    names = ("held", "matched", "numbered", "valid")
    with connection.cursor() as cursor:
        cursor.execute(_HELD)
        held = {source: [int(count) for count in counts] for source, *counts in cursor.fetchall()}
        cursor.execute(_BY_HAND)
        by_hand = int(cursor.fetchone()[0])
    persons, alone, rows, joined = held.pop("")
    standing = Record.objects.filter(valid_to_batch=None).order_by().values_list("source").annotate(Count("pk"))
    sources = {
        source: {"rows": count, **dict(zip(names, held.get(source, [0] * 4), strict=True))}
        for source, count in standing
    }
    return {"sources": sources, "persons": persons, "alone": alone, "rows": rows, "joined": joined, "by_hand": by_hand}


# --- sources -------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SourceQuality:
    """One source. Shares are 0..1 or None where there is nothing to share; `thin`: its emptiest column with its fill."""

    layout: SourceLayout
    files: int
    rows: int
    rejected: int
    rejected_share: float | None
    valid_share: float | None
    numbered: int
    completeness: float | None
    thin: tuple[str, float] | None
    last: int | None
    as_of: dt.date | None
    days: int | None
    light: str
    matched_share: float | None
    matched: int
    drifted: int


SORTS = ("id", "rows", "rejected", "valid", "complete", "fresh", "matched")


def source_quality(grant: Grant, found: Measured) -> list[SourceQuality]:
    """Every source within the grant, in the order of their ids (two queries)."""
    pack = taxonomy.current_pack()
    layouts = sorted(pack.sources.items())
    if grant.scope != "county":
        layouts = [(key, layout) for key, layout in layouts if department_of(layout, pack) == grant.unit.code]
    sent, last = _sent(grant), _last_files(grant)
    return [_source(layout, sent.get(key, {}), last.get(key), found["sources"].get(key, {})) for key, layout in layouts]


def _sent(grant: Grant) -> dict[str, dict[str, Any]]:
    rows = (
        Batch.objects.filter(grant.filter(Batch))
        .exclude(status=Status.RETRACTED)
        .exclude(source="")
        .order_by()
        .values("source")
        .annotate(
            files=Count("pk"),
            rows=Sum("rows_in"),
            rejected=Sum("rows_rejected"),
            drifted=Count("pk", filter=~Q(drift=[])),
        )
    )
    return {row["source"]: row for row in rows}


def _last_files(grant: Grant) -> dict[str, dict[str, Any]]:
    """The last file of each source that was taken in; for completeness a full one, where there is one."""
    rows = Batch.objects.filter(grant.filter(Batch), status__in=KEPT)
    newest = rows.order_by("source", "-as_of", "-pk").distinct("source").values("source", "pk", "as_of")
    found: dict[str, dict[str, Any]] = {row["source"]: row for row in newest}
    shaped = rows.exclude(profile={}).order_by("source", "-mode", "-pk").distinct("source")
    for row in shaped.values("source", "profile"):
        found[row["source"]]["profile"] = row["profile"]
    return found


def _source(
    layout: SourceLayout, sent: Mapping[str, Any], last: Mapping[str, Any] | None, held: Mapping[str, int]
) -> SourceQuality:
    as_of = last["as_of"] if last else None
    days = (timezone.localdate() - as_of).days if as_of else None
    completeness, thin = _completeness(layout, last.get("profile") if last else None)
    return SourceQuality(
        layout,
        sent.get("files", 0),
        held.get("rows", 0),
        sent.get("rejected", 0),
        _share(sent.get("rejected", 0), sent.get("rows", 0)),
        _share(held.get("valid", 0), held.get("numbered", 0)),
        held.get("numbered", 0),
        completeness,
        thin,
        last["pk"] if last else None,
        as_of,
        days,
        _light(days, layout.refresh_days),
        _share(held.get("matched", 0), held.get("held", 0)),
        held.get("matched", 0),
        sent.get("drifted", 0),
    )


def _completeness(
    layout: SourceLayout, profile: Mapping[str, Any] | None
) -> tuple[float | None, tuple[str, float] | None]:
    """How full the layout's columns are on average (a column the file lacks is empty), and the emptiest one."""
    if not profile or not profile["rows"]:
        return None, None
    columns = profile["columns"]
    shares = {
        column.header: columns.get(column.header, {"filled": 0})["filled"] / profile["rows"]
        for column in layout.columns
    }
    header = min(shares, key=lambda name: shares[name])
    return sum(shares.values()) / len(shares), (header, shares[header])


def _light(days: int | None, refresh: int) -> str:
    """Fresh within its period, late within another, then stale; none without a file."""
    if days is None:
        return "none"
    return "good" if days <= refresh else "warn" if days <= 2 * refresh else "bad"


def _share(part: float, whole: float) -> float | None:
    return part / whole if whole else None


def sorted_sources(rows: list[SourceQuality], sort: str) -> list[SourceQuality]:
    """By a figure (`-` for the largest first); sources without it come last."""
    name = sort.lstrip("-")
    if name not in SORTS or name == "id":
        return sorted(rows, key=lambda row: row.layout.id, reverse=sort == "-id")
    field = {"rejected": "rejected_share", "valid": "valid_share", "complete": "completeness", "fresh": "days",
             "matched": "matched_share"}.get(name, name)  # fmt: skip
    known = [row for row in rows if getattr(row, field) is not None]
    ordered = sorted(known, key=lambda row: (getattr(row, field), row.layout.id), reverse=sort.startswith("-"))
    return ordered + [row for row in rows if getattr(row, field) is None]


# --- register ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class RegisterQuality:
    """The register as a whole; shares 0..1 or None."""

    persons: int
    rows: int
    alone: int
    alone_share: float | None
    auto_share: float | None
    open_reviews: int
    review_share: float | None
    decided: int
    agreement: tuple[int, int]
    conflicting: int
    undone: Mapping[str, int]
    runs: list[LinkRun]
    sample: ClericalSample | None
    found: Findings | None
    estimated: ClericalSample | None
    estimate: Estimate | None

    @property
    def undo_count(self) -> int:
        return sum(self.undone.values())


def register_quality(found: Measured) -> RegisterQuality:
    """A fixed number of small queries beside what was measured."""
    reviews = Review.objects.aggregate(
        open=Count("pk", filter=Q(state=Review.State.OPEN)),
        decided=Count("pk", filter=Q(state=Review.State.DECIDED)),
        both=Count("pk", filter=Q(state=Review.State.DECIDED) & ~Q(first_verdict="")),
        agreed=Count("pk", filter=Q(state=Review.State.DECIDED, first_verdict=F("verdict")) & ~Q(first_verdict="")),
    )
    samples = list(ClericalSample.objects.select_related("drawn_by").order_by("-pk")[:3])
    results = {sample.pk: findings(sample) for sample in samples}
    estimated = next((sample for sample in samples if results[sample.pk].estimate), None)
    return RegisterQuality(
        found["persons"],
        found["rows"],
        found["alone"],
        _share(found["alone"], found["persons"]),
        _share(found["joined"] - found["by_hand"], found["joined"]),
        reviews["open"],
        _share(reviews["open"], found["rows"]),
        reviews["decided"],
        (reviews["agreed"], reviews["both"]),
        _conflicting(),
        _undone(),
        list(LinkRun.objects.order_by("-pk")[:12]),
        samples[0] if samples else None,
        results[samples[0].pk] if samples else None,
        estimated,
        results[estimated.pk].estimate if estimated else None,
    )


def _conflicting() -> int:
    """Persons between whom a conflict of valid numbers stands open."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select count(distinct m.person) from sources_conflict c"
            ' join sources_membership m on m.node = c."left" or m.node = c."right" where c.reason = %s',
            [Conflict.Reason.DIFFERENT_IDS],
        )
        return int(cursor.fetchone()[0])


def _undone() -> dict[str, int]:
    """What was taken back so far, by kind."""
    back = Q(retracted_at__isnull=False)
    return {
        "decisions": Decision.objects.filter(back).count(),
        "batches": Batch.objects.filter(back).count(),
        "mappings": MappingVersion.objects.filter(back).count(),
        "bulks": BulkDecision.objects.filter(back).count(),
    }


def drifted_batches(grant: Grant, most: int = 20) -> list[Batch]:
    """Files in which a column changed suddenly, newest first."""
    rows = Batch.objects.filter(grant.filter(Batch)).exclude(drift=[]).order_by("-pk")
    return list(rows[:most])
