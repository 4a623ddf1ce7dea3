"""Why a policy came out as it did for one person: every condition with its outcome, its clause and the facts it read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from bole.core.rules import UNKNOWN, Result
from bole.core.rules.policies import model as m
from bole.core.rules.policies.lowering import Part
from bole.governance.policies.queries import mine, wording
from bole.governance.policies.queries.situation import Reading, Situation
from bole.people.registry.queries.vocabulary import label

MOST = 12
"""Of the ways into a class, those met and the nearest are shown; the others stand on the page of the policy."""


@dataclass(frozen=True)
class Reason:
    """A condition with its outcome."""

    name: str
    words: str
    tone: str
    word: str
    cite: str
    proof: tuple[str, ...]
    text: str
    readings: list[Reading]


@dataclass(frozen=True)
class Section:
    """Conditions that belong together: who may have it, a way into a class, a criterion with its points, a row."""

    name: str
    tone: str
    word: str
    cite: str
    reasons: list[Reason]


@dataclass(frozen=True)
class Reasons:
    sections: list[Section]
    hidden: int


@dataclass(frozen=True)
class Explained:
    """`figure`: the class or points of who has one; `tone` and `word`: whether the person may have a benefit or take part."""

    item: mine.Item
    kind: str
    mark_note: str
    cite: str
    figure: str
    note: str
    tone: str
    word: str
    turn: date | None
    reasons: Reasons


def explain(situation: Situation, policy: m.Policy, today: date) -> Explained:
    """One policy for one person, decided alone."""
    known, words = situation.known, situation.words
    result = known.decide(situation.facts, today, situation.subject, only=[policy.key]).results[policy.key]
    figure, note, tone, word = "", "", "", ""
    if policy.kind == "classification":
        standing = mine.class_of(words, result)
        figure, note = standing.figure, standing.note
    elif policy.kind in ("points", "scoring"):
        standing = mine.points_of(result)
        figure, note = standing.figure, standing.note
    elif policy.kind != "table":
        tone, word = _outcome(result.eligible if result.in_force is True else result.in_force)
    turn = mine.change_of(known, result, today) if word else None
    return Explained(
        item=mine.item_of(words, result),
        kind=str(wording.KINDS[policy.kind]),
        mark_note=str(wording.MARK_NOTES[policy.mark]),
        cite=policy.cite,
        figure=figure,
        note=note,
        tone=tone,
        word=word,
        turn=turn[0] if turn else None,
        reasons=reasons_of(situation, result),
    )


def reasons_of(situation: Situation, result: Result) -> Reasons:
    """The conditions of the version that counts, in the order of the rules; ways into a class by nearness."""
    body = result.lowered.version.body
    if isinstance(body, m.Classification):
        return _routes(situation, result, body)
    if isinstance(body, m.Points):
        return Reasons(_criteria(situation, result, body), 0)
    reasons = [_reason(situation, result, part) for part in result.lowered.parts]
    by = result.lowered.version.by
    if by is not None:
        name = _("以哪一天为准:%(day)s") % {"day": wording.node_name(by.node)}
        tone, word = _outcome(result.in_force)
        reasons.insert(
            0, Reason(name, "", tone, word, "", (), by.text, _readings(situation, [result.decision.readings(by)]))
        )
    return Reasons([Section("", "", "", "", reasons)], 0)


def _reason(situation: Situation, result: Result, part: Part) -> Reason:
    value = result.decision.shown(part.slot)
    tone, word = _outcome(value)
    proof = part.said.proof if isinstance(part.said, m.Condition) else ()
    readings = _readings(situation, [result.readings(part)], decided=value is not UNKNOWN)
    words = wording.in_words(part.expression.text)
    return Reason(
        label(part.said), words, tone, word, _clause(result, part.said), proof, part.expression.text, readings
    )


def _clause(result: Result, said: m.Said) -> str:
    """Where a part is laid down, "" where that is said of the whole."""
    return "" if said.cite == result.policy.cite else said.cite


def _outcome(value: Any) -> tuple[str, str]:
    if value is UNKNOWN or value is None:
        return "warn", _("还不知道")
    return ("good", _("符合")) if value else ("none", _("不符合"))


def _readings(situation: Situation, reads: Iterable[Mapping[str, Any]], *, decided: bool = False) -> list[Reading]:
    """Each fact once, in the order in which it was read. `decided`: the condition is settled without what is not known."""
    found: dict[str, Any] = {}
    for each in reads:
        found |= each
    return [situation.reading(path, value, decided=decided) for path, value in found.items()]


def _routes(situation: Situation, result: Result, body: m.Classification) -> Reasons:
    parts: dict[str, list[Part]] = {}
    for part in result.lowered.parts:
        parts.setdefault(part.path.rsplit("/", 1)[0], []).append(part)
    ranked = sorted(body.routes, key=lambda route: _nearness(result, parts.get(f"routes/{route.key}", []), body, route))
    common = [_reason(situation, result, part) for part in parts.get("who", [])]
    sections = [Section(_("每条路径都要"), "", "", "", common)] if common else []
    for route in ranked[:MOST]:
        own = parts.get(f"routes/{route.key}", [])
        tone, word = _outcome(result.value(f"route/{route.key}")) if len(own) > 1 else ("", "")
        name = f"{wording.code(situation.words, body.code_list, route.level)} · {label(route)}"
        reasons = [_reason(situation, result, part) for part in own]
        sections.append(Section(name, tone, word, _clause(result, route), reasons))
    return Reasons(sections, max(0, len(ranked) - MOST))


def _nearness(result: Result, parts: list[Part], body: m.Classification, route: m.Route) -> tuple[int, int, int]:
    """What is met stands first, the highest level before; then what lacks least, the lowest level before."""
    values = [result.decision.shown(part.slot) for part in parts]
    refused, unknown = (sum(value is end for value in values) for end in (False, UNKNOWN))
    place = body.levels.index(route.level)
    return refused, unknown, place if refused + unknown == 0 else -place


def _criteria(situation: Situation, result: Result, body: m.Points) -> list[Section]:
    parts: dict[str, list[Part]] = {}
    for part in (*result.lowered.parts, *result.lowered.figures):
        parts.setdefault(part.path, []).append(part)
    sections = []
    for criterion in body.criteria:
        readings = _readings(situation, (result.readings(part) for part in parts.get(f"criteria/{criterion.key}", [])))
        low, high = (result.value(f"{end}/{criterion.key}") for end in ("low", "high"))
        tone, word = ("warn", _range(low, high)) if low != high else ("good" if low else "none", _range(low, high))
        text = criterion.when.text if criterion.when else criterion.points.text
        reason = Reason(
            label(criterion), wording.in_words(text), tone, word, _clause(result, criterion), (), text, readings
        )
        sections.append(reason)
    stops = [_reason(situation, result, p) for p in result.lowered.parts if p.path.startswith(("vetoes/", "direct/"))]
    found = [Section(_("逐项得分"), "", "", "", sections)]
    return found + ([Section(_("不计分或直接合格的情形"), "", "", "", stops)] if stops else [])


def _range(low: Any, high: Any) -> str:
    """Points as one figure, or as low to high; an end that is not known stays open."""
    ends = ["—" if value is UNKNOWN else wording.number(value) for value in (low, high)]
    if ends[0] == ends[1]:
        return _("%(points)s 分") % {"points": ends[0]}
    return _("%(low)s 至 %(high)s 分") % {"low": ends[0], "high": ends[1]}
