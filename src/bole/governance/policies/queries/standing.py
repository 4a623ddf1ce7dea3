"""A person's class on record and the computed one as two things, and the points with what gave them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from bole.core.rules import Result
from bole.core.rules.policies import model as m
from bole.governance.policies.models import Decision, Recognition
from bole.governance.policies.queries import mine, records, wording
from bole.governance.policies.queries.facts import facts_of
from bole.governance.policies.queries.papers import Paper
from bole.governance.policies.queries.reasons import Reasons, reasons_of
from bole.governance.policies.queries.restricted import RESTRICTED, closed_routes
from bole.governance.policies.queries.situation import Situation
from bole.governance.policies.queries.terms import recognised_policies
from bole.people.registry.queries.vocabulary import label

State = Recognition.State


@dataclass(frozen=True)
class ClassStanding:
    """`held`: what stands (one, or several where records were joined). `computed`: what the rules give today."""

    key: str
    name: str
    held: list[records.Line]
    computed: mine.Standing
    level: str
    reasons: Reasons
    differs: bool


@dataclass(frozen=True)
class PointsStanding:
    """`stored`: decided by an officer, newest first, never overwritten by `now`."""

    key: str
    name: str
    now: mine.Standing
    reasons: Reasons
    stored: list[Paper]


@dataclass(frozen=True)
class PersonStanding:
    classes: list[ClassStanding]
    points: list[PointsStanding]
    past: list[records.Line]


def standing_of(situation: Situation, today: dt.date) -> PersonStanding:
    """Everything at once, decided together on the facts on which a decision would be stored; nothing is stored."""
    facts = facts_of("person", [situation.person.pk], today)
    situation = replace(situation, facts=facts.get(situation.person.pk, {}))
    known, grant, words = situation.known, situation.grant, situation.words
    classes = [key for key in recognised_policies() if key in known.policies]
    schemes = points_policies(situation)
    decision = known.decide(situation.facts, today, "person", only=[*classes, *schemes])
    rows = list(records.of_person(situation.person.pk))
    lines = [records.line_of(row, words, grant, situation.person, known) for row in rows]
    kept: dict[str, list[Paper]] = {}
    for row in records.decisions_about(situation.person.pk, Decision.Purpose.POINTS):
        kept.setdefault(row.policy, []).append(Paper(row, grant, words, known))
    return PersonStanding(
        [_class(situation, decision.results[key], lines) for key in classes],
        [_points(situation, decision.results[key], kept.get(key, [])) for key in schemes],
        [line for line in lines if not line.row.is_current],
    )


def points_policies(situation: Situation) -> list[str]:
    """The points schemes for persons."""
    found = situation.known.policies.values()
    return [policy.key for policy in found if policy.subject == "person" and policy.kind == "points"]


def _class(situation: Situation, result: Result, lines: list[records.Line]) -> ClassStanding:
    body = result.lowered.version.body
    assert isinstance(body, m.Classification)
    held = [line for line in lines if line.row.is_current and line.row.code_list == body.code_list]
    level = result.value("level")
    level = level if isinstance(level, str) else ""
    computed = mine.class_of(situation.words, result)
    return ClassStanding(
        result.policy.key,
        computed.name,
        held,
        computed,
        level,
        _open_ways(situation, body, reasons_of(situation, result)),
        any(line.row.level != level for line in held),
    )


def _open_ways(situation: Situation, body: m.Classification, reasons: Reasons) -> Reasons:
    """A way on a list that is not public stands there without its name and conditions."""
    closed = closed_routes(situation.known, body, situation.grant).values()
    levels = [(wording.code(situation.words, body.code_list, route.level), route) for route in closed]
    told = {f"{level} · {label(route)}": f"{level} · {RESTRICTED}" for level, route in levels}
    sections = [
        replace(each, name=told[each.name], cite="", reasons=[]) if each.name in told else each
        for each in reasons.sections
    ]
    return Reasons(sections, reasons.hidden)


def _points(situation: Situation, result: Result, stored: list[Paper]) -> PointsStanding:
    now = mine.points_of(result)
    return PointsStanding(result.policy.key, now.name, now, reasons_of(situation, result), stored)


def level_names(situation: Situation, policy: str) -> dict[str, str]:
    """The classes of a policy by code, the highest first."""
    body = situation.known.policies[policy].versions[-1].body
    assert isinstance(body, m.Classification)
    return {level: wording.code(situation.words, body.code_list, level) for level in body.levels}
