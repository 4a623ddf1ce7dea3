"""What Bole did before it weighed evidence: fifteen rules in SQL, each with a fixed weight, under the constrained clustering."""

from __future__ import annotations

from typing import Any

from bench.linkage.methods import ours

RULES: tuple[tuple[float, tuple[str, ...]], ...] = (
    (20.0, ("id_index", "surname")),
    (19.0, ("id_index", "pinyin")),
    (18.0, ("id_index",)),
    (17.0, ("passport_index", "birth_date")),
    (16.0, ("passport_index", "pinyin_sorted")),
    (15.0, ("passport_index",)),
    (14.0, ("name_simple", "birth_date", "phone_index")),
    (12.0, ("name_simple", "birth_date", "employer_key")),
    (11.0, ("name_simple", "phone_index")),
    (10.0, ("name_simple", "raw_index")),
    (9.5, ("name_simple", "prefix_index")),
    (9.0, ("pinyin", "birth_date", "phone_index")),
    (8.0, ("pinyin", "birth_date", "employer_key")),
    (7.5, ("pinyin_sorted", "birth_date")),  # a row under a Latin name beside one in characters
    (7.0, ("name_simple", "birth_date")),
)
LATIN = 7.5


def prepare() -> None:
    ours.prepare()


def link(rows: str, out: str) -> dict[str, Any]:
    import duckdb
    import polars as pl

    from bole.core.linkage import Limits

    columns = sorted({column for _, keys in RULES for column in keys})
    with duckdb.connect() as con:
        con.execute("set threads = 2")
        con.execute(f"create table person_row as select record, latin, {', '.join(columns)} from '{rows}'")
        query = " union all ".join(_pairs(*rule) for rule in RULES)
        edges = con.sql(f'select a as "left", b as "right", max(weight) as weight from ({query}) group by a, b').pl()
    return ours.write(
        ours.clusters(edges.with_columns(pattern=pl.lit("")), pl.read_parquet(rows), Limits(0, 0, 0, 1 << 60)), out
    )


def _pairs(weight: float, keys: tuple[str, ...]) -> str:
    known = " and ".join(f"{key} is not null" for key in keys)
    hub = "case when latin then record end" if weight == LATIN else "record"
    return f"""select least(hub, record) as a, greatest(hub, record) as b, {weight}::double as weight from (
        select record, min({hub}) over (partition by {", ".join(keys)}) as hub from person_row where {known}) where hub <> record"""
