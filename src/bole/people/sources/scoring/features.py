"""From the standard columns of rows to the columns that are compared: everything that SQL would compute per pair is computed per row.

Keys that are only ever compared for equality become 64-bit hashes: smaller and faster to join, and no dialect of SQL matters.
"""

from __future__ import annotations

from typing import Any

import polars as pl

STANDARD_COLUMNS = (
    "record",
    *("id_index", "raw_index", "prefix_index", "late_index", "outer_index", "passport_index", "phone_index"),
    *("name_simple", "surname", "pinyin", "pinyin_sorted", "latin"),
    *("birth_date", "written_birth", "sex", "employer_key", "organisation"),
)
"""The columns of rows that scoring reads; indexes are opaque texts, null means unknown."""
KEYS = {
    "number": "id_index",
    "written": "raw_index",
    "prefix": "prefix_index",
    "late": "late_index",
    "ends": "outer_index",
    "passport": "passport_index",
    "phone": "phone_index",
    "uscc": "organisation",
    "pinyin": "pinyin",
}
"""Compared for equality only: feature by standard column."""


def standard_schema() -> dict[str, Any]:
    """Types of `STANDARD_COLUMNS`."""
    text: dict[str, Any] = dict.fromkeys(STANDARD_COLUMNS, pl.String)
    return {**text, "record": pl.Int64, "latin": pl.Boolean, "birth_date": pl.Date, "written_birth": pl.Date}


LONG = 4
"""Characters from which a Chinese name is most likely a minority one, written by sound."""


def features(rows: pl.DataFrame) -> pl.DataFrame:
    """One line per row of `rows` (`STANDARD_COLUMNS`): unique_id, keys, names and dates as the comparisons of a model use them.

    `complete`: a number of 18 (or widened 15) digits stands; `letters`: the characters of the given name (of the whole name in foreign letters) in order; `sound`: the pinyin of long names; `born`: the birth
    date, or the one inside a number whose check digit fails; `month_day`: its last five characters.
    """
    frame = rows.select(
        pl.col("record").alias("unique_id"),
        *(equality_key(pl.col(column)).alias(name) for name, column in KEYS.items()),
        pl.col("id_index").is_not_null().alias("complete"),
        pl.col("name_simple").alias("name"),
        "surname",
        pl.col("latin").fill_null(False),
        pl.col("pinyin_sorted").alias("spelled"),
        pl.coalesce("birth_date", "written_birth").dt.strftime("%Y-%m-%d").alias("born"),
        "sex",
        pl.col("employer_key").alias("employer"),
    )
    given = pl.when(~pl.col("latin")).then(given_name("name"))
    frame = frame.with_columns(given.alias("given"), pl.col("born").str.slice(5).alias("month_day"))
    frame = frame.with_columns(pl.when(pl.col("name").str.len_chars() >= LONG).then(rows["pinyin"]).alias("sound"))
    letters = pl.when("latin").then(rows["pinyin"]).otherwise(pl.col("given"))
    return frame.with_columns(_in_order(frame.select(letters.alias("letters"))["letters"]))


def given_name(name: str = "name_simple") -> pl.Expr:
    """What follows the surname; the whole name where no surname is known."""
    return pl.col(name).str.slice(pl.col("surname").fill_null("").str.len_chars())


def equality_key(column: pl.Expr) -> pl.Expr:
    """A signed 64-bit hash of a text column; null stays null."""
    return pl.when(column.is_not_null()).then(column.hash(seed=0).reinterpret(signed=True))


def _in_order(texts: pl.Series) -> pl.Series:
    """The characters of each text in order, so that swapped ones compare equal (`浩宇` and `宇浩`, LOPEZCLAIRE and CLAIRE LOPEZ)."""
    distinct = texts.unique().drop_nulls()
    ordered = pl.Series(["".join(sorted(text)) for text in distinct.to_list()], dtype=pl.String)
    return texts.replace_strict(distinct, ordered, return_dtype=pl.String) if len(distinct) else texts
