"""Runs the rules on DuckDB.

Each rule links every record of a key group with the group's oldest record, so the number of edges grows with the rows and not
with their square. Only groups that hold a new record are looked at; the edges of the others are known already.
"""

from __future__ import annotations

from typing import Any

import polars as pl

from bole.people.sources.scoring.rules import RULES, STANDARD_COLUMNS, Rule, pattern_of


def _schema() -> dict[str, Any]:
    return {"left": pl.Int64, "right": pl.Int64, "weight": pl.Float64, "pattern": pl.String}


def empty_edges() -> pl.DataFrame:
    return pl.DataFrame(schema=_schema())


def score(new: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    """Edges (left < right, weight, pattern) between new records and between new and known ones; the strongest per pair.

    Both frames have `STANDARD_COLUMNS`; indexes are opaque texts, null means unknown.
    """
    if new.is_empty():
        return empty_edges()
    import duckdb  # here and not above: a quarter of a second of every start

    columns = list(STANDARD_COLUMNS)
    rows = pl.concat(
        [new.select(columns).with_columns(fresh=pl.lit(1)), known.select(columns).with_columns(fresh=pl.lit(0))],
        how="vertical_relaxed",
    )
    with duckdb.connect() as connection:
        connection.execute("set threads = 2")
        connection.register("records", rows.to_arrow())
        connection.execute("create table rec as select * from records")
        found = pl.from_arrow(connection.sql(_query()).to_arrow_table())
    assert isinstance(found, pl.DataFrame)
    best = found.sort("weight", descending=True).unique(["left", "right"], keep="first", maintain_order=True)
    return best.select(pl.col(name).cast(kind) for name, kind in _schema().items())


def _query() -> str:
    return " union all ".join(_rule_query(rule) for rule in RULES)


def _rule_query(rule: Rule) -> str:
    """The hub of a group is its oldest record (of those with a Latin name, where the rule asks for one)."""
    keys = ", ".join(rule.keys)
    known = " and ".join(f"{key} is not null" for key in rule.keys)
    hub = "case when latin then record end" if rule.latin_hub else "record"
    hub_fresh = "case when latin then record * 2 + fresh end" if rule.latin_hub else "record * 2 + fresh"
    return f"""
      select least(hub, record) as "left", greatest(hub, record) as "right", {rule.weight} as weight, '{pattern_of(rule)}' as pattern
      from (
        select record, fresh,
               min({hub}) over (partition by {keys}) as hub,
               min({hub_fresh}) over (partition by {keys}) as hub_fresh
        from rec where {known}) as g
      where hub <> record and (fresh = 1 or hub_fresh % 2 = 1)"""  # noqa: S608 - constants of ours
