"""Which ids clusters of exactly these rows have held before (`FormerCluster`), so that they have them again when they return."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

import polars as pl
from django.db import connection

from bole.core.linkage import Assignment, ended
from bole.people.sources.services.base import frames
from bole.people.sources.services.linking.graph import Graph

Former = tuple[tuple[int, ...], str]


@dataclass(frozen=True, slots=True)
class Remembered:
    """Former clusters of touched and ended rows in the order in which they came to their ids, and who holds these rows until now."""

    clusters: list[Former]
    holders: dict[int, str]

    def claims(self, clusters: Mapping[int, int]) -> Iterator[tuple[int, str]]:
        """Those that are there again: cluster of now, id."""
        sizes = Counter(clusters.values()) if self.clusters else {}
        for nodes, person in self.clusters:
            group = clusters.get(nodes[0])
            if group is not None and sizes[group] == len(nodes) and all(clusters.get(node) == group for node in nodes):
                yield group, person

    def write(self, clusters: Mapping[int, int], assignment: Assignment[str]) -> None:
        """Keeps the clusters that this run ends."""
        known = set(self.clusters)
        fresh = [one for one in ended(self.holders, clusters, assignment.person_of) if one not in known]
        nodes = ["{" + ",".join(map(str, rows)) + "}" for rows, _ in fresh]
        frame = pl.DataFrame({"node": [rows[0] for rows, _ in fresh], "nodes": nodes, "person": [p for _, p in fresh]})
        frames.copy_in("sources_formercluster", frame)


def remembered(graph: Graph, rows: pl.DataFrame) -> Remembered:
    """`rows`: the touched ones."""
    held = rows.filter(pl.col("person").is_not_null()).select("record", "person")
    holders = {**holders_of(graph.gone), **dict(held.iter_rows())}
    return Remembered(_former(graph), holders)


def holders_of(nodes: Collection[int]) -> dict[int, str]:
    """Who holds these rows according to the last run."""
    if not nodes:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(
            "select node, person::text from sources_membership where node = any(%s) and person is not null",
            [list(nodes)],
        )
        return dict(cursor.fetchall())


def read_claims() -> pl.DataFrame:
    """Of all former clusters: node (their oldest), person."""
    query = "select node, person from sources_formercluster"
    return frames.read_frame(query, {"node": pl.Int64, "person": pl.String})


def _former(graph: Graph) -> list[Former]:
    is_whole = not graph.nearby and len(graph.touched) == graph.rows.height
    condition = "true" if is_whole else "node = any(%s)"
    found = frames.read_frame(
        f"select nodes, person from sources_formercluster where {condition} order by id",  # noqa: S608 - constants of ours
        {"nodes": pl.String, "person": pl.String},
        [] if is_whole else [list(graph.touched | graph.gone)],
    )
    return [(tuple(map(int, nodes[1:-1].split(","))), person) for nodes, person in found.iter_rows()]
