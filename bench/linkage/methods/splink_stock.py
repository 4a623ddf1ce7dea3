"""Splink as its manual shows it: stock comparisons, trained on the rows, connected components at a weight of 6."""

from __future__ import annotations

import logging
import time
from typing import Any

WEIGHT = 6.0


def prepare() -> None:
    import duckdb  # noqa: F401
    import splink  # noqa: F401


def link(rows: str, out: str) -> dict[str, Any]:
    import duckdb
    import splink.comparison_library as library
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on

    con = duckdb.connect()
    con.execute("set threads = 2")
    con.execute(f"""create table person_row as select record as unique_id, name_simple as name, coalesce(cn_id, cn_id_raw, passport) as number,
        strftime(birth_date, '%Y-%m-%d') as birth, phone, employer_key as employer, sex from '{rows}'""")
    settings = SettingsCreator(
        link_type="dedupe_only",
        comparisons=[
            library.JaroWinklerAtThresholds("name", [0.9, 0.7]).configure(term_frequency_adjustments=True),
            library.DamerauLevenshteinAtThresholds("number", [1, 2]),
            library.LevenshteinAtThresholds("birth", [1, 2]),
            library.ExactMatch("phone"),
            library.JaroWinklerAtThresholds("employer", [0.9, 0.7]).configure(term_frequency_adjustments=True),
            library.ExactMatch("sex"),
        ],
        blocking_rules_to_generate_predictions=[
            block_on("number"),
            block_on("phone"),
            block_on("name", "birth"),
            block_on("name", "employer"),
            block_on("birth", "employer"),
        ],
        retain_intermediate_calculation_columns=False,
        retain_matching_columns=False,
    )
    linker = Linker(DuckDBAPI(connection=con).register("person_row"), settings, log_level=logging.ERROR)
    started = time.perf_counter()
    train = linker.training
    train.estimate_probability_two_random_records_match([block_on("number"), block_on("name", "phone")], recall=0.8)
    train.estimate_u_using_random_sampling(max_pairs=2e6, seed=1)
    train.estimate_parameters_using_expectation_maximisation(block_on("name", "birth"))
    train.estimate_parameters_using_expectation_maximisation(block_on("number"))
    trained = time.perf_counter()
    pairs = linker.inference.predict(threshold_match_weight=WEIGHT)
    scored = time.perf_counter()
    clusters = linker.clustering.cluster_pairwise_predictions_at_threshold(pairs, threshold_match_weight=WEIGHT)
    con.execute(
        f"copy (select unique_id as record, cluster_id as cluster from {clusters.physical_name}) to '{out}' (format parquet)"
    )
    return {"training": trained - started, "scoring": scored - trained}
