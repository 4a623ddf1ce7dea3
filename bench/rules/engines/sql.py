"""The rules as one SELECT (`to_sql`) in DuckDB, written into a table. One thread."""

from __future__ import annotations

from pathlib import Path

import duckdb
import polars as pl

from bench.rules.asked import ON, county


class Engine:
    """Over the rows of a file."""

    def __init__(self, folder: str, rows: str) -> None:
        self.folder, self.rules = Path(folder), county()
        self.columns = pl.read_parquet_schema(rows).keys()
        self.connection = duckdb.connect()
        self.connection.execute("SET threads = 1")
        self.connection.execute(f"CREATE TABLE facts AS SELECT row_number() OVER () AS row, * FROM '{rows}'")

    def lean(self) -> None:
        self._decide(False)

    def masks(self) -> None:
        self._decide(True)

    def _decide(self, masks: bool) -> None:
        text = self.rules.to_sql("duckdb", ON, masks=masks, keys=("row",), columns=self.columns)
        self.connection.execute(f"CREATE OR REPLACE TABLE made AS {text}")

    def write(self) -> str:
        path = self.folder / "duckdb.parquet"
        self.connection.execute(f"COPY (FROM made ORDER BY row) TO '{path}' (FORMAT parquet)")
        return str(path)
