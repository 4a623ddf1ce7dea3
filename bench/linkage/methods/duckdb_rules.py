"""What an analyst writes in DuckDB: rows that agree in one of six keys are joined, and components closed over them.

Number; passport; name and phone; name and birth date; name and employer. (Name, birth date and phone or employer are covered by the
shorter keys.) The fastest of the rule sets in the research note, and the limit of what such rules find.
"""

from __future__ import annotations

from bench.linkage.methods.components import write_components

KEYS = (
    ("cn_id",),
    ("passport",),
    ("name_simple", "phone"),
    ("name_simple", "birth_date"),
    ("name_simple", "employer_key"),
)


def prepare() -> None:
    import duckdb  # noqa: F401


def link(rows: str, out: str) -> dict[str, int]:
    import duckdb

    with duckdb.connect() as con:
        con.execute("set threads = 2")
        con.execute(
            f"create table person_row as select record, {', '.join(sorted({c for k in KEYS for c in k}))} from '{rows}'"
        )
        con.execute(
            "create table pair as select distinct a, b from ("
            + " union all ".join(map(_pairs, KEYS))
            + ") where a <> b"
        )
        return {"rounds": write_components(con, "pair", "person_row", out)}


def _pairs(keys: tuple[str, ...]) -> str:
    """Each row with the first row of its key."""
    known = " and ".join(f"{key} is not null" for key in keys)
    return f"select min(record) over (partition by {', '.join(keys)}) as a, record as b from person_row where {known}"
