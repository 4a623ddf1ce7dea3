"""What is kept of a row: its values as JSON, sensitive numbers apart, a natural key and a hash of the content."""

from __future__ import annotations

import hashlib

import polars as pl

from bole.core.vocabulary import Pack, SourceLayout
from bole.people.sources.reading.columns import Columns
from bole.people.sources.reading.series import empty_column, first_of

SEPARATOR = "|"
FALLBACK = "?"
"""Begins natural keys of rows whose own key is incomplete: made of what identifies the row best."""
INTERNAL = ("id_kind",)
_EMPTY = r'"[^"\\]+":null,?'


def payload_columns(
    rows: pl.Series, columns: Columns, standard: pl.DataFrame, layout: SourceLayout, pack: Pack, hash_key: bytes
) -> pl.DataFrame:
    """Row number, natural_key, row_hash, values, sealed, masks (the sealed values masked), then the standard columns."""
    values, sealed = {}, {}
    for header, column in columns.mapping.items():
        for target in column.targets:
            series = _kept_value(header, columns, standard)
            is_secret = column.type in ("identifier", "phone") and _privacy(target, pack) in ("personal", "sensitive")
            store = sealed if is_secret else values
            store[target] = series if target not in store else first_of(store[target], series)
    masks = {target: masked(series) for target, series in sealed.items()}
    payload = pl.DataFrame({"row": rows, "values": _json(values, len(rows)), "sealed": _json(sealed, len(rows))})
    return payload.select(
        pl.col("row").cast(pl.UInt32),
        _natural_key(columns, standard, layout).alias("natural_key"),
        _row_hash(payload["values"], payload["sealed"], hash_key).alias("row_hash"),
        "values",
        "sealed",
        _json(masks, len(rows)).alias("masks"),
    ).hstack(standard.drop(INTERNAL))


def _kept_value(header: str, columns: Columns, standard: pl.DataFrame) -> pl.Series:
    """Identity numbers as 18 characters where proven, else cleaned; everything else as converted."""
    column = columns.mapping[header]
    if "id_number" in column.targets:
        return first_of(standard["cn_id"], standard["cn_id_raw"])
    if "passport_no" in column.targets:
        return first_of(standard["passport"], columns.values[header])
    return columns.values[header]


def masked(texts: pl.Series) -> pl.Series:
    """330***********1234, 138****5678; short values keep their first character only."""
    text, length = pl.col("text"), pl.col("text").str.len_chars()
    frame = pl.DataFrame({"text": texts.cast(pl.String)})
    stars = pl.lit("*" * int(frame.select(length.max()).item() or 0))
    short = text.str.slice(0, 1) + pl.lit("*") + stars.str.slice(0, length.clip(2) - 2)
    whole = text.str.slice(0, 3) + stars.str.slice(0, length.clip(7) - 7) + text.str.slice(-4)
    return frame.select(pl.when(length < 8).then(short).otherwise(whole).alias("masked"))["masked"]


def _privacy(target: str, pack: Pack) -> str:
    found = pack.vocabulary.target(target)
    return (found[1] or found[0]).privacy if found else "sensitive"


def _json(targets: dict[str, pl.Series], height: int) -> pl.Series:
    """One JSON object per row, keys in order, without nulls.

    Inside a JSON text every quote is escaped, so the pattern of an empty member can only match a member.
    """
    if not targets:
        return pl.Series(["{}"] * height, dtype=pl.String)
    frame = pl.DataFrame({key: targets[key] for key in sorted(targets)})
    text = frame.select(pl.struct(pl.all()).struct.json_encode().alias("json"))["json"]
    return text.str.replace_all(_EMPTY, "").str.replace(r",\}$", "}")


def _natural_key(columns: Columns, standard: pl.DataFrame, layout: SourceLayout) -> pl.Series:
    """The layout's key of normalised values; for rows where a part is missing, `?` and all that tells the row apart."""
    nothing = empty_column(standard.height)
    parts = [
        _kept_key(header, columns, standard) if header in columns.mapping else nothing for header in layout.natural_key
    ]
    more = [
        standard["name_simple"],
        standard["birth_date"].cast(pl.String),
        standard["employer_short"],
        standard["phone"],
    ]
    frame = pl.DataFrame([part.alias(f"k{i}") for i, part in enumerate([*parts, *more])])
    own = [f"k{i}" for i in range(len(parts))]
    complete = pl.concat_str(own, separator=SEPARATOR)
    instead = pl.lit(FALLBACK) + pl.concat_str(pl.all().fill_null(""), separator=SEPARATOR)
    return frame.select(pl.coalesce(complete, instead).alias("key"))["key"]


def _kept_key(header: str, columns: Columns, standard: pl.DataFrame) -> pl.Series:
    kept = _kept_value(header, columns, standard).cast(pl.String)
    return kept.str.replace_all(r"\s+", "") if columns.mapping[header].type == "text" else kept


def _row_hash(values: pl.Series, sealed: pl.Series, key: bytes) -> pl.Series:
    both = pl.select(pl.concat_str(values, sealed, separator="\x1e").alias("x"))["x"]
    digest = hashlib.blake2b
    hashes = [digest(text, digest_size=16, key=key).digest() for text in both.cast(pl.Binary).to_list()]
    return pl.Series(hashes, dtype=pl.Binary).bin.encode("hex")
