"""Where the sum of the weights is not believed: other names without an equal document, and name and employer alone.

Weights are added as if the comparisons were independent of each other. They are not: colleagues share an employer's year of birth,
families a telephone, and people of one name work in one large firm (research note on linkage, section 7, "never automatic").
"""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from bole.people.sources.scoring.comparisons import COMPARISONS, NULL, PLACES
from bole.people.sources.scoring.model import Model


def doubted(weight: pl.Expr, other_name: pl.Expr, employer_alone: pl.Expr, model: Model) -> pl.Expr:
    """The weight that counts, where `has_other_name` or `only_employer` holds of the pattern."""
    capped = pl.min_horizontal(weight, pl.lit(model.doubts.other_name))
    lowered = weight + model.doubts.only_employer
    return pl.when(other_name).then(capped).when(employer_alone).then(lowered).otherwise(weight)


def has_other_name(pattern: pl.Expr) -> pl.Expr:
    """Names that differ, and neither an equal passport nor, for a name in foreign letters, an equal number."""
    differ = _at(pattern, "name", ("given", "script", "surname", "different"))
    foreign = _at(pattern, "number", ("equal",)) & _at(pattern, "name", ("given", "script"))
    return differ & ~_at(pattern, "passport", ("equal",)) & ~foreign


def only_employer(pattern: pl.Expr) -> pl.Expr:
    """No document, date or telephone speaks for the pair: name and employer alone do."""
    return (
        _at(pattern, "number", ("unproved", "different"), unknown=True)
        & _at(pattern, "passport", ("different",), unknown=True)
        & _at(pattern, "born", ("different",), unknown=True)
        & _at(pattern, "phone", ("different",), unknown=True)
    )


def _at(pattern: pl.Expr, key: str, levels: Iterable[str], *, unknown: bool = False) -> pl.Expr:
    """Whether the letter of a comparison is one of these levels (or unknown)."""
    comparison = COMPARISONS[PLACES[key]]
    letters = [comparison.letter(level) for level in levels] + ([NULL] if unknown else [])
    return pattern.str.slice(PLACES[key], 1).is_in(letters)
