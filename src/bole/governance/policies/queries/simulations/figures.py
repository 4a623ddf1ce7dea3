"""A stored result as what a page, a sheet and a paper show: years, groups, who gains and who loses, how long a budget lasts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from bole.core.rules import RuleSet
from bole.governance.policies.queries import wording
from bole.governance.policies.queries.simulations import wording as said
from bole.people.registry.queries import Words
from bole.people.registry.queries.vocabulary import label

SIDES, PATHS = ("base", "reform"), ("certain", "possible")


@dataclass(frozen=True)
class Line:
    """Sums in 分 of one year, policy or group; `*_share`: of the largest, for bars (0 to 100)."""

    name: str
    base: int
    base_possible: int
    reform: int
    reform_possible: int
    most: int
    key: str = ""
    gain_people: int = 0
    gain: int = 0
    lose_people: int = 0
    lose: int = 0
    changed: bool = False

    @property
    def change(self) -> int:
        return self.reform - self.base

    @property
    def change_possible(self) -> int:
        return self.reform_possible - self.base_possible

    @property
    def is_touched(self) -> bool:
        """Whether the draft moves anything here."""
        return bool(self.change or self.change_possible or self.gain_people or self.lose_people)


@dataclass(frozen=True)
class Eligible:
    """How many may have a policy before and after, and which conditions leave people open."""

    name: str
    base: Mapping[str, int]
    reform: Mapping[str, int]
    waiting: list[tuple[str, int]]
    turned: list[tuple[str, str, int]]


@dataclass(frozen=True)
class Lasting:
    """A budget of one policy in one year; days None: it lasts the year."""

    policy: str
    name: str
    year: int
    budget: int
    cost: int
    possible: int
    day: dt.date | None
    possible_day: dt.date | None
    base_day: dt.date | None

    @property
    def earlier(self) -> int | None:
        """By how many days sooner than under the rules in force (negative: later); None where one of both lasts."""
        return (self.base_day - self.day).days if self.day and self.base_day else None


@dataclass(frozen=True)
class Section:
    """All figures of one kind of subject."""

    subject: str
    name: str
    result: Mapping[str, Any]
    start: dt.date
    total: Line
    years: list[Line]
    later: Line
    policies: list[Line]
    groups: list[tuple[str, str, list[Line]]]
    pairs: list[tuple[str, Mapping[str, Any]]]
    gains: list[tuple[str, int, int]]
    losses: list[tuple[str, int, int]]
    eligible: list[Eligible]
    lasting: list[Lasting]
    assumptions: list[str]

    @property
    def unit(self) -> str:
        """What is counted: people or organisations."""
        return _("人") if self.subject == "person" else _("家")

    @property
    def gain(self) -> Mapping[str, Any]:
        found: Mapping[str, Any] = self.result["gain"]
        return found

    @property
    def lose(self) -> Mapping[str, Any]:
        found: Mapping[str, Any] = self.result["lose"]
        return found

    @property
    def is_empty(self) -> bool:
        """Nobody was there to decide."""
        return not self.result["people"]

    @property
    def has_money(self) -> bool:
        return any(
            self.result[part][side][path] and any(self.result[part][side][path])
            for part in ("total", "later")
            for side in SIDES
            for path in PATHS
        )


def sections(
    result: Mapping[str, Any],
    base: RuleSet,
    reform: RuleSet,
    words: Words,
    budget: Mapping[str, Mapping[str, int]],
    as_of: dt.date,
) -> list[Section]:
    """One per kind of subject that the draft concerns, persons first."""
    order = sorted(result, key=lambda subject: (subject != "person", subject))
    return [_Reading(result[subject], base, reform, words).section(budget, as_of) for subject in order]


@dataclass(frozen=True)
class _Reading:
    result: Mapping[str, Any]
    base: RuleSet
    reform: RuleSet
    words: Words

    def section(self, budget: Mapping[str, Mapping[str, int]], as_of: dt.date) -> Section:
        result, subject = self.result, self.result["subject"]
        start = dt.date.fromisoformat(result["start"])
        return Section(
            subject=subject,
            name=str(wording.SUBJECTS[subject]),
            result=result,
            start=start,
            total=_line(_("五年合计"), result["total"]),
            years=self._years(),
            later=_line(_("五年以后的各期"), result["later"]),
            policies=_scaled([self._policy(each) for each in result["policies"] if each["money"]]),
            groups=[
                (key, str(name), self._groups(key)) for key, name in said.TRAITS.items() if key in result["groups"]
            ],
            pairs=[(self._pair(each), each) for each in result["pairs"]],
            gains=_bands(result["gain"]),
            losses=_bands(result["lose"]),
            eligible=[self._eligible(each) for each in result["policies"]],
            lasting=list(self._lasting(budget, start)),
            assumptions=said.assumptions(
                result, as_of, result["checked"], [self.name(key) for key in result.get("forward", ())]
            ),
        )

    def name(self, key: str) -> str:
        found = self.reform.policies.get(key) or self.base.policies.get(key)
        return label(found) if found else key

    def _years(self) -> list[Line]:
        lines = []
        for place, year in enumerate(self.result["years"]):
            parts = {side: {path: [self.result["total"][side][path][place]] for path in PATHS} for side in SIDES}
            lines.append(_line(str(year), parts))
        return _scaled(lines)

    def _policy(self, each: Mapping[str, Any]) -> Line:
        return _line(self.name(each["policy"]), each["kept"], key=each["policy"], changed=each["changed"])

    def _groups(self, trait: str) -> list[Line]:
        moves = ("gain_people", "gain", "lose_people", "lose")
        lines = [
            _line(
                said.group(self.words, trait, each["key"]), each["cost"], key=each["key"], **{m: each[m] for m in moves}
            )
            for each in self.result["groups"][trait]
        ]
        return _scaled(lines)

    def _pair(self, each: Mapping[str, Any]) -> str:
        return said.joined(
            [said.group(self.words, trait, each[trait]) for trait in ("class", "industry") if trait in each]
        )

    def _eligible(self, each: Mapping[str, Any]) -> Eligible:
        key = each["policy"]
        policy = self.reform.policies.get(key) or self.base.policies.get(key)
        waiting = [
            (said.condition(self.base, self.reform, key, path), count)
            for path, count in sorted(each["reform"]["waiting"].items(), key=lambda pair: (-pair[1], pair[0]))
        ]
        turned = [
            (said.state(self.words, policy, was) if was != "points" else "", said.state(self.words, policy, now), count)
            for was, counts in each["turned"].items()
            for now, count in counts.items()
            if was != now and (was == "points" or count)
        ]
        return Eligible(self.name(key), each["base"], each["reform"], waiting, turned)

    def _lasting(self, budget: Mapping[str, Mapping[str, int]], start: dt.date) -> Iterator[Lasting]:
        from bole.core.rules.reform import runs_out

        by_key = {each["policy"]: each for each in self.result["policies"]}
        for key, years in sorted(budget.items()):
            for year, amount in sorted((int(year), int(amount)) for year, amount in years.items()):
                if key not in by_key or year not in self.result["years"]:
                    continue
                place, kept = self.result["years"].index(year), by_key[key]["kept"]
                cost, possible = (kept["reform"][path][place] for path in PATHS)
                days = [runs_out(one, amount, year, start) for one in (cost, possible, kept["base"]["certain"][place])]
                yield Lasting(key, self.name(key), year, amount, cost, possible, *days)


def _line(name: str, cost: Mapping[str, Any], **more: Any) -> Line:
    sums = {(side, path): sum(cost[side][path]) for side in SIDES for path in PATHS}
    return Line(
        name=name,
        base=sums["base", "certain"],
        base_possible=sums["base", "possible"],
        reform=sums["reform", "certain"],
        reform_possible=sums["reform", "possible"],
        most=max(sums.values()),
        **more,
    )


def _scaled(lines: Sequence[Line]) -> list[Line]:
    """With the largest of all, so that bars are comparable."""
    from dataclasses import replace

    most = max((line.most for line in lines), default=0)
    return [replace(line, most=most) for line in lines]


def _bands(move: Mapping[str, Any]) -> list[tuple[str, int, int]]:
    return [(said.band(each["least"], each["most"]), each["people"], each["amount"]) for each in move["bands"]]
