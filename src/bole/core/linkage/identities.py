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

    A cluster takes, of the ids at home in it, the one that holds most of its records (ties: the oldest record). When several want
    an id, it goes to those who have it now, before others to those who never had another, and among these to the part with the
    oldest record; the rest take their next choice. A cluster that is left without keeps the id it had, where nobody took it, or gets `new_id(oldest record, ids taken)`, a function of the record: who founded an
    id and lost it in between gets it back.
    """
    paths: dict[int, tuple[P, ...]] = {r: (person,) for r, person in old_membership.items() if r in new_clusters}
    paths.update((record, path) for record, path in (homes or {}).items() if record in new_clusters and path)
    members = _members(new_clusters)
    person_of = _matched(_Claims(paths, old_membership, members))
    _name_others(person_of, members, old_membership, new_id)
    holder = {person: group for group, person in person_of.items()}
    settled = {
        record: path
        for record, group in new_clusters.items()
        if (path := _settled(paths.get(record), person_of[group], holder))
    }
    return Assignment(person_of, _absorbed(old_membership, paths, new_clusters, person_of, holder), settled)


def _members(clusters: Mapping[int, int]) -> dict[int, list[int]]:
    """Records of each cluster, the oldest first; clusters in the order of their oldest."""
    found: defaultdict[int, list[int]] = defaultdict(list)
    for record in sorted(clusters):
        found[clusters[record]].append(record)
    return dict(found)


class _Claims(Generic[P]):
    """Which ids the clusters want, the most wanted first, and how good their claims are (smaller is better)."""

    def __init__(
        self, paths: Mapping[int, tuple[P, ...]], old: Mapping[int, P], members: Mapping[int, list[int]]
    ) -> None:
        self.wanted: dict[int, list[P]] = {}
        self.rank: dict[tuple[int, P], tuple[bool, int, int]] = {}
        for group, own in members.items():
            known = [record for record in own if record in paths]
            first: dict[P, int] = {}
            for record in known:
                first.setdefault(paths[record][-1], record)
            if not first:
                continue
            has = {old.get(record) for record in known}
            for record in known:
                person = paths[record][-1]
                rank = (person not in has, len(paths[record]), record)
                self.rank[group, person] = min(rank, self.rank.get((group, person), rank))
            self.wanted[group] = _by_preference(first, [paths[record] for record in known])


def _by_preference(first: Mapping[P, int], paths: list[tuple[P, ...]]) -> list[P]:
    if len(first) == 1:
        return list(first)
    counts = Counter(person for path in paths for person in path)
    return sorted(first, key=lambda person: (-counts[person], first[person]))


def _matched(claims: _Claims[P]) -> dict[int, P]:
    """Every cluster the best id that no better claim takes (deferred acceptance: Gale and Shapley 1962)."""
    holder: dict[P, int] = {}
    waiting = [(group, 0) for group in claims.wanted]
    while waiting:
        group, place = waiting.pop()
        wanted = claims.wanted[group]
        if place == len(wanted):
            continue
        person = wanted[place]
        rival = holder.get(person)
        if rival is None or claims.rank[group, person] < claims.rank[rival, person]:
            holder[person] = group
            group, place = (-1, 0) if rival is None else (rival, claims.wanted[rival].index(person))
        if group >= 0:
            waiting.append((group, place + 1))
    return {group: person for person, group in holder.items()}


def _name_others(
    person_of: dict[int, P],
    members: Mapping[int, list[int]],
    old: Mapping[int, P],
    new_id: Callable[[int, Collection[P]], P],
) -> None:
    held = set(person_of.values())
    for group, own in members.items():
        if group in person_of:
            continue
        had = Counter(old[record] for record in own if record in old)
        kept = next((person for person, _ in had.most_common() if person not in held), None)
        person_of[group] = new_id(own[0], held) if kept is None else kept
        held.add(person_of[group])


def _settled(path: tuple[P, ...] | None, person: P, holder: Mapping[P, int]) -> tuple[P, ...] | None:
    """A record comes home, moves out of a home that others hold, or waits with a cluster while nobody holds its home; None where
    its path is the person it is with, and no more."""
    if path is None or path == (person,):
        return None
    if person in path:
        path = path[: path.index(person) + 1]
        return None if len(path) == 1 else path
    return (*path, person) if path[-1] in holder else path


def _absorbed(
    old: Mapping[int, P],
    paths: Mapping[int, tuple[P, ...]],
    clusters: Mapping[int, int],
    person_of: Mapping[int, P],
    holder: Mapping[P, int],
) -> dict[P, P]:
    """Ids that nobody holds lead to whoever has the oldest record that is at home there, or was there last."""
    absorbed: dict[P, P] = {}
    for record in sorted(paths):
        if (person := paths[record][-1]) not in holder:
            absorbed.setdefault(person, person_of[clusters[record]])
    for record in sorted(old):
        if record in clusters and (person := old[record]) not in holder:
            absorbed.setdefault(person, person_of[clusters[record]])
    return absorbed
