"""The best lawful combination of benefits that exclude or limit each other: an exact optimum, with what each rejected one would cost.

Amounts by month, quarter and year and single ones are compared by what they come to within twelve months (`Offer.worth`). Of a
`highest` group at most one benefit is taken (就高不重复). A `together` group pays no more in sum than its ceiling, less what was
paid before. Benefits that share no group are independent, so the search goes over the connected parts alone (branch and bound).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from bole.core.rules.policies.model import GroupRule


class Offer(NamedTuple):
    """A benefit somebody could have: `amount` in 分 (or whole units) of one period, at least 0.

    `times`: how often within twelve months; `most_times`: how often over its whole limit, None: no end.
    """

    policy: str
    amount: int
    groups: tuple[str, ...] = ()
    times: int = 1
    most_times: int | None = 1

    @property
    def worth(self) -> int:
        """What it comes to within twelve months: the value by which benefits of different periods are compared."""
        return self.amount * self.times

    @property
    def whole(self) -> int | None:
        """What it comes to over its whole limit, if its conditions stay met; None: it has no end."""
        return None if self.most_times is None else self.amount * self.most_times


class Limit(NamedTuple):
    """How a group bears on this subject. `ceiling` None: no limit. `less`: already paid."""

    rule: GroupRule
    ceiling: int | None = None
    less: int = 0


class Rejected(NamedTuple):
    """`instead_of`: what of the same groups is taken; `loss`: by how much the whole would be smaller with this one in it."""

    policy: str
    group: str
    instead_of: tuple[str, ...]
    loss: int


@dataclass(frozen=True)
class Combination:
    """`taken` in the order of the offers; `total`: what they come to together within twelve months; `paid`: the same per group after its
    arithmetic; `offers`: all that was compared.
    """

    taken: tuple[str, ...]
    total: int
    paid: Mapping[str, int]
    rejected: tuple[Rejected, ...]
    offers: tuple[Offer, ...] = ()


def best_combination(offers: Sequence[Offer], limits: Mapping[str, Limit]) -> Combination:
    """Of all allowed sets of offers the one that comes to most within twelve months; among equals the one whose first offers stand first.

    A group without a limit is none. Time grows with 2^n of the largest connected part only where all its benefits may go together.
    """
    chosen, total = best_of(offers, limits)
    kept = set(chosen)
    rejected = [_rejected(place, chosen, total, offers, limits) for place in range(len(offers)) if place not in kept]
    return Combination(
        tuple(offers[place].policy for place in chosen),
        total,
        {name: _group_sum(name, chosen, offers, limits[name]) for name in limits},
        tuple(rejected),
        tuple(offers),
    )


def best_of(offers: Sequence[Offer], limits: Mapping[str, Limit]) -> tuple[list[int], int]:
    """The places of what is taken, and what it comes to: the same without telling why."""
    chosen = sorted(place for part in _parts(offers, limits) for place in _best_of(part, offers, limits))
    return chosen, payable(chosen, offers, limits)


def payable(chosen: Sequence[int], offers: Sequence[Offer], limits: Mapping[str, Limit]) -> int:
    """What a set of offers comes to; no offer stands in two groups with arithmetic (`policies.bodies` refuses it)."""
    cut = {name: _cut(name, chosen, offers, limit) for name, limit in limits.items()}
    total = sum(offers[place].worth for place in chosen)
    return total - sum(cut.values())


def _cut(name: str, chosen: Sequence[int], offers: Sequence[Offer], limit: Limit) -> int:
    whole = sum(offers[place].worth for place in chosen if name in offers[place].groups)
    return whole - _group_sum(name, chosen, offers, limit)


def _group_sum(name: str, chosen: Sequence[int], offers: Sequence[Offer], limit: Limit) -> int:
    whole = sum(offers[place].worth for place in chosen if name in offers[place].groups)
    most = whole if limit.ceiling is None else min(whole, max(0, limit.ceiling))
    return max(0, most - limit.less) if whole else 0


def _parts(offers: Sequence[Offer], limits: Mapping[str, Limit]) -> Iterator[list[int]]:
    """Places of offers that hang together by groups."""
    left = dict.fromkeys(range(len(offers)))
    while left:
        part, ahead = [], [next(iter(left))]
        while ahead:
            place = ahead.pop()
            if place not in left:
                continue
            del left[place]
            part.append(place)
            own = set(offers[place].groups) & limits.keys()
            ahead += [other for other in left if not own.isdisjoint(offers[other].groups)]
        yield sorted(part)


def _best_of(part: list[int], offers: Sequence[Offer], limits: Mapping[str, Limit]) -> list[int]:
    best: tuple[int, list[int]] = (-1, [])

    def search(index: int, chosen: list[int], possible: int) -> None:
        nonlocal best
        if possible <= best[0]:
            return
        if index == len(part):
            total = payable(chosen, offers, limits)
            if total > best[0]:
                best = (total, list(chosen))
            return
        place = part[index]
        if _may_join(place, chosen, offers, limits):
            search(index + 1, [*chosen, place], possible)
        search(index + 1, chosen, possible - offers[place].worth)

    search(0, [], sum(offers[place].worth for place in part))
    return best[1]


def _may_join(place: int, chosen: Sequence[int], offers: Sequence[Offer], limits: Mapping[str, Limit]) -> bool:
    single = {name for name in offers[place].groups if name in limits and limits[name].rule == "highest"}
    return all(single.isdisjoint(offers[other].groups) for other in chosen)


def _rejected(
    place: int, chosen: Sequence[int], total: int, offers: Sequence[Offer], limits: Mapping[str, Limit]
) -> Rejected:
    """What would have to go for this one, and what that would cost."""
    groups = [name for name in offers[place].groups if name in limits]
    rivals = [
        other
        for other in chosen
        if any(name in offers[other].groups and limits[name].rule == "highest" for name in groups)
    ]
    kept = [other for other in chosen if other not in rivals]
    with_it = payable(sorted([*kept, place]), offers, limits)
    shared = next(
        (name for name in groups if any(name in offers[other].groups for other in rivals)), "".join(groups[:1])
    )
    return Rejected(offers[place].policy, shared, tuple(offers[other].policy for other in rivals), total - with_it)
