"""What a file's columns look like as a whole, to be held against the next file of the source: counts only, never a value.

Fill and validity are counted over all rows. How values spread is counted over evenly spaced rows of each slice, so that it costs
next to nothing: codes of code lists by code, dates by five years, numbers by powers of two, other texts by their first
character's kind and their length.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import polars as pl

from bole.people.sources.reading.columns import Columns

SAMPLE = 5_000
"""Rows of a slice whose values are counted."""
LENGTHS = (1, 2, 3, 4, 6, 10, 15, 18, 30)
LONG = "31"
NUMBERS = ("integer", "decimal", "money", "percent")

Profile = dict[str, Any]
"""{"rows": n, "columns": {header: {"filled", "valid", "sampled", "chars", "kinds": {kind: count}}}}, all counts; adds up."""


def profile_of(columns: Columns, standard: pl.DataFrame) -> Profile:
    """The profile of a slice of rows."""
    found = {header: _column(header, columns, standard) for header in columns.mapping}
    return {"rows": standard.height, "columns": found}


def joined(parts: Iterable[Profile]) -> Profile:
    """Several profiles of one source as one."""
    whole: Profile = {"rows": 0, "columns": {}}
    for part in parts:
        whole["rows"] += part["rows"]
        for header, column in part["columns"].items():
            known = whole["columns"].setdefault(header, {"kinds": {}})
            for name, value in column.items():
                if name == "kinds":
                    known["kinds"] = _added(known["kinds"], value)
                else:
                    known[name] = known.get(name, 0) + value
    return whole


def _added(first: Mapping[str, int], second: Mapping[str, int]) -> dict[str, int]:
    return {key: first.get(key, 0) + second.get(key, 0) for key in first.keys() | second.keys()}


def _column(header: str, columns: Columns, standard: pl.DataFrame) -> dict[str, Any]:
    texts, values = columns.texts[header], columns.values[header]
    step = max(1, len(texts) // SAMPLE)
    shown = texts.gather_every(step).drop_nulls()
    return {
        "filled": len(texts) - texts.null_count(),
        "valid": _valid(header, columns, standard),
        "sampled": len(shown),
        "chars": int(shown.str.len_chars().sum()),
        "kinds": _kinds(columns.mapping[header].type, shown, values.gather_every(step).drop_nulls()),
    }


def _valid(header: str, columns: Columns, standard: pl.DataFrame) -> int:
    """Rows whose value could be read; for identity numbers, those whose check digit is right (or that hold a passport)."""
    if "id_number" in columns.mapping[header].targets:
        return int((standard["cn_id"].is_not_null() | standard["passport"].is_not_null()).sum())
    values = columns.values[header]
    return len(values) - values.null_count()


def _kinds(kind: str, texts: pl.Series, values: pl.Series) -> dict[str, int]:
    if values.is_empty() and texts.is_empty():
        return {}
    if kind in ("code", "boolean"):
        return _counts(values.cast(pl.String))
    if kind in ("date", "month"):
        return _counts(values.cast(pl.String).str.slice(0, 4).cast(pl.Int32, strict=False) // 5 * 5)
    if kind in NUMBERS:
        numbers = values.cast(pl.Float64, strict=False)
        return _counts(pl.select(pl.when(numbers == 0).then(None).otherwise(numbers.abs().log(2).floor())).to_series())
    return _shapes(texts)


def _counts(values: pl.Series) -> dict[str, int]:
    return {str(value): int(count) for value, count in values.alias("v").value_counts().iter_rows()}


def _shapes(texts: pl.Series) -> dict[str, int]:
    """Kind of the first character and length: 张三 is "han 2", 13812345678 is "digit 15"."""
    first = pl.col("text").str.slice(0, 1)
    kind = (
        pl.when(first.str.contains("[0-9]"))
        .then(pl.lit("digit"))
        .when(first.str.contains("[A-Za-z]"))
        .then(pl.lit("latin"))
        .otherwise(pl.lit("han"))
    )
    length = pl.col("text").str.len_chars().clip(1, LENGTHS[-1] + 1)
    counted = pl.DataFrame({"text": texts}).group_by(kind.alias("kind"), length.alias("length")).len()
    shapes: dict[str, int] = {}
    for name, size, count in counted.iter_rows():
        place = f"{name} {next((border for border in LENGTHS if size <= border), LONG)}"
        shapes[place] = shapes.get(place, 0) + int(count)
    return shapes
