"""One link run: all stored batches together, in one transaction, touching only what they touch."""

from __future__ import annotations

import contextlib
import math
from collections.abc import Collection
from dataclasses import dataclass
from functools import partial
from typing import Any

import polars as pl
from django.db import connection, transaction
from django.db.models import Max, Min, Sum
from django.utils import timezone

from bole.core.linkage import Assignment, Clustering
from bole.kernel.outbox import services as outbox
from bole.kernel.snapshots import services as snapshots
from bole.people.registry import services as registry
from bole.people.sources.models import Batch, Decision, LinkRun, Membership, Stale, Status
from bole.people.sources.services.base import frames
from bole.people.sources.services.base.jobs import queue_snapshot
from bole.people.sources.services.base.locks import LINK, hold
from bole.people.sources.services.base.progress import RunProgress
from bole.people.sources.services.intake.originals import purge_excluded
from bole.people.sources.services.intake.stopping import DATABASE_ERRORS
from bole.people.sources.services.linking import modelling
from bole.people.sources.services.linking.graph import Graph, cluster_touched, column, load_graph
from bole.people.sources.services.linking.identifying import assign_persons
from bole.people.sources.services.linking.nearby import changed_nodes, load_nearby
from bole.people.sources.services.linking.rescoring import rescore
from bole.people.sources.services.publishing import organising, writing
from bole.people.sources.services.publishing.spreading import Spread, spreading

NEARBY_UP_TO = 2_000
"""Changed rows. So many are looked up one by one; for more it is faster to read all."""
ROWS_PER_SECOND = 8_000
"""What a link run gets through, about: how long it pays to wait for more files before one run serves all of them."""
CALM_SECONDS = 2.0
"""So long after the last arrival, with nothing under way, no further file is expected."""
UNDER_WAY = (Status.RECEIVED, Status.READING, Status.CHECKED)


def seconds_to_wait() -> int:
    """Linking waits while files are being read and for a moment after the last arrival, so that one run serves many files; for a
    few rows never, and at most three times as long as it would take itself, counted from the first stored file."""
    stored = Batch.objects.filter(status=Status.STORED).aggregate(
        rows=Sum("rows_accepted", default=0), since=Min("stored_at")
    )
    patience, now = stored["rows"] / ROWS_PER_SECOND, timezone.now()
    if patience < 1 or (now - stored["since"]).total_seconds() >= 3 * patience:
        return 0
    if Batch.objects.filter(status__in=UNDER_WAY).exists():
        return 1
    arrived = Batch.objects.aggregate(last=Max("received_at"))["last"]
    return math.ceil(max(0.0, min(2.0, min(patience, CALM_SECONDS) - (now - arrived).total_seconds())))


@dataclass(frozen=True)
class Work:
    """What waits for a link run."""

    batches: list[int]
    stale: list[int]
    decisions: list[Decision]

    @property
    def decided(self) -> set[int]:
        """The rows that the decisions speak of."""
        return writing.nodes_decided(self.decisions)


def link_pending(*, by: Any = None) -> LinkRun | None:
    """Links, derives and publishes everything that is stored and not linked; None when there is nothing to do.

    All of it is one transaction behind an advisory lock: killed half-way, nothing happened. The snapshot follows it; after a run
    for decisions or batches taken back only, as a job, since somebody waits for the persons.
    """
    run = None
    if is_pending():
        if LinkRun.objects.filter(finished_at=None).exists():
            registry.restore_indexes()
        run = LinkRun.objects.create()
        progress = RunProgress(run)
        with registry.bulk_loading(rows_waiting()):
            _link_whole(progress)
        if not Batch.objects.filter(status=Status.LINKED).exists():
            progress.finish(LinkRun.Stage.DONE)
            return run
        progress.finish(LinkRun.Stage.SNAPSHOT)
    _publish_snapshot(by, run)
    return run


def rows_waiting() -> int:
    """Rows of files that are stored and not linked."""
    return Batch.objects.filter(status=Status.STORED).aggregate(rows=Sum("rows_accepted", default=0))["rows"]


def _link_whole(progress: RunProgress) -> None:
    try:
        with transaction.atomic():
            _link(progress)
    except DATABASE_ERRORS:
        with contextlib.suppress(*DATABASE_ERRORS):
            progress.finish(LinkRun.Stage.FAILED, "database")
        raise


def is_pending() -> bool:
    """True when a batch waits, a decision is not applied, or rows were changed otherwise."""
    return (
        Batch.objects.filter(status=Status.STORED).exists()
        or Decision.objects.filter(applied=False).exists()
        or Stale.objects.exists()
    )


def waiting_work() -> Work:
    """Read before anything else: what is added meanwhile waits for the next run."""
    batches = Batch.objects.select_for_update().filter(status=Status.STORED).order_by("pk")
    decisions = list(Decision.objects.filter(applied=False))
    return Work(list(batches.values_list("pk", flat=True)), list(Stale.objects.values_list("pk", flat=True)), decisions)


def graph_for(work: Work) -> Graph:
    """All rows, or for a few changes what these touch. Organisations and places are published on the way."""
    nodes = _few_changes(work)
    if nodes is None:
        organising.publish_organisations_and_places()
        return load_graph()
    others = "select node from sources_record where node = any(%s) and subject <> 'person'"
    if column(others, [list(nodes | work.decided)]):
        organising.publish_organisations_and_places()
    return load_nearby(nodes)


def _few_changes(work: Work) -> set[int] | None:
    """The changed rows where they are few and frequencies need not be counted anew."""
    rows = Batch.objects.filter(pk__in=work.batches).aggregate(
        accepted=Sum("rows_accepted", default=0), ended=Sum("rows_ended", default=0)
    )
    if rows["accepted"] + rows["ended"] + len(work.stale) > NEARBY_UP_TO:
        return None
    nodes = changed_nodes(work.batches, work.stale)
    if len(nodes) > NEARBY_UP_TO or (nodes and modelling.is_due(Membership.objects.count() + len(nodes))):
        return None
    return nodes


def _link(progress: RunProgress) -> None:
    hold(LINK)
    work = waiting_work()
    progress.stage(LinkRun.Stage.SCORE)
    graph = graph_for(work)
    progress.count(records=len(graph.fresh))
    with spreading(len(graph.fresh)) as spread:
        link_graph(graph, work.decided, progress, spread)
    Decision.objects.filter(pk__in=[decision.pk for decision in work.decisions]).update(applied=True)
    Batch.objects.filter(pk__in=work.batches).update(status=Status.LINKED, linked_at=timezone.now(), note="")
    Stale.objects.filter(pk__in=work.stale).delete()
    announce(progress.run, work.batches)
    if not work.batches:
        queue_snapshot()


def announce(run: LinkRun, batches: Collection[int]) -> None:
    outbox.publish(topic="sources.linked", key=str(run.pk), payload={"run": run.pk, "batches": list(batches)})


def link_graph(graph: Graph, decided: set[int], progress: RunProgress, spread: Spread | None) -> registry.Written:
    """From rows to published persons."""
    edges = rescore(graph, decided)
    progress.stage(LinkRun.Stage.CLUSTER, edges=edges)
    clustering = cluster_touched(graph)
    assignment = assign_persons(graph, clustering)
    progress.stage(LinkRun.Stage.DERIVE, conflicts=len(clustering.conflicts), persons=len(assignment.person_of))
    held = _held(graph, {node: assignment.person_of.get(group) for node, group in clustering.members.items()})
    progress.stage(LinkRun.Stage.PUBLISH)
    return writing.publish_touched(
        clustering, assignment, held, partial(_write_memberships, graph, held), progress=progress, spread=spread
    )


def plan_run() -> tuple[Graph, Clustering, Assignment[str], list[Decision]]:
    """The next run up to who is who, for a rehearsal: the caller rolls back what it writes on the way."""
    work = waiting_work()
    graph = graph_for(work)
    rescore(graph, work.decided)
    clustering = cluster_touched(graph)
    return graph, clustering, assign_persons(graph, clustering), work.decisions


def _held(graph: Graph, members: dict[int, str | None]) -> pl.DataFrame:
    """Who holds the touched rows now: node, record (its version), person or null."""
    touched = pl.Series(list(graph.touched), dtype=pl.Int64)
    rows = graph.rows.filter(pl.col("record").is_in(touched.implode())).select(node="record", record="id")
    persons = [members.get(node) for node in rows["node"].to_list()]
    return rows.with_columns(pl.Series("person", persons, dtype=pl.String))


def _write_memberships(graph: Graph, held: pl.DataFrame) -> set[str]:
    """Replaces the memberships of touched and ended nodes; returns the persons they belonged to before."""
    touched = pl.DataFrame({"node": list(graph.touched | graph.gone)}, schema={"node": pl.Int64})
    frames.fill_temporary("touched_nodes", touched, {"node": "bigint"})
    with connection.cursor() as cursor:
        cursor.execute(
            "with gone as (delete from sources_membership m using touched_nodes t where m.node = t.node"
            " returning m.node, m.person), past as (insert into sources_pastmembership (node, person)"
            " select node, person from gone where person is not null"
            " on conflict (node) do update set person = excluded.person)"
            " select distinct person::text from gone where person is not null"
        )
        former = {row[0] for row in cursor.fetchall()}
    frames.copy_in("sources_membership", held)
    return former


def publish_snapshot(*, by: Any) -> None:
    """What the register is now, for lists and figures."""
    snapshots.publish_snapshot(by=by or "intake")


def _publish_snapshot(by: Any, run: LinkRun | None) -> None:
    """After the commit: what is killed here is published by the next run."""
    linked = Batch.objects.filter(status=Status.LINKED)
    if run is None and not linked.exists():
        return
    for batch in Batch.objects.filter(status__in=[Status.LINKED, Status.PUBLISHED]).exclude(excluded_rows=[]):
        purge_excluded(batch)
    publish_snapshot(by=by)
    linked.update(status=Status.PUBLISHED, note="")
    if run is not None:
        LinkRun.objects.filter(pk=run.pk).update(stage=LinkRun.Stage.DONE, finished_at=timezone.now())
        run.refresh_from_db()
