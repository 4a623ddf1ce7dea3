"""Both back ends of a rule set beside each other."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bole.core.rules import UNKNOWN, Decision, RuleSet
from bole.core.rules.engines.closures import compile_node
from bole.core.rules.engines.frames import evaluate, exact, frame_of
from bole.core.rules.language import tree as n
from bole.core.rules.program import Program
from bole.core.vocabulary import Subject, Vocabulary


def both_ways(
    nodes: Mapping[str, n.Node],
    profiles: Sequence[dict[str, Any]],
    vocabulary: Vocabulary,
    paths: Sequence[str],
    on: dt.date,
) -> Iterator[tuple[str, int, Any, Any]]:
    """For each node and profile: name, row, what the closures say and what the frame says."""
    program = Program()
    refs = {name: program.add(node) for name, node in nodes.items()}
    steps = [compile_node(slot.node) for slot in program.slots]
    made = evaluate(program, refs, frame_of(profiles, vocabulary, "person", paths), on)
    columns = {name: exact(made[name]) for name in refs}
    for row, profile in enumerate(profiles):
        values: list[Any] = []
        for step in steps:
            values.append(step(profile, values, on))  # type: ignore[arg-type]
        for name, ref in refs.items():
            yield name, row, values[ref.slot], columns[name][row]


def same(one: Any, other: Any) -> bool:
    """Equal, and unknown only together."""
    return one is other if one is None or other is None else bool(one == other)


def differences(
    rules: RuleSet,
    profiles: Sequence[dict[str, Any]],
    on: dt.date,
    subject: Subject = "person",
    paths: Sequence[str] = (),
) -> list[tuple[str, int, Any, Any]]:
    """Where the two paths disagree: column, row, what one by one says, what the frame says."""
    made = rules.decide_frame(frame_of(profiles, rules.vocabulary, subject, paths), on, subject, masks=True)
    columns = {name: exact(made[name]) for name in made.columns}
    found = []
    for row, profile in enumerate(profiles):
        expected = expected_of(rules.decide(profile, on, subject, reference=True))
        for name, column in columns.items():
            value = expected.get(name, False if name.startswith("combination/") else None)
            if not same(value, column[row]):
                found.append((name, row, value, column[row]))
        assert expected.keys() <= columns.keys(), expected.keys() - columns.keys()
    return found


def expected_of(decision: Decision) -> dict[str, Any]:
    """What one by one says, by the name of the column."""
    return dict(_expected(decision))


def _expected(decision: Decision) -> Iterator[tuple[str, Any]]:
    for policy, result in decision.results.items():
        for name in result.lowered.outputs:
            yield f"{policy}/{name}", _known(result.value(name))
        for outcome in reversed(result.conditions):
            yield f"{policy}/{outcome.part.path}", _known(outcome.value)
    for policy in decision.combination.taken:
        yield f"combination/{policy}", True
    yield "combination/total", decision.combination.total


def _known(value: Any) -> Any:
    return None if value is UNKNOWN else value
