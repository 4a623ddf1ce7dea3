"""One link run: all stored batches together, in one transaction, touching only what they touch."""

from __future__ import annotations

import contextlib
import hashlib
import math
import uuid
from functools import partial
from typing import Any

import polars as pl
from django.db import connection, transaction
from django.db.models import Max, Min, Sum
from django.utils import timezone

from bole.core.linkage import Assignment, Clustering, assign_person_ids
from bole.kernel.outbox import services as outbox
from bole.kernel.snapshots import services as snapshots
from bole.kernel.taxonomy import queries as taxonomy
from bole.people.registry import services as registry
from bole.people.sources.models import Batch, Decision, LinkRun, Status
from bole.people.sources.services import frames, publishing
from bole.people.sources.services.graph import Graph, cluster_touched, load_graph, rescore
from bole.people.sources.services.originals import purge_excluded
from bole.people.sources.services.processing import DATABASE_ERRORS
from bole.people.sources.services.progress import RunProgress
from bole.people.sources.services.spreading import Spread, spreading

NAMESPACE = uuid.UUID("b01eb01e-0000-4000-8000-000000000001")
NEW = "new:"


ROWS_PER_SECOND = 8_000
"""What a link run gets through, about: how long it pays to wait for more files before one run serves all of them."""
CALM_SECONDS = 2.0
"""So long after the last arrival, with nothing under way, no further file is expected."""
UNDER_WAY = (Status.RECEIVED, Status.READING, Status.CHECKED)


def queue_linking(*, in_seconds: int = 0) -> None:
    """Queues a link run in the caller's transaction; one waiting run is enough."""
    from procrastinate.contrib.django import app
    from procrastinate.exceptions import AlreadyEnqueued

    task = app.configure_task(
        "sources.link_pending",
        queue="intake",
        priority=0,
        queueing_lock="sources.link_pending",
        lock="sources.link",
        schedule_in={"seconds": in_seconds} if in_seconds else None,
    )
    with contextlib.suppress(AlreadyEnqueued), transaction.atomic():
        task.defer()


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


def link_pending(*, by: Any = None) -> LinkRun | None:
    """Links, derives and publishes everything that is stored and not linked; None when there is nothing to do.

    All of it is one transaction behind an advisory lock: killed half-way, nothing happened. The snapshot follows it.
    """
    run = None
    if is_pending():
        if LinkRun.objects.filter(finished_at=None).exists():
            registry.restore_indexes()
        run = LinkRun.objects.create()
        progress = RunProgress(run)
        with registry.bulk_loading(_rows_waiting()):
            _link_whole(progress)
        progress.finish(LinkRun.Stage.SNAPSHOT)
    _publish_snapshot(by, run)
    return run


def _rows_waiting() -> int:
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
    """True when a batch waits, a decision is not applied, or a retracted batch left rows behind."""
    if Batch.objects.filter(status=Status.STORED).exists() or Decision.objects.filter(applied=False).exists():
        return True
    with connection.cursor() as cursor:
        cursor.execute(
            "select exists (select 1 from sources_membership m left join sources_record r"
            " on r.node = m.node and r.valid_to_batch_id is null where r.id is distinct from m.record)"
        )
        return bool(cursor.fetchone()[0])


def _link(progress: RunProgress) -> None:
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtext('sources.link'))")
    batches = list(Batch.objects.select_for_update().filter(status=Status.STORED).values_list("pk", flat=True))
    decisions = list(Decision.objects.filter(applied=False))
    progress.stage(LinkRun.Stage.SCORE)
    publishing.publish_organisations_and_places()
    graph = load_graph()
    progress.count(records=len(graph.fresh))
    with spreading(len(graph.fresh)) as spread:
        _link_graph(graph, decisions, progress, spread)
    Decision.objects.filter(pk__in=[decision.pk for decision in decisions]).update(applied=True)
    Batch.objects.filter(pk__in=batches).update(status=Status.LINKED, linked_at=timezone.now(), note="")
    outbox.publish(
        topic="sources.linked", key=str(progress.run.pk), payload={"run": progress.run.pk, "batches": batches}
    )


def _link_graph(graph: Graph, decisions: list[Decision], progress: RunProgress, spread: Spread | None) -> None:
    edges = rescore(graph, publishing.nodes_decided(decisions))
    progress.stage(LinkRun.Stage.CLUSTER, edges=edges)
    clustering = cluster_touched(graph)
    assignment = _assign(graph, clustering)
    progress.stage(LinkRun.Stage.DERIVE, conflicts=len(clustering.conflicts), persons=len(assignment.person_of))
    held = _held(graph, {node: assignment.person_of.get(group) for node, group in clustering.members.items()})
    progress.stage(LinkRun.Stage.PUBLISH)
    publishing.publish_touched(
        clustering, assignment, held, partial(_write_memberships, graph, held), progress=progress, spread=spread
    )


def _assign(graph: Graph, clustering: Clustering) -> Assignment[str]:
    """Person ids for clusters. A cluster made of dated facts only (S21) is nobody of the register."""
    silent = _date_only_sources()
    speaking = graph.rows.filter(~pl.col("source").is_in(list(silent)))["record"] if silent else graph.rows["record"]
    speaking_groups = {clustering.members[node] for node in speaking.to_list() if node in clustering.members}
    clusters = {node: group for node, group in clustering.members.items() if group in speaking_groups}
    old = frames.read_frame(
        "select node, person from sources_membership where person is not null", {"node": pl.Int64, "person": pl.String}
    )
    before = {node: person for node, person in old.iter_rows() if node in clusters}
    assignment = assign_person_ids(before, clusters, lambda node: f"{NEW}{node}")
    return _named(assignment, set(old["person"].to_list()))


def _named(assignment: Assignment[str], taken: set[str]) -> Assignment[str]:
    """Gives new persons an id made of where their oldest row came from: the file's content and the row's key in it.

    The same files give the same ids again, and an undone merge gives a person the former id back.
    """
    fresh = {group: int(person[len(NEW) :]) for group, person in assignment.person_of.items() if person.startswith(NEW)}
    origins = _origins(list(fresh.values()))
    person_of, names = dict(assignment.person_of), {}
    for group, node in sorted(fresh.items()):
        person, attempt = _name_based_id(origins[node]), 0
        while person in taken:
            attempt += 1
            person = _name_based_id(f"{origins[node]}#{attempt}")
        taken.add(person)
        person_of[group] = names[f"{NEW}{node}"] = person
    absorbed = {old: names.get(new, new) for old, new in assignment.absorbed.items()}
    return Assignment(person_of, absorbed)


_SEED = hashlib.sha1(NAMESPACE.bytes, usedforsecurity=False)


def _name_based_id(name: str) -> str:
    """`str(uuid.uuid5(NAMESPACE, name))` (RFC 9562), without an object for each of 200,000 persons."""
    digest = _SEED.copy()
    digest.update(name.encode())
    text = digest.hexdigest()
    return f"{text[:8]}-{text[8:12]}-5{text[13:16]}-{'89ab'[int(text[16], 16) & 3]}{text[17:20]}-{text[20:32]}"


def _origins(nodes: list[int]) -> dict[int, str]:
    """Content digest of the file and key of the row in which each node was first seen."""
    frames.fill_temporary("new_nodes", pl.DataFrame({"node": nodes}, schema={"node": pl.Int64}), {"node": "bigint"})
    found = frames.read_frame(
        "select distinct on (r.node) r.node, b.sha256 || ':' || encode(r.natural_key, 'hex') from new_nodes n"
        " join sources_record r on r.node = n.node join sources_batch b on b.id = r.valid_from_batch_id order by r.node, r.id",
        {"node": pl.Int64, "origin": pl.String},
    )
    return dict(found.iter_rows())


def _date_only_sources() -> set[str]:
    pack = taxonomy.current_pack()
    return {key for key, layout in pack.sources.items() if layout.effect == "date_only"}


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


def _publish_snapshot(by: Any, run: LinkRun | None) -> None:
    """After the commit: what is killed here is published by the next run."""
    linked = Batch.objects.filter(status=Status.LINKED)
    if run is None and not linked.exists():
        return
    for batch in Batch.objects.filter(status__in=[Status.LINKED, Status.PUBLISHED]).exclude(excluded_rows=[]):
        purge_excluded(batch)
    snapshots.publish_snapshot(by=by or "intake")
    linked.update(status=Status.PUBLISHED, note="")
    if run is not None:
        LinkRun.objects.filter(pk=run.pk).update(stage=LinkRun.Stage.DONE, finished_at=timezone.now())
        run.refresh_from_db()
