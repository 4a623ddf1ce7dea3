"""Checked rows become records (SCD-2): only what is new or changed is written, all of a batch in the caller's transaction."""

from __future__ import annotations

from typing import Any

import orjson
import polars as pl
from django.db import connection

from bole.core.vocabulary import SourceLayout
from bole.kernel.vault import services as vault
from bole.kernel.vault.queries import LIKELY, mask_numbers, mask_text
from bole.people.sources import reading
from bole.people.sources.models import Batch, Mode, UnknownCode
from bole.people.sources.services.base import digests, frames

SEALED_FIELD = "sources.record"
SHRINK_ROWS, SHRINK_SHARE = 200, 0.5
SLICE = 100_000
SIZES = {"name": 200, "name_simple": 200, "surname": 80, "pinyin": 400, "pinyin_sorted": 400, "initials": 80}
"""Columns by which rows are compared and found; `values` keeps every text whole, however long."""

SUSPECT = (
    r"[０-９]|\\u|(?:^|[^0-9])(?:"
    r"[1-9][0-9]{5}[ -]?(?:18|19|20)[0-9]{2}[ -]?[01][0-9][ -]?[0-3][0-9][ -]?[0-9]{3}[0-9Xx]"
    r"|[1-6][0-9]{7}[01][0-9][0-3][0-9]{4}"
    r"|(?:86[ -]?)?1[3-9][0-9][ -]?[0-9]{4}[ -]?[0-9]{4}"
    r"|(?:35|[4-6][0-9])[0-9]{2}(?: ?[0-9]{4}){3}(?: ?[0-9]{1,3})?"
    r")(?:[^0-9A-Za-z]|$)"
)
"""A JSON text without a match of this has no number of somebody in it: a wider net than `mask_numbers`, but not every certificate."""


def store_rows(batch: Batch, checked: reading.Checked, layout: SourceLayout) -> None:
    """Writes records and issues and sets the batch's counts."""
    rows, repeated = keyed_rows(checked.rows)
    known = _known_rows(layout.id)
    joined = rows.join(known, on="natural_key", how="left")
    fresh = joined.filter(pl.col("current_hash").is_null() | (pl.col("current_hash") != pl.col("row_hash")))
    ended = _ended(batch, known.filter(_sent_by(batch)), rows)
    _close(batch, [*ended["current"].to_list(), *fresh["current"].drop_nulls().to_list()])
    _insert(batch, fresh, layout)
    _store_issues(batch, checked)
    before = batch.rows_excluded - len(batch.excluded_rows) if batch.purged else 0  # no longer in the copy that is kept
    excluded = before + checked.counts["excluded"]
    repeated += checked.counts["duplicates"]
    batch.rows_accepted = fresh.height
    batch.rows_unchanged = joined.height - fresh.height + repeated
    batch.rows_rejected = checked.counts["rejected"]
    batch.rows_excluded = excluded
    batch.rows_in = batch.rows_accepted + batch.rows_unchanged + batch.rows_rejected + excluded
    batch.rows_ended = ended.height
    batch.excluded_rows = checked.excluded["row"].to_list()
    erased = checked.excluded.filter(pl.col("name") == reading.ERASED).height
    batch.rows_erased = erased + (batch.rows_erased if batch.purged else 0)


def keyed_rows(rows: pl.DataFrame) -> tuple[pl.DataFrame, int]:
    """Natural keys and contents as keyed digests. The same row twice counts once; the same key with other content is numbered."""
    height = rows.height
    rows = rows.sort("row").unique(["natural_key", "row_hash"], keep="first", maintain_order=True)
    place = pl.int_range(pl.len()).over("natural_key")
    rows = rows.with_columns(
        pl.concat_str(pl.col("natural_key"), pl.lit("#"), place.cast(pl.String)).alias("natural_key")
    )
    keys = digests.keyed(rows["natural_key"].to_list(), "natural key")
    hashes = ("\\x" + pl.col("row_hash")).alias("row_hash")  # keyed already (see `processing`)
    return rows.with_columns(pl.Series("natural_key", keys, pl.String), hashes), height - rows.height


def _known_rows(source: str) -> pl.DataFrame:
    query = """
      select natural_key, min(node), max(id) filter (where valid_to_batch_id is null),
             max(encode(row_hash, 'hex')) filter (where valid_to_batch_id is null),
             max(organisation) filter (where valid_to_batch_id is null)
      from sources_record where source = %s group by natural_key"""
    known = frames.read_frame(
        query,
        {
            "natural_key": pl.String,
            "former_node": pl.Int64,
            "current": pl.Int64,
            "current_hash": pl.String,
            "organisation": pl.String,
        },
        [source],
    )
    return known.with_columns(("\\x" + pl.col("current_hash")).alias("current_hash"))


def _sent_by(batch: Batch) -> pl.Expr:
    """Of which rows this file can be the full list: of all of the source, or of the one employer that sent it."""
    return pl.col("organisation") == batch.sender if batch.is_employers_own else pl.lit(True)


def _ended(batch: Batch, known: pl.DataFrame, rows: pl.DataFrame) -> pl.DataFrame:
    """Rows of the last state that a full file no longer has.

    A "full" file that would end more than half of a source's rows is taken as a partial one until somebody confirms it.
    """
    if batch.mode != Mode.FULL:
        return known.clear()
    before = known.filter(pl.col("current").is_not_null())
    ended = before.join(rows, on="natural_key", how="anti")
    if batch.shrink_confirmed or before.height < SHRINK_ROWS or ended.height <= before.height * SHRINK_SHARE:
        return ended
    batch.mode, batch.shrink_rows = Mode.DELTA, ended.height
    return known.clear()


def _close(batch: Batch, records: list[int]) -> None:
    if not records:
        return
    frames.fill_temporary("closing", pl.DataFrame({"id": records}), {"id": "bigint"})
    with connection.cursor() as cursor:
        cursor.execute(
            "update sources_record r set valid_to_batch_id = %s from closing c where r.id = c.id", [batch.pk]
        )


def _insert(batch: Batch, rows: pl.DataFrame, layout: SourceLayout) -> None:
    """In slices: sealing a million rows at once would hold all their numbers as objects at the same time."""
    for start in range(0, rows.height, SLICE):
        _insert_slice(batch, rows.slice(start, SLICE), layout)


def _insert_slice(batch: Batch, rows: pl.DataFrame, layout: SourceLayout) -> None:
    rows = rows.with_columns(frames.next_ids("sources_record", rows.height)).with_columns(
        pl.coalesce("former_node", "id").alias("node")
    )
    sealed, keys = _seal(rows)
    frame = rows.select(
        "id",
        pl.lit(layout.id).alias("source"),
        pl.lit(layout.subject).alias("subject"),
        "node",
        "natural_key",
        "row_hash",
        "row",
        pl.lit(batch.as_of).alias("as_of"),
        _values_with_masks(rows).alias("values"),
        sealed.alias("sealed"),
        pl.Series("key", keys, dtype=pl.Int64),
        *standard_columns(rows),
        pl.lit(batch.pk).alias("valid_from_batch_id"),
    )
    frames.copy_in("sources_record", frame)


def standard_columns(rows: pl.DataFrame) -> list[Any]:
    """What rows are compared and found by, of rows as `reading.check_rows` gives them."""
    return [
        *(_compared(rows, name, size) for name, size in SIZES.items()),
        "latin",
        "birth_date",
        "sex",
        _compared(rows.with_columns(employer_key=pl.coalesce("employer_short", "employer")), "employer_key", 200),
        pl.col("uscc").alias("organisation"),
        "township",
        "id_state",
        pl.when(pl.col("id_state") == "bad_check").then("id_birth").alias("written_birth"),
        *_index_columns(rows),
    ]


def _seal(rows: pl.DataFrame) -> tuple[pl.Series, list[int | None]]:
    """Identifiers, phones and accounts of a row under one data key of its own."""
    texts = rows["sealed"].replace("{}", None).to_list()
    keys, tokens = vault.seal_new(texts, field=SEALED_FIELD, owners=rows["id"].cast(pl.String).to_list())
    return frames.as_bytea(tokens), keys


def _values_with_masks(rows: pl.DataFrame) -> pl.Series:
    """The row's open values, with sealed ones as masks so that lists and lineage can show them (two JSON objects made one)."""
    values, masks = pl.col("values"), pl.col("masks")
    rows = rows.select(_without_numbers(rows["values"]).alias("values"), "masks")
    both = values.str.strip_suffix("}") + "," + masks.str.strip_prefix("{")
    joined = pl.when(masks == "{}").then(values).when(values == "{}").then(masks).otherwise(both)
    return rows.select(joined.alias("values"))["values"]


def _without_numbers(values: pl.Series) -> pl.Series:
    """JSON objects without numbers of somebody in free texts; taken apart where there may be one only."""
    suspect = values.str.contains(LIKELY) & values.str.contains(SUSPECT)
    if not suspect.any():
        return values
    found = values.filter(suspect).unique()
    clean = [
        orjson.dumps({target: _free(target, value) for target, value in orjson.loads(text).items()}).decode()
        for text in found.to_list()
    ]
    return values.replace(found, pl.Series(clean, dtype=pl.String))


def _free(target: str, value: Any) -> Any:
    """A text without numbers of somebody in it: remarks and names are no place for them. Credit codes of firms stay."""
    return mask_numbers(value) if isinstance(value, str) and "uscc" not in target else value


def _compared(rows: pl.DataFrame, name: str, size: int) -> pl.Series:
    """A column by which rows are compared and found, without numbers of somebody in it."""
    texts = rows[name].replace("", None).str.slice(0, size)
    likely = texts.filter(texts.str.contains(LIKELY)).unique()
    return texts.replace(likely, [mask_numbers(text) for text in likely.to_list()]) if len(likely) else texts


def _index_columns(rows: pl.DataFrame) -> list[Any]:
    """Equality without content: the vault's indexes for what the register searches, keyed digests for what only links."""
    number = pl.coalesce("cn_id", "cn_id_raw")
    full = pl.when(number.str.contains(r"^[0-9]{17}[0-9X]$") & (pl.col("id_state") != "truncated")).then(number)
    parts = rows.select(
        prefix=number.str.extract(r"^([0-9]{15})"),
        late=full.str.slice(9),
        outer=full.str.slice(0, 9) + full.str.slice(15),
    )
    unproved = rows.select(pl.when(pl.col("cn_id").is_null()).then(pl.col("cn_id_raw"))).to_series().to_list()
    return [
        digests.indexes(rows["cn_id"], "cn_id", normal=True).alias("id_index"),
        pl.Series("raw_index", digests.keyed(unproved, "raw"), pl.String),
        *(pl.Series(f"{name}_index", digests.keyed(parts[name].to_list(), name), pl.String) for name in parts.columns),
        digests.indexes(rows["passport"], "passport").alias("passport_index"),
        digests.indexes(rows["phone"], "phone", normal=True).alias("phone_index"),
    ]


def _store_issues(batch: Batch, checked: reading.Checked) -> None:
    batch.issues.all().delete()
    frame = checked.issues.select(
        pl.lit(batch.pk).alias("batch_id"),
        "row",
        pl.col("header").fill_null("").str.slice(0, 80),
        "rule",
        "severity",
        "message",
        pl.col("remedy").fill_null(""),
        pl.Series("value_masked", [mask_text(text or "")[:120] for text in checked.issues["value_masked"].to_list()]),
    )
    frames.copy_in("sources_issue", frame)
    _note_unknown_codes(batch, checked.unknown_codes)


def _note_unknown_codes(batch: Batch, words: pl.DataFrame) -> None:
    rows = [
        UnknownCode(
            source=batch.source,
            header=header[:80],
            value=str(value)[:120],
            code_list=code_list or "",
            suggestion=str(suggestion or "")[:60],
            count=count,
            first_batch=batch,
        )
        for header, value, code_list, suggestion, count in words.select(
            "header", "value", "code_list", "suggestion", "count"
        ).iter_rows()
        if mask_text(str(value)) == value  # a number of somebody in the wrong column is no word to explain
    ]
    UnknownCode.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["source", "header", "value"], update_fields=["count"]
    )
