"""Constrained greedy clustering over scored edges.

Edges are taken from the strongest to the weakest. A union that would put two different valid identity numbers, or a pair that
somebody declared different, into one cluster is refused and reported. The result depends on the set of edges alone, not on
their order, and decomposes over the connected components of the edges: what no new edge touches need not be computed again.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

Pair = tuple[int, int]
ScoredPair = tuple[int, int, float]
Reason = Literal["different_ids", "different_names", "declared_different"]


class NameKey(NamedTuple):
    """What the guard compares when two records carry the same valid number: a copied-down number shows here."""

    surname: str
    pinyin: str
    latin: bool


class Conflict(NamedTuple):
    """An edge that was refused although it scored: a question for a person."""

    left: int
    right: int
    weight: float
    reason: Reason


@dataclass(frozen=True, slots=True)
class Clustering:
    """`members` maps every record to its cluster, named by its smallest record; `weakest` is the weakest edge holding a cluster."""

    members: dict[int, int]
    weakest: dict[int, float]
    conflicts: tuple[Conflict, ...]


def cluster(
    edges: Iterable[ScoredPair],
    valid_ids: Mapping[int, Hashable],
    must_link: Iterable[Pair] = (),
    cannot_link: Iterable[Pair] = (),
    *,
    records: Iterable[int] = (),
    names: Mapping[int, NameKey] | None = None,
) -> Clustering:
    """Joins records (any integers) into clusters.

    `edges`: (left, right, weight), a larger weight is better evidence. `valid_ids`: checksum-valid number (or its index) per
    record; two different ones never share a cluster, not even by `must_link`. `names`: with it, the same valid number under a
    different surname and a different pinyin is a conflict. `records` that no edge touches become clusters of their own.
    """
    forest = _Forest(valid_ids, cannot_link)
    conflicts: list[Conflict] = []
    guard = names or {}
    for left, right in sorted(_ordered(must_link)):
        if reason := forest.join(left, right, None):
            conflicts.append(Conflict(left, right, float("inf"), reason))
    for left, right, weight in _strongest_first(edges):
        if guard and _name_differs(left, right, valid_ids, guard):
            conflicts.append(Conflict(left, right, weight, "different_names"))
        elif reason := forest.join(left, right, weight):
            conflicts.append(Conflict(left, right, weight, reason))
    return Clustering(forest.members(records), forest.weakest, tuple(conflicts))


def components(pairs: Iterable[Pair]) -> dict[int, int]:
    """Connected components without constraints: record to the smallest record of its component."""
    forest = _Forest({}, ())
    for left, right in pairs:
        forest.join(left, right, None)
    return forest.members(())


def _ordered(pairs: Iterable[Pair]) -> list[Pair]:
    return [(left, right) if left < right else (right, left) for left, right in pairs]


def _strongest_first(edges: Iterable[ScoredPair]) -> list[ScoredPair]:
    ordered = [(left, right, weight) if left < right else (right, left, weight) for left, right, weight in edges]
    ordered.sort(key=lambda edge: (-edge[2], edge[0], edge[1]))
    return ordered


def _name_differs(left: int, right: int, valid_ids: Mapping[int, Hashable], names: Mapping[int, NameKey]) -> bool:
    number = valid_ids.get(left)
    if number is None or number != valid_ids.get(right):
        return False
    one, other = names.get(left), names.get(right)
    if one is None or other is None or one.latin or other.latin or not one.surname or not other.surname:
        return False
    return one.surname != other.surname and one.pinyin != other.pinyin


@dataclass
class _Forest:
    """Union-find whose roots carry the cluster's valid number and the records it must not meet."""

    valid_ids: Mapping[int, Hashable]
    cannot_link: Iterable[Pair]
    parent: dict[int, int] = field(default_factory=dict)
    numbers: dict[int, Hashable] = field(default_factory=dict)
    barred: dict[int, set[int]] = field(default_factory=dict)
    weakest: dict[int, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for left, right in self.cannot_link:
            self.barred.setdefault(left, set()).add(right)
            self.barred.setdefault(right, set()).add(left)

    def find(self, record: int) -> int:
        """The cluster of a record; a record nobody joined yet is its own (and is not remembered)."""
        parent = self.parent
        root = parent.get(record, record)
        while root != record:
            grand = parent.get(root, root)
            parent[record] = grand
            record, root = grand, parent.get(grand, grand)
        return root

    def join(self, left: int, right: int, weight: float | None) -> Reason | None:
        """Unites two clusters or says why not."""
        self.parent.setdefault(left, left)
        self.parent.setdefault(right, right)
        left, right = self.find(left), self.find(right)
        if left == right:
            return None
        if left > right:
            left, right = right, left
        number = self.numbers.get(left, self.valid_ids.get(left))
        other = self.numbers.get(right, self.valid_ids.get(right))
        if number is not None and other is not None and number != other:
            return "different_ids"
        if self.barred and self._is_barred(left, right):
            return "declared_different"
        self.parent[right] = left
        if number is None and other is not None:
            self.numbers[left] = other
        if right in self.barred:
            self.barred.setdefault(left, set()).update(self.barred.pop(right))
        self._note_weight(left, right, weight)
        return None

    def _is_barred(self, left: int, right: int) -> bool:
        return any(self.find(record) == right for record in self.barred.get(left, ()))

    def _note_weight(self, left: int, right: int, weight: float | None) -> None:
        known = [
            found for found in (self.weakest.get(left), self.weakest.pop(right, None), weight) if found is not None
        ]
        if known:
            self.weakest[left] = min(known)

    def members(self, records: Iterable[int]) -> dict[int, int]:
        for record in records:
            self.parent.setdefault(record, record)
        return {record: self.find(record) for record in list(self.parent)}
