"""Why a pair weighs what it weighs, step by step."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, NamedTuple

import polars as pl

from bole.people.sources.scoring.comparisons import COMPARISONS, Comparison, Level, _
from bole.people.sources.scoring.doubts import has_other_name, only_employer
from bole.people.sources.scoring.model import Model

PRIOR = "prior"
DOUBT = "doubt"


class Step(NamedTuple):
    """`label`: a text of the catalogue with `%(count)s` where a frequency speaks: how many rows of the register have the value."""

    comparison: str
    label: str
    weight: float
    count: int | None = None


def explain(model: Model, pattern: str, values: Mapping[str, Any]) -> list[Step]:
    """The steps of a pair's weight; they sum to it (to rounding). `values`: the shared value of each term (name, phone, employer
    as `features` have them) where the two sides are equal in it."""
    steps = [Step(PRIOR, _("两条随便取的记录是同一人的可能"), math.log2(model.prior / (1 - model.prior)))]
    steps += [_step(model, comparison, letter, values) for comparison, letter in zip(COMPARISONS, pattern, strict=True)]
    return steps + _doubt(model, pattern, sum(step.weight for step in steps))


def agreeing(model: Model, pattern: str) -> list[str]:
    """The labels of what speaks for a pair, as texts of the catalogue."""
    found = zip(COMPARISONS, pattern, strict=True)
    levels = [comparison.level(letter) for comparison, letter in found if model.letters(comparison)[letter] > 1]
    return [level.label for level in levels if level]


def _step(model: Model, comparison: Comparison, letter: str, values: Mapping[str, Any]) -> Step:
    level = comparison.level(letter)
    if level is None:
        return Step(comparison.key, comparison.unknown_label, 0.0)
    weight = model.letters(comparison)[letter]
    if not level.term or values.get(level.term) is None:
        return Step(comparison.key, level.label, weight)
    return _with_frequency(model, comparison, level, weight, values[level.term])


def _with_frequency(model: Model, comparison: Comparison, level: Level, weight: float, value: Any) -> Step:
    """Splink's adjustment: the value's own share instead of the share of an average value."""
    share = model.share(level.term, value)
    adjusted = weight + math.log2(model.levels[comparison.key][level.key][1] / share)
    listed = value in model.terms.shares.get(level.term, {})
    return Step(comparison.key, level.label, adjusted, round(share * model.terms.rows) if listed else None)


def _doubt(model: Model, pattern: str, total: float) -> list[Step]:
    frame = pl.DataFrame({"pattern": [pattern]}).select(
        other=has_other_name(pl.col("pattern")), employer=only_employer(pl.col("pattern"))
    )
    other, employer = frame.row(0)
    if other and total > model.doubts.other_name:
        return [Step(DOUBT, _("姓名不符,又没有相同的证件,不自动归并"), model.doubts.other_name - total)]
    if employer and not other:
        return [Step(DOUBT, _("只有姓名和单位能对上,从严"), model.doubts.only_employer)]
    return []
