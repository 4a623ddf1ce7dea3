"""Constrained greedy clustering over scored edges.

Edges are taken from the strongest to the weakest. Only edges from `limits.auto` on join; a union that would put two different valid
identity numbers, strangers under one number, or a pair that somebody declared different into one cluster is refused. What is
refused or too weak becomes a question, one per pair of final clusters, where a person could tell more than the machine.

The result depends on the set of edges alone, not on their order, and decomposes over the connected components of the edges from
`limits.review` on and the declared pairs: what no new edge touches need not be computed again.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

LONG = 4
"""Characters from which a Chinese name is most likely a minority one, written by sound and shortened in many ways."""
Pair = tuple[int, int]
ScoredPair = tuple[int, int, float, str]
Reason = Literal["band", "different_ids", "different_names", "big_component", "declared_different"]


class Traits(NamedTuple):
    """What stands on a record with an identity document. `number`: valid identity number, `passport`: passport number (or their
    indexes); `tokens`: the syllables of the name in alphabetical order, the one form that both scripts share."""

    number: Hashable | None = None
    passport: Hashable | None = None
    surname: str = ""
    given: str = ""
    pinyin: str = ""
    tokens: str = ""
    latin: bool = False
    birth: dt.date | None = None


class Limits(NamedTuple):
    """Weights from which edges join (`auto`), are asked about (`review`), and join holders of different passports (`renewed`).
    In a tangle of more than `component` records only equal documents join by themselves."""

    auto: float
    review: float
    renewed: float
    component: int


ANY = Limits(float("-inf"), float("-inf"), float("-inf"), 1 << 60)
"""Every edge joins that is not forbidden."""


class Conflict(NamedTuple):
    """A question for a person: the strongest edge between two clusters that the machine did not join."""

    left: int
    right: int
    weight: float
    pattern: str
    reason: Reason


class Refused(NamedTuple):
    """A declared pair that could not be joined, because of another declaration or of two valid numbers."""

    left: int
    right: int
    reason: Reason


@dataclass(frozen=True, slots=True)
class Clustering:
    """`members` maps every record to its cluster, named by its smallest record; `weakest` is the weakest edge holding a cluster."""

    members: dict[int, int]
    weakest: dict[int, float]
    conflicts: tuple[Conflict, ...] = ()
    refused: tuple[Refused, ...] = ()


def cluster(
    edges: Iterable[ScoredPair],
    traits: Mapping[int, Traits],
    must_link: Iterable[Pair] = (),
    cannot_link: Iterable[Pair] = (),
    *,
    records: Iterable[int] = (),
    limits: Limits = ANY,
    may_tangle: bool = True,
) -> Clustering:
    """Joins records (any integers) into clusters.

    `edges`: (left, right, weight, pattern), a larger weight is better evidence. `traits`: of the records that carry a document;
    two different valid numbers never share a cluster, not even by `must_link`. `records` that no edge touches become clusters of
    their own. `may_tangle` False: the caller knows that nothing hangs together by more than `limits.component` records.
    """
    forest = _Forest(traits, cannot_link, limits)
    must = sorted(_ordered(must_link))
    refused = [Refused(*pair, reason) for pair in must if (reason := forest.declare(*pair))]
    strong, weak = _strongest_first(edges, limits)
    tangled = _tangled(strong, must, traits, limits) if may_tangle else frozenset()
    join = forest.join
    left_over = [edge for edge in strong if (tangled and not _may_join(edge, tangled, traits)) or join(*edge[:3])]
    conflicts = _questions([*left_over, *weak], forest, tangled)
    return Clustering(forest.members(records), forest.weakest, tuple(conflicts), tuple(refused))


def components(pairs: Iterable[Pair]) -> dict[int, int]:
    """Connected components without constraints: record to the smallest record of its component."""
    parent: dict[int, int] = {}
    for left, right in pairs:
        a, b = _find(parent, left), _find(parent, right)
        parent[max(a, b)] = parent[min(a, b)] = min(a, b)
    return {record: _find(parent, record) for record in list(parent)}


def _find(parent: dict[int, int], record: int) -> int:
    root = parent.setdefault(record, record)
    while root != record:
        grand = parent[root]
        parent[record] = grand
        record, root = grand, parent[grand]
    return root


def _ordered(pairs: Iterable[Pair]) -> list[Pair]:
    return [(left, right) if left < right else (right, left) for left, right in pairs]


def _strongest_first(edges: Iterable[ScoredPair], limits: Limits) -> tuple[list[ScoredPair], list[ScoredPair]]:
    """Edges that may join, and edges that may only be asked about."""
    ordered = [
        edge if edge[0] < edge[1] else (edge[1], edge[0], *edge[2:]) for edge in edges if edge[2] >= limits.review
    ]
    ordered.sort(key=lambda edge: (-edge[2], edge[0], edge[1]))
    place = len(ordered)
    while place and ordered[place - 1][2] < limits.auto:
        place -= 1
    return ordered[:place], ordered[place:]


# --- tangles ----------------------------------------------------------------------------------------------------------


def _tangled(
    strong: list[ScoredPair], must: list[Pair], traits: Mapping[int, Traits], limits: Limits
) -> frozenset[int]:
    """Records in components of more than `limits.component`; an edge between two valid numbers ties nothing."""
    if len(strong) + len(must) < limits.component:  # a tree of n edges has n + 1 records
        return frozenset()
    ties: list[Pair] = [*must]
    for left, right, _, _ in strong:
        one, other = traits.get(left), traits.get(right)
        if one is None or other is None or not _numbers_differ(one, other):
            ties.append((left, right))
    part_of = components(ties)
    sizes = Counter(part_of.values())
    big = {part for part, size in sizes.items() if size > limits.component}
    return frozenset(record for record, part in part_of.items() if part in big) if big else frozenset()


def _may_join(edge: ScoredPair, tangled: frozenset[int], traits: Mapping[int, Traits]) -> bool:
    if edge[0] not in tangled:
        return True
    one, other = traits.get(edge[0]), traits.get(edge[1])
    return one is not None and other is not None and _same_document(one, other)


def _same_document(one: Traits, other: Traits) -> bool:
    if one.number is not None and other.number is not None:
        return one.number == other.number
    return one.passport is not None and one.passport == other.passport


def _numbers_differ(one: Traits, other: Traits) -> bool:
    return one.number is not None and other.number is not None and one.number != other.number


# --- strangers --------------------------------------------------------------------------------------------------------


def _strangers(one: Traits, other: Traits) -> bool:
    """Two records under one number that look like two people: a copied-down number, or a passport number of two countries."""
    if not _same_document(one, other):
        return False
    if one.number is None:
        return _passport_strangers(one, other)
    return not (one.latin or other.latin) and _names_differ(one, other)


def _names_differ(one: Traits, other: Traits) -> bool:
    """Chinese names: a homophone, a character more, less or exchanged, or a look-alike surname is one name written twice."""
    if (one.pinyin and one.pinyin == other.pinyin) or not (one.surname + one.given and other.surname + other.given):
        return False
    names = one.surname + one.given, other.surname + other.given
    shared = len(set(names[0]) & set(names[1]))
    if max(map(len, names)) >= LONG:
        return shared < 2
    if one.surname != other.surname:
        return not (len(one.given) > 1 and one.given == other.given)
    return shared < 2 and bool(one.given and other.given)


def _passport_strangers(one: Traits, other: Traits) -> bool:
    """Names in foreign letters come in any order, with and without blanks; a Chinese name beside one cannot be compared."""
    births = one.birth is not None and other.birth is not None and one.birth != other.birth
    if one.pinyin and sorted(one.pinyin) == sorted(other.pinyin):
        return False
    if one.latin != other.latin:
        return births
    if not one.latin:
        return births or _names_differ(one, other)
    return births or set(one.tokens.split()).isdisjoint(other.tokens.split())


# --- questions --------------------------------------------------------------------------------------------------------


def _questions(left_over: list[ScoredPair], forest: _Forest, tangled: frozenset[int]) -> list[Conflict]:
    """One question per pair of clusters, its strongest edge; in a tangle each cluster asks its strongest question only."""
    asked: set[Pair] = set()
    busy: set[int] = set()
    found = []
    for left, right, weight, pattern in left_over:
        one, other = forest.find(left), forest.find(right)
        pair = (one, other) if one < other else (other, one)
        if one == other or pair in asked:
            continue
        asked.add(pair)
        reason = forest.question(*pair, weight)
        if reason is None or (left in tangled and right in tangled and one in busy and other in busy):
            continue
        busy.update(pair)
        found.append(Conflict(left, right, weight, pattern, reason))
    return found


@dataclass
class _Forest:
    """Union-find whose roots carry the cluster's valid number, its faces, and the records it must not meet."""

    traits: Mapping[int, Traits]
    cannot_link: Iterable[Pair]
    limits: Limits
    parent: dict[int, int] = field(default_factory=dict)
    numbers: dict[int, Hashable] = field(default_factory=dict)
    faces: dict[int, set[Traits]] = field(default_factory=dict)
    vouched: set[int] = field(default_factory=set)
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

    def declare(self, left: int, right: int) -> Reason | None:
        """Unites what a person declared one, or says why not."""
        left, right = self._roots(left, right)
        if left == right:
            return None
        if reason := self._forbidden(left, right):
            return reason
        self._unite(left, right, None)
        self.vouched.add(left)
        return None

    def join(self, left: int, right: int, weight: float) -> Reason | None:
        """Unites two clusters by an edge, or says why not."""
        left, right = self._roots(left, right)
        if left == right:
            return None
        reason = self._forbidden(left, right) or self._doubtful(left, right, weight)
        if reason is None:
            self._unite(left, right, weight)
        return reason

    def question(self, left: int, right: int, weight: float) -> Reason | None:
        """What to ask about two clusters (roots) and the strongest edge between them; None where nobody need look."""
        forbidden = self._forbidden(left, right)
        if forbidden == "declared_different":
            return None
        if forbidden == "different_ids":
            return forbidden if weight >= self.limits.auto else None
        if doubt := self._doubtful(left, right, weight):
            return doubt
        return "band" if weight < self.limits.auto else "big_component"

    def _roots(self, left: int, right: int) -> Pair:
        self.parent.setdefault(left, left)
        self.parent.setdefault(right, right)
        left, right = self.find(left), self.find(right)
        return (left, right) if left < right else (right, left)

    def _number(self, root: int) -> Hashable | None:
        number = self.numbers.get(root)
        if number is None and (own := self.traits.get(root)) is not None:
            number = own.number
        return number

    def _forbidden(self, left: int, right: int) -> Reason | None:
        if self.barred and self._is_barred(left, right):
            return "declared_different"
        number, other = self._number(left), self._number(right)
        if number is not None and other is not None and number != other:
            return "different_ids"
        return None

    def _doubtful(self, left: int, right: int, weight: float) -> Reason | None:
        faces, others = self._faces(left), self._faces(right)
        if not faces or not others or faces == others:
            return None
        enough = all if left in self.vouched or right in self.vouched else any
        if enough(_strangers(one, other) for one in faces for other in others):
            return "different_names"
        if weight < self.limits.renewed and _passports_differ(faces, others):
            return "band"
        return None

    def _faces(self, root: int) -> set[Traits]:
        faces = self.faces.get(root)
        if faces is None:
            own = self.traits.get(root)
            faces = set() if own is None else {own}
        return faces

    def _is_barred(self, left: int, right: int) -> bool:
        return any(self.find(record) == right for record in self.barred.get(left, ()))

    def _unite(self, left: int, right: int, weight: float | None) -> None:
        number, faces, others = self._number(right), self._faces(left), self._faces(right)
        self.parent[right] = left
        if number is not None:
            self.numbers[left] = number
        if others and faces != others:
            self.faces[left] = faces | others
        if right in self.vouched:
            self.vouched.add(left)
        if right in self.barred:
            self.barred.setdefault(left, set()).update(self.barred.pop(right))
        self._note_weight(left, right, weight)

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


def _passports_differ(faces: set[Traits], others: set[Traits]) -> bool:
    """Both sides show passports, none of them the same, and no identity number that both share."""
    mine = {face.passport for face in faces} - {None}
    theirs = {face.passport for face in others} - {None}
    numbers = {face.number for face in faces} & {face.number for face in others} - {None}
    return bool(mine and theirs) and mine.isdisjoint(theirs) and not numbers
