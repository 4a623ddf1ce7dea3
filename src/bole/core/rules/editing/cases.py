"""Worked examples in forms: one by one with what came out, written anew, added, and carried over to a new version."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from bole.core.rules import casecheck
from bole.core.rules.decision import Result
from bole.core.rules.editing.source import Source, Spot, written
from bole.core.rules.language.values import UNKNOWN
from bole.core.rules.policies import model as m
from bole.core.rules.policies.given import Given
from bole.core.rules.ruleset import RuleSet
from bole.core.vocabulary import Problem
from bole.core.vocabulary.tree import Node, parse

YEARS = 60
DAY = re.compile(r"(?<![\d-])((?:19|20)\d\d)(-\d\d(?:-\d\d)?)(?![\d-])")
YEAR = re.compile(r"(年度: ?)((?:19|20)\d\d)\b")


@dataclass(frozen=True)
class Run:
    """A case that was run. `given`, `expect`: one 名称: 值 per line. `out`: what came out, by the words of `expect`."""

    place: int
    name: str
    on: str
    given: str
    expect: str
    problems: tuple[Problem, ...]
    out: tuple[tuple[str, str], ...]
    since: date | None

    @property
    def passed(self) -> bool:
        return not self.problems


def run_cases(rules: RuleSet, key: str) -> tuple[list[Run], list[Problem]]:
    """Every case of a policy, and what is wrong with all of them together: no cases at all, a condition no case has tested."""
    policy = rules.policies[key]
    file = cases_file(policy)
    checked = casecheck.check_cases(rules, [key])
    text = rules.files.get(file, "")
    source, root = (Source(text), parse(text, file, [])) if text.strip() else (None, None)
    if source is None or root is None or not isinstance(root.value, list):
        return [], checked.problems
    runs = list(_runs(rules, policy, source, root, checked.problems))
    told = {problem for run in runs for problem in run.problems}
    return runs, [problem for problem in sorted(set(checked.problems)) if problem not in told]


def cases_file(policy: m.Policy) -> str:
    """Where the cases of a policy stand."""
    return f"{policy.at.file.rsplit('/', 1)[0]}/cases.yaml"


def _runs(rules: RuleSet, policy: m.Policy, source: Source, root: Node, problems: list[Problem]) -> Iterator[Run]:
    spots = source.root.items
    for place, (spot, node) in enumerate(zip(spots, root.value, strict=True)):
        last = spots[place + 1].line if place + 1 < len(spots) else 10**9
        own = tuple(
            problem for problem in problems if spot.line <= problem.line < last and problem.file.endswith("cases.yaml")
        )
        result = decided(rules, policy, node)
        out = tuple(_outcomes(result)) if result is not None else ()
        since = result.lowered.version.since if result is not None else None
        yield Run(
            place,
            _word(spot, "name"),
            _word(spot, "on"),
            lines_of(source, spot.entries.get("given")),
            lines_of(source, spot.entries.get("expect")),
            own,
            out,
            since,
        )


def decided(rules: RuleSet, policy: m.Policy, node: Node) -> Result | None:
    """What the rules say for the facts of a case; None where it cannot be read."""
    entries = node.value if isinstance(node.value, dict) else {}
    on, problems = entries.get("on"), []  # type: ignore[var-annotated]
    if on is None or not isinstance(on.value, date):
        return None
    given = entries.get("given")
    facts = (
        Given(rules.vocabulary, rules.code_lists, problems).facts(given, policy.subject) if given is not None else {}
    )
    return None if problems else rules.decide(facts, on.value, policy.subject, [policy.key]).results[policy.key]


def _outcomes(result: Result) -> Iterator[tuple[str, str]]:
    outputs = result.lowered.outputs
    for name in ("eligible", "in_force", "amount", "level", "low", "high", "rank"):
        if name in outputs and not (name == "in_force" and result.value(name) is True):
            yield name, said(result.value(name), name, result)
    failed = [outcome.part.path.rsplit("/", 1)[-1] for outcome in result.conditions if outcome.value is False]
    if failed:
        yield "not_met", "[" + ", ".join(failed) + "]"


def said(value: Any, name: str, result: Result) -> str:
    """A result as it is written in `expect`."""
    if value is UNKNOWN or value is None:
        return casecheck.UNKNOWN_WORD if value is UNKNOWN else casecheck.NONE_WORD
    if isinstance(value, bool):
        return "true" if value else "false"
    if name == "amount" and _is_money(result) and isinstance(value, int):
        return money(value)
    return str(value)


def _is_money(result: Result) -> bool:
    body = result.lowered.version.body
    return isinstance(body, m.Benefit) and body.amount is not None and body.amount.sort.kind == "money"


def money(fen: int) -> str:
    """45000000 is 45万元, 99999900 is 999999元."""
    unit, size = ("万元", 1_000_000) if fen and fen % 10_000 == 0 and abs(fen) >= 1_000_000 else ("元", 100)
    whole, rest = divmod(fen, size)
    digits = str(rest).rjust(len(str(size)) - 1, "0").rstrip("0")
    return f"{whole}.{digits}{unit}" if digits else f"{whole}{unit}"


def _word(spot: Spot, key: str) -> str:
    found = spot.entries.get(key)
    return found.value if found is not None else ""


def lines_of(source: Source, spot: Spot | None) -> str:
    """A mapping as one 名称: 值 per line; the values as they are written."""
    if spot is None or not spot.is_mapping:
        return ""
    return "\n".join(f"{key}: {' '.join(source.slice(value).split())}" for key, value in spot.entries.items())


def as_mapping(lines: str) -> str:
    """Lines of 名称: 值 as a mapping in flow style. Full-width colons are read too."""
    entries = []
    for line in lines.replace("\r", "").split("\n"):
        if line.strip():
            name, sign, value = line.strip().replace(":", ":", 1).partition(":")
            entries.append(f"{name.strip()}{sign} {value.strip()}" if sign else name)
    return "{" + ", ".join(entries) + "}"


def case_text(name: str, on: str, given: str, expect: str) -> str:
    """A case as an item of the file."""
    title = written(name.strip() or "?", flow=True, text=True)
    return f"- name: {title}\n  on: {on.strip()}\n  given: {as_mapping(given)}\n  expect: {as_mapping(expect)}\n"


def put_case(text: str, place: int | None, item: str) -> str:
    """The text with a case written anew, or one more at the end."""
    if place is None or not text.strip():
        head = text if not text.strip() or text.endswith("\n") else f"{text}\n"
        return head + item
    source = Source(text)
    start, end = _bounds(source, place)
    return source.text[:start] + item + source.text[end:]


def drop_case(text: str, place: int) -> str:
    """The text without a case."""
    source = Source(text)
    start, end = _bounds(source, place)
    return source.text[:start] + source.text[end:]


def _bounds(source: Source, place: int) -> tuple[int, int]:
    spot = source.need((place,))
    start = source.text.rfind("\n", 0, spot.start) + 1
    stop = source.text.find("\n", spot.end)
    return start, len(source.text) if stop < 0 else stop + 1


def carry_over(rules: RuleSet, key: str, before: date, since: date) -> str:
    """The cases of a policy with those of the version of `before` once more, so many years later that the version of `since` decides.

    What they expect stays: where the new version says otherwise, they fail until somebody has looked at them.
    """
    policy = rules.policies[key]
    file = cases_file(policy)
    text = rules.files.get(file, "")
    root = parse(text, file, []) if text.strip() else None
    if root is None or not isinstance(root.value, list):
        return text
    source, carried = Source(text), []
    for place, node in enumerate(root.value):
        result = decided(rules, policy, node)
        if result is not None and result.lowered.version.since == before and result.value("in_force") is not False:
            start, end = _bounds(source, place)
            carried.append(_later(rules, policy, source.text[start:end], since))
    return put_case(text, None, "".join(carried))


def _later(rules: RuleSet, policy: m.Policy, item: str, since: date) -> str:
    for years in range(1, YEARS):
        moved = _moved(item, years, since)
        root = parse(moved, "", [])
        result = decided(rules, policy, root.value[0]) if root is not None else None
        if result is not None and result.lowered.version.since == since and result.value("in_force") is not False:
            return moved
    return ""


def _moved(item: str, years: int, since: date) -> str:
    name = f"{Source(item).need((0, 'name')).value}({since.isoformat()}起)"
    moved = DAY.sub(lambda found: _day(int(found[1]) + years, found[2]), item)
    moved = YEAR.sub(lambda found: f"{found[1]}{int(found[2]) + years}", moved)
    return Source(moved).exchanged({(0, "name"): written(name, flow=True, text=True)})


def _day(year: int, rest: str) -> str:
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return f"{year}{'-02-28' if rest == '-02-29' and not leap else rest}"


def mended(run: Run) -> str:
    """A case that expects what came out. Words that have no simple result stay as they were."""
    out = dict(run.out)
    lines = [line.partition(": ") for line in run.expect.split("\n") if line]
    expect = "\n".join(f"{key}: {out.get(key, value)}" for key, _sign, value in lines)
    return case_text(run.name, run.on, run.given, expect)
