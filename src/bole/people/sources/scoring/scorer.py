"""Pairs and their weights: Splink's frozen model over DuckDB."""

from __future__ import annotations

import itertools
import logging
from threading import Lock
from typing import TYPE_CHECKING

import polars as pl

from bole.people.sources.scoring.blocking import blocked_pairs
from bole.people.sources.scoring.comparisons import COMPARISONS, TERMS
from bole.people.sources.scoring.doubts import doubted, has_other_name, only_employer
from bole.people.sources.scoring.features import KEYS, STANDARD_COLUMNS, equality_key, features, standard_schema
from bole.people.sources.scoring.model import Model, without_common

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection
    from splink import Linker

INPUT, PAIRS = "bole_rows", "bole_pairs"
QUIET = logging.ERROR
_turn = Lock()


def empty_edges() -> pl.DataFrame:
    return pl.DataFrame(schema={"left": pl.Int64, "right": pl.Int64, "weight": pl.Float64, "pattern": pl.String})


def score(new: pl.DataFrame, known: pl.DataFrame, model: Model, *, floor: float = 0.0) -> pl.DataFrame:
    """Edges (left < right, weight in bits, pattern) of at least `floor` between new rows, and between new and known ones.

    Both frames have `STANDARD_COLUMNS`. The weight of a pair depends on the two rows and the model alone, never on what else is
    in the frames. `pattern` has one letter per comparison (`comparisons`).
    """
    fresh, old = (without_common(rows.select(STANDARD_COLUMNS), model.terms) for rows in (new, known))
    pairs = blocked_pairs(fresh, old)
    if pairs.is_empty():
        return empty_edges()
    rows = pl.concat([fresh, old])
    compared = rows[pl.concat([pairs["left"], pairs["right"]]).unique()]
    named = pairs.select(rows["record"].gather(pairs[side]).alias(side) for side in ("left", "right"))
    with _turn:
        return _scorer(model).predict(features(compared), named, floor)


class Scorer:
    """One model on one connection, kept for the life of the process: making Splink read a model costs more than a small run."""

    def __init__(self, model: Model) -> None:
        import duckdb  # here and not above: a second of every start
        from splink import DuckDBAPI, Linker

        self.model = model
        self.connection: DuckDBPyConnection = duckdb.connect()
        self.connection.execute("set threads = 2; set preserve_insertion_order = false")
        self.api = DuckDBAPI(connection=self.connection)
        self._fill(INPUT, features(pl.DataFrame(schema=standard_schema())))
        self.linker: Linker = Linker(
            self.api.register(INPUT), model.settings(), log_level=QUIET, validate_settings=False
        )
        self._fill(PAIRS, pl.DataFrame(schema={"match_key": pl.String, "join_key_l": pl.Int64, "join_key_r": pl.Int64}))
        for term in TERMS:
            self._fill(f"listed_{term}", listed_shares(model, term))
        self.statements: dict[float, str] = {}

    def predict(self, rows: pl.DataFrame, pairs: pl.DataFrame, floor: float) -> pl.DataFrame:
        """Edges of the pairs (left, right: `unique_id`s) among `rows` (as `features`)."""
        if floor not in self.statements:
            self.statements[floor] = self._written_by_splink(floor)
        self._fill(INPUT, rows)
        self._fill(PAIRS, pairs.select(pl.lit("0").alias("match_key"), join_key_l="left", join_key_r="right"))
        for term in TERMS:
            self._fill_terms(term)
        try:
            found = self.connection.sql(self.statements[floor]).pl()
        finally:
            self.connection.execute(f"truncate {INPUT}; truncate {PAIRS}")
        return as_edges(found, self.model).filter(pl.col("weight") >= floor).sort("left", "right")

    def _written_by_splink(self, floor: float) -> str:
        """What Splink asks of the tables, kept: writing the same text anew costs more than a small run. They are empty here."""
        tables = self.linker.table_management
        for term in TERMS:
            self._fill_terms(term)
            tables.register_term_frequency_lookup(self.api.register(f"tf_{term}"), term)
        # Splink would copy the rows that stand in the pairs, once for either side: they all do
        tables.register_blocked_pairs_for_predict(self.api.register(PAIRS)).metadata.clear()
        scored = self.linker.inference.predict(threshold_match_weight=floor, warning_mode="never")
        tables.invalidate_cache()
        weights = ", ".join(f"mw_{comparison.key}" for comparison in COMPARISONS)
        return f"select unique_id_l, unique_id_r, match_weight, {weights} from ({scored.sql_used_to_create})"  # noqa: S608

    def _fill(self, table: str, rows: pl.DataFrame) -> None:
        self.connection.register("incoming", rows.to_arrow())
        self.connection.execute(f"create or replace table {table} as select * from incoming")  # noqa: S608
        self.connection.unregister("incoming")

    def _fill_terms(self, term: str) -> None:
        """Shares of the values that stand in the rows: listed ones as in the model, all others as rare."""
        self.connection.execute(
            f"create or replace table tf_{term} as select distinct r.{term},"  # noqa: S608 - constants of ours
            f" coalesce(l.share, {self.model.rare(term)!r}::double) as tf_{term} from {INPUT} r"
            f" left join listed_{term} l on l.{term} = r.{term} where r.{term} is not null"
        )


def listed_shares(model: Model, term: str) -> pl.DataFrame:
    """The model's frequencies of one term, its values as `features` have them: value, share."""
    listed = model.terms.shares.get(term, {})
    table = pl.DataFrame(
        {term: list(listed), "share": list(listed.values())}, schema={term: pl.String, "share": pl.Float64}
    )
    return table.with_columns(equality_key(pl.col(term)).alias(term)) if term in KEYS else table


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
    edges = found.select(
        pl.min_horizontal(left, right).cast(pl.Int64).alias("left"),
        pl.max_horizontal(left, right).cast(pl.Int64).alias("right"),
        pl.col("match_weight").alias("weight"),
    )
    if edges.is_empty():
        return empty_edges()
    number, patterns = _patterns(found, model)
    told = pl.DataFrame({"pattern": patterns}).with_columns(
        other=has_other_name(pl.col("pattern")), alone=only_employer(pl.col("pattern"))
    )
    edges = edges.hstack(told[number])
    weight = doubted(pl.col("weight"), pl.col("other"), pl.col("alone"), model)
    return edges.select("left", "right", weight.alias("weight"), "pattern")


def _patterns(found: pl.DataFrame, model: Model) -> tuple[pl.Series, list[str]]:
    """Which pattern each pair has, and the patterns: a level has one weight, and no two levels of a comparison the same."""
    code = pl.repeat(0, found.height, eager=True, dtype=pl.UInt64)
    alphabets = []
    for comparison in COMPARISONS:
        letters = model.letters(comparison)
        alphabet = sorted(letters, key=letters.__getitem__)
        weights = [letters[letter] for letter in alphabet]
        between = pl.Series([(a + b) / 2 for a, b in itertools.pairwise(weights)])
        code = code * len(alphabet) + between.search_sorted(found[f"mw_{comparison.key}"])
        alphabets.append(alphabet)
    distinct = code.unique().sort()
    return distinct.search_sorted(code), [_spelled(number, alphabets) for number in distinct.to_list()]


def _spelled(number: int, alphabets: list[list[str]]) -> str:
    letters = []
    for alphabet in reversed(alphabets):
        number, place = divmod(number, len(alphabet))
        letters.append(alphabet[place])
    return "".join(reversed(letters))
