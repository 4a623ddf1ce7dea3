"""The graph of rows in memory for one run: what is new, what it touches, and how the touched part falls into persons.

A run reads all rows (`load_graph`) or only what its changes touch (`nearby.load_nearby`); the same clusters come out.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import polars as pl
from django.db import connection

from bole.core.linkage import Clustering, Limits, Traits
from bole.people.sources.models import Conflict
from bole.people.sources.scoring import STANDARD_COLUMNS, given_name, score, standard_schema
from bole.people.sources.services.base import frames, linkage_settings
from bole.people.sources.services.base.declarations import Declared, declared
from bole.people.sources.services.linking import modelling
from bole.people.sources.services.linking.quiet import cluster_rows

CURRENT = "r.valid_to_batch_id is null and r.subject = 'person'"


def _row() -> dict[str, Any]:
    own = {"id": pl.Int64, "linked": pl.Int64, "person": pl.String, "source": pl.String, "id_state": pl.String}
    return {**standard_schema(), **own}


def _edge() -> dict[str, Any]:
    return {"left": pl.Int64, "right": pl.Int64, "weight": pl.Float64, "pattern": pl.String}


@dataclass
class Graph:
    """Rows of persons that are current, by node (`record`), with the version that was linked last and the person who held it.

    `fresh`: nodes whose content is not linked yet; `gone`: nodes that ended. `edges` from the review weight on. `nearby`: only what
    is touched is read. `keeps_terms`: frequencies are not counted anew.
    """

    rows: pl.DataFrame
    fresh: set[int]
    gone: set[int]
    declared: Declared
    edges: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=_edge()))
    touched: set[int] = field(default_factory=set)
    nearby: bool = False
    keeps_terms: bool = False


def read_rows(joins: str = "", condition: str = "true", params: Collection[Any] = ()) -> pl.DataFrame:
    """Current rows of persons; `joins` and `condition` may narrow them down."""
    columns = ", ".join(f"r.{name}" for name in STANDARD_COLUMNS if name != "record")
    query = (
        f"select r.node, {columns}, r.id, m.record, m.person, r.source, r.id_state from sources_record r {joins}"  # noqa: S608
        f" left join sources_membership m on m.node = r.node where {CURRENT} and ({condition})"
    )
    return frames.read_frame(query, _row(), list(params))


def read_edges(condition: str = "true", params: Collection[Any] = ()) -> pl.DataFrame:
    query = f'select e."left", e."right", e.weight, e.pattern from sources_edge e where {condition}'  # noqa: S608
    return frames.read_frame(query, _edge(), list(params))


def load_graph() -> Graph:
    """Reads the current rows of persons and compares them with what was linked last."""
    rows = read_rows()
    gone = column(
        "select m.node from sources_membership m left join sources_record r on r.node = m.node"
        " and r.valid_to_batch_id is null where r.id is null and exists"
        " (select 1 from sources_record x where x.node = m.node and x.subject = 'person')"
    )
    fresh = rows.filter(pl.col("linked").is_null() | (pl.col("linked") != pl.col("id")))["record"]
    return Graph(rows, set(fresh.to_list()), gone, declared())


def score_fresh(graph: Graph, rows: pl.DataFrame) -> pl.DataFrame:
    """Edges of the fresh rows among themselves and with the others in `rows`."""
    is_new = pl.col("record").is_in(as_series(graph.fresh).implode())
    return _scored(graph, rows.filter(is_new), rows.filter(~is_new)).select(list(_edge()))


def _scored(graph: Graph, new: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    """Edges (left, right, weight, pattern) of `new` among themselves and with `known`."""
    return score(new, known, modelling.current_model(), floor=linkage_settings.current().floor)


def partners(declared: Declared, nodes: set[int]) -> set[int]:
    """Rows declared one with these."""
    return {one for pair in declared.must for one in pair if not nodes.isdisjoint(pair)}


def homes_of(nodes: Collection[int] | None) -> dict[int, tuple[str, ...]]:
    """The paths of rows (all, or these) whose path is more than the person they are with."""
    narrowed = "" if nodes is None else " where node = any(%s)"
    with connection.cursor() as cursor:
        cursor.execute(
            f"select node, path::text[] from sources_home{narrowed}",  # noqa: S608 - constants of ours
            [] if nodes is None else [list(nodes)],
        )
        return {node: tuple(path) for node, path in cursor.fetchall()}


def past_of(nodes: pl.Series) -> dict[int, str]:
    """With whom rows were when they ended, for rows that nobody holds now."""
    with connection.cursor() as cursor:
        cursor.execute("select exists (select 1 from sources_pastmembership)")
        if nodes.is_empty() or not cursor.fetchone()[0]:
            return {}
    frames.fill_temporary("returned_nodes", pl.DataFrame({"node": nodes}), {"node": "bigint"})
    query = "select p.node, p.person from sources_pastmembership p join returned_nodes n on n.node = p.node"
    return dict(frames.read_frame(query, {"node": pl.Int64, "person": pl.String}).iter_rows())


def write_edges(dropped: pl.DataFrame, fresh: pl.DataFrame) -> None:
    """Takes edges away and adds others."""
    if not dropped.is_empty():
        frames.fill_temporary("dropped_edges", dropped, {"left": "bigint", "right": "bigint"})
        with connection.cursor() as cursor:
            cursor.execute(
                'delete from sources_edge e using dropped_edges d where e."left" = d."left" and e."right" = d."right"'
            )
    if not fresh.is_empty():
        version = modelling.current_model().version
        frames.copy_in("sources_edge", fresh.with_columns(pl.lit(version).alias("model_version")))


def cluster_touched(graph: Graph) -> Clustering:
    """Constrained clusters of the touched components; what stays open between them is kept as conflicts."""
    result = cluster_graph(graph)
    _write_conflicts(graph, result.conflicts)
    return result


def cluster_graph(graph: Graph) -> Clustering:
    """As `cluster_touched`, and writes nothing."""
    touched = as_series(graph.touched).implode()
    whole = len(graph.touched) == graph.rows.height
    rows = graph.rows if whole else graph.rows.filter(pl.col("record").is_in(touched))
    edges = graph.edges if whole else graph.edges.filter(pl.col("left").is_in(touched))
    must = [pair for pair in graph.declared.must if graph.touched.issuperset(pair)]
    cannot = [pair for pair in graph.declared.cannot if graph.touched.issuperset(pair)]
    settings = linkage_settings.current()
    limits = Limits(settings.auto, settings.review, settings.renewed, settings.component_limit)
    wrong = _wrong(rows, graph.declared.wrong)
    edges = _without_void(edges, rows, wrong) if wrong else edges
    return cluster_rows(rows, edges, limits, partial(_traits, wrong=wrong), must=must, cannot=cannot)


def _wrong(rows: pl.DataFrame, numbers: dict[int, str]) -> set[int]:
    """Rows that still carry the number that was called wrong."""
    if not numbers:
        return set()
    called = rows.filter(pl.col("record").is_in(list(numbers))).select("record", "id_index")
    return {record for record, number in called.iter_rows() if number == numbers[record]}


def _traits(rows: pl.DataFrame, wrong: Collection[int]) -> dict[int, Traits]:
    """15 digits carry no check digit: they link, but they are not proof against another number; no more is a number called wrong."""
    proved = pl.col("id_state") == "valid"
    if wrong:
        proved &= ~pl.col("record").is_in(list(wrong))
    shown = rows.select(
        "record",
        pl.when(proved).then("id_index").alias("number"),
        pl.col("passport_index"),
        pl.col("surname").fill_null(""),
        pl.when(~pl.col("latin").fill_null(False)).then(given_name()).fill_null("").alias("given"),
        *(pl.col(name).fill_null("") for name in ("pinyin", "pinyin_sorted")),
        pl.col("latin").fill_null(False),
        "birth_date",
    ).filter(pl.col("number").is_not_null() | pl.col("passport_index").is_not_null())
    return {record: Traits._make(rest) for record, *rest in shown.iter_rows()}


def _without_void(edges: pl.DataFrame, rows: pl.DataFrame, wrong: set[int]) -> pl.DataFrame:
    """Edges that rest on a number called wrong say nothing."""
    numbers = dict(rows.filter(pl.col("id_index").is_not_null()).select("record", "id_index").iter_rows())
    void = [
        (left, right)
        for left, right in edges.select("left", "right").iter_rows()
        if (left in wrong) != (right in wrong) and numbers.get(left) is not None and numbers[left] == numbers.get(right)
    ]
    pairs = pl.DataFrame(void, schema={"left": pl.Int64, "right": pl.Int64}, orient="row")
    return edges.join(pairs, on=["left", "right"], how="anti")


def _write_conflicts(graph: Graph, conflicts: Iterable[Any]) -> None:
    nodes = pl.DataFrame({"node": as_series(graph.touched | graph.gone)})
    frames.fill_temporary("asked_nodes", nodes, {"node": "bigint"})
    with connection.cursor() as cursor:
        for side in ("left", "right"):
            cursor.execute(f'delete from sources_conflict c using asked_nodes n where c."{side}" = n.node')  # noqa: S608
    Conflict.objects.bulk_create([Conflict(**conflict._asdict()) for conflict in conflicts], batch_size=2000)


def as_series(nodes: Collection[int]) -> pl.Series:
    return pl.Series("node", list(nodes), dtype=pl.Int64)


def column(query: str, params: Collection[Any] = ()) -> set[Any]:
    """The one column of a query."""
    with connection.cursor() as cursor:
        cursor.execute(query, list(params))
        return {row[0] for row in cursor.fetchall()}
