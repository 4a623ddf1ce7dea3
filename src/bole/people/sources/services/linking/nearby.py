"""A run over a few rows among very many: it reads what they touch, and nothing else.

What is touched is found by walking: edges, declared pairs, the other rows of the persons met.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

import polars as pl

from bole.people.sources.scoring import BLOCKING
from bole.people.sources.services.base import frames, linkage_settings
from bole.people.sources.services.base.declarations import declared
from bole.people.sources.services.linking.graph import (
    Graph,
    column,
    partners,
    read_edges,
    read_rows,
    score_fresh,
    write_edges,
)

OWN = {
    "number": ("id_index",),
    "written": ("raw_index",),
    "passport": ("passport_index",),
    "phone": ("phone_index",),
    "prefix": ("prefix_index",),
    "late": ("late_index",),
    "ends": ("outer_index",),
    "born": ("birth_date", "written_birth"),
    "spelled": ("pinyin_sorted",),
    "name": ("name_simple",),
}
"""Columns in which the keys of `scoring.BLOCKING` stand: those that few rows share, these first."""


def changed_nodes(batches: Collection[int], stale: Collection[int]) -> set[int]:
    """Rows that these batches began or ended, and stale ones (by their key)."""
    return column(
        "select node from sources_record where valid_from_batch_id = any(%s)"
        " union select node from sources_record where valid_to_batch_id is not null and valid_to_batch_id = any(%s)"
        " union select node from sources_stale where id = any(%s)",
        [list(batches), list(batches), list(stale)],
    )


def load_nearby(changed: Collection[int]) -> Graph:
    """The changed rows of persons alone; `rescore` adds what they touch."""
    rows = _rows(changed)
    fresh = rows.filter(pl.col("linked").is_null() | (pl.col("linked") != pl.col("id")))["record"]
    held = column(
        "select m.node from sources_membership m where m.node = any(%s) and exists"
        " (select 1 from sources_record r where r.node = m.node and r.subject = 'person')",
        [list(changed)],
    )
    gone = held - set(rows["record"].to_list())
    return Graph(rows, set(fresh.to_list()), gone, declared(), nearby=True)


def _rows(nodes: Collection[int]) -> pl.DataFrame:
    frames.fill_temporary("near_nodes", pl.DataFrame({"node": list(nodes)}, {"node": pl.Int64}), {"node": "bigint"})
    with frames.by_index():
        return read_rows("join near_nodes n on n.node = r.node")


def rescore(graph: Graph, rows: pl.DataFrame, decided: set[int]) -> int:
    """Scores the fresh rows against the others in `rows`, and reads what all of that touches."""
    changed = list(graph.fresh | graph.gone)
    loose = '(e."left" = any(%s) or e."right" = any(%s))'
    dropped = read_edges(loose, [changed, changed]) if changed else graph.edges
    fresh_edges = score_fresh(graph, rows) if graph.fresh else graph.edges
    write_edges(dropped, fresh_edges)
    seeds = graph.fresh | graph.gone | decided | partners(graph.declared, graph.gone)
    touched = _walk(seeds | _ends(dropped, linkage_settings.current().review), graph)
    graph.rows = _rows(touched)
    graph.touched = set(graph.rows["record"].to_list())
    near = list(graph.touched)
    graph.edges = read_edges('e."left" = any(%s) and e.weight >= %s', [near, linkage_settings.current().review])
    return fresh_edges.height


def _ends(edges: pl.DataFrame, lowest: float) -> set[int]:
    strong = edges.filter(pl.col("weight") >= lowest)
    return set(strong["left"].to_list()) | set(strong["right"].to_list())


def with_candidates(graph: Graph) -> pl.DataFrame:
    """The changed rows, and all current rows that a fresh one may be compared with: one pass over the table, by the one key of each
    blocking rule that few rows share."""
    if not graph.fresh:
        return graph.rows
    fresh = graph.rows.filter(pl.col("record").is_in(list(graph.fresh)))
    conditions, params = [], []
    for columns in dict.fromkeys(OWN[narrowest(rule)] for rule in BLOCKING):
        values = _values(fresh, columns)
        conditions += [f"r.{column} = any(%s)" for column in columns]
        params += [values] * len(columns)
    rows = read_rows(condition=" or ".join(conditions), params=params)
    return pl.concat([graph.rows, rows.filter(~pl.col("record").is_in(graph.rows["record"].implode()))])


def narrowest(rule: Sequence[str]) -> str:
    """The key of a blocking rule that the fewest rows share."""
    return min((key for key in rule if key in OWN), key=list(OWN).index)


def _values(fresh: pl.DataFrame, columns: tuple[str, ...]) -> list[Any]:
    found = pl.concat([fresh[column].drop_nulls() for column in columns]).unique().sort().to_list()
    return [bytes.fromhex(text[2:]) for text in found] if columns[0].endswith("_index") else found


def _walk(seeds: set[int], graph: Graph) -> set[int]:
    """Everything that hangs together with the seeds."""
    lowest = linkage_settings.current().review
    partner: dict[int, set[int]] = {}
    for left, right in graph.declared.must:
        partner.setdefault(left, set()).add(right)
        partner.setdefault(right, set()).add(left)
    seen: set[int] = set()
    while ahead := seeds - seen:
        seen |= ahead
        seeds = _linked(ahead, lowest) | _same_persons(ahead) | {n for node in ahead for n in partner.get(node, ())}
    return seen


def _linked(nodes: set[int], lowest: float) -> set[int]:
    given = list(nodes)
    return column(
        'select "right" from sources_edge where "left" = any(%s) and weight >= %s'
        ' union select "left" from sources_edge where "right" = any(%s) and weight >= %s',
        [given, lowest, given, lowest],
    )


def _same_persons(nodes: set[int]) -> set[int]:
    """The other rows of those who hold these rows now, held them last, or whose they were before, and rows of all who have a claim to
    these ids."""
    given = list(nodes)
    persons = list(
        column(
            "select person from sources_membership where node = any(%s) and person is not null"
            " union select person from sources_home where node = any(%s)"
            " union select p.person from sources_pastmembership p where p.node = any(%s)"
            " and not exists (select 1 from sources_membership m where m.node = p.node)"
            " union select person from sources_formercluster where node = any(%s)",
            [given, given, given, given],
        )
    )
    return column(
        "select node from sources_membership where person = any(%s)"
        " union select node from sources_home where person = any(%s)"
        " union select node from sources_formercluster where person = any(%s)",
        [persons, persons, persons],
    )
