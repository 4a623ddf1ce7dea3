"""Everything once more from the rows: scored with the model in force, clustered, named by the same history of ids, published.

Where run after run has kept the register right, this changes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from bole.people.sources.models import LinkRun
from bole.people.sources.services.base.jobs import queue_snapshot
from bole.people.sources.services.base.locks import LINK, hold
from bole.people.sources.services.base.progress import RunProgress
from bole.people.sources.services.linking import running
from bole.people.sources.services.linking.graph import load_graph
from bole.people.sources.services.publishing import organising
from bole.people.sources.services.publishing.spreading import spreading

STATE = {
    "edges": 'select "left", "right", weight, pattern, model_version from sources_edge',
    "memberships": "select node, record, person from sources_membership",
    "homes": "select node, path from sources_home",
    "former": "select id, nodes, person from sources_formercluster",
    "conflicts": 'select "left", "right", weight, pattern, reason from sources_conflict',
    "persons": "select id, digest, weakest from registry_person where record_count > 0",
    "organisations": "select id, digest from registry_organisation",
    "redirects": "select absorbed, person_id from registry_personredirect",
}
"""What a run derives."""


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """Rows that were not as a rebuild makes them, by kind of row (`STATE`); `rows`: how many rows of persons were compared."""

    rows: int
    persons: int
    seconds: float
    differences: dict[str, int]

    @property
    def is_same(self) -> bool:
        return not any(self.differences.values())


def rebuild(*, by: Any = None, check: bool = False) -> Rebuilt:
    """Links what waits, then derives everything anew and says what was different; `check` changes nothing."""
    running.link_pending(by=by)
    run = LinkRun() if check else LinkRun.objects.create()
    progress = RunProgress(run)
    if check:
        progress.visible = False
    started = timezone.now()
    with transaction.atomic():
        differences = _rebuild(progress)
        if check:
            transaction.set_rollback(True)
        elif any(differences.values()):
            running.announce(run, [])
            queue_snapshot()
    if not check:
        progress.finish(LinkRun.Stage.DONE)
    return Rebuilt(run.records, run.persons, (timezone.now() - started).total_seconds(), differences)


def _rebuild(progress: RunProgress) -> dict[str, int]:
    hold(LINK)
    with connection.cursor() as cursor:
        for name, query in STATE.items():
            cursor.execute(f"drop table if exists before_{name}")
            cursor.execute(f"create temporary table before_{name} on commit drop as {query}")
    progress.stage(LinkRun.Stage.SCORE)
    organising.publish_organisations_and_places(everything=True)
    graph = load_graph()
    graph.fresh, graph.keeps_terms = set(graph.rows["record"].to_list()), True
    progress.count(records=len(graph.fresh))
    with spreading(len(graph.fresh)) as spread:
        running.link_graph(graph, set(), progress, spread)
    return {name: _differences(name, query) for name, query in STATE.items()}


def _differences(name: str, query: str) -> int:
    """Rows that are not both before and now; a row that has changed counts once."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"select greatest((select count(*) from (select * from before_{name} except all {query}) a),"  # noqa: S608
            f" (select count(*) from ({query} except all select * from before_{name}) b))"
        )
        return int(cursor.fetchone()[0])
