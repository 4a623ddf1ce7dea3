"""What is new in the graph is scored, and what it touches is found: among all rows here, among few in `nearby`."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from bole.core.linkage import components
from bole.people.sources.models import Membership
from bole.people.sources.services.base import linkage_settings
from bole.people.sources.services.linking import modelling, nearby
from bole.people.sources.services.linking.claims import holders_of, read_claims
from bole.people.sources.services.linking.graph import (
    Graph,
    as_series,
    homes_of,
    load_graph,
    partners,
    past_of,
    read_edges,
    score_fresh,
    write_edges,
)


def rescore(graph: Graph, decided: Iterable[int] = ()) -> int:
    """Scores what is new, keeps the edges, and finds the touched components.

    `decided`: nodes under decisions not applied yet. Returns the number of edges written.
    """
    if graph.nearby:
        rows = nearby.with_candidates(graph)
        if not graph.fresh or not modelling.has_new_common_values(rows, Membership.objects.count() + len(graph.fresh)):
            return nearby.rescore(graph, rows, set(decided))
        whole = load_graph()
        graph.rows, graph.fresh, graph.gone, graph.nearby = whole.rows, whole.fresh, whole.gone, False
    return _rescore_whole(graph, set(decided))


def _rescore_whole(graph: Graph, decided: set[int]) -> int:
    if not graph.keeps_terms and modelling.renew_terms(graph.rows):
        graph.fresh = set(graph.rows["record"].to_list())
    old = read_edges()
    changed = as_series(graph.fresh | graph.gone).implode()
    loose = pl.col("left").is_in(changed) | pl.col("right").is_in(changed)
    dropped = old.filter(loose) if graph.fresh or graph.gone else old.clear()
    kept = old.filter(~loose) if dropped.height else old
    fresh_edges = score_fresh(graph, graph.rows)
    write_edges(dropped, fresh_edges)
    review = linkage_settings.current().review
    graph.edges = pl.concat([kept, fresh_edges]).filter(pl.col("weight") >= review)
    beside = dropped.filter(pl.col("weight") >= review)
    seeds = graph.fresh | set(beside["left"].to_list()) | set(beside["right"].to_list()) | decided
    graph.touched = _closed(graph, seeds | partners(graph.declared, graph.gone))
    return fresh_edges.height


def _closed(graph: Graph, seeds: set[int]) -> set[int]:
    """Every current node in a component with a seed, over edges and declared pairs, and the other rows of the persons met; persons of
    rows that ended are met too, as others may have a claim to their ids."""
    current = set(graph.rows["record"].to_list())
    if len(seeds & current) == len(current):
        return current
    part_of = components([*graph.edges.select("left", "right").iter_rows(), *graph.declared.must])
    owners, homes, claims = _owners(graph), homes_of(None), read_claims()
    seeds, touched = seeds | graph.gone, set()
    while not seeds <= touched:
        parts = {part_of.get(node, node) for node in seeds}
        touched = seeds | {node for node, part in part_of.items() if part in parts}
        persons = {owners[node] for node in touched if node in owners} | {
            person for node in touched if node in homes for person in homes[node][-1:]
        }
        persons |= set(claims.filter(pl.col("node").is_in(as_series(touched).implode()))["person"].to_list())
        theirs = pl.col("person").is_in(pl.Series(list(persons), dtype=pl.String).implode())
        own = graph.rows.filter(theirs)
        seeds = touched | set(own["record"].to_list()) | {n for n, path in homes.items() if path[-1] in persons}
        seeds |= set(claims.filter(theirs)["node"].to_list())
    return touched & current


def _owners(graph: Graph) -> dict[int, str]:
    held = graph.rows.filter(pl.col("person").is_not_null()).select("record", "person")
    past = past_of(graph.rows.filter(pl.col("linked").is_null())["record"])
    return {**past, **holders_of(graph.gone), **dict(held.iter_rows())}
