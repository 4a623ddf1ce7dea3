"""What is compared: every output and condition of every policy for people that every engine can express, and answers made alike."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import polars as pl

from bench.rules.lowering import Scope
from bench.rules.people import plain_column
from bench.rules.plain import Beyond, Num, Plain, Value
from bole.core.rules import RuleSet, rules_of
from bole.core.rules.outputs import outputs
from bole.core.vocabulary import Subject, load_folder

ROOT = Path(__file__).resolve().parents[2]
ON = dt.date(2022, 5, 1)


@cache
def county() -> RuleSet:
    """The shipped rules."""
    return rules_of(load_folder(ROOT / "packs" / "anji"))


@dataclass
class Asked:
    """Operations by column: of the lean run, and with all conditions. `left_out`: what no column of 64 bits holds."""

    lean: Mapping[str, Value]
    masks: Mapping[str, Value]
    left_out: list[str] = field(default_factory=list)


def asked(rules: RuleSet, frame: pl.DataFrame, subject: Subject = "person") -> Asked:
    """What the peers are given."""
    compiled = rules.programs[subject]
    scope = Scope(Plain(compiled.program, frame, ON), ())
    left_out: list[str] = []
    found: list[dict[str, Value]] = [{}, {}]
    for place, masks in enumerate((False, True)):
        for name, node in outputs(compiled, masks):
            try:
                found[place][name] = scope.of(node)
            except Beyond:
                left_out.append(name)
    return Asked(*found, list(dict.fromkeys(left_out)))


def alike(made: pl.DataFrame, wanted: Mapping[str, Value], *, own: bool) -> pl.DataFrame:
    """Answers in one form: Boolean, String, dates as 20220501, whole numbers over the denominator of `wanted` (`own`: not yet)."""
    columns = []
    for name, value in wanted.items():
        column, bottom = plain_column(made[name]), value.bottom if isinstance(value, Num) else 1
        if isinstance(column.dtype, pl.Categorical):
            column = column.cast(pl.String)
        if isinstance(bottom, int) and own and column.dtype != pl.Boolean and column.dtype != pl.String:
            column = _over(column, bottom)
        if column.dtype.is_numeric():
            column = column.cast(pl.Int64)
        columns.append(column.alias(name))
    return pl.DataFrame(columns)


def _over(column: pl.Series, bottom: int) -> pl.Series:
    """An exact number over this denominator; one that does not fit becomes the largest number there is."""
    if not isinstance(column.dtype, pl.Struct):
        return column.cast(pl.Int64) * bottom
    parts = column.struct.unnest()
    top, below = (pl.col(name).cast(pl.Int128) for name in ("numerator", "denominator"))
    whole = top * pl.lit(bottom, dtype=pl.Int128)
    exact = pl.when(whole % below == 0).then(whole // below).otherwise(pl.lit(2**63 - 1, dtype=pl.Int128))
    return parts.select(pl.when(top.is_not_null()).then(exact)).to_series()


def digest(made: pl.DataFrame) -> str:
    """SHA-256 over names, values and unknowns of all columns."""
    found = hashlib.sha256()
    places = pl.int_range(made.height, eager=True)
    for column in made:
        whole = io.BytesIO()
        blank = {pl.Boolean: False, pl.String: ""}.get(column.dtype, 0)  # type: ignore[call-overload]
        own = column.rechunk().gather(places)  # nothing is left of where it was cut from
        parts = pl.DataFrame({"value": own.fill_null(blank), "known": own.is_not_null()})
        parts.write_ipc(whole, compression="uncompressed", compat_level=pl.CompatLevel.oldest())
        found.update(column.name.encode() + b"\n" + whole.getvalue())
    return found.hexdigest()


def differences(one: pl.DataFrame, other: pl.DataFrame) -> dict[str, int]:
    """By column: how many values differ; unknown equals unknown only."""
    found = {name: int(one[name].ne_missing(other[name]).sum()) for name in other.columns}
    return {name: count for name, count in found.items() if count}
