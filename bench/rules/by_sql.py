"""The rules as SQL beside the reference: DuckDB over all rows, Spark over a sample (its planner takes longer than its work)."""

from __future__ import annotations

import datetime as dt
import sys
import tempfile
import time
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

from bole.core.rules import UNKNOWN, RuleSet
from bole.core.rules.engines.frames.profiles import profiles_of
from bole.core.vocabulary import Subject

SAMPLE = 200
Measured = tuple[str, float, float, int]


def in_duckdb(rules: RuleSet, frame: pl.DataFrame, subject: Subject, on: dt.date) -> Iterator[Measured]:
    """Writing the statement, planning it, and running it into a table; lean and with all conditions. One thread."""
    with duckdb.connect() as connection:
        connection.execute("SET threads = 1")
        connection.register("given", frame.with_row_index("row"))
        connection.execute("CREATE TABLE facts AS FROM given")
        for label, masks in (("outputs", False), ("with all conditions", True)):
            texts: list[str] = []
            yield _timed(
                f"DuckDB, {label}: text",
                lambda m=masks, to=texts: to.append(_text(rules, frame, subject, on, m, "duckdb")),
            )  # type: ignore[misc]
            yield _timed("  planned", lambda to=texts: connection.execute(f"EXPLAIN {to[0]}").fetchall())  # type: ignore[misc]
            yield _timed(
                "  planned and run", lambda to=texts: connection.execute(f"CREATE OR REPLACE TABLE made AS {to[0]}")
            )  # type: ignore[misc]
        found = connection.execute(f"FROM made WHERE row < {SAMPLE} ORDER BY row")
        names = [each[0] for each in found.description or ()]
        same(rules, frame, subject, on, names, found.fetchall())


def in_spark(rules: RuleSet, frame: pl.DataFrame, subject: Subject, on: dt.date, place: str) -> Iterator[Measured]:
    """The same statement on one machine; wall time is what counts, since the work is done by another process."""
    if place:
        sys.path.insert(0, place)
    from pyspark.sql import SparkSession

    session = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false").getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    with tempfile.TemporaryDirectory(prefix="bole-rules-") as folder:
        path = Path(folder) / "facts.parquet"
        sample = frame.head(SAMPLE)
        sample.with_row_index("row").cast({"row": pl.Int64}).write_parquet(path)
        session.read.parquet(str(path)).createOrReplaceTempView("facts")
        rows: list[Any] = []
        names: list[str] = []

        def work() -> None:
            made = session.sql(_text(rules, frame, subject, on, True, "spark"))
            names.extend(made.columns)
            rows.extend(sorted(made.collect(), key=lambda row: row[0]))

        yield _timed(f"Spark, {sample.height} rows with all conditions", work)
    session.stop()
    same(rules, frame, subject, on, names, rows)


def same(rules: RuleSet, frame: pl.DataFrame, subject: Subject, on: dt.date, names: list[str], rows: list[Any]) -> None:
    """Stops the run where a value is not the reference's."""
    for row, profile in zip(rows, profiles_of(frame.head(SAMPLE)), strict=True):
        decision = rules.decide(profile, on, subject)
        for place, name in enumerate(names[1:], 1):
            policy, _, output = name.partition("/")
            result = decision.results[policy]
            if output in result.lowered.outputs and (one := result.value(output)) != (other := _exact(row[place])):
                raise SystemExit(f"{name} differs in row {row[0]}: {one}, {other}")
    sys.stderr.write(f"{len(rows)} rows × {len(names) - 1} columns: outputs are those of the reference\n")


def _exact(value: Any) -> Any:
    if value is None:
        return UNKNOWN
    if isinstance(value, Decimal):
        return int(value)
    if isinstance(value, bool | int | str | dt.date):
        return value
    top, bottom = value["numerator"], value["denominator"]
    return UNKNOWN if top is None else Fraction(int(top), int(bottom))


def _text(rules: RuleSet, frame: pl.DataFrame, subject: Subject, on: dt.date, masks: bool, dialect: Any) -> str:
    return rules.to_sql(dialect, on, subject, masks, keys=("row",), columns=frame.columns)


def _timed(name: str, work: Any) -> Measured:
    cpu, wall = time.process_time(), time.perf_counter()
    work()
    return name, time.process_time() - cpu, time.perf_counter() - wall, 0
