"""Figures from checks by people: intervals that hold what they promise, curves that never fall, agreement beyond chance."""

from __future__ import annotations

import itertools
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bole.core.linkage.estimation import (
    Knot,
    Stratum,
    agreement,
    chance_distance,
    estimate,
    isotonic,
    learn,
    nearest_knot,
    probability_at,
    total_variation,
    wilson,
)

KNOTS = (Knot(0, 0.2, 10), Knot(4, 0.7, 10), Knot(8, 0.95, 10))
SHARES = st.floats(0, 1)


def test_wilsons_interval_as_published():
    """Newcombe 1998, table I: 81 of 263 gives 0.2553 to 0.3662; 0 of 20 gives 0 to 0.1611; 1 of 29: 0.0061 to 0.1718."""
    for hits, trials, low, high in ((81, 263, 0.2553, 0.3662), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)):
        found = wilson(hits, trials)
        assert (round(found.low, 4), round(found.high, 4)) == (low, high)
    assert wilson(0, 0) is None


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(SHARES, st.integers(1, 50)), min_size=1, max_size=12))
def test_the_isotonic_sequence_rises_keeps_the_mean_and_leaves_rising_ones_alone(points):
    values, counts = [value for value, _ in points], [count for _, count in points]
    found = isotonic(values, counts)
    assert all(low <= high + 1e-12 for low, high in itertools.pairwise(found))
    kept = sum(value * count for value, count in zip(found, counts, strict=True))
    assert kept == pytest.approx(sum(value * count for value, count in zip(values, counts, strict=True)))
    assert isotonic(sorted(values), counts) == pytest.approx(sorted(values))


@settings(max_examples=40, deadline=None)
@given(st.dictionaries(st.integers(0, 2), st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=3))
def test_the_learned_curve_never_falls(counts):
    seen = {place: (min(pair), max(pair)) for place, pair in counts.items()}
    knots = learn(KNOTS, seen)
    curve = [probability_at(knots, weight / 4) for weight in range(-20, 60)]
    assert all(0 <= low <= high + 1e-12 for low, high in itertools.pairwise(curve))
    assert curve[-1] <= 1


def test_many_checks_outweigh_what_was_shipped():
    learned = learn(KNOTS, {1: (10, 1000)})
    assert probability_at(learned, 4) < 0.03
    assert [nearest_knot(KNOTS, weight) for weight in (-9, 1.9, 2.1, 7, 99)] == [0, 0, 1, 2, 2]


def test_an_estimate_is_the_stratified_one_and_says_when_it_cannot_be_made():
    joined, weak, apart = Stratum(900, True, 90, 90), Stratum(100, True, 50, 40), Stratum(1000, False, 100, 5)
    found = estimate((joined, weak, apart))
    assert found.precision.value == pytest.approx((900 + 80) / 1000)
    assert found.recall.value == pytest.approx(980 / 1030)
    for interval in found:
        assert 0 <= interval.low <= interval.value <= interval.high <= 1
    assert estimate((joined, weak, apart)) == found
    assert estimate((joined, apart._replace(checked=0, matches=0))) is None
    assert estimate((apart,)) is None


def test_what_was_checked_whole_is_known():
    found = estimate((Stratum(40, True, 40, 38), Stratum(10, False, 10, 2)))
    assert found.precision == pytest.approx((0.95, 0.95, 0.95))
    assert found.recall == pytest.approx((0.95, 0.95, 0.95))


REGISTERS = (
    ((2000, True, 0.999), (500, True, 0.9), (300, False, 0.5), (2000, False, 0.02)),
    ((2000, True, 0.8), (500, True, 0.6), (300, False, 0.3), (800, False, 0.1)),
)


@pytest.mark.parametrize("register", REGISTERS)
def test_the_intervals_hold_the_truth_about_as_often_as_they_say(register):
    """Nominal 95 %; forty registers drawn and sampled, of which at least 34 must be covered (binomial: 0.1 % chance to fail)."""
    chance = random.Random(11)
    covered = [_covers(register, chance) for _ in range(40)]
    assert sum(precision for precision, _ in covered) >= 34
    assert sum(recall for _, recall in covered) >= 34


def _covers(register, chance) -> tuple[bool, bool]:
    """Draws a register, samples 40 pairs of each stratum, and looks whether both intervals hold the truth."""
    strata, truth = [], []
    for size, linked, share in register:
        pairs = [chance.random() < share for _ in range(size)]
        seen = chance.sample(pairs, 40)
        strata.append(Stratum(size, linked, 40, sum(seen)))
        truth.append((size, linked, sum(pairs)))
    right = sum(matches for _, linked, matches in truth if linked)
    precision = right / sum(size for size, linked, _ in truth if linked)
    recall = right / sum(matches for _, _, matches in truth)
    found = estimate(tuple(strata))
    return (
        found.precision.low <= precision <= found.precision.high,
        found.recall.low <= recall <= found.recall.high,
    )


def test_agreement_beyond_chance():
    """Cohen 1960: 20 + 15 of 50 agree, by chance half would: kappa 0.4."""
    pairs = [("y", "y")] * 20 + [("y", "n")] * 5 + [("n", "y")] * 10 + [("n", "n")] * 15
    found = agreement(pairs)
    assert (found.pairs, found.agreed) == (50, 35)
    assert found.kappa == pytest.approx(0.4)
    assert agreement([("y", "y")] * 5).kappa is None
    assert agreement([]) == (0, 0, None)


def test_distributions_apart_and_what_chance_does():
    assert total_variation({"a": 1.0}, {"b": 1.0}) == 1
    assert total_variation({"a": 0.5, "b": 0.5}, {"a": 0.5, "b": 0.5}) == 0
    even = dict.fromkeys("abcd", 0.25)
    chance = random.Random(3)
    for n, m in ((60, 80), (400, 5000)):
        drawn = [{key: chance.choices("abcd", k=size).count(key) / size for key in even} for size in (n, m)]
        assert total_variation(*drawn) < chance_distance(even, n, m)
    assert chance_distance(even, 60, 60) > chance_distance(even, 6000, 6000)
