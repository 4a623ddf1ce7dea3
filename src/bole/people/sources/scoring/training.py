"""Training a model anew: how often the levels stand in pairs of one person (m) and of two (u).

u comes from random pairs. m comes from a column that names persons where there is one (an answer key), else from expectation
maximisation over pairs blocked in three ways. What the rows do not show keeps the weights of the model before.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

import polars as pl

from bole.people.sources.scoring.comparisons import COMPARISONS
from bole.people.sources.scoring.features import features
from bole.people.sources.scoring.model import Counting, Model, count_terms

RANDOM_PAIRS = 5e6
SEED = 1
BLOCKED_BY = (("name", "born"), ("number",), ("phone",))
"""EM learns the comparisons that are not blocked by; each is learned at least once."""
LEAST = 1e-7
Levels = dict[str, dict[str, tuple[float, float]]]


def train(
    rows: pl.DataFrame, before: Model, *, version: str, counting: Counting, persons: pl.Series | None = None
) -> Model:
    """A model of these rows (`STANDARD_COLUMNS`). `persons`: who each row is, where an answer key says so."""
    import duckdb
    from splink import DuckDBAPI, Linker, block_on

    frame = features(rows)
    if persons is not None:
        frame = frame.with_columns(persons.cast(pl.String).alias("person"))
    with duckdb.connect() as connection:
        connection.execute("set threads = 2")
        connection.register("incoming", frame.to_arrow())
        connection.execute("create table bole_rows as select * from incoming")
        api = DuckDBAPI(connection=connection)
        linker = Linker(api.register("bole_rows"), before.settings(), log_level=logging.ERROR, validate_settings=False)
        training = linker.training
        training.estimate_u_using_random_sampling(max_pairs=RANDOM_PAIRS, seed=SEED)
        if persons is not None:
            training.estimate_m_from_label_column("person")
        else:
            for keys in _meet(frame):
                training.estimate_parameters_using_expectation_maximisation(block_on(*keys))
        learned = linker.misc.save_model_to_json(None)
    levels = _levels(learned, before, frame)
    terms = count_terms(rows, counting)
    return Model(version, levels, _pairs_per_row(frame, before), terms, before.unlisted, before.doubts)


def _meet(frame: pl.DataFrame) -> list[tuple[str, ...]]:
    """The blockings under which at least two rows meet; Splink refuses the others."""
    return [keys for keys in BLOCKED_BY if frame.select(keys).drop_nulls().is_duplicated().any()]


def _levels(learned: Mapping[str, Any], before: Model, frame: pl.DataFrame) -> Levels:
    levels: Levels = {}
    for comparison, trained in zip(COMPARISONS, learned["comparisons"], strict=True):
        found = {level["label_for_charts"]: level for level in trained["comparison_levels"]}
        old = before.levels[comparison.key]
        few = frame[comparison.key].is_not_null().mean() if comparison.held_by_few else 1.0
        levels[comparison.key] = {
            level.key: (
                _share(found[level.key].get("m_probability"), old[level.key][0]),
                _share(found[level.key].get("u_probability"), old[level.key][1], few or 1.0),
            )
            for level in comparison.levels
        }
    return levels


def _share(learned: float | None, before: float, factor: float = 1.0) -> float:
    return before if learned is None or learned < LEAST else float(learned) * factor


def _pairs_per_row(frame: pl.DataFrame, before: Model) -> float:
    """True pairs by row: counted where persons are named, else those of equal valid numbers, raised by the share of rows without."""
    if "person" in frame.columns:
        return _pairs(frame["person"]) / max(frame.height, 1)
    numbered = frame["number"].drop_nulls()
    if not len(numbered):
        return before.pairs_per_row
    return _pairs(numbered) / len(numbered) * (frame.height / len(numbered))


def _pairs(labels: pl.Series) -> int:
    counts = labels.value_counts()["count"].cast(pl.Int64)
    return int((counts * (counts - 1) // 2).sum())
