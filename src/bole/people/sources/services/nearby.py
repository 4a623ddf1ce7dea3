"""A run over a few rows among very many: it reads what they touch, and nothing else.

What is touched is found by walking: edges, declared pairs, the other rows of the persons met.
"""

from __future__ import annotations

from collections.abc import Collection

import polars as pl
from django.db import connection

from bole.people.sources.scoring import BLOCKING
from bole.people.sources.services import frames, linkage_settings
from bole.people.sources.services.graph import (
    CURRENT,
    Graph,
    column,
    declared,
    partners,
    read_edges,
    read_rows,
    score_fresh,
    write_edges,
)

BORN = "coalesce(r.birth_date, r.written_birth)"
COLUMNS = {
    "number": "r.id_index",
    "written": "r.raw_index",
    "prefix": "r.prefix_index",
    "late": "r.late_index",
    "ends": "r.outer_index",
    "passport": "r.passport_index",
    "phone": "r.phone_index",
    "uscc": "r.organisation",
    "name": "r.name_simple",
    "spelled": "r.pinyin_sorted",
    "surname": "r.surname",
    "born": BORN,
    "month_day": f"to_char({BORN}, 'MM-DD')",
    "employer": "r.employer_key",
}
"""What the keys of `scoring.BLOCKING` are in the table of rows."""


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
    seeds = graph.fresh | decided | partners(graph.declared, graph.gone)
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
    """The changed rows, and every current row that agrees with a fresh one in all keys of a blocking rule: one pass over the table."""
    if not graph.fresh:
        return graph.rows
    frames.fill_temporary(
        "fresh_nodes", pl.DataFrame({"node": list(graph.fresh)}, {"node": pl.Int64}), {"node": "bigint"}
    )
    keys = ", ".join(f"{sql} as {name}" for name, sql in COLUMNS.items())
    with connection.cursor() as cursor, frames.by_index():
        cursor.execute("drop table if exists fresh_keys")
        cursor.execute(
            f"create temporary table fresh_keys on commit drop as select {keys} from fresh_nodes n"  # noqa: S608
            f" join sources_record r on r.node = n.node where {CURRENT}"
        )
    shared = " or ".join(_shares(rule) for rule in BLOCKING)
    rows = read_rows(f"join (select r.id from sources_record r where {CURRENT} and ({shared})) c on c.id = r.id")  # noqa: S608
    return pl.concat([graph.rows, rows.filter(~pl.col("record").is_in(graph.rows["record"].implode()))])


def _shares(rule: tuple[str, ...]) -> str:
    """SQL: the row agrees with a fresh one. Not correlated, so that it is hashed once."""
    mine = ", ".join(COLUMNS[key] for key in rule)
    theirs = " and ".join(f"{key} is not null" for key in rule)
    return f"({mine}) in (select {', '.join(rule)} from fresh_keys where {theirs})"  # noqa: S608 - constants of ours


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
    """The other rows of those who hold these rows now, held them last, or whose they were before."""
    given = list(nodes)
    persons = list(
        column(
            "select person from sources_membership where node = any(%s) and person is not null"
            " union select person from sources_home where node = any(%s)"
            " union select p.person from sources_pastmembership p where p.node = any(%s)"
            " and not exists (select 1 from sources_membership m where m.node = p.node)",
            [given, given, given],
        )
    )
    return column(
        "select node from sources_membership where person = any(%s)"
        " union select node from sources_home where person = any(%s)",
        [persons, persons],
    )
