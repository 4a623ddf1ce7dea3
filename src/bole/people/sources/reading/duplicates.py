"""The same row twice, and one key with two contents."""

from __future__ import annotations

import polars as pl

from bole.core.vocabulary import SourceLayout
from bole.people.sources.reading.issues import IssueLog
from bole.people.sources.reading.payload import FALLBACK, SEPARATOR
from bole.people.sources.reading.rules import message_of


def settle_duplicates(rows: pl.DataFrame, layout: SourceLayout, log: IssueLog) -> pl.DataFrame:
    """Rows with unique natural keys.

    Wholly equal rows: the first stays (`duplicate`). Same key and name, other content: the last stays, the others go back
    (`superseded`). Same key under different names (numbers copied down, twins under one number): all stay, told apart by name. Rows
    without a complete key are never merged: repeated ones are numbered.
    """
    repeated = rows["natural_key"].is_duplicated()
    single = rows.filter(~repeated)
    several = _without_copies(rows.filter(repeated), log)
    _note_shared_numbers(pl.concat([single, several]), layout, log)
    if several.height:
        several = _last_of_each_key(_told_apart(several), layout, log)
    return pl.concat([single, several]).sort("row")


def _told_apart(rows: pl.DataFrame) -> pl.DataFrame:
    """Keys with the name added where several names share one, and numbered where they are incomplete."""
    name, key = pl.col("name_simple").fill_null(""), pl.col("natural_key")
    partial = key.str.starts_with(FALLBACK)
    many = name.n_unique().over("natural_key") > 1
    rows = rows.with_columns(natural_key=pl.when(many & ~partial).then(key + SEPARATOR + name).otherwise(key))
    count = pl.int_range(pl.len()).over("natural_key")
    numbered = key + "#" + (count + 1).cast(pl.String)
    return rows.with_columns(natural_key=pl.when(partial & (count > 0)).then(numbered).otherwise(key))


def _without_copies(rows: pl.DataFrame, log: IssueLog) -> pl.DataFrame:
    first = pl.col("row").first().over("natural_key", "row_hash")
    rows = rows.with_columns(first.alias("#first"))
    copies = rows.filter(pl.col("row") != pl.col("#first"))
    texts = pl.Series([message_of("duplicate", first=row) for row in copies["#first"].to_list()], dtype=pl.String)
    if copies.height:
        log.add_texts("duplicate", "", copies["row"], texts)
    return rows.filter(pl.col("row") == pl.col("#first")).drop("#first")


def _note_shared_numbers(rows: pl.DataFrame, layout: SourceLayout, log: IssueLog) -> None:
    known = rows.filter(pl.col("cn_id").is_not_null()).select("row", "cn_id", "name_simple")
    known = known.filter(known["cn_id"].is_duplicated())
    found = known.filter(pl.col("name_simple").n_unique().over("cn_id") > 1).sort("row")
    header = next((c.header for c in layout.columns if "id_number" in c.targets), "")
    log.add("id_shared", header, found["row"], found["cn_id"].is_not_null(), found["cn_id"], mask="id")


def _last_of_each_key(rows: pl.DataFrame, layout: SourceLayout, log: IssueLog) -> pl.DataFrame:
    rows = rows.with_columns(pl.col("row").last().over("natural_key").alias("#last"))
    earlier = rows.filter(pl.col("row") != pl.col("#last"))
    key = log.named(layout.natural_key)
    texts = pl.Series(
        [message_of("superseded", last=row, key=key) for row in earlier["#last"].to_list()], dtype=pl.String
    )
    if earlier.height:
        log.add_texts("superseded", "", earlier["row"], texts)
    return rows.filter(pl.col("row") == pl.col("#last")).drop("#last")
