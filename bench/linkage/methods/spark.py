"""The same frozen model on pyspark `local[2]`, its pairs and weights beside those of DuckDB.

No jar: the model's levels use only SQL that both engines have. Needs the extra `[spark]` and a Java 17.
"""

from __future__ import annotations

import logging
import os
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench.linkage.methods import ours

if TYPE_CHECKING:
    import polars as pl

    from bole.people.sources.scoring import Model

SESSION = {
    "spark.driver.memory": "2g",
    "spark.sql.shuffle.partitions": "4",
    "spark.default.parallelism": "2",
    "spark.sql.codegen.wholeStage": "false",  # the comparisons outgrow what Java compiles as one method
    "spark.ui.enabled": "false",
    "spark.sql.session.timeZone": "UTC",
    "spark.ui.showConsoleProgress": "false",
}


def prepare() -> None:
    ours.prepare()
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    import pyspark  # noqa: F401


def link(rows: str, _out: str) -> dict[str, Any]:
    import polars as pl

    from bole.people.sources.scoring import score

    frame, floor = pl.read_parquet(rows), ours.floor()
    model = ours.frozen_model(frame)
    started = time.perf_counter()
    here = score(frame, frame.clear(), model, floor=floor)
    duckdb = time.perf_counter() - started
    with tempfile.TemporaryDirectory(prefix="bole-spark-") as folder:
        there = _on_spark(frame, model, floor, Path(folder))
    both = here.join(there["edges"], on=["left", "right"], suffix="_spark")
    difference = (both["weight"] - both["weight_spark"]).abs().max()
    return {
        "rows": frame.height,
        "duckdb_pairs": here.height,
        "spark_pairs": there["edges"].height,
        "common": both.height,
        "same_patterns": both.filter(pl.col("pattern") == pl.col("pattern_spark")).height,
        "largest_difference": float(difference) if both.height else None,  # type: ignore[arg-type]
        "duckdb_s": duckdb,
        "session_s": there["session"],
        "spark_s": there["seconds"],
    }


def _on_spark(frame: pl.DataFrame, model: Model, floor: float, folder: Path) -> dict[str, Any]:
    import polars as pl
    from pyspark.sql import SparkSession
    from splink import Linker
    from splink.backends.spark import SparkAPI

    from bole.people.sources.scoring.comparisons import TERMS
    from bole.people.sources.scoring.scorer import as_edges

    ours.compared_columns(frame, model).write_parquet(folder / "rows.parquet")
    for term in TERMS:
        _terms(model, term).write_parquet(folder / f"tf_{term}.parquet")
    started = time.perf_counter()
    builder = SparkSession.builder.master("local[2]").appName("bole")
    for name, value in SESSION.items():
        builder = builder.config(name, value)
    session = builder.config("spark.sql.warehouse.dir", str(folder / "warehouse")).getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    ready = time.perf_counter()
    api = SparkAPI(spark_session=session, register_udfs_automatically=False, break_lineage_method="persist")
    settings = model.settings("spark")
    table = api.register(session.read.parquet(str(folder / "rows.parquet")), dataset_display_name="person_row")
    linker = Linker(table, settings, log_level=logging.ERROR, validate_settings=False)
    for term in TERMS:
        shares = api.register(session.read.parquet(str(folder / f"tf_{term}.parquet")))
        linker.table_management.register_term_frequency_lookup(shares, term)
    pairs = linker.inference.predict(threshold_match_weight=floor, warning_mode="never")
    pairs.as_spark_dataframe().write.parquet(str(folder / "pairs"))
    seconds = time.perf_counter() - ready
    found = pl.read_parquet(folder / "pairs" / "*.parquet")
    session.stop()
    edges = as_edges(found, model).filter(pl.col("weight") >= floor)
    return {"edges": edges, "session": ready - started, "seconds": seconds}


def _terms(model: Model, term: str) -> pl.DataFrame:
    """The shares of the values in the rows, as the product's scorer has just registered them."""
    from bole.people.sources.scoring.scorer import _scorer

    return _scorer(model).connection.sql(f"select * from tf_{term}").pl()
