"""One subject by the reference: what is due, what hangs on facts nobody has told, classes and points. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any

from bole.core.rules import UNKNOWN, Result, RuleSet
from bole.core.rules.turning import first_turn
from bole.core.vocabulary import Subject

OPEN_TO = ("benefit", "selection")
SCORED = ("points", "scoring")
FIGURE = Any
"""An amount in 分 of what is due or may be due, [level, may be] of a class, [low, high] of points in hundredths."""


@dataclass(frozen=True)
class Found:
    """What rules come to. `outcome`: by policy the figures that are known; the others are sorted lists of policies."""

    outcome: dict[str, FIGURE] = field(default_factory=dict)
    due: tuple[str, ...] = ()
    maybe: tuple[str, ...] = ()
    near: tuple[str, ...] = ()

    def laid_over(self, former: Found, only: Collection[str]) -> Found:
        """The former with what was decided anew for some policies."""
        kept = {key: value for key, value in former.outcome.items() if key not in only}
        lists = (
            tuple(sorted({*(key for key in old if key not in only), *new}))
            for old, new in ((former.due, self.due), (former.maybe, self.maybe), (former.near, self.near))
        )
        return Found({**kept, **self.outcome}, *lists)


def decided_policies(known: RuleSet, subject: Subject) -> list[str]:
    """Policies whose outcome is kept: benefits, contests, classes and points; tables are looked up when they are asked for."""
    compiled = known.programs.get(subject)
    own = compiled.lowered if compiled else ()
    return sorted(key for key in own if known.policies[key].kind != "table")


def judge(known: RuleSet, subject: Subject, facts: Mapping[str, Any], on: date, only: Sequence[str]) -> Found:
    """The reference's answer for these policies."""
    outcome: dict[str, FIGURE] = {}
    due, maybe, near = [], [], []
    for key, result in known.decide(facts, on, subject, only).results.items():
        kind = result.policy.kind
        if kind in OPEN_TO:
            eligible = result.eligible
            if eligible is False:
                continue
            amount = _amount(result)
            outcome |= {} if amount is None else {key: amount}
            (due if eligible is True else maybe).append(key)
            if eligible is UNKNOWN and _lacks_one(result):
                near.append(key)
            continue
        ends = _ends(result, kind)
        outcome |= {} if ends == [None, None] else {key: ends}
    return Found(outcome, tuple(sorted(due)), tuple(sorted(maybe)), tuple(sorted(near)))


def _ends(result: Result, kind: str) -> list[Any]:
    if kind == "classification":
        return [_known(result.value(name)) for name in ("level", "may_be")]
    return [hundredths(_known(result.value(name))) for name in ("low", "high")]


def _amount(result: Result) -> int | None:
    value = result.value("amount") if result.is_money else UNKNOWN
    return None if value is UNKNOWN else int(value)


def _lacks_one(result: Result) -> bool:
    """The version that counts is known, and one condition alone is open."""
    return result.in_force is True and sum(each.missing for each in result.conditions) == 1


def _known(value: Any) -> Any:
    return None if value is UNKNOWN else value


def hundredths(value: Fraction | int | None) -> int | None:
    """Points in whole hundredths, downwards."""
    return None if value is None else int(value * 100 // 1)


def next_change(known: RuleSet, subject: Subject, facts: Mapping[str, Any], on: date) -> date | None:
    """The first day on which time alone may change anything; None: never."""
    compiled = known.programs.get(subject)
    return first_turn(compiled.atoms, facts, on) if compiled else None
