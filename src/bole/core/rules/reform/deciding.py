"""The affected policies of one rule set over the whole table on each day that matters: what is due, what may be, what is taken."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from bole.core.rules.compiled import Compiled
from bole.core.rules.engines.frames import Table, evaluate, widened
from bole.core.rules.language import tree as n
from bole.core.rules.language.values import BOOLEAN
from bole.core.rules.outputs import HIDDEN, Bounds, Item, outputs, questions, ref
from bole.core.rules.policies import model as m
from bole.core.rules.policies.texts import START
from bole.core.rules.reform.bounds import upper
from bole.core.rules.reform.differing import Difference
from bole.core.rules.ruleset import RuleSet
from bole.core.rules.tables import combined
from bole.core.vocabulary import Subject

DUE, MAY = f"{HIDDEN}due/", f"{HIDDEN}may/"
PATHS = {"certain": DUE, "possible": MAY}
"""What certainly is due, and what may be where unknown conditions turn out well; both in 分."""


@dataclass(frozen=True)
class Paid:
    """A version of a benefit in money. `place`: of the version; `columns` are named by day, path and `key`."""

    policy: str
    place: int
    body: m.Benefit

    @property
    def key(self) -> str:
        return f"{self.place}/{self.policy}"


@dataclass(frozen=True)
class Answers:
    """`first`: outputs and conditions on the first day. `amounts`: columns `<side>|alone|<day>|<path>|<item>` (null: nothing) and, for
    what stands in groups, `<side>|kept|…`: what is left of it in the best lawful combination."""

    side: str
    rules: RuleSet
    difference: Difference
    items: tuple[Paid, ...]
    first: pl.DataFrame
    amounts: pl.DataFrame


def decide(side: str, rules: RuleSet, subject: Subject, difference: Difference, people: Table) -> Answers:
    """Facts stay as they are on all days; only ages and the like go on.

    Raises:
        TypeError: a column of the frame cannot hold its fact.
    """
    compiled = rules.programs.get(subject)
    own = [key for key in difference.affected if compiled is not None and key in compiled.lowered]
    if compiled is None or not own:
        return Answers(side, rules, difference, (), pl.DataFrame(), pl.DataFrame())
    asked = _Asked(rules, compiled, own)
    items = tuple(asked.items())
    first, made = pl.DataFrame(), pl.DataFrame()
    amounts: list[pl.DataFrame] = []
    for place, day in enumerate(difference.days):
        again = own if place == 0 else turned(rules, difference, own, day)
        found = widened(evaluate(compiled.program, asked.nodes(again, masks=place == 0), people, day))
        made = made.with_columns(found) if place else found
        if place == 0:
            first = found.select(name for name in found.columns if not name.startswith(HIDDEN))
        amounts += [_amounts(made, asked, items, side, day, path) for path in PATHS]
    return Answers(side, rules, difference, items, first, pl.concat(amounts, how="horizontal"))


def turned(rules: RuleSet, difference: Difference, policies: Sequence[str], day: date) -> list[str]:
    """Where another version counts by the calendar; where a date of the subject chooses, what was chosen stays."""
    before = difference.days[difference.days.index(day) - 1]
    known = {key: rules.policies[key] for key in policies}
    return [
        key
        for key, policy in known.items()
        if all(version.by is None for version in policy.versions) and policy.on(before) is not policy.on(day)
    ]


def turned_on(answers: Answers, day: date) -> list[str]:
    """The policies that were decided for that day."""
    rules, known = answers.rules, answers.difference
    own = [key for key in known.affected if key in rules.policies]
    return own if day == known.start else turned(rules, known, own, day)


def column(side: str, kind: str, day: date, path: str, item: Paid) -> str:
    return f"{side}|{kind}|{day}|{path}|{item.key}"


@dataclass(frozen=True)
class _Asked:
    rules: RuleSet
    compiled: Compiled
    own: Sequence[str]

    def items(self) -> Iterator[Paid]:
        for policy in self.own:
            for place, each in enumerate(self.compiled.lowered[policy]):
                body = each.version.body
                if isinstance(body, m.Benefit) and body.amount is not None and body.amount.sort.kind == "money":
                    yield Paid(policy, place, body)

    def nodes(self, policies: Sequence[str], masks: bool) -> dict[str, n.Node]:
        """What is asked of the back end: outputs of these policies, their items, and the bounds of their groups."""
        named = {each: self.compiled.lowered[each] for each in policies}
        part = Compiled(self.compiled.subject, self.compiled.program, named, self.compiled.group_slots)
        asked = questions(part, self.rules.groups)
        wanted = dict(outputs(part, masks)) if masks else {}
        wanted |= {name: node for name, node in asked.nodes.items() if name.startswith(HIDDEN)}
        for item in asked.items:
            place, policy = item.column.removeprefix(DUE).split("/", 1)
            wanted[f"{MAY}{place}/{policy}"] = most(part, policy, int(place))
        return wanted

    def bounds(self) -> Mapping[str, Bounds]:
        named = {each: self.compiled.lowered[each] for each in self.own}
        part = Compiled(self.compiled.subject, self.compiled.program, named, self.compiled.group_slots)
        return questions(part, self.rules.groups).bounds


def most(compiled: Compiled, policy: str, place: int) -> n.Node:
    """The most that a version may come to where it is the one that counts and may be due."""
    versions = compiled.lowered[policy]
    own, later = versions[place], versions[place + 1 :]
    tests: list[n.Node] = [n.Possible(BOOLEAN, START, ref(compiled, own.outputs["eligible"]))]
    for each in later:
        may = n.Possible(BOOLEAN, START, ref(compiled, each.outputs["in_force"]))
        tests.append(n.Negation(BOOLEAN, START, may))
    amount = upper(compiled.program, ref(compiled, own.outputs["amount"]))
    nothing = n.Constant(amount.sort, START, None)
    return n.IfElse(amount.sort, START, n.Both(BOOLEAN, START, tuple(tests)), amount, nothing)


# --- what is left of each in the best lawful combination --------------------------------------------------------------


def _amounts(made: pl.DataFrame, asked: _Asked, items: Sequence[Paid], side: str, day: date, path: str) -> pl.DataFrame:
    prefix = PATHS[path]
    alone = made.select(pl.col(f"{prefix}{item.key}").alias(column(side, "alone", day, path, item)) for item in items)
    grouped = [item for item in items if item.body.exclusive]
    if not grouped:
        return alone
    bounds = asked.bounds()
    offers = [Item(item.policy, f"{prefix}{item.key}", item.body.exclusive, item.body.times) for item in grouped]
    taken = combined(made, offers, bounds)
    kept = _cut(_taken(made, taken, offers), offers, bounds)
    pairs = zip(grouped, offers, strict=True)
    return alone.hstack(
        kept.select(pl.col(offer.column).alias(column(side, "kept", day, path, item)) for item, offer in pairs)
    )


def _taken(made: pl.DataFrame, taken: pl.DataFrame, offers: Sequence[Item]) -> pl.DataFrame:
    flags = {offer.column: taken[f"combination/{offer.policy}"] for offer in offers}
    return made.with_columns(pl.when(flag).then(pl.col(name)).alias(name) for name, flag in flags.items())


def _cut(made: pl.DataFrame, offers: Sequence[Item], bounds: Mapping[str, Bounds]) -> pl.DataFrame:
    """What a group's arithmetic takes off goes off the last of its benefits first."""
    for name, bound in bounds.items():
        if bound.ceiling is None and bound.less is None:
            continue
        columns = [offer.column for offer in offers if name in offer.groups]
        whole = made.select(pl.sum_horizontal(columns)).to_series()
        most = whole
        if bound.ceiling is not None:
            ceiling = made[bound.ceiling].clip(0)
            most = pl.select(pl.when(whole > ceiling).then(ceiling).otherwise(whole)).to_series()
        if bound.less is not None:
            most = (most - made[bound.less].fill_null(0)).clip(0)
        left = pl.select(pl.when(whole > 0).then(whole - most).otherwise(0)).to_series()
        for each in reversed(columns):
            off = pl.select(pl.min_horizontal(left, made[each].fill_null(0))).to_series()
            made = made.with_columns((made[each] - off).alias(each))
            left = left - off
    return made
