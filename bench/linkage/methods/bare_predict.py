"""Bare Splink with our frozen model: `predict` over the columns as they stand, nothing of ours around it, no clusters."""

from __future__ import annotations

import logging
import time
from typing import Any

from bench.linkage.methods import ours


def prepare() -> None:
    ours.prepare()


def link(rows: str, _out: str) -> dict[str, Any]:
    import duckdb
    import polars as pl
    from splink import DuckDBAPI, Linker

    frame = pl.read_parquet(rows)
    model = ours.frozen_model(frame)
    columns = ours.compared_columns(frame, model).to_arrow()
    con = duckdb.connect()
    con.execute("set threads = 2")
    started, cpu = time.perf_counter(), time.process_time()
    con.register("columns", columns)
    con.execute("create table person_row as select * from columns")
    settings = {**model.settings(), "retain_intermediate_calculation_columns": False}
    linker = Linker(DuckDBAPI(connection=con).register("person_row"), settings, log_level=logging.ERROR)
    pairs = linker.inference.predict(threshold_match_weight=ours.floor(), warning_mode="never")
    count = con.execute(f"select count(*) from {pairs.physical_name}").fetchall()[0][0]
    return {"link": time.perf_counter() - started, "cpu": time.process_time() - cpu, "pairs": count}
