"""Small tools over columns of text."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

_ORDINARY = r"^[\x00-\x7f一-鿿]*$"
"""ASCII and everyday characters, which NFKC leaves alone."""


def empty_column(height: int) -> pl.Series:
    """Nothing but nulls."""
    return pl.Series(values=[None] * height, dtype=pl.String)


def normalised(texts: pl.Series) -> pl.Series:
    """NFKC of a column, computed for distinct texts that need it only (full-width digits and the like are rare)."""
    odd = texts.filter(~texts.str.contains(_ORDINARY)).unique()
    return texts if odd.is_empty() else texts.replace(odd, odd.str.normalize("NFKC"))


def by_distinct(texts: pl.Series, function: Callable[[str], str | None]) -> pl.Series:
    """A function of one text over a column, once per distinct value; "" becomes null."""
    distinct = texts.unique().drop_nulls()
    if distinct.is_empty():
        return empty_column(len(texts))
    values = pl.Series([function(text) or None for text in distinct.to_list()], dtype=pl.String)
    return texts.replace_strict(distinct, values, default=None, return_dtype=pl.String)


def first_of(first: pl.Series, second: pl.Series) -> pl.Series:
    """The first where it has a value, else the second."""
    return pl.select(pl.coalesce(first, second).alias("x"))["x"]


def where(condition: pl.Series, texts: pl.Series) -> pl.Series:
    """The texts where the condition holds, null elsewhere."""
    return pl.select(pl.when(condition).then(texts).alias("x"))["x"]
