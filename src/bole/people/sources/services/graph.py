"""The graph of rows in memory for one run: what is new, what it touches, and how the touched part falls into persons."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import polars as pl
from django.db import connection

from bole.core.linkage import Clustering, NameKey, cluster, components
from bole.people.sources.models import Conflict, Decision
from bole.people.sources.scoring import STANDARD, STANDARD_COLUMNS, score
from bole.people.sources.services import frames, linkage_settings, modelling


def _edge() -> dict[str, Any]:
    return {"left": pl.Int64, "right": pl.Int64, "weight": pl.Float64, "pattern": pl.String}


@dataclass
class Graph:
    """Rows of persons that are current, by node. `fresh`: nodes whose content is not linked yet; `gone`: nodes that ended."""

    rows: pl.DataFrame
    fresh: set[int]
    gone: set[int]
    must: list[tuple[int, int]]
    cannot: list[tuple[int, int]]
    edges: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=_edge()))
    touched: set[int] = field(default_factory=set)


def load_graph() -> Graph:
    """Reads the current rows of persons and compares them with what was linked last."""
    columns = ", ".join(f"r.{name}" for name in STANDARD_COLUMNS if name != "record")
    rows = frames.read_frame(
        f"select r.node, {columns}, r.id, m.record, r.source, r.id_state from sources_record r"  # noqa: S608 - constants of ours
        " left join sources_membership m on m.node = r.node"
        " where r.valid_to_batch_id is null and r.subject = 'person'",
        {**STANDARD, "id": pl.Int64, "linked": pl.Int64, "source": pl.String, "id_state": pl.String},
    )
    gone = _column(
        "select m.node from sources_membership m left join sources_record r on r.node = m.node"
        " and r.valid_to_batch_id is null where r.id is null"
    )
    fresh = rows.filter(pl.col("linked").is_null() | (pl.col("linked") != pl.col("id")))["record"]
    graph = Graph(rows, set(fresh.to_list()), gone, *_declared())
    return graph


def _declared() -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    pairs: dict[str, list[tuple[int, int]]] = {Decision.Kind.MUST_LINK: [], Decision.Kind.CANNOT_LINK: []}
    rows = Decision.objects.filter(kind__in=list(pairs), retracted_at__isnull=True)
    for kind, left, right in rows.values_list("kind", "left", "right"):
        pairs[kind].append((min(left, right), max(left, right)))
    return pairs[Decision.Kind.MUST_LINK], pairs[Decision.Kind.CANNOT_LINK]


def rescore(graph: Graph, decided: Iterable[int] = ()) -> int:
    """Scores what is new (and what stood beside rows that ended), keeps the edges, and finds the touched components.

    `decided`: nodes under decisions not applied yet. Returns the number of edges written.
    """
    current = set(graph.rows["record"].to_list())
    if modelling.renew_terms(graph.rows):
        graph.fresh = current
    old = frames.read_frame('select "left", "right", weight, pattern from sources_edge', _edge())
    changed = graph.fresh | graph.gone
    beside = _component_members(old, changed) if not old.is_empty() and changed else set()
    again = (graph.fresh | beside) & current
    drop = pl.Series(list(again | graph.gone), dtype=pl.Int64).implode()
    kept = old.filter(~(pl.col("left").is_in(drop) | pl.col("right").is_in(drop))) if not old.is_empty() else old
    is_new = pl.col("record").is_in(pl.Series(list(again), dtype=pl.Int64).implode())
    fresh_edges = _scored(graph, graph.rows.filter(is_new), graph.rows.filter(~is_new))
    _write_edges(old, kept, fresh_edges)
    graph.edges = pl.concat([kept, fresh_edges]).filter(pl.col("weight") >= linkage_settings.current().auto)
    graph.touched = _touched(graph, again | set(decided)) & current
    return fresh_edges.height


def _scored(graph: Graph, new: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    """Edges (left, right, weight, pattern) of `new` among themselves and with `known`."""
    return score(new, known, modelling.current_model(), floor=linkage_settings.current().floor)


def _component_members(edges: pl.DataFrame, seeds: set[int]) -> set[int]:
    part_of = components(edges.select("left", "right").iter_rows())
    parts = {part_of[node] for node in seeds if node in part_of}
    return {node for node, part in part_of.items() if part in parts}


def _touched(graph: Graph, seeds: set[int]) -> set[int]:
    """Every node in a component with a seed; components run over edges and declared pairs."""
    pairs = [*graph.edges.select("left", "right").iter_rows(), *graph.must]
    if len(seeds) == graph.rows.height:
        return seeds
    part_of = components(pairs)
    parts = {part_of.get(node, node) for node in seeds}
    return seeds | {node for node, part in part_of.items() if part in parts}


def _write_edges(old: pl.DataFrame, kept: pl.DataFrame, fresh: pl.DataFrame) -> None:
    dropped = old.join(kept, on=["left", "right"], how="anti") if old.height != kept.height else old.clear()
    if not dropped.is_empty():
        frames.fill_temporary("dropped_edges", dropped, {"left": "bigint", "right": "bigint"})
        with connection.cursor() as cursor:
            cursor.execute(
                'delete from sources_edge e using dropped_edges d where e."left" = d."left" and e."right" = d."right"'
            )
    frames.copy_in("sources_edge", fresh.with_columns(pl.lit(modelling.current_model().version).alias("model_version")))


def cluster_touched(graph: Graph) -> Clustering:
    """Constrained clusters of the touched components; the refused edges among them are kept as conflicts."""
    touched = pl.Series(sorted(graph.touched), dtype=pl.Int64).implode()
    rows = graph.rows.filter(pl.col("record").is_in(touched))
    numbered = rows.filter(pl.col("id_index").is_not_null())
    # 15 digits carry no check digit: they link, but they are not proof against another number
    valid_ids = dict(numbered.filter(pl.col("id_state") == "valid").select("record", "id_index").iter_rows())
    names = {
        record: NameKey(surname or "", pinyin or "", bool(latin))
        for record, surname, pinyin, latin in numbered.select("record", "surname", "pinyin", "latin").iter_rows()
    }
    edges = graph.edges.filter(pl.col("left").is_in(touched)).select("left", "right", "weight")
    must = [pair for pair in graph.must if pair[0] in graph.touched and pair[1] in graph.touched]
    result = cluster(edges.iter_rows(), valid_ids, must, graph.cannot, records=graph.touched, names=names)
    members = {node: group for node, group in result.members.items() if node in graph.touched}
    _write_conflicts(graph, result)
    return Clustering(members, result.weakest, result.conflicts)


def _write_conflicts(graph: Graph, result: Clustering) -> None:
    """Two records of one number and two names are one question per pair; a pair is kept once, under its first reason."""
    nodes = pl.DataFrame({"node": list(graph.touched | graph.gone)}, schema={"node": pl.Int64})
    frames.fill_temporary("asked_nodes", nodes, {"node": "bigint"})
    with connection.cursor() as cursor:
        cursor.execute(
            'delete from sources_conflict c using asked_nodes n where c."left" = n.node or c."right" = n.node'
        )
    rows = {(c.left, c.right): c for c in result.conflicts if c.reason != "declared_different" and c.weight < 1e9}
    Conflict.objects.bulk_create(
        [Conflict(left=c.left, right=c.right, weight=c.weight, reason=c.reason) for c in rows.values()], batch_size=2000
    )


def _column(query: str) -> set[int]:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return {row[0] for row in cursor.fetchall()}
