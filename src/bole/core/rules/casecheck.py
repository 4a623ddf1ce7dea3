"""`cases.yaml`: examples beside each policy, run whenever it is checked, and which of its conditions they have seen both ways."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from bole.core.rules.decision import Result
from bole.core.rules.language.literals import QUANTITY
from bole.core.rules.language.values import FIRST_DAY, MONEY_UNITS, UNKNOWN
from bole.core.rules.policies import model as m
from bole.core.rules.policies.given import Given
from bole.core.rules.policies.lowering import Part
from bole.core.rules.ruleset import RuleSet
from bole.core.vocabulary import Position, Problem
from bole.core.vocabulary.fields import Fields
from bole.core.vocabulary.tree import Node, parse

UNKNOWN_WORD, NONE_WORD = "unknown", "none"


@dataclass
class Checked:
    """Cases that were run, and the outcomes that each condition of each policy had in them."""

    problems: list[Problem] = field(default_factory=list)
    cases: int = 0
    seen: dict[tuple[str, str], set[Any]] = field(default_factory=dict)


def check_cases(rules: RuleSet, only: Iterable[str] | None = None) -> Checked:
    """Runs all cases (or those of some policies); a wrong result and an untested branch are problems at their places."""
    checked = Checked()
    for key in sorted(rules.policies if only is None else only):
        _check_policy(rules, rules.policies[key], checked)
    return checked


def _check_policy(rules: RuleSet, policy: m.Policy, checked: Checked) -> None:
    folder = policy.at.file.rsplit("/", 1)[0]
    file = f"{folder}/cases.yaml"
    if file not in rules.files:
        checked.problems.append(Problem(policy.at.file, 1, 1, f"政策“{policy.name}”没有算例", f"新建 {file}"))
        return
    root = parse(rules.files[file], file, checked.problems)
    for node in root.value if root is not None and isinstance(root.value, list) else []:
        _run(rules, policy, node, checked)
    checked.problems += list(_untested(rules, policy, checked))


def _run(rules: RuleSet, policy: m.Policy, node: Node, checked: Checked) -> None:
    fields = Fields(node, "算例", checked.problems)
    name, on = fields.text("name", required=True), fields.day("on")
    given, expect = fields.node_of("given"), fields.node_of("expect", required=True)
    fields.done()
    if on is None or expect is None:
        fields.report(node.at, f"算例“{name}”缺少日期", "补上 on: 2022-05-01")
        return
    if on < FIRST_DAY:
        fields.report(fields.place("on"), f"算例“{name}”的日期 {on} 早于 {FIRST_DAY}", "检查年份")
    reader = Given(rules.vocabulary, rules.code_lists, checked.problems)
    facts = reader.facts(given, policy.subject) if given is not None else {}
    result = rules.decide(facts, on, policy.subject, [policy.key]).results[policy.key]
    checked.cases += 1
    for outcome in result.conditions:
        checked.seen.setdefault((policy.key, _told(outcome.part)), set()).add(outcome.value)
    wanted = Fields(expect, f"算例“{name}”", checked.problems)
    for key, value in wanted.entries.items():
        wanted.plain(key)
        found = _found(result, key, rules, value.at, checked.problems)
        if not _agree(found, value.plain(), result):
            message = f"算例“{name}”:{key} 应为 {value.plain()},实为 {_shown(found, value.plain())}"
            checked.problems.append(Problem(value.at.file, value.at.line, value.at.column, message, ""))


def _told(part: Part) -> str:
    """A condition by its name and meaning: one that a later version repeats word for word is the same."""
    return f"{part.slot}/{part.path}"


def _found(result: Result, key: str, rules: RuleSet, at: Position, problems: list[Problem]) -> Any:
    """What came out under a word of `expect`."""
    if key == "missing":
        return [_fact_name(rules, path) for path in result.missing]
    if key == "not_met":
        return [outcome.part.path.rsplit("/", 1)[-1] for outcome in result.conditions if outcome.value is False]
    if key == "route":
        return [
            name.removeprefix("route/")
            for name in result.lowered.outputs
            if name.startswith("route/") and result.value(name) is True
        ]
    if key == "points":
        return [result.value("low"), result.value("high")]
    if key in result.lowered.outputs:
        return result.value(key)
    names = [name for name in result.lowered.outputs if "/" not in name or name.startswith("gives/")]
    problems.append(Problem(at.file, at.line, at.column, f"没有结果“{key}”", "可用:" + "、".join(names)))
    return None


def _fact_name(rules: RuleSet, path: str) -> str:
    return ".".join(
        rules.vocabulary.facts[key].name if key in rules.vocabulary.facts else key for key in path.split(".")
    )


def _agree(found: Any, wanted: Any, result: Result) -> bool:
    if wanted == UNKNOWN_WORD:
        return found is UNKNOWN
    if wanted == NONE_WORD:
        return found is UNKNOWN or found is None
    if isinstance(found, list):
        listed = (
            wanted
            if isinstance(wanted, list)
            else [wanted] * (2 if len(found) == 2 and not isinstance(wanted, str) else 1)
        )
        if all(isinstance(part, str) for part in found):
            return sorted(found) == sorted(map(str, listed))
        return len(found) == len(listed) and all(map(lambda a, b: _agree(a, b, result), found, listed))
    if isinstance(wanted, bool) or isinstance(found, bool):
        return found is wanted
    amount = _amount(wanted)
    return bool(found == (wanted if amount is None else amount))


def _amount(wanted: Any) -> Fraction | None:
    """27万元 in 分, 30% as a rate, 12 as it stands."""
    if isinstance(wanted, str) and (match := QUANTITY.fullmatch(wanted)):
        number = Fraction(match[1])
        return number / 100 if match[2] == "%" else number * MONEY_UNITS.get(match[2], 1)
    try:
        return None if wanted is None or isinstance(wanted, str) else Fraction(wanted)
    except (TypeError, ValueError):
        return None


def _shown(found: Any, wanted: Any) -> str:
    if found is UNKNOWN:
        return UNKNOWN_WORD
    if isinstance(found, int) and not isinstance(found, bool) and isinstance(wanted, str) and wanted.endswith("元"):
        return f"{found / 100:g}元"
    return str(found)


def _untested(rules: RuleSet, policy: m.Policy, checked: Checked) -> Iterator[Problem]:
    """Conditions that no case has seen both hold and fail."""
    for lowered in rules.programs[policy.subject].lowered[policy.key]:
        for part in lowered.parts:
            seen = checked.seen.get((policy.key, _told(part)), set())
            lacking = [word for value, word in ((True, "成立"), (False, "不成立")) if value not in seen]
            if lacking and not _is_constant(part.slot, rules, policy):
                at = part.said.at
                yield Problem(
                    at.file,
                    at.line,
                    at.column,
                    f"“{part.said.name}”没有算例测到{'、'.join(lacking)}",
                    "在 cases.yaml 补一例",
                )


def _is_constant(slot: int, rules: RuleSet, policy: m.Policy) -> bool:
    return not rules.programs[policy.subject].program.slots[slot].reads
