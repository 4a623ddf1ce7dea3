"""Names column-wise: everyday Han names by whole columns, all others through `core.identity.name_forms`, each distinct name once."""

from __future__ import annotations

import polars as pl

from bole.core.identity.names import (
    NameForms,
    character_letters,
    clean_name,
    name_forms,
    simplified_names,
)
from bole.core.identity.surnames import COMPOUND, READINGS

COLUMNS = ("name", "name_simple", "surname", "given", "pinyin", "pinyin_sorted", "initials")
"""The order of `NameForms`, whose last part is `latin`."""
EVERYDAY = r"^[一-鿿]+$"
LONGEST = 8
"""Characters of a name that goes the fast way."""


def name_columns(texts: pl.Series) -> pl.DataFrame:
    """`core.identity.name_forms` of a column: name, name_simple, surname, given, pinyin, pinyin_sorted, initials, latin; null for ""."""
    texts = texts.cast(pl.String).alias("#text")
    distinct = texts.unique().drop_nulls()
    clean = clean_names(distinct)
    simple = pl.Series("simple", simplified_names(clean.to_list()), dtype=pl.String)
    frame = pl.DataFrame([distinct, clean.alias("name"), simple])
    fast = pl.col("simple").str.contains(EVERYDAY) & (pl.col("simple").str.len_chars() <= LONGEST)
    fast &= ~pl.col("name").str.contains("·", literal=True)
    table = pl.concat([_everyday(frame.filter(fast)), _others(frame.filter(~fast)["#text"])])
    joined = pl.DataFrame({"#text": texts}).join(table, on="#text", how="left", maintain_order="left")
    return joined.drop("#text").with_columns(pl.col("latin").fill_null(False))


def clean_names(texts: pl.Series) -> pl.Series:
    """`core.identity.clean_name` of a column; null stays null."""
    everyday = texts.str.contains(EVERYDAY)
    rest = texts.filter(~everyday).unique().drop_nulls()
    if rest.is_empty():
        return texts
    cleaned = pl.Series([clean_name(text) for text in rest.to_list()], dtype=pl.String)
    return texts.replace(rest, cleaned)


def _others(texts: pl.Series) -> pl.DataFrame:
    forms = [name_forms(text) for text in texts.to_list()]
    parts = list(zip(*forms, strict=True)) or [()] * len(NameForms._fields)
    columns = [pl.Series(name, part, dtype=pl.String) for name, part in zip(COLUMNS, parts, strict=False)]
    frame = pl.DataFrame([texts, *columns, pl.Series("latin", parts[-1], dtype=pl.Boolean)])
    return frame.with_columns(pl.col(COLUMNS).replace("", None))


def _everyday(frame: pl.DataFrame) -> pl.DataFrame:
    """Surname, given name and letters, position by position."""
    simple = pl.col("simple")
    frame = frame.with_columns(_surname_length().alias("n"))
    frame = frame.with_columns(
        pl.lit(False).alias("latin"),
        simple.alias("name_simple"),
        simple.str.slice(0, pl.col("n")).alias("surname"),
        simple.str.slice(pl.col("n")).alias("given"),
        *(_letters_at(frame["simple"], i) for i in range(LONGEST)),
    )
    known = pl.col("surname").replace_strict(
        list(READINGS), list(READINGS.values()), default=None, return_dtype=pl.String
    )
    spelled = pl.concat_str(_letters(i, pl.col("n") > i) for i in range(LONGEST))
    frame = frame.with_columns(
        first=pl.coalesce(known, spelled),
        second=pl.concat_str(_letters(i, pl.col("n") <= i) for i in range(LONGEST)),
        known=pl.when(pl.col("n") == 1).then(known),
    )
    first, second = pl.col("first"), pl.col("second")
    pair = pl.when(first <= second).then(first + " " + second).otherwise(second + " " + first).str.strip_chars()
    head = pl.coalesce("known", "p0").str.slice(0, 1)
    initials = pl.concat_str(head, *(pl.col(f"p{i}").str.slice(0, 1) for i in range(1, LONGEST)))
    frame = frame.with_columns(
        (first + second).alias("pinyin"),
        pair.alias("pinyin_sorted"),
        initials.str.replace_all(r"[^\x00-\x7f]", "").alias("initials"),
    )
    return frame.select("#text", pl.col(COLUMNS).replace("", None), "latin")


def _surname_length() -> pl.Expr:
    """`core.identity.names.split_name`."""
    simple, length = pl.col("simple"), pl.col("simple").str.len_chars()
    compound = sorted(COMPOUND)
    found = pl.when(length >= 5).then(pl.lit(0)).otherwise(pl.lit(1))
    for n in (3, 4, 2):
        found = pl.when((length > n) & simple.str.slice(0, n).is_in(compound)).then(pl.lit(n)).otherwise(found)
    return found


def _letters_at(simple: pl.Series, position: int) -> pl.Series:
    characters = simple.str.slice(position, 1)
    distinct = characters.unique().drop_nulls()
    letters = pl.Series([character_letters(c) if c else "" for c in distinct.to_list()], dtype=pl.String)
    if distinct.is_empty():
        return characters.alias(f"p{position}")
    return characters.replace_strict(distinct, letters, return_dtype=pl.String).alias(f"p{position}")


def _letters(position: int, condition: pl.Expr) -> pl.Expr:
    return pl.when(condition).then(pl.col(f"p{position}")).otherwise(pl.lit(""))
