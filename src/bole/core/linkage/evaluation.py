"""How far clusters agree with the truth: pairs of rows rightly and wrongly together, persons met exactly, mixed clusters.

Works on cells: how many rows of one true person stand in one cluster. Precision, recall and F1 count pairs of rows, as record
linkage is usually measured; persons and clusters are counted beside them, since one mixed cluster pays the wrong person however
few pairs it holds.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable
from dataclasses import dataclass
from typing import NamedTuple


class Cell(NamedTuple):
    """`rows` rows of the true person `person` stand in `cluster`."""

    person: Hashable
    cluster: Hashable
    rows: int


@dataclass(frozen=True, slots=True)
class Scores:
    """Counts of one comparison. `right`: pairs of rows of one person in one cluster; `linked`: pairs in one cluster; `true`: pairs of
    one person. `exact`: persons whose rows are one cluster, alone; `mixed`: clusters with rows of several persons."""

    rows: int
    persons: int
    clusters: int
    right: int
    linked: int
    true: int
    exact: int
    mixed: int

    @property
    def precision(self) -> float:
        """Of the pairs put together, how many belong together; 1 where nothing was put together."""
        return self.right / self.linked if self.linked else 1.0

    @property
    def recall(self) -> float:
        """Of the pairs that belong together, how many are together; 1 where nothing belongs together."""
        return self.right / self.true if self.true else 1.0

    @property
    def f1(self) -> float:
        """The harmonic mean of the two."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0

    @property
    def exact_share(self) -> float:
        """The share of persons met exactly."""
        return self.exact / self.persons if self.persons else 1.0

    @property
    def mixed_share(self) -> float:
        """Mixed clusters per person."""
        return self.mixed / self.persons if self.persons else 0.0


def compare(cells: Iterable[Cell], group: Collection[Hashable] | None = None) -> Scores:
    """Scores of all cells, or as seen by the persons of a `group`.

    Of a group count: its persons, their rows, the clusters that hold such rows, the true pairs of its persons, and every linked pair
    with at least one of its rows (so a stranger in the cluster of a twin is an error of the twins). Each (person, cluster) comes once.
    """
    tally = _Tally()
    for cell in (kept := list(cells)):
        tally.add(cell, group is None or cell.person in group)
    return tally.scores(kept)


class _Tally:
    """Sums by person and by cluster."""

    def __init__(self) -> None:
        self.rows_of: dict[Hashable, int] = {}
        self.parts_of: dict[Hashable, int] = {}
        self.held: dict[Hashable, list[int]] = {}  # cluster: rows, rows of the group, persons
        self.right = 0

    def add(self, cell: Cell, inside: bool) -> None:
        held = self.held.setdefault(cell.cluster, [0, 0, 0])
        held[0] += cell.rows
        held[2] += 1
        if inside:
            held[1] += cell.rows
            self.rows_of[cell.person] = self.rows_of.get(cell.person, 0) + cell.rows
            self.parts_of[cell.person] = self.parts_of.get(cell.person, 0) + 1
            self.right += _pairs(cell.rows)

    def scores(self, cells: Iterable[Cell]) -> Scores:
        touched = [held for held in self.held.values() if held[1]]
        whole = (cell for cell in cells if self.parts_of.get(cell.person) == 1)
        return Scores(
            rows=sum(self.rows_of.values()),
            persons=len(self.rows_of),
            clusters=len(touched),
            right=self.right,
            linked=sum(_pairs(rows) - _pairs(rows - own) for rows, own, _ in touched),
            true=sum(map(_pairs, self.rows_of.values())),
            exact=sum(self.held[cell.cluster][2] == 1 for cell in whole),
            mixed=sum(persons > 1 for _, _, persons in touched),
        )


def _pairs(rows: int) -> int:
    return rows * (rows - 1) // 2
