"""For me: what I get, what I could get and what is missing, what does not fit, my class and my points."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext as _

from bole.core.rules import UNKNOWN, Decision, Result, RuleSet
from bole.core.rules.combining import Rejected
from bole.core.rules.policies import model as m
from bole.core.rules.turning import Atom, atoms, first_turn
from bole.governance.policies.queries import wording
from bole.governance.policies.queries.situation import Situation
from bole.people.registry.queries import Words
from bole.people.registry.queries.vocabulary import label

NEAR = 2
"""What lacks no more conditions than these stands in the list of what one could get."""
AHEAD, TURNS = timedelta(days=366 * 3), 40


@dataclass(frozen=True)
class Item:
    """One policy for this person. `unknown`: facts that nobody has told; `refused`: conditions that do not hold.

    `until`: the first day on which time alone ends it; `opens`: on which it begins.
    """

    key: str
    name: str
    department: str
    mode: str
    mark: str
    mark_tone: str
    amount: str
    gives: list[tuple[str, str]]
    unknown: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    distance: int = 0
    until: date | None = None
    opens: date | None = None
    rejected: str = ""


@dataclass(frozen=True)
class Standing:
    """A class, or points as low to high. `recognised`: what was decided, as against what is computed."""

    key: str
    name: str
    figure: str
    note: str


@dataclass(frozen=True)
class Mine:
    """All policies for persons, decided for one."""

    got: list[Item]
    near: list[Item]
    far: list[Item]
    tables: list[tuple[str, str, list[tuple[str, str]]]]
    classes: list[Standing]
    points: list[Standing]
    recognised: str
    total: str
    next_change: date | None
    asked: int


def decide_mine(situation: Situation, today: date) -> Mine:
    """Nothing is stored: the same facts and the same day give the same page."""
    known, words = situation.known, situation.words
    decision = known.decide(situation.facts, today, situation.subject)
    open_to = [r for kind in ("benefit", "selection") for r in decision.of(kind) if r.in_force is not False]
    got = [r for r in open_to if r.in_force is True and r.eligible is True]
    rest = sorted((r for r in open_to if r not in got), key=_far)
    near = [r for r in rest if distance(r) <= NEAR]
    rejected = {each.policy: each for each in decision.combination.rejected}
    until = {r.policy.key: turn for r in got if (turn := change_of(known, r, today))}
    opens = {r.policy.key: turn[0] for r in near if (turn := change_of(known, r, today)) and turn[1] is True}
    return Mine(
        got=[
            item_of(words, r, until=until.get(r.policy.key, (None,))[0], rejected=_told(decision, rejected, r))
            for r in got
        ],
        near=[item_of(words, r, opens=opens.get(r.policy.key)) for r in near],
        far=[item_of(words, r) for r in rest if r not in near],
        tables=[found for r in decision.of("table") if (found := _columns(words, r))],
        classes=[class_of(words, r) for r in decision.of("classification")],
        points=[points_of(r) for kind in ("points", "scoring") for r in decision.of(kind)],
        recognised=_recognised(situation),
        total=_total(decision),
        next_change=min([*(turn[0] for turn in until.values()), *opens.values()], default=None),
        asked=len(decision.asked),
    )


def distance(result: Result) -> int:
    """Conditions that do not hold or are not known, and the day that decides which version counts."""
    return result.distance + (result.in_force is UNKNOWN)


def _far(result: Result) -> tuple[Any, ...]:
    refused = sum(outcome.value is False for outcome in result.conditions)
    return distance(result), refused, result.policy.name


# --- one policy -------------------------------------------------------------------------------------------------------


def item_of(
    words: Words, result: Result, *, until: date | None = None, opens: date | None = None, rejected: str = ""
) -> Item:
    policy = result.policy
    mark, tone = wording.MARKS[policy.mark]
    return Item(
        key=policy.key,
        name=label(policy),
        department=words.unit(policy.department),
        mode=str(wording.MODES[policy.mode]),
        mark=str(mark),
        mark_tone=tone,
        amount=amount_of(words, result),
        gives=gives_of(words, result),
        unknown=unknown_of(words, result),
        refused=[label(outcome.part.said) for outcome in result.conditions if outcome.value is False],
        distance=distance(result),
        until=until,
        opens=opens,
        rejected=rejected,
    )


def amount_of(words: Words, result: Result) -> str:
    """每月 2,000 元; "" of a service without a figure."""
    body = result.lowered.version.body
    if not isinstance(body, m.Benefit) or body.amount is None:
        return ""
    value = result.value("amount")
    if value is UNKNOWN:
        return _("金额待定")
    return wording.with_period(wording.spoken(words, body.amount.sort, value), body)


def gives_of(words: Words, result: Result) -> list[tuple[str, str]]:
    """What a benefit gives beside money, where that is known."""
    body = result.lowered.version.body
    given = body.gives if isinstance(body, m.Benefit) else ()
    values = [(each, result.value(f"gives/{each.key}")) for each in given]
    return [(label(each), wording.spoken(words, each.value.sort, v)) for each, v in values if v is not UNKNOWN]


def unknown_of(words: Words, result: Result) -> list[str]:
    """Names of the facts whose absence leaves a condition, or the version that counts, open."""
    found: dict[str, None] = {}
    decision, version = result.decision, result.lowered.version
    if result.in_force is UNKNOWN and version.by is not None:
        found |= dict.fromkeys(
            wording.fact_name(words.pack, path) for path in version.by.trace(decision.facts, decision.on).missing()
        )
    for outcome in result.conditions:
        if outcome.missing:
            paths = result.trace(outcome.part).missing()
            found |= dict.fromkeys(wording.fact_name(words.pack, path) for path in paths or [label(outcome.part.said)])
    return list(found)


def _list(names: list[str]) -> str:
    return _("、").join(names)


# --- class, points, tables --------------------------------------------------------------------------------------------


def class_of(words: Words, result: Result) -> Standing:
    body = result.lowered.version.body
    assert isinstance(body, m.Classification)
    level, may_be = result.value("level"), result.value("may_be")
    names = {code: wording.code(words, body.code_list, code) for code in body.levels}
    if level is UNKNOWN:
        figure = _("还不能确定")
    elif level == may_be:
        figure = names[level]
    else:
        figure = _("至少 %(level)s") % {"level": names[level]}
    open_end = may_be is not UNKNOWN and may_be != level
    note = _("补齐事实后最高可能是 %(level)s") % {"level": names[may_be]} if open_end else ""
    return Standing(result.policy.key, label(result.policy), figure, note)


def points_of(result: Result) -> Standing:
    low, high = (result.value(end) for end in ("low", "high"))
    if low is UNKNOWN and high is UNKNOWN:
        figure = _("还算不出")
    elif low == high:
        figure = _("%(points)s 分") % {"points": wording.number(low)}
    else:
        ends = {end: "—" if v is UNKNOWN else wording.number(v) for end, v in (("low", low), ("high", high))}
        figure = _("%(low)s 至 %(high)s 分") % ends
    note = _("有 %(count)s 项事实还不知道") % {"count": len(result.missing)} if result.missing else ""
    return Standing(result.policy.key, label(result.policy), figure, note)


def _columns(words: Words, result: Result) -> tuple[str, str, list[tuple[str, str]]] | None:
    body = result.lowered.version.body
    assert isinstance(body, m.Table)
    values = [(name, said, result.value(f"gives/{name}")) for name, said in body.columns.items()]
    sorts = {name: body.rows[0].gives[name].sort for name in body.columns}
    found = [(label(said), wording.spoken(words, sorts[name], v)) for name, said, v in values if v is not UNKNOWN and v]
    return (result.policy.key, label(result.policy), found) if found else None


def _recognised(situation: Situation) -> str:
    fact = situation.known.vocabulary.facts.get("recognised_class")
    value = situation.facts.get("recognised_class")
    return wording.code(situation.words, fact.code_list, value) if fact and value else ""


# --- combination, time ------------------------------------------------------------------------------------------------


def _total(decision: Decision) -> str:
    """What the taken benefits in money come to, where all are paid once and can be added up."""
    taken = [decision.results[key].lowered.version.body for key in decision.combination.taken]
    once = taken and all(isinstance(body, m.Benefit) and body.period == "once" for body in taken)
    return wording.money(decision.combination.total) if once else ""


def _told(decision: Decision, rejected: dict[str, Rejected], result: Result) -> str:
    """Why a benefit that is due is not taken, and what taking it would cost."""
    found = rejected.get(result.policy.key)
    if found is None:
        return ""
    names = [label(decision.policies[key]) for key in found.instead_of]
    group = label(decision.groups[found.group]) if found.group in decision.groups else ""
    if not names:
        return _("不再另给:%(group)s") % {"group": group}
    said = {"group": group, "others": _list(names), "loss": wording.money(found.loss)}
    if not found.loss:
        return _("%(group)s:与“%(others)s”只能取一项,两者一样多。") % said
    return _("%(group)s:已取“%(others)s”;改取这项合计少 %(loss)s。") % said


def change_of(known: RuleSet, result: Result, today: date) -> tuple[date, Any] | None:
    """The first day within three years on which time alone changes whether the policy is due, and to what."""
    decision = result.decision
    before, day = _state(result), today
    turning = _atoms_of(decision, result)
    for _step in range(TURNS):
        turn = first_turn(turning, decision.facts, day)
        if turn is None or turn > today + AHEAD:
            return None
        day = turn
        then = known.decide(decision.facts, day, result.policy.subject, only=[result.policy.key])
        state = _state(then.results[result.policy.key])
        if state is not before:
            return day, state
    return None


def _state(result: Result) -> Any:
    return result.eligible if result.in_force is True else result.in_force


@lru_cache(maxsize=2)
def _turning(rules_hash: str) -> dict[str, tuple[Atom, ...]]:
    return {}


def _atoms_of(decision: Decision, result: Result) -> tuple[Atom, ...]:
    """What of one policy turns with time; found once per rule set."""
    store, key = _turning(decision.rules_hash), result.policy.key
    if key not in store:
        versions = decision.compiled.lowered[key]
        slots = {part.slot for each in versions for part in each.parts} | {v.outputs["in_force"] for v in versions}
        store[key] = atoms(decision.compiled.program, sorted(slots))
    return store[key]
