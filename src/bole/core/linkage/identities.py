"""Stable person ids: who keeps an id when clusters merge, split and come back.

Every record remembers where it is at home: the id under which it was first published, and, each time it was parted from the holder
of that id, the id it got instead (a path, the present home last). Ids follow from homes and clusters alone. So what is undone, in
whatever order, gives back the ids that stood before; an id never passes to records that had been parted from it; and a rebuild
changes none.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Mapping
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
    new_id: Callable[[int], P],
    homes: Homes[P] | None = None,
) -> Assignment[P]:
    """Gives every new cluster a person.

    `old_membership`: record to person before; `new_clusters`: record to cluster now; record numbers grow with time, so the
    smallest is the oldest. `homes`: paths of the records whose path is more than the person they were with.

    Of the ids at home in a cluster it takes the one that holds most of its records (ties: the oldest record); when the records of
    one home are spread over several clusters, the part with the oldest of them alone may take the id. A cluster with no such id
    keeps the one it had, where nobody else has a claim to it, or gets `new_id(oldest record)`.
    """
    paths = {record: (person,) for record, person in old_membership.items() if record in new_clusters}
    paths.update((record, path) for record, path in (homes or {}).items() if record in new_clusters and path)
    members = _members(new_clusters)
    keeper = _keepers(paths, new_clusters)
    person_of: dict[int, P] = {}
    for group, own in members.items():
        claimed = _claimed(group, own, paths, keeper)
        if claimed is not None:
            person_of[group] = claimed
    _name_others(person_of, members, old_membership, new_id, _Homes(paths, keeper, members))
    settled = {
        record: path
        for record, group in new_clusters.items()
        if (path := _settled(paths.get(record), person_of[group], group, keeper))
    }
    return Assignment(person_of, _absorbed(old_membership, new_clusters, keeper, person_of), settled)


@dataclass(frozen=True, slots=True)
class _Homes(Generic[P]):
    paths: Mapping[int, tuple[P, ...]]
    keeper: Mapping[P, int]
    members: Mapping[int, list[int]]

    def is_left(self, person: P, person_of: Mapping[int, P]) -> bool:
        """Nobody is at home there, or all of them come home to a former home."""
        group = self.keeper.get(person)
        if group is None:
            return True
        holder = person_of.get(group)
        own = (self.paths[record] for record in self.members[group] if record in self.paths)
        return all(holder in path for path in own if path[-1] == person) and holder != person


def _name_others(
    person_of: dict[int, P],
    members: Mapping[int, list[int]],
    old: Mapping[int, P],
    new_id: Callable[[int], P],
    homes: _Homes[P],
) -> None:
    held = set(person_of.values())
    for group, own in members.items():
        if group in person_of:
            continue
        had = Counter(old[record] for record in own if record in old)
        free = (person for person, _ in had.most_common() if person not in held and homes.is_left(person, person_of))
        kept = next(free, None)
        person_of[group] = new_id(own[0]) if kept is None else kept
        held.add(person_of[group])


def _members(clusters: Mapping[int, int]) -> dict[int, list[int]]:
    """Records of each cluster, the oldest first; clusters in the order of their oldest."""
    found: defaultdict[int, list[int]] = defaultdict(list)
    for record in sorted(clusters):
        found[clusters[record]].append(record)
    return dict(found)


def _keepers(paths: Mapping[int, tuple[P, ...]], clusters: Mapping[int, int]) -> dict[P, int]:
    """Which cluster may take an id: the one with the oldest record at home under it."""
    keeper: dict[P, int] = {}
    for record in sorted(paths):
        keeper.setdefault(paths[record][-1], clusters[record])
    return keeper


def _claimed(group: int, own: list[int], paths: Mapping[int, tuple[P, ...]], keeper: Mapping[P, int]) -> P | None:
    known = [paths[record] for record in own if record in paths]
    claims = [person for person in dict.fromkeys(path[-1] for path in known) if keeper[person] == group]
    if len(claims) <= 1:
        return claims[0] if claims else None
    counts = Counter(person for path in known for person in path)
    return max(claims, key=lambda person: counts[person])  # the first of equals: that of the oldest record


def _settled(path: tuple[P, ...] | None, person: P, group: int, keeper: Mapping[P, int]) -> tuple[P, ...] | None:
    """A record comes home, moves out of a home that others keep, or waits in a cluster that holds its home; None where its path is
    the person it is with, and no more."""
    if path is None or path == (person,):
        return None
    if person in path:
        path = path[: path.index(person) + 1]
        return None if len(path) == 1 else path
    return (*path, person) if keeper[path[-1]] != group else path


def _absorbed(
    old: Mapping[int, P], clusters: Mapping[int, int], keeper: Mapping[P, int], person_of: Mapping[int, P]
) -> dict[P, P]:
    kept = set(person_of.values())
    absorbed = {person: person_of[group] for person, group in keeper.items() if person not in kept}
    for record in sorted(old):
        if record in clusters and (person := old[record]) not in kept:
            absorbed.setdefault(person, person_of[clusters[record]])
    return absorbed
