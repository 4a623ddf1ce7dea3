"""A frozen model: weights of levels, term frequencies and the prior, as JSON."""

from __future__ import annotations

import json
import math
import zlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

import polars as pl

from bole.people.sources.scoring.comparisons import BLOCKING, COMPARISONS, NULL, TERMS, Comparison

MOST_PRIOR = 0.01
OWN = ("id_index", "raw_index", "passport_index", "phone_index", "birth_date")


@dataclass(frozen=True, slots=True)
class Counting:
    """What is counted of a register: values in fewer than `listed` rows stand in no table of terms. A number or telephone in more
    than `common` rows is nobody's own, and compared it would cost the square of them; a birth date in the share `common_birth` of
    all rows beyond that is what a form fills in by itself."""

    listed: int
    common: int
    common_birth: float


@dataclass(frozen=True)
class Terms:
    """How often names, phones (as indexes) and employers stand in `rows` rows: share by value, the frequent ones only.

    `common`: numbers, telephones and birth dates (by standard column) that stand in too many rows to be anybody's; they count as unknown.
    """

    rows: int
    shares: Mapping[str, Mapping[Any, float]] = field(default_factory=dict)
    common: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Doubts:
    """What a sum of independent weights cannot know. Without an equal document two rows of different names weigh at most
    `other_name`; where nothing but name and employer speaks for a pair, `only_employer` is added."""

    other_name: float = 0.0
    only_employer: float = 0.0


@dataclass(frozen=True)
class Model:
    """`levels`: (m, u) by comparison and level; `pairs_per_row`: true pairs a row takes part in, on average, half of each;
    `unlisted`: a value that stands in no table of terms is taken to be borne by so many rows.

    m: share of the pairs of one person that stand at this level; u: of the pairs of two persons (Fellegi and Sunter 1969).
    """

    version: str
    levels: Mapping[str, Mapping[str, tuple[float, float]]]
    pairs_per_row: float
    terms: Terms
    unlisted: float
    doubts: Doubts = Doubts()

    @property
    def prior(self) -> float:
        """Chance that two rows drawn at random are one person."""
        return min(MOST_PRIOR, 2 * self.pairs_per_row / max(self.terms.rows, 1))

    def letters(self, comparison: Comparison) -> dict[str, float]:
        """The weight of each letter of a comparison in bits, before frequencies: log2(m/u), nothing where a side is unknown."""
        trained = self.levels[comparison.key]
        return {NULL: 0.0} | {
            comparison.letter(level.key): math.log2(trained[level.key][0] / trained[level.key][1])
            for level in comparison.levels
        }

    def rare(self, term: str) -> float:
        """The share of a value that is not listed; where nothing was ever counted, that of an average value."""
        if term in self.terms.shares:
            return self.unlisted / max(self.terms.rows, 1)
        comparison = next(each for each in COMPARISONS if any(level.term == term for level in each.levels))
        level = next(level for level in comparison.levels if level.term == term)
        return self.levels[comparison.key][level.key][1]

    def share(self, term: str, value: Any) -> float:
        """The share of a value among all rows."""
        return self.terms.shares.get(term, {}).get(value, self.rare(term))

    def with_terms(self, terms: Terms, version: str) -> Model:
        return replace(self, terms=terms, version=version)

    def settings(self, dialect: str = "duckdb") -> dict[str, Any]:
        """The model as Splink reads it."""
        return {
            "link_type": "dedupe_only",
            "unique_id_column_name": "unique_id",
            "sql_dialect": dialect,
            "probability_two_random_records_match": self.prior,
            "retain_matching_columns": False,
            "retain_intermediate_calculation_columns": True,
            "comparisons": [_comparison(each, self.levels.get(each.key, {})) for each in COMPARISONS],
            "blocking_rules_to_generate_predictions": [
                {"blocking_rule": " and ".join(f"l.{key} = r.{key}" for key in keys), "sql_dialect": dialect}
                for keys in BLOCKING
            ],
        }


def _comparison(comparison: Comparison, trained: Mapping[str, tuple[float, float]]) -> dict[str, Any]:
    levels: list[dict[str, Any]] = [
        {"sql_condition": comparison.unknown, "label_for_charts": "unknown", "is_null_level": True}
    ]
    for level in comparison.levels:
        entry: dict[str, Any] = {"sql_condition": level.sql or "ELSE", "label_for_charts": level.key}
        if level.key in trained:
            entry["m_probability"], entry["u_probability"] = trained[level.key]
        if level.term:
            entry |= {"tf_adjustment_column": level.term, "tf_adjustment_weight": 1.0}
        levels.append(entry)
    return {"output_column_name": comparison.key, "comparison_levels": levels}


def count_terms(rows: pl.DataFrame, counting: Counting) -> Terms:
    """The frequencies of a register; `rows` have `STANDARD_COLUMNS`."""
    shares = {}
    for term in TERMS:
        counted = (
            rows[TERMS[term]]
            .drop_nulls()
            .value_counts()
            .filter(pl.col("count") >= counting.listed)
            .sort("count", TERMS[term])
        )
        shares[term] = {value: count / rows.height for value, count in counted.iter_rows()}
    return Terms(rows.height, shares, common_values(rows, counting))


def common_values(rows: pl.DataFrame, counting: Counting, total: int | None = None) -> dict[str, tuple[str, ...]]:
    """Values in too many rows to be one person's own, by standard column: a switchboard, a clerk's number filled down, 1900-01-01.

    `total`: rows of the register, where `rows` are some of them."""
    found = {}
    height = rows.height if total is None else total
    for column in OWN:
        most = counting.common + (height * counting.common_birth if column == "birth_date" else 0)
        counted = rows[column].drop_nulls().value_counts().filter(pl.col("count") > most)
        if counted.height:
            found[column] = tuple(sorted(counted[column].cast(pl.String).to_list()))
    return found


def without_common(rows: pl.DataFrame, terms: Terms) -> pl.DataFrame:
    """The rows with common values unknown."""
    unknown = [
        pl.when(~pl.col(column).cast(pl.String).is_in(list(values))).then(pl.col(column)).alias(column)
        for column, values in terms.common.items()
    ]
    return rows.with_columns(unknown)


def dump_model(model: Model) -> bytes:
    """JSON, zlib."""
    return zlib.compress(json.dumps(as_json(model), ensure_ascii=False).encode(), 9)


def read_model(content: bytes) -> Model:
    return from_json(json.loads(zlib.decompress(content)))


def as_json(model: Model) -> dict[str, Any]:
    """Plain data, also the form in which the shipped model is kept."""
    return {
        "version": model.version,
        "pairs_per_row": model.pairs_per_row,
        "unlisted": model.unlisted,
        "doubts": asdict(model.doubts),
        "levels": {key: {level: list(pair) for level, pair in levels.items()} for key, levels in model.levels.items()},
        "rows": model.terms.rows,
        "terms": {term: list(map(list, shares.items())) for term, shares in model.terms.shares.items()},
        "common": {column: list(values) for column, values in model.terms.common.items()},
    }


def from_json(data: Mapping[str, Any]) -> Model:
    """Raises KeyError or TypeError where a part is missing or of another shape."""
    levels = {
        key: {level: (float(pair[0]), float(pair[1])) for level, pair in given.items()}
        for key, given in data["levels"].items()
    }
    shares = {term: {value: float(share) for value, share in pairs} for term, pairs in data["terms"].items()}
    common = {column: tuple(values) for column, values in data["common"].items()}
    terms = Terms(int(data["rows"]), shares, common)
    unlisted, doubts = float(data["unlisted"]), Doubts(**data["doubts"])
    return Model(str(data["version"]), levels, float(data["pairs_per_row"]), terms, unlisted, doubts)
