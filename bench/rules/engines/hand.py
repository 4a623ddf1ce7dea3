"""Three benefits: by hand in Polars and in SQL, and by the rule set alone."""

from __future__ import annotations

import duckdb
import polars as pl

from bench.rules import by_hand, by_hand_sql
from bench.rules.asked import ON, county
from bole.core.rules import load_rules


class Engine:
    """Over the rows of a file."""

    def __init__(self, folder: str, rows: str) -> None:
        rules = county()
        kept = {f"{policy}/policy.yaml" for policy in by_hand.POLICIES} | {"groups.yaml"}
        files = {name: text for name, text in rules.files.items() if name in kept}
        self.rules = load_rules(files, rules.vocabulary, rules.code_lists)
        self.frame = pl.read_parquet(rows)
        self.connection = duckdb.connect()
        self.connection.execute("SET threads = 1")
        self.connection.execute(f"CREATE TABLE facts AS SELECT *, row_number() OVER () AS row FROM '{rows}'")

    def ours(self) -> None:
        self.mine = self.rules.decide_frame(self.frame, ON)

    def polars(self) -> None:
        self.other = by_hand.decide(self.frame, ON)

    def sql(self) -> None:
        self.connection.execute(f"CREATE OR REPLACE TABLE made AS {by_hand_sql.STATEMENT}")

    def same(self) -> list[str]:
        """Columns by hand that differ."""
        rows = self.connection.execute("FROM made ORDER BY row").fetchall()
        names = [each[0] for each in self.connection.description or ()]
        sql = pl.DataFrame(rows, schema=names, orient="row", infer_schema_length=None)
        found = [
            f"Polars: {name}"
            for name in self.other.columns
            if not self.mine[name].equals(self.other[name], null_equal=True)
        ]
        return found + [f"SQL: {name}" for name in names[1:] if not self.mine[name].equals(sql[name], null_equal=True)]
