"""zen-engine: one JDM graph, one record after the other."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import zen


class Engine:
    """Over the first rows of a file: `graph.json` and `zen.json` (what is asked for) lie in `folder`."""

    def __init__(self, folder: str, rows: str) -> None:
        self.folder = Path(folder)
        self.about = json.loads((self.folder / "zen.json").read_text())
        self.decision = zen.ZenEngine().create_decision((self.folder / "graph.json").read_text())
        self.table = pq.ParquetFile(rows)
        self.records: list[dict[str, Any]] = []
        self.made: list[dict[str, Any]] = []

    def choose(self, count: int) -> None:
        """So many records; a missing set that counts as empty is an empty list."""
        batch = next(self.table.iter_batches(count))
        self.records = [self._record(row) for row in batch.to_pylist()]

    def _record(self, row: dict[str, Any]) -> dict[str, Any]:
        made = {f"f_{name.replace('.', '__')}": row[name] for name in self.about["facts"] if row[name] is not None}
        for name, closed in self.about["sets"].items():
            found, owner = row[name], name.rpartition(".")[0]
            if found is None and closed and (not owner or row[owner]):
                found = []
            if found is not None:
                made[f"s_{name.replace('.', '__')}"] = [
                    {key: value for key, value in one.items() if value is not None} for one in found
                ]
        return made

    def decide(self) -> None:
        self.made = [self.decision.evaluate(record)["result"] for record in self.records]

    def traced(self) -> None:
        for record in self.records:
            self.decision.evaluate(record, {"trace": True})

    def write(self) -> str:
        types = {"bool": pa.bool_(), "text": pa.string()}
        columns = {
            name: pa.array([self._value(row, value, kind) for row in self.made], types.get(kind, pa.int64()))
            for name, (value, kind) in self.about["asked"].items()
        }
        path = self.folder / "zen.parquet"
        pq.write_table(pa.table(columns), path)
        return str(path)

    def _value(self, row: dict[str, Any], value: Any, kind: str) -> Any:
        """`$.v7` is read from the answer, everything else is fixed."""
        if isinstance(value, str) and value.startswith("$."):
            value = row.get(value[2:])
        return value if value is None or kind in ("bool", "text") else int(value)
