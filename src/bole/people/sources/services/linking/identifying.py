"""Which person each cluster of a run is: ids out of where its rows are at home, and names for persons that are new."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Collection, Iterable, Mapping

import polars as pl
from django.db import connection

from bole.core.linkage import Assignment, Clustering, assign_person_ids
from bole.kernel.taxonomy import queries as taxonomy
from bole.people.sources.services.base import frames
from bole.people.sources.services.linking.claims import Remembered, remembered
from bole.people.sources.services.linking.graph import Graph, homes_of, past_of

NAMESPACE = uuid.UUID("b01eb01e-0000-4000-8000-000000000001")
NEW = "new:"
Paths = Mapping[int, tuple[str, ...]]


def assign_persons(graph: Graph, clustering: Clustering) -> Assignment[str]:
    """Person ids for the touched clusters. A cluster made of dated facts only (S21) is nobody of the register."""
    clusters = _speaking(graph, clustering)
    rows = graph.rows if len(graph.touched) == graph.rows.height else _touched_rows(graph)
    known = remembered(graph, rows)
    past = past_of(rows.filter(pl.col("linked").is_null())["record"])
    homes = {**{node: (person,) for node, person in past.items()}, **homes_of(graph.touched if graph.nearby else None)}
    silent = {node: (known.holders[node],) for node in graph.touched & known.holders.keys() if node not in clusters}
    if known.holders or homes:
        assignment = _assigned(known, clusters, homes, graph)
        known.write(clusters, assignment)
    else:  # the first county: nothing but new persons; a cluster goes by its oldest row
        groups = sorted(set(clusters.values()))
        assignment = Assignment(_Names(groups, graph).all(groups), {}, {})
    _write_homes(graph, {**silent, **{n: path for n, path in homes.items() if n not in clusters}, **assignment.homes})
    return assignment


def _assigned(known: Remembered, clusters: Mapping[int, int], homes: Paths, graph: Graph) -> Assignment[str]:
    """In two passes: names are looked up for all new persons at once."""
    claims = list(known.claims(clusters))
    assignment = assign_person_ids(known.holders, clusters, lambda node, _held: f"{NEW}{node}", homes, claims)
    fresh = [int(person[len(NEW) :]) for person in assignment.person_of.values() if person.startswith(NEW)]
    if not fresh:
        return assignment
    return assign_person_ids(known.holders, clusters, _Names(fresh, graph), homes, claims)


def _touched_rows(graph: Graph) -> pl.DataFrame:
    return graph.rows.filter(pl.col("record").is_in(pl.Series(list(graph.touched), dtype=pl.Int64).implode()))


def _speaking(graph: Graph, clustering: Clustering) -> dict[int, int]:
    silent = _date_only_sources()
    speaking = graph.rows.filter(~pl.col("source").is_in(list(silent)))["record"] if silent else graph.rows["record"]
    groups = {clustering.members[node] for node in speaking.to_list() if node in clustering.members}
    return {node: group for node, group in clustering.members.items() if group in groups}


def _date_only_sources() -> set[str]:
    pack = taxonomy.current_pack()
    return {key for key, layout in pack.sources.items() if layout.effect == "date_only"}


class _Names:
    """Ids of new persons, made of where their oldest row came from: the file's content and the row's key in it.

    The same files give the same ids again.
    """

    def __init__(self, nodes: list[int], graph: Graph) -> None:
        self.origins = _origins(nodes)
        self.first = {node: _name_based_id(origin) for node, origin in self.origins.items()}
        self.elsewhere = _held_elsewhere(list(self.first.values()), graph)

    def __call__(self, node: int, held: Collection[str]) -> str:
        person, attempt = self.first[node], 0
        while person in held or person in self.elsewhere:
            attempt += 1
            person = _name_based_id(f"{self.origins[node]}#{attempt}")
        return person

    def all(self, nodes: Iterable[int]) -> dict[int, str]:
        held: set[str] = set()
        named = {}
        for node in nodes:
            named[node] = self(node, held)
            held.add(named[node])
        return named


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


def _held_elsewhere(persons: list[str], graph: Graph) -> set[str]:
    """Those of the ids that rows which this run does not touch have now or were at home under."""
    with connection.cursor() as cursor:
        cursor.execute("select exists (select 1 from sources_membership where person is not null)")
        if not cursor.fetchone()[0]:
            return set()
    frames.fill_temporary("new_names", pl.DataFrame({"person": persons}, {"person": pl.String}), {"person": "uuid"})
    with connection.cursor() as cursor:
        cursor.execute(
            "select m.node, n.person::text from new_names n join sources_membership m on m.person = n.person"
            " union all select h.node, n.person::text from new_names n join sources_home h on n.person = any(h.path)"
        )
        return {person for node, person in cursor.fetchall() if node not in graph.touched and node not in graph.gone}


def _write_homes(graph: Graph, paths: Paths) -> None:
    """Keeps the paths of the touched rows: `paths` of those that have more than their person."""
    stored = homes_of(graph.touched if graph.nearby else None)
    before = {node: path for node, path in stored.items() if node in graph.touched}
    now = {node: path for node, path in paths.items() if node in graph.touched}
    changed = [node for node in before.keys() | now.keys() if before.get(node) != now.get(node)]
    if not changed:
        return
    fresh = sorted(node for node in changed if node in now)
    with connection.cursor() as cursor:
        cursor.execute("delete from sources_home where node = any(%s)", [changed])
    arrays = ["{" + ",".join(now[node]) + "}" for node in fresh]
    frame = pl.DataFrame({"node": fresh, "person": [now[node][-1] for node in fresh], "path": arrays})
    frames.copy_in("sources_home", frame)
