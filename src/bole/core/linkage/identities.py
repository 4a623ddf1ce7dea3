"""Stable person ids: who keeps an id when clusters merge, split and come back.

Every record remembers where it is at home: the id under which it was first published, and, each time it was parted from the holder
of that id, the id it got instead (a path, the present home last). Ids follow from homes and clusters alone. So what is undone, in
whatever order, gives back the ids that stood before; an id never passes to records that had been parted from it; and a rebuild
changes none.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Hashable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

P = TypeVar("P", bound=Hashable)
Homes = Mapping[int, tuple[P, ...]]


@dataclass(frozen=True, slots=True)
class Assignment(Generic[P]):
    """`person_of` names each cluster; `absorbed` leads every id that has no records of its own to the person who has them now;
    `homes`: the paths of those records whose path is more than the person they are with."""

    person_of: dict[int, P]
    absorbed: dict[P, P]
    homes: dict[int, tuple[P, ...]]


def assign_person_ids(
    old_membership: Mapping[int, P],
    new_clusters: Mapping[int, int],
    new_id: Callable[[int, Collection[P]], P],
    homes: Homes[P] | None = None,
) -> Assignment[P]:
    """Gives every new cluster a person.

    `old_membership`: record to person before; `new_clusters`: record to cluster now; record numbers grow with time, so the
    smallest is the oldest. `homes`: paths of the records whose path is more than the person they were with.

    A cluster takes, of the ids at home in it, the one that holds most of its records (ties: the oldest record). When the records of
    one home are spread over several clusters, one part alone may take the id: of those who have it now, or else of the others, the
    part with the oldest record, those first who never had another home. A cluster that is left without keeps the id it had, where
    nobody has a claim to it, or gets `new_id(oldest record, ids taken)`, a function of the record: who founded an id and lost it in
    between gets it back.
    """
    paths: dict[int, tuple[P, ...]] = {r: (person,) for r, person in old_membership.items() if r in new_clusters}
    paths.update((record, path) for record, path in (homes or {}).items() if record in new_clusters and path)
    members = _members(new_clusters)
    claims = _Claims(paths, old_membership, members)
    person_of = {group: person for group in members if (person := claims.best(group)) is not None}
    _name_others(person_of, members, old_membership, new_id, claims)
    held = set(person_of.values())
    waits = {home: group for home, group in claims.keeper.items() if home not in held}
    settled = {
        record: path
        for record, group in new_clusters.items()
        if (path := _settled(paths.get(record), person_of[group], group, waits))
    }
    return Assignment(person_of, _absorbed(old_membership, paths, new_clusters, person_of), settled)


def _members(clusters: Mapping[int, int]) -> dict[int, list[int]]:
    """Records of each cluster, the oldest first; clusters in the order of their oldest."""
    found: defaultdict[int, list[int]] = defaultdict(list)
    for record in sorted(clusters):
        found[clusters[record]].append(record)
    return dict(found)


class _Claims(Generic[P]):
    """Who may take an id (`keeper`), and which ids are at home in a cluster, the most wanted first."""

    def __init__(
        self, paths: Mapping[int, tuple[P, ...]], old: Mapping[int, P], members: Mapping[int, list[int]]
    ) -> None:
        self.paths, self.members = paths, members
        self.keeper: dict[P, int] = {}
        self.wanted: dict[int, list[P]] = {}
        best: dict[P, tuple[bool, int, int]] = {}
        for group, own in members.items():
            known = [record for record in own if record in paths]
            first: dict[P, int] = {}
            for record in known:
                person = paths[record][-1]
                first.setdefault(person, record)
                rank = (old.get(record) != person, len(paths[record]), record)
                if person not in best or rank < best[person]:
                    best[person], self.keeper[person] = rank, group
            self.wanted[group] = _by_preference(first, [paths[record] for record in known])

    def best(self, group: int) -> P | None:
        return next((person for person in self.wanted[group] if self.keeper[person] == group), None)

    def is_left(self, person: P, person_of: Mapping[int, P]) -> bool:
        """Nobody is at home there any more, or all of them come home to a former home."""
        group = self.keeper.get(person)
        if group is None:
            return True
        own = (self.paths[record] for record in self.members[group] if record in self.paths)
        return all(person_of.get(group) in path for path in own if path[-1] == person)


def _by_preference(first: Mapping[P, int], paths: list[tuple[P, ...]]) -> list[P]:
    if len(first) <= 1:
        return list(first)
    counts = Counter(person for path in paths for person in path)
    return sorted(first, key=lambda person: (-counts[person], first[person]))


def _name_others(
    person_of: dict[int, P],
    members: Mapping[int, list[int]],
    old: Mapping[int, P],
    new_id: Callable[[int, Collection[P]], P],
    claims: _Claims[P],
) -> None:
    held = set(person_of.values())
    for group, own in members.items():
        if group in person_of:
            continue
        had = Counter(old[record] for record in own if record in old)
        free = (person for person, _ in had.most_common() if person not in held and claims.is_left(person, person_of))
        kept = next(free, None)
        person_of[group] = new_id(own[0], held) if kept is None else kept
        held.add(person_of[group])


def _settled(path: tuple[P, ...] | None, person: P, group: int, waits: Mapping[P, int]) -> tuple[P, ...] | None:
    """A record comes home, waits in the cluster that may take its home and did not, or moves out of a home that others have; None where
    its path is the person it is with, and no more."""
    if path is None or path == (person,):
        return None
    if person in path:
        path = path[: path.index(person) + 1]
        return None if len(path) == 1 else path
    return path if waits.get(path[-1]) == group else (*path, person)


def _absorbed(
    old: Mapping[int, P],
    paths: Mapping[int, tuple[P, ...]],
    clusters: Mapping[int, int],
    person_of: Mapping[int, P],
) -> dict[P, P]:
    """Ids that nobody holds lead to whoever has the oldest record that is at home there, or was there last."""
    absorbed: dict[P, P] = {}
    holder = set(person_of.values())
    for record in sorted(paths):
        if (person := paths[record][-1]) not in holder:
            absorbed.setdefault(person, person_of[clusters[record]])
    for record in sorted(old):
        if record in clusters and (person := old[record]) not in holder:
            absorbed.setdefault(person, person_of[clusters[record]])
    return absorbed
