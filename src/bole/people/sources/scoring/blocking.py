"""Which pairs of rows are compared at all: those that share the keys of a blocking rule.

Splink's own join carries the columns of both sides through every rule and tests all earlier rules for each pair. Here one hash per row
and rule is sorted and equal neighbours are paired: the same pairs for a quarter of the work, and of a small file only its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import polars as pl

from bole.people.sources.scoring.comparisons import BLOCKING
from bole.people.sources.scoring.features import KEYS

THREADS = 2
HALF = 1 << 32
"""A pair of places (positions of rows) in one number: the lower place times HALF plus the higher."""


def blocked_pairs(new: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    """left, right (places of rows in `new` followed by `known`, left < right; at least one is new), each pair once."""
    fresh = _keys(new).with_row_index("place")
    old = _keys(known).with_row_index("place", offset=new.height)
    blocks = pl.collect_all([_meeting(fresh, old, rule) for rule in BLOCKING])
    with ThreadPoolExecutor(THREADS) as pool:
        found = [part for parts in pool.map(_neighbours, blocks) for part in parts]
    pairs = pl.concat([pl.Series([], dtype=pl.UInt64), *found]).unique()
    left, right = pairs // HALF, pairs % HALF
    return pl.DataFrame({"left": left.cast(pl.UInt32), "right": right.cast(pl.UInt32)}).filter(
        pl.col("left") < new.height
    )


def _keys(rows: pl.DataFrame) -> pl.DataFrame:
    """A hash per key of the rules, null where there is nothing to share; names as in `features`."""
    born = pl.coalesce("birth_date", "written_birth")
    values = {key: pl.col(column) for key, column in KEYS.items()} | {
        "name": pl.col("name_simple"),
        "surname": pl.col("surname"),
        "spelled": pl.col("pinyin_sorted"),
        "employer": pl.col("employer_key"),
        "born": born,
        "month_day": born.dt.month().cast(pl.Int32) * 100 + born.dt.day(),
    }
    used = sorted({key for rule in BLOCKING for key in rule})
    return rows.select(pl.when(values[key].is_not_null()).then(values[key].hash()).alias(key) for key in used)


def _meeting(fresh: pl.DataFrame, old: pl.DataFrame, rule: Sequence[str]) -> pl.LazyFrame:
    """place, key in the order of the keys, for keys of at least two rows, one of them fresh."""
    rows = _by_rule(fresh, rule)
    if not old.is_empty():
        rows = pl.concat([rows, _by_rule(old, rule).join(rows.select("key"), on="key", how="semi")])
    key = pl.col("key")
    has_neighbour = (key == key.shift(1)).fill_null(False) | (key == key.shift(-1)).fill_null(False)
    return rows.sort("key").filter(has_neighbour)


def _by_rule(rows: pl.DataFrame, rule: Sequence[str]) -> pl.LazyFrame:
    key = pl.col(rule[0])
    for part in rule[1:]:
        key = key.xor(pl.col(part))
    return rows.lazy().select("place", key.alias("key")).drop_nulls()


def _neighbours(block: pl.DataFrame) -> list[pl.Series]:
    """Pairs of rows with one key: those next to each other, then those two apart, until no block is that long."""
    key, place = block["key"], block["place"].cast(pl.UInt64)
    first, found = pl.int_range(block.height, eager=True, dtype=pl.UInt32), list[pl.Series]()
    while len(first := first.filter(first + len(found) + 1 < block.height)):
        second = first + len(found) + 1
        equal = key.gather(first) == key.gather(second)
        first, second = first.filter(equal), second.filter(equal)
        one, other = place.gather(first), place.gather(second)
        found.append(one.zip_with(one < other, other) * HALF + one.zip_with(one > other, other))
    return found
