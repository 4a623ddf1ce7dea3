"""Whoever has the same valid identity number, or the same passport number, is one person; nobody else is."""

from __future__ import annotations


def prepare() -> None:
    import duckdb  # noqa: F401


def link(rows: str, out: str) -> None:
    import duckdb

    with duckdb.connect() as con:
        con.execute("set threads = 2")
        con.execute(f"""copy (
            select record, min(record) over (partition by coalesce(cn_id, passport, 'row ' || record)) as cluster
            from '{rows}') to '{out}' (format parquet)""")
