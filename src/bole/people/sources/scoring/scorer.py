"""Pairs and their weights: Splink's frozen model over DuckDB."""

from __future__ import annotations

import logging
from threading import Lock
from typing import TYPE_CHECKING

import polars as pl

from bole.people.sources.scoring.comparisons import BLOCKING, COMPARISONS, TERMS
from bole.people.sources.scoring.doubts import doubted
from bole.people.sources.scoring.features import KEYS, equality_key, features, standard_schema
from bole.people.sources.scoring.model import Model, without_common

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection
    from splink import Linker

INPUT = "bole_rows"
QUIET = logging.ERROR
_turn = Lock()


def empty_edges() -> pl.DataFrame:
    return pl.DataFrame(schema={"left": pl.Int64, "right": pl.Int64, "weight": pl.Float64, "pattern": pl.String})


def score(new: pl.DataFrame, known: pl.DataFrame, model: Model, *, floor: float = 0.0) -> pl.DataFrame:
    """Edges (left < right, weight in bits, pattern) of at least `floor` between new rows, and between new and known ones.

    Both frames have `STANDARD_COLUMNS`. The weight of a pair depends on the two rows and the model alone, never on what else is
    in the frames. `pattern` has one letter per comparison (`comparisons`).
    """
    if new.is_empty():
        return empty_edges()
    fresh, old = (features(without_common(rows, model.terms)) for rows in (new, known))
    beside = candidates(fresh, old)
    rows = pl.concat([fresh, beside])
    if not _has_pairs(rows):
        return empty_edges()
    with _turn:
        found = _scorer(model).predict(rows, floor)
    if not beside.is_empty():
        old_ids = beside["unique_id"].implode()
        found = found.filter(~(pl.col("left").is_in(old_ids) & pl.col("right").is_in(old_ids)))
    return found


def candidates(fresh: pl.DataFrame, old: pl.DataFrame) -> pl.DataFrame:
    """The old rows that share the keys of a blocking rule with a fresh one (both as `features`)."""
    if old.is_empty():
        return old
    found = [
        old.select("unique_id", *keys).join(fresh.select(keys), on=list(keys), how="semi")["unique_id"]
        for keys in BLOCKING
    ]
    return old.filter(pl.col("unique_id").is_in(pl.concat(found).unique().implode()))


def _has_pairs(rows: pl.DataFrame) -> bool:
    """Whether any two rows meet at all: asking costs a hundredth of an empty run."""
    return any(bool(rows.select(keys).drop_nulls().is_duplicated().any()) for keys in BLOCKING)


class Scorer:
    """One model on one connection, kept for the life of the process: making Splink read a model costs more than a small run."""

    def __init__(self, model: Model) -> None:
        import duckdb  # here and not above: a second of every start
        from splink import DuckDBAPI, Linker

        self.model = model
        self.connection: DuckDBPyConnection = duckdb.connect()
        self.connection.execute("set threads = 2; set preserve_insertion_order = false")
        self.api = DuckDBAPI(connection=self.connection)
        self._fill(features(pl.DataFrame(schema=standard_schema())))
        self.linker: Linker = Linker(
            self.api.register(INPUT), model.settings(), log_level=QUIET, validate_settings=False
        )

    def predict(self, rows: pl.DataFrame, floor: float) -> pl.DataFrame:
        """Edges among `rows` (as `features`)."""
        self._fill(rows)
        self.linker.table_management.invalidate_cache()
        for term in TERMS:
            self._register_terms(term)
        try:
            pairs = self.linker.inference.predict(threshold_match_weight=floor, warning_mode="never")
            weights = ", ".join(f"mw_{comparison.key}" for comparison in COMPARISONS)
            found = self.connection.sql(
                f"select unique_id_l, unique_id_r, match_weight, {weights} from {pairs.physical_name}"  # noqa: S608
            ).pl()
        finally:
            self.linker.table_management.invalidate_cache()
            self.connection.execute(f"truncate {INPUT}")
        return as_edges(found, self.model).filter(pl.col("weight") >= floor).sort("left", "right")

    def _fill(self, rows: pl.DataFrame) -> None:
        self.connection.register("incoming", rows.to_arrow())
        self.connection.execute(f"create or replace table {INPUT} as select * from incoming")  # noqa: S608
        self.connection.unregister("incoming")

    def _register_terms(self, term: str) -> None:
        """Shares of the values that stand in the rows: listed ones as in the model, all others as rare."""
        listed = self.model.terms.shares.get(term, {})
        table = pl.DataFrame(
            {term: list(listed), "share": list(listed.values())}, schema={term: pl.String, "share": pl.Float64}
        )
        if term in KEYS:
            table = table.with_columns(equality_key(pl.col(term)).alias(term))
        self.connection.register("listed", table.to_arrow())
        self.connection.execute(
            f"create or replace table tf_{term} as select distinct r.{term},"  # noqa: S608 - constants of ours
            f" coalesce(l.share, {self.model.rare(term)!r}::double) as tf_{term} from {INPUT} r"
            f" left join listed l on l.{term} = r.{term} where r.{term} is not null"
        )
        self.connection.unregister("listed")
        registered = self.api.register(f"tf_{term}")
        self.linker.table_management.register_term_frequency_lookup(registered, term)


_kept: dict[str, Scorer] = {}


def _scorer(model: Model) -> Scorer:
    """The scorer of this model; that of a former one is dropped."""
    if model.version not in _kept:
        _kept.clear()
        _kept[model.version] = Scorer(model)
    return _kept[model.version]


def as_edges(found: pl.DataFrame, model: Model) -> pl.DataFrame:
    """Splink's pairs as edges: ids in order, the weights of the comparisons as letters."""
    left, right = pl.col("unique_id_l"), pl.col("unique_id_r")
    letters = [_letters_of(found[f"mw_{comparison.key}"], model.letters(comparison)) for comparison in COMPARISONS]
    edges = found.select(
        pl.min_horizontal(left, right).cast(pl.Int64).alias("left"),
        pl.max_horizontal(left, right).cast(pl.Int64).alias("right"),
        pl.col("match_weight").alias("weight"),
        pl.concat_str(letters).alias("pattern") if found.height else pl.lit("").alias("pattern"),
    )
    return edges.with_columns(weight=doubted(pl.col("weight"), pl.col("pattern"), model))


def _letters_of(weights: pl.Series, letters: dict[str, float]) -> pl.Series:
    """The level behind each weight: a level has one weight, and no two levels of a comparison the same."""
    distinct = weights.unique().to_list()
    if not distinct:
        return weights.cast(pl.String)
    nearest = [min(letters, key=lambda letter: abs(letters[letter] - weight)) for weight in distinct]
    return weights.replace_strict(distinct, nearest, return_dtype=pl.String)
