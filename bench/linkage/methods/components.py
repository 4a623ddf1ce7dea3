"""Connected components in SQL, as somebody with DuckDB alone would do it."""

from __future__ import annotations

from typing import Any


def write_components(con: Any, edges: str, nodes: str, out: str) -> int:
    """Components of `edges` (a, b) over `nodes` (record), written to a parquet; returns the number of rounds.

    Every record takes the smallest label around it, then the label of that label, until nothing changes.
    """
    con.execute(f"create or replace temp table arc as select a, b from {edges} union all select b, a from {edges}")
    con.execute("create or replace temp table tag as select distinct a as record, a as label from arc")
    rounds, moved = 0, 1
    while moved:
        rounds += 1
        con.execute("""create or replace temp table near as
            select t.record, least(any_value(t.label), min(n.label)) as label
            from tag t join arc on arc.a = t.record join tag n on n.record = arc.b group by t.record""")
        con.execute("""create or replace temp table next as
            select near.record, up.label from near join near up on up.record = near.label""")
        moved = con.execute(
            "select count(*) from next join tag using (record) where next.label <> tag.label"
        ).fetchall()[0][0]
        con.execute("drop table tag")
        con.execute("alter table next rename to tag")
    con.execute(f"""copy (select record, coalesce(label, record) as cluster from {nodes} left join tag using (record))
        to '{out}' (format parquet)""")
    return rounds
