"""Scores of clusters against the truth, on counties small enough to count by hand."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bole.core.linkage import Cell, compare

CELLS = [
    Cell("an", 1, 3),  # whole, alone: exact
    Cell("bo", 2, 2),  # whole, but a stranger stands in the cluster
    Cell("chen", 2, 1),
    Cell("chen", 3, 2),  # in two clusters
    Cell("ding", 4, 1),  # one row
]


def test_counts_by_hand() -> None:
    scores = compare(CELLS)
    assert (scores.rows, scores.persons, scores.clusters) == (9, 4, 4)
    assert (scores.right, scores.linked, scores.true) == (3 + 1 + 1, 3 + 3 + 1, 3 + 1 + 3)
    assert (scores.precision, scores.recall) == (5 / 7, 5 / 7)
    assert scores.f1 == pytest.approx(5 / 7)
    assert (scores.exact, scores.exact_share) == (2, 0.5)
    assert (scores.mixed, scores.mixed_share) == (1, 0.25)


def test_a_group_answers_for_strangers_in_its_clusters() -> None:
    scores = compare(CELLS, {"chen", "nobody"})
    assert (scores.rows, scores.persons, scores.clusters) == (3, 1, 2)
    assert (scores.right, scores.linked, scores.true) == (1, 2 + 1, 3)
    assert (scores.exact, scores.mixed) == (0, 1)
    assert compare(CELLS, {"an"}).f1 == 1


def test_nothing_put_together_is_precise_and_finds_nothing() -> None:
    scores = compare([Cell("an", 1, 1), Cell("an", 2, 1)])
    assert (scores.precision, scores.recall, scores.f1, scores.exact) == (1.0, 0.0, 0.0, 0)
    assert compare([]).persons == 0


@settings(max_examples=60)
@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), max_size=25))
def test_pairs_are_those_of_counting_one_by_one(rows: list[tuple[int, int]]) -> None:
    cells = [Cell(*cell, rows.count(cell)) for cell in set(rows)]
    pairs = [(a, b) for place, a in enumerate(rows) for b in rows[:place]]
    for group in (None, {0, 3}):
        scores = compare(cells, group)
        inside = set(range(6)) if group is None else group
        touching = [(a, b) for a, b in pairs if a[0] in inside or b[0] in inside]
        assert scores.linked == sum(a[1] == b[1] for a, b in touching)
        assert scores.true == sum(a[0] == b[0] for a, b in touching)
        assert scores.right == sum(a == b for a, b in touching)
        persons = {person for person, _ in rows if person in inside}
        mates = {person: {cluster for p, cluster in rows if p == person} for person in persons}
        exact = sum(
            len(clusters) == 1 and all(p == person for p, c in rows if c in clusters)
            for person, clusters in mates.items()
        )
        assert scores.exact == exact
