"""Rows that are counted but whose content is not kept: cadres and soldiers (by the layout's exclusions), and military numbers always."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import reduce
from operator import or_

import polars as pl

from bole.core.vocabulary import Exclusion, SourceLayout
from bole.people.sources.reading.series import empty_column, first_of, normalised, where
from bole.people.sources.reading.standard import document_column

MILITARY = "军人证件号"


def excluded_rows(texts: Mapping[str, pl.Series], layout: SourceLayout, height: int) -> pl.Series:
    """For each row the name of the first exclusion that holds, null for rows that stay. `texts`: raw text by column header."""
    name = empty_column(height)
    for exclusion in layout.exclude:
        if exclusion.header in texts:
            name = _marked(name, _holds(texts[exclusion.header], exclusion), exclusion.name)
    for column in layout.columns:
        if column.type == "identifier" and column.header in texts:
            name = _marked(name, _military(texts[column.header]), MILITARY)
    return name


def _marked(name: pl.Series, mask: pl.Series, label: str) -> pl.Series:
    return first_of(name, pl.select(pl.when(mask).then(pl.lit(label)).alias("x"))["x"])


def _holds(texts: pl.Series, exclusion: Exclusion) -> pl.Series:
    text = normalised(texts).str.replace_all(r"\s+", "")
    if exclusion.test == "equals":
        held = text.is_in(list(exclusion.values))
    elif exclusion.test == "prefix":
        held = _any(text.str.starts_with(value) for value in exclusion.values)
    elif exclusion.test == "contains":
        held = _any(text.str.contains(value, literal=True) for value in exclusion.values)
    else:
        held = _any(text.str.contains(value) for value in exclusion.values)
    return held.fill_null(False)


def _any(masks: Iterable[pl.Series]) -> pl.Series:
    return reduce(or_, masks)


def _military(texts: pl.Series) -> pl.Series:
    """Numbers of officers' and soldiers' certificates; what begins with a digit or a letter is none."""
    likely = where(~texts.str.contains(r"^[0-9A-Za-z]"), texts)
    return document_column(normalised(likely).str.replace_all(r"\s+", "").fill_null("")) == "military"
