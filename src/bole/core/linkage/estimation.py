"""What checks by people say about linkage: shares with intervals, calibrated probabilities, precision and recall of a stratified
sample, agreement of two people, distance of two distributions.

Simulations run from a fixed seed: the same checks give the same figures.
"""

from __future__ import annotations

import math
import random
from bisect import bisect_right
from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

Z95 = 1.959964
DRAWS = 2000
SEED = 20260101


class Interval(NamedTuple):
    """A share with its 95 % interval, all within 0..1."""

    value: float
    low: float
    high: float


def wilson(hits: float, trials: float) -> Interval | None:
    """Share of hits with Wilson's score interval (Wilson 1927); None without trials."""
    if trials <= 0:
        return None
    share, spread = hits / trials, Z95 * Z95 / trials
    centre = (share + spread / 2) / (1 + spread)
    half = math.sqrt(spread * (share * (1 - share) + spread / 4)) / (1 + spread)
    return Interval(share, max(0.0, min(share, centre - half)), min(1.0, max(share, centre + half)))


def isotonic(values: Sequence[float], counts: Sequence[float]) -> list[float]:
    """The nearest rising sequence under least squares weighted by `counts` (pool adjacent violators; Barlow et al. 1972)."""
    blocks: list[tuple[float, float, int]] = []
    for value, count in zip(values, counts, strict=True):
        blocks.append((value, count, 1))
        while len(blocks) > 1 and blocks[-2][0] >= blocks[-1][0]:
            (low, n, size), (high, m, more) = blocks[-2:]
            total = n + m
            mean = (low * n + high * m) / total if total else (low + high) / 2
            blocks[-2:] = [(mean, total, size + more)]
    return [value for value, _count, size in blocks for _ in range(size)]


class Knot(NamedTuple):
    """At this weight a pair is one person with this probability; `checks`: how many checked pairs that is worth."""

    weight: float
    probability: float
    checks: float


def nearest_knot(knots: Sequence[Knot], weight: float) -> int:
    """The place of the knot to which a pair of this weight counts: borders lie half-way between knots."""
    return bisect_right([(low.weight + high.weight) / 2 for low, high in pairwise(knots)], weight)


def learn(prior: Sequence[Knot], seen: Mapping[int, tuple[int, int]]) -> tuple[Knot, ...]:
    """The prior curve after checks: `seen` holds (matches, checked) by place of the knot. The result never falls with the weight."""
    pooled = [
        (knot.probability * knot.checks + seen.get(place, (0, 0))[0], knot.checks + seen.get(place, (0, 0))[1])
        for place, knot in enumerate(prior)
    ]
    shares = [hits / count if count else knot.probability for (hits, count), knot in zip(pooled, prior, strict=True)]
    rising = isotonic(shares, [count for _, count in pooled])
    return tuple(Knot(knot.weight, share, count) for knot, share, (_, count) in zip(prior, rising, pooled, strict=True))


def probability_at(knots: Sequence[Knot], weight: float) -> float:
    """Linear between knots, level beyond them."""
    place = bisect_right([knot.weight for knot in knots], weight)
    if place in (0, len(knots)):
        return knots[min(place, len(knots) - 1)].probability
    low, high = knots[place - 1], knots[place]
    return low.probability + (high.probability - low.probability) * (weight - low.weight) / (high.weight - low.weight)


class Stratum(NamedTuple):
    """Pairs of one kind: how many there are, whether the register has joined them, how many were checked, how many of those match."""

    size: int
    linked: bool
    checked: int
    matches: int


class Estimate(NamedTuple):
    precision: Interval
    recall: Interval


@lru_cache(maxsize=64)
def estimate(strata: tuple[Stratum, ...]) -> Estimate | None:
    """Precision and recall over the pairs of all strata; None while a stratum with pairs has none checked.

    The values are the stratified estimators. The intervals come from draws of the matches of each stratum out of its posterior
    under Jeffreys' prior, what was checked itself being known. Recall knows nothing of pairs outside the strata.
    """
    found = [stratum for stratum in strata if stratum.size]
    if any(not stratum.checked for stratum in found) or not any(stratum.linked for stratum in found):
        return None
    chance = random.Random(SEED)  # noqa: S311 - a simulation
    drawn = sorted(_shares(found, [_matches(stratum, chance) for stratum in found]) for _ in range(DRAWS))
    precision, recall = _shares(found, [stratum.size * stratum.matches / stratum.checked for stratum in found])
    return Estimate(
        _interval(precision, [share for share, _ in drawn]), _interval(recall, sorted(share for _, share in drawn))
    )


def _matches(stratum: Stratum, chance: random.Random) -> float:
    """A draw of how many pairs of the stratum match."""
    missed, open_pairs = stratum.checked - stratum.matches, stratum.size - stratum.checked
    share = chance.betavariate(stratum.matches + 0.5, missed + 0.5)
    drawn = chance.gauss(share * open_pairs, math.sqrt(open_pairs * share * (1 - share))) if open_pairs else 0.0
    return stratum.matches + min(max(drawn, 0.0), float(open_pairs))


def _shares(strata: Sequence[Stratum], matches: Sequence[float]) -> tuple[float, float]:
    joined = sum(stratum.size for stratum in strata if stratum.linked)
    right = sum(count for stratum, count in zip(strata, matches, strict=True) if stratum.linked)
    true = sum(matches)
    return right / joined, (right / true if true else 1.0)


def _interval(value: float, ordered: Sequence[float]) -> Interval:
    low, high = ordered[round(len(ordered) * 0.025)], ordered[round(len(ordered) * 0.975) - 1]
    return Interval(value, min(low, value), max(high, value))


class Agreement(NamedTuple):
    """Two people on the same pairs. `kappa` (Cohen 1960) is None where chance alone would agree always."""

    pairs: int
    agreed: int
    kappa: float | None


def agreement(verdicts: Sequence[tuple[Hashable, Hashable]]) -> Agreement:
    pairs = len(verdicts)
    agreed = sum(first == second for first, second in verdicts)
    if not pairs:
        return Agreement(0, 0, None)
    firsts, seconds = Counter(first for first, _ in verdicts), Counter(second for _, second in verdicts)
    by_chance = sum(count * seconds[verdict] for verdict, count in firsts.items()) / pairs**2
    return Agreement(pairs, agreed, None if by_chance == 1 else (agreed / pairs - by_chance) / (1 - by_chance))


def total_variation(before: Mapping[str, float], after: Mapping[str, float]) -> float:
    """Half the sum of differences of two distributions of shares: 0 the same, 1 nothing in common."""
    return sum(abs(before.get(key, 0.0) - after.get(key, 0.0)) for key in before.keys() | after.keys()) / 2


def chance_distance(shares: Mapping[str, float], before: int, after: int) -> float:
    """A total variation that two samples of these sizes out of one population with these shares rarely exceed (three standard
    deviations of every share at once): small files differ without anything having changed."""
    if not before or not after:
        return 1.0
    deviations = sum(math.sqrt(share * (1 - share)) for share in shares.values() if 0 < share < 1)
    return min(1.0, 1.5 * deviations * math.sqrt(1 / before + 1 / after))
