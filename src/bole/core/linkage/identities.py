"""Stable person ids: who keeps an id when clusters merge, split and come back.

Two things are remembered. *Claims*: which ids a cluster of exactly these records has held, in the order in which it came to them.
*Homes*: of every record the id under which it was first published, and, each time it was parted from the holder of that id, the id it
got instead (a path, the present home last). Who returns is named by claims, who is new by homes.

**Whenever the same records fall into the same clusters again, they have the same ids again**, whatever happened between. Proof: a
cluster has one id at a time and an id one cluster, so claims that share either are always met in the order in which they began, and
nothing but this order counts (what comes out is the one stable matching in which both sides prefer what was first). Hence the claims
of the first time name the same clusters alike the second time. Whom they left out got an id that none of these has; it became its
last claim of then, and the second time it comes to it before any that began later. So a rebuild changes nothing, and what is undone,
in whatever order, gives back the ids that stood before.

Apart from such a return an id never passes to records that had been parted from it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping
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
    claims: Iterable[tuple[int, P]] = (),
) -> Assignment[P]:
    """Gives every new cluster a person.

    `old_membership`: record to person before, of those too that are no more; `new_clusters`: record to cluster now; record numbers
    grow with time, so the smallest is the oldest. `homes`: paths of the records whose path is more than the person they were with.
    `claims`: cluster and id that exactly its records have held, the earliest first (see `ended`).

    The earliest claim is served first; last come the clusters that are as they were and keep their id. Of the others, each takes, of
    the ids at home in it, the one that holds most of its records (ties: the oldest record). When the records of one home are spread
    over several clusters, one part alone may take the id: of those who have it now, or else of the others, the part with the oldest
    record, those first who never had another home. A cluster that is left without keeps the id it had, where nobody is at home
    there any more, or gets `new_id(oldest record, ids taken)`, a function of the record: who founded an id and lost it in between gets
    it back.
    """
    paths: dict[int, tuple[P, ...]] = {r: (person,) for r, person in old_membership.items() if r in new_clusters}
    paths.update((record, path) for record, path in (homes or {}).items() if record in new_clusters and path)
    members = _members(new_clusters)
    at_home = _AtHome(paths, old_membership, members)
    person_of = _returning([*claims, *_unchanged(old_membership, members)])
    held = set(person_of.values())
    others = (group for group in members if group not in person_of)
    person_of |= {group: person for group in others if (person := at_home.best(group, held)) is not None}
    _name_others(person_of, members, old_membership, new_id, at_home)
    held = set(person_of.values())
    waits = {home: group for home, group in at_home.keeper.items() if home not in held}
    settled = {
        record: path
        for record, group in new_clusters.items()
        if (path := _settled(paths.get(record), person_of[group], group, waits))
    }
    return Assignment(person_of, _absorbed(old_membership, paths, new_clusters, person_of), settled)


def ended(
    old_membership: Mapping[int, P], new_clusters: Mapping[int, int], person_of: Mapping[int, P]
) -> list[tuple[tuple[int, ...], P]]:
    """Clusters that are no more, or have another id: their records, the oldest first, and the id they held. Those of all runs, run
    after run, each once, are the claims."""
    members = _members(new_clusters)
    stays = {person for group, person in _unchanged(old_membership, members) if person_of.get(group) == person}
    former: dict[P, list[int]] = {}
    for record in sorted(record for record, person in old_membership.items() if person not in stays):
        former.setdefault(old_membership[record], []).append(record)
    return [(tuple(records), person) for person, records in former.items()]


def _members(clusters: Mapping[int, int]) -> dict[int, list[int]]:
    """Records of each cluster, the oldest first; clusters in the order of their oldest."""
    found: defaultdict[int, list[int]] = defaultdict(list)
    for record in sorted(clusters):
        found[clusters[record]].append(record)
    return dict(found)


def _unchanged(old: Mapping[int, P], members: Mapping[int, list[int]]) -> list[tuple[int, P]]:
    """Clusters of exactly the records that one person had."""
    sizes = Counter(old.values())
    return [
        (group, person)
        for group, own in members.items()
        if (person := old.get(own[0])) is not None
        and sizes[person] == len(own)
        and all(old.get(record) == person for record in own)
    ]


def _returning(claims: Iterable[tuple[int, P]]) -> dict[int, P]:
    """Claims one after the other, where neither the cluster nor the id is taken."""
    person_of: dict[int, P] = {}
    held: set[P] = set()
    for group, person in claims:
        if group not in person_of and person not in held:
            person_of[group] = person
            held.add(person)
    return person_of


class _AtHome(Generic[P]):
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

    def best(self, group: int, held: Collection[P]) -> P | None:
        mine = (person for person in self.wanted[group] if self.keeper[person] == group)
        return next((person for person in mine if person not in held), None)

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
    at_home: _AtHome[P],
) -> None:
    held = set(person_of.values())
    for group, own in members.items():
        if group in person_of:
            continue
        had = Counter(old[record] for record in own if record in old)
        free = (person for person, _ in had.most_common() if person not in held and at_home.is_left(person, person_of))
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
