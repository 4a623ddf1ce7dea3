"""Stable person ids: who keeps an id when clusters merge, split and come back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

P = TypeVar("P", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Assignment(Generic[P]):
    """`person_of` names each cluster; `absorbed` leads every id that lost its records to the person who has them now."""

    person_of: dict[int, P]
    absorbed: dict[P, P]


def assign_person_ids(
    old_membership: Mapping[int, P],
    new_clusters: Mapping[int, int],
    new_id: Callable[[int], P],
) -> Assignment[P]:
    """Gives every new cluster a person.

    `old_membership`: record to person before; `new_clusters`: record to cluster now; record numbers grow with time, so the
    smallest is the oldest. When a person's records spread over several clusters, the part with the oldest record may keep the
    id; a cluster then takes, of the ids it may keep, the one that holds most of its records (ties: the person with the oldest
    record). `new_id(oldest record)` makes an id for a cluster without one; a function of the record gives an
    undone split its former id back.
    """
    keeper = _keepers(old_membership, new_clusters)
    holdings = _holdings(old_membership, new_clusters)
    oldest: dict[int, int] = {}
    for record, group in new_clusters.items():
        if record < oldest.get(group, record + 1):
            oldest[group] = record
    person_of: dict[int, P] = {}
    for group, first in oldest.items():
        claims = [
            (-count, age, person) for person, (count, age) in holdings[group].items() if keeper[person][1] == group
        ]
        person_of[group] = min(claims, key=lambda claim: claim[:2])[2] if claims else new_id(first)
    kept = set(person_of.values())
    absorbed = {person: person_of[group] for person, (_, group) in keeper.items() if person not in kept}
    return Assignment(person_of, absorbed)


def _keepers(old: Mapping[int, P], new: Mapping[int, int]) -> dict[P, tuple[int, int]]:
    """Per former person: its oldest surviving record and the cluster that holds it."""
    found: dict[P, tuple[int, int]] = {}
    for record, person in old.items():
        if record in new and (person not in found or record < found[person][0]):
            found[person] = (record, new[record])
    return found


def _holdings(old: Mapping[int, P], new: Mapping[int, int]) -> defaultdict[int, dict[P, tuple[int, int]]]:
    """Per cluster and former person: how many records, and the oldest of them."""
    found: defaultdict[int, dict[P, tuple[int, int]]] = defaultdict(dict)
    for record, person in old.items():
        if record in new:
            count, first = found[new[record]].get(person, (0, record))
            found[new[record]][person] = (count + 1, min(first, record))
    return found
