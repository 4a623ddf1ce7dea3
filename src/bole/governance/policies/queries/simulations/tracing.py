"""One subject under the rules in force and under the draft: each condition with both outcomes and what it read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from bole.core.rules import UNKNOWN, Result, RuleSet
from bole.core.rules.policies.given import Given
from bole.core.vocabulary import Fact, Problem, Subject
from bole.core.vocabulary.tree import parse
from bole.governance.policies.queries import wording
from bole.people.registry.queries import Words
from bole.people.registry.queries.vocabulary import label

MaySee = Callable[[Fact, bool], bool]
"""Whether the viewer sees a fact; of the subject itself (True) or of a related one."""
HIDDEN = ("identifier", "phone")
Outcome = tuple[str, str]
"""Tone and word."""
EXAMPLES = 24


@dataclass(frozen=True)
class Compared:
    """One condition under both rule sets; None: it is not there."""

    name: str
    base: Outcome | None
    reform: Outcome | None
    readings: list[tuple[str, str]]

    @property
    def is_changed(self) -> bool:
        return self.base != self.reform


@dataclass(frozen=True)
class Traced:
    """One policy for one subject, before and after."""

    key: str
    name: str
    base: str
    reform: str
    conditions: list[Compared]

    @property
    def is_changed(self) -> bool:
        return self.base != self.reform or any(each.is_changed for each in self.conditions)


@dataclass(frozen=True)
class Example:
    """Somebody made up: a worked case of the policy, or one at the edge of a condition. `on`: the day it is decided on."""

    name: str
    facts: Mapping[str, Any] = field(repr=False)
    on: dt.date


@dataclass(frozen=True)
class Tracing:
    """What is needed to trace anybody through a draft."""

    base: RuleSet
    reform: RuleSet
    words: Words
    policies: tuple[str, ...]

    def trace(self, facts: Mapping[str, Any], on: dt.date, may_see: MaySee) -> list[Traced]:
        """Each policy that the draft changes."""
        return [self._policy(key, facts, on, may_see) for key in self.policies]

    def _policy(self, key: str, facts: Mapping[str, Any], on: dt.date, may_see: MaySee) -> Traced:
        results = [_result(rules, key, facts, on) for rules in (self.base, self.reform)]
        name = next(label(rules.policies[key]) for rules in (self.reform, self.base) if key in rules.policies)
        before, after = (self._said(result) for result in results)
        return Traced(key, name, before, after, list(self._conditions(results, may_see)))

    def _conditions(self, results: list[Result | None], may_see: MaySee) -> Iterator[Compared]:
        held = [{each.part.path: each for each in result.conditions} if result else {} for result in results]
        for path in dict.fromkeys([*held[1], *held[0]]):
            both = [found.get(path) for found in held]
            said = next(each.part.said for each in reversed(both) if each is not None)
            readings: dict[str, str] = {}
            for result, each in zip(results, both, strict=True):
                if result is not None and each is not None:
                    read = result.readings(each.part).items()
                    readings |= {self._fact(path): self._shown(path, value, may_see) for path, value in read}
            yield Compared(
                label(said), *(outcome(each.value) if each else None for each in both), list(readings.items())
            )

    def _fact(self, path: str) -> str:
        return wording.fact_name(self.reform, path)

    def _shown(self, path: str, value: Any, may_see: MaySee) -> str:
        if value is UNKNOWN:
            return _("还不知道")
        fact = self.reform.vocabulary.facts.get(path.rpartition(".")[2])
        if fact is None or fact.type in HIDDEN or not may_see(fact, "." not in path):
            return _("已用于判断,不在这里显示")
        if isinstance(value, list | tuple):
            return _("%(count)s 条") % {"count": len(value)}
        if fact.type == "code":
            return wording.code(self.words, fact.code_list, value)
        if fact.type == "money":
            return wording.money(int(value))
        return value.isoformat() if isinstance(value, dt.date) else self.words.value(fact, value)

    def _said(self, result: Result | None) -> str:
        """What a policy comes to, in a line."""
        if result is None:
            return _("没有这项政策")
        outputs = result.lowered.outputs
        if result.in_force is False:
            return _("不在有效期内")
        if "level" in outputs:
            level = result.value("level")
            body = result.lowered.version.body
            return (
                wording.code(self.words, getattr(body, "code_list", None), level)
                if level not in (None, UNKNOWN)
                else _("没有类别")
            )
        if "low" in outputs:
            ends = ["—" if (v := result.value(end)) is UNKNOWN else wording.number(v) for end in ("low", "high")]
            return _("%(points)s 分") % {"points": " — ".join(dict.fromkeys(ends))}
        parts = [outcome(result.eligible)[1]] if "eligible" in outputs else []
        if "amount" in outputs and result.eligible is not False:
            parts.append(_amount(result, result.value("amount")))
        return " · ".join(parts) or _("按对照表")


def outcome(value: Any) -> Outcome:
    if value is UNKNOWN or value is None:
        return "warn", _("还不知道")
    return ("good", _("符合")) if value else ("none", _("不符合"))


def _amount(result: Result, amount: Any) -> str:
    if amount is UNKNOWN:
        return _("金额还不知道")
    body = result.lowered.version.body
    text = wording.money(int(amount)) if result.is_money else wording.number(amount)
    return wording.with_period(text, body) if hasattr(body, "period") else text


def _result(rules: RuleSet, key: str, facts: Mapping[str, Any], on: dt.date) -> Result | None:
    policy = rules.policies.get(key)
    if policy is None:
        return None
    return rules.decide(facts, on, policy.subject, [key]).results[key]


# --- somebody made up -------------------------------------------------------------------------------------------------


def worked(rules: RuleSet, key: str) -> list[Example]:
    """The cases of the policy that can be read."""
    policy = rules.policies.get(key)
    if policy is None:
        return []
    file = f"{policy.at.file.rsplit('/', 1)[0]}/cases.yaml"
    problems: list[Problem] = []
    root = parse(rules.files[file], file, problems) if rules.files.get(file) else None
    found = []
    for case in root.value if root is not None and isinstance(root.value, list) else []:
        entries = case.value if isinstance(case.value, dict) else {}
        if not {"name", "on", "given"} <= entries.keys() or not isinstance(entries["on"].value, dt.date):
            continue
        wrong: list[Problem] = []
        facts = Given(rules.vocabulary, rules.code_lists, wrong).facts(entries["given"], policy.subject)
        if not wrong:
            found.append(Example(str(entries["name"].value), facts, entries["on"].value))
    return found[:EXAMPLES]


def at_the_edge(rules: RuleSet, key: str) -> list[Example]:
    """People whom one step of one fact separates from another outcome, found by proof. Takes a second or two of CPU."""
    from bole.core.rules.lint import boundary_people

    if key not in rules.policies:
        return []
    sides = {-1: _("差一点"), 0: _("正好"), 1: _("超过一点")}
    found = boundary_people(rules, key)[:EXAMPLES]
    return [Example(f"{each.part} · {sides[each.side]}", each.facts, each.on) for each in found]


def kind_of(rules: RuleSet, key: str) -> Subject:
    found = rules.policies.get(key)
    return found.subject if found else "person"
