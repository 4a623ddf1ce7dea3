"""Profiles as a frame, and a frame's rows as profiles: both ways mean the same to both back ends.

One row per subject. A scalar is a column by fact key, one of a related subject by dotted path (`employer.is_above_scale`), a record set a
column of List(Struct). Null is unknown: also for a fact with a formula, which is then computed. A Boolean column by the path itself
(`employer`) tells whether the related subject is known; without it, it is where one of its columns is. Money Int64 in 分, integers Int64,
decimals and percents (points) Decimal, months and codes String. Numbers that no such column holds are refused, floats are read as they print.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

import polars as pl

from bole.core.rules.engines.frames.columns import dotted
from bole.core.rules.language.values import READERS
from bole.core.vocabulary import Column, Fact, Subject, Vocabulary

Profile = Mapping[str, Any]


def frame_of(
    profiles: Iterable[Profile], vocabulary: Vocabulary, subject: Subject = "person", paths: Sequence[str] = ()
) -> pl.DataFrame:
    """The frame of these profiles, in their order. `paths`: relations to follow (`employer`, `spouse.employer`).

    Raises:
        OverflowError: a whole number beyond 64 bits, a decimal beyond 38 digits or that is none (one third).
    """
    rows = list(profiles)
    made = [_series(rows, fact, fact.key) for fact in _own(vocabulary, subject)]
    for path in paths:
        keys = tuple(path.split("."))
        owner, related = _follow(vocabulary, subject, keys), [_related(row, keys) for row in rows]
        made.append(pl.Series(path, [one is not None for one in related], dtype=pl.Boolean))
        made += [
            _series([one or {} for one in related], fact, dotted(keys, fact.key)) for fact in _own(vocabulary, owner)
        ]
    return pl.DataFrame(made)


def _own(vocabulary: Vocabulary, subject: Subject) -> list[Fact]:
    return [fact for fact in vocabulary.facts.values() if fact.subject == subject and fact.kind != "path"]


def _follow(vocabulary: Vocabulary, subject: Subject, keys: Sequence[str]) -> Subject:
    for key in keys:
        fact = vocabulary.facts[key]
        if fact.kind != "path" or fact.subject != subject:
            raise ValueError(f"{dotted(tuple(keys))!r} is no path of {subject}")
        subject = fact.path  # type: ignore[assignment]
    return subject


def _related(row: Profile, keys: Sequence[str]) -> Profile | None:
    for key in keys:
        found = row.get(key)
        if not isinstance(found, Mapping):
            return None
        row = found
    return row


def _series(rows: Sequence[Profile], fact: Fact, name: str) -> pl.Series:
    if fact.kind == "scalar":
        return _scalars(name, fact, [row.get(fact.key) for row in rows])
    sets = [row.get(fact.key) for row in rows]
    lists = [one if isinstance(one, list | tuple) else None for one in sets]
    flat = [one for rows in lists if rows for one in rows]
    inner = pl.DataFrame([_scalars(each.key, each, [one.get(each.key) for one in flat]) for each in fact.columns])
    return _grouped(name, inner, [None if one is None else len(one) for one in lists])


def _grouped(name: str, inner: pl.DataFrame, sizes: Sequence[int | None]) -> pl.Series:
    """Rows put back into lists of these lengths."""
    structs = inner.to_struct("rows")
    place = [row for row, size in enumerate(sizes) for _ in range(size or 0)]
    lists = pl.DataFrame({"row": pl.Series(place, dtype=pl.Int64), "rows": structs}).group_by("row").agg("rows")
    every = pl.DataFrame(
        {"row": pl.Series(range(len(sizes)), dtype=pl.Int64), "size": pl.Series(sizes, dtype=pl.Int64)}
    )
    empty = pl.lit([], dtype=pl.List(structs.dtype))
    found = every.join(lists, on="row", how="left", maintain_order="left")
    return found.select(pl.when(pl.col("size") == 0).then(empty).otherwise("rows").alias(name)).to_series()


def _scalars(name: str, thing: Fact | Column, raw: Sequence[Any]) -> pl.Series:
    kind = thing.type or "text"
    if kind in ("decimal", "percent"):
        return _decimals(name, [READERS["decimal"](value) for value in raw])
    values = [READERS[kind](value) for value in raw]
    dtype = {"boolean": pl.Boolean, "integer": pl.Int64, "money": pl.Int64, "date": pl.Date}.get(kind, pl.String)
    if dtype == pl.Int64 and any(value is not None and not -(2**63) <= value < 2**63 for value in values):
        raise OverflowError(f"{name}: more than 64 bits")
    return pl.Series(name, values, dtype=dtype, strict=True)


def _decimals(name: str, values: Sequence[Fraction | None]) -> pl.Series:
    """Decimals of the fewest places that hold them all."""
    places = max((_places(value) for value in values if value is not None), default=0)
    wholes = [None if value is None else int(value * 10**places) for value in values]
    if any(whole is not None and abs(whole) >= 10**38 for whole in wholes):
        raise OverflowError(f"{name}: more than 38 digits")
    exact = [None if whole is None else Decimal(f"{whole}E-{places}") for whole in wholes]
    return pl.Series(name, exact, dtype=pl.Decimal(38, places))


def _places(value: Fraction) -> int:
    """Digits behind the point."""
    below, places = value.denominator, 0
    while below % 10 == 0:
        below, places = below // 10, places + 1
    for factor in (2, 5):
        while below % factor == 0:
            below, places = below // factor, places + 1
    if below != 1 or places > 38:
        raise OverflowError(f"{value} is no decimal of 38 digits")
    return places


def profiles_of(frame: pl.DataFrame) -> Iterator[dict[str, Any]]:
    """The rows of a frame as profiles: null is absent."""
    for row in frame.iter_rows(named=True):
        yield _nested(row)


def _nested(row: Mapping[str, Any]) -> dict[str, Any]:
    made: dict[str, Any] = {}
    paths = {name.rpartition(".")[0] for name in row if "." in name}
    for name, value in row.items():
        if name in paths:
            if value:
                _place(made, name.split("."))
        elif value is not None:
            *path, key = name.split(".")
            if all(row.get(dotted(tuple(path[: end + 1])), True) for end in range(len(path))):
                _place(made, path)[key] = _kept(value)
    return made


def _kept(value: Any) -> Any:
    if isinstance(value, list):
        return [{key: part for key, part in (one or {}).items() if part is not None} for one in value]
    return value


def _place(made: dict[str, Any], path: Sequence[str]) -> dict[str, Any]:
    for key in path:
        made = made.setdefault(key, {})
    return made
