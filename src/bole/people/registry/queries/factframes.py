"""Facts of many subjects as columns, in the form that rules over tables take (`core.rules.engines.frames.profiles`).

Sparse: a fact costs what is known of it, not what could be. Each value is read as the rules' own readers read it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from bole.core.vocabulary import Fact, Subject, Vocabulary

if TYPE_CHECKING:
    import polars as pl

Profile = Mapping[str, Any]


def own_facts(vocabulary: Vocabulary, subject: Subject) -> dict[str, Fact]:
    """The facts of one kind of subject by key, without the paths to others."""
    return {key: fact for key, fact in vocabulary.facts.items() if fact.subject == subject and fact.kind != "path"}


def columns_of(profiles: Iterable[Profile], facts: Mapping[str, Fact], subject: Subject) -> list[pl.Series]:
    """One column per fact of which anything is known, in the order of the profiles. A fact without a column is unknown of all.

    A number that no column holds (more than 64 bits, a fraction without end) is unknown.
    """
    held: dict[str, tuple[list[int], list[Any]]] = {key: ([], []) for key in facts}
    count = 0
    for profile in profiles:
        for key, value in profile.items():
            found = held.get(key)
            if found is not None:
                found[0].append(count)
                found[1].append(value)
        count += 1
    return [_placed(facts[key], subject, *found, count) for key, found in held.items() if found[0]]


def _placed(fact: Fact, subject: Subject, places: list[int], values: list[Any], count: int) -> pl.Series:
    """What is known, in the rows of those of whom it is."""
    import polars as pl

    known = _read(fact, subject, values)
    if len(places) == count:
        return known
    row = pl.repeat(None, count, dtype=pl.UInt32, eager=True).scatter(places, range(len(places)))
    return known.gather(row)


def _read(fact: Fact, subject: Subject, values: list[Any]) -> pl.Series:
    from bole.core.rules.engines.frames import frame_of

    words = Vocabulary({fact.key: fact})
    try:
        return frame_of([{fact.key: value} for value in values], words, subject)[fact.key]
    except OverflowError:
        fitting = [value if _fits(fact, words, subject, value) else None for value in values]
        return frame_of([{fact.key: value} for value in fitting], words, subject)[fact.key]


def _fits(fact: Fact, words: Vocabulary, subject: Subject, value: Any) -> bool:
    from bole.core.rules.engines.frames import frame_of

    try:
        frame_of([{fact.key: value}], words, subject)
    except OverflowError:
        return False
    return True


def organisation_profile(
    uscc: str, facts: Profile, series: Mapping[str, Profile], own: Mapping[str, Fact]
) -> dict[str, Any]:
    """A firm as rules read one: its facts, its yearly figures as the series they belong to, its code."""
    made: dict[str, Any] = {**facts, "uscc": uscc}
    for key, fact in own.items():
        if fact.kind == "series" and series:
            names = {column.key for column in fact.columns} - {"year"}
            rows = [{"year": int(year), **_part(figures, names)} for year, figures in series.items()]
            rows = [row for row in rows if len(row) > 1]
            if rows:
                made[key] = rows
    return made


def _part(figures: Profile, names: set[str]) -> dict[str, Any]:
    return {name: value for name, value in figures.items() if name in names and value is not None}
