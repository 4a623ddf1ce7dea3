"""What a comparison comes to: sums and counts alone, nobody in them. Money in 分; lists by year run along `Comparison.years`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any, Literal

Side = Literal["base", "reform"]
SIDES: tuple[Side, ...] = ("base", "reform")
BANDS = (100_000, 1_000_000, 5_000_000, 10_000_000, 50_000_000)
"""Upper ends, in 分: a thousand yuan, ten thousand, fifty thousand, a hundred thousand, half a million."""


@dataclass(frozen=True)
class Spending:
    """`certain`: to those who surely are due a known amount. `possible`: where all that is unknown turned out well."""

    certain: list[int]
    possible: list[int]


@dataclass(frozen=True)
class Cost:
    base: Spending
    reform: Spending


@dataclass(frozen=True)
class People:
    """`eligible`: surely. `unpriced`: of these, those whose amount is not known. `open`: not known. `waiting`: condition to those whom
    it leaves open."""

    eligible: int = 0
    unpriced: int = 0
    open: int = 0
    waiting: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class PolicyFigures:
    """`alone`: as if there were no groups. `kept`: what is left in everybody's best lawful combination. `later`: instalments after
    the years. `turned`: people by what they were and become (eligibility, level; for points lower, higher, equal)."""

    policy: str
    changed: bool
    money: bool
    alone: Cost
    kept: Cost
    later: Cost
    base: People
    reform: People
    turned: dict[str, dict[str, int]]


@dataclass(frozen=True)
class Band:
    """How many people by how much, `least` < amount <= `most` (None: open)."""

    least: int
    most: int | None
    people: int
    amount: int


@dataclass(frozen=True)
class Move:
    """Who gains (or loses) over all years, with certainty. `entirely`: who had nothing before (has nothing any more)."""

    people: int
    amount: int
    entirely: int
    bands: list[Band]


@dataclass(frozen=True)
class GroupFigures:
    """The same for people of one class, township or industry; `key` "" where it is not known."""

    key: str
    cost: Cost
    gain_people: int
    gain: int
    lose_people: int
    lose: int


@dataclass(frozen=True)
class Comparison:
    """`total`: all affected policies together, in everybody's best lawful combination. `newly_possible`: who surely gets nothing more,
    but may; `forward`: policies whose coming version is taken to hold already (`assuming`); `pairs`: gains and losses by two traits. `checked`: people decided again by the reference, `differences` found."""

    subject: str
    on: date
    start: date
    turns: list[date]
    years: list[int]
    people: int
    changed: list[str]
    forward: list[str]
    total: Cost
    later: Cost
    policies: list[PolicyFigures]
    groups: dict[str, list[GroupFigures]]
    gain: Move
    lose: Move
    unchanged: int
    newly_possible: int
    no_longer_possible: int
    pairs: list[dict[str, Any]] = field(default_factory=list)
    checked: int = 0
    differences: list[str] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """Plain values; days in ISO form."""
        plain: dict[str, Any] = _plain(asdict(self))
        return plain


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(key): _plain(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value]
    return value.isoformat() if isinstance(value, date) else value
