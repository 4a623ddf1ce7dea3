"""What a decision says of its conditions is what the reference says, which computes every part by itself: any tree, facts and policy."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from bench.rules.asked import ON as MAY
from bench.rules.asked import county
from bench.rules.people import given as worked_cases
from bole.core.rules import UNKNOWN, Decision, Expression, Step
from bole.core.rules.engines.closures import compile_node
from bole.core.rules.language import tree as n
from bole.core.rules.policies.lowering import Part
from bole.core.rules.policies.model import Said
from bole.core.rules.program import Program
from bole.core.rules.tracing import Told, Tracing
from bole.core.vocabulary import Position
from tests.core.rules.test_frames import rule_set
from tests.core.rules.test_generated import KINDS, ODD, RELAXED, SEEDS
from tests.factories.trees import ON, rows, trees

SAID = Said("key", "名", "name", "", "K", Position("policy.yaml", 1, 1))


def same(one: Step, other: Step) -> bool:
    """The same tree, and no value of another type."""
    pairs = list(zip(one.walk(), other.walk(), strict=True))
    return one == other and all(
        type(a.value) is type(b.value) and list(a.facts.items()) == list(b.facts.items()) for a, b in pairs
    )


def read_by(step: Step) -> list[tuple[str, Any]]:
    found: dict[str, Any] = {}
    for each in step.walk():
        found |= each.facts
    return list(found.items())


def agree(nodes: Sequence[n.Node], profiles: Iterable[Mapping[str, Any]], on: dt.date) -> int:
    """How many trees were compared. Of each node only its own slots are computed, as for one policy among many."""
    program, compared = Program(), 0
    found = [Part("", SAID, Expression("text", node), program.add(node).slot) for node in nodes]
    tracing, behind = Tracing(program), program.behind
    steps = [compile_node(slot.node) for slot in program.slots]
    for profile in profiles:
        for part in found:
            slot, expression = part.slot, part.expression
            values: list[Any] = [None] * len(steps)
            for place in sorted(behind[slot]):
                values[place] = steps[place](profile, values, on)  # type: ignore[arg-type]
            told = Told(tracing, profile, on, values)
            one, other = expression.trace(profile, on), tracing.trace(part, told)
            assert same(one, other), (expression.node, profile)
            assert one.missing() == other.missing()
            assert list(tracing.readings(expression, told).items()) == read_by(one)
            compared += 1
    return compared


@settings(max_examples=60, deadline=None, suppress_health_check=RELAXED)
@given(st.lists(st.sampled_from(KINDS).flatmap(trees), min_size=1, max_size=4), SEEDS)
def test_any_expression_is_explained_as_by_the_reference(found: list[n.Node], seed: int) -> None:
    agree(found, [*rows(seed, 6), *ODD], ON)


@pytest.mark.prove
def test_a_hundred_thousand_traces_are_those_of_the_reference() -> None:
    compared = 0

    @settings(max_examples=1000, deadline=None, suppress_health_check=RELAXED, database=None, phases=[Phase.generate])
    @given(st.lists(st.sampled_from(KINDS).flatmap(lambda kind: trees(kind, 6)), min_size=3, max_size=8), SEEDS)
    def check(found: list[n.Node], seed: int) -> None:
        nonlocal compared
        compared += agree(found, [*rows(seed, 40), *ODD], ON)

    check()
    assert compared >= 100_000, compared


def explained_alike(decision: Decision, only: Sequence[str] | None = None) -> int:
    """How many conditions and figures were compared."""
    compared = 0
    for key in only or decision.results:
        result = decision.results[key]
        assert [outcome for outcome, _ in result.reasons] == list(result.conditions)
        assert [read for _, read in result.reasons] == [result.readings(part) for part in result.lowered.parts]
        for part in (*result.lowered.parts, *result.lowered.figures):
            one, other = part.expression.trace(decision.facts, decision.on), result.trace(part)
            assert same(one, other), (key, part.path)
            assert one.value is decision.shown(part.slot) or one.value == decision.shown(part.slot)
            assert list(result.readings(part).items()) == read_by(one)
            assert one.missing() == other.missing()
            compared += 1
    return compared


def test_policies_of_every_kind_are_explained_as_by_the_reference() -> None:
    rules = rule_set()
    for profile in [*rows(3, 30), *ODD]:
        assert explained_alike(rules.decide(profile, ON)) > 0
        for key in rules.policies:
            explained_alike(rules.decide(profile, ON, only=[key]))


def test_worked_cases_of_the_county_are_explained_as_by_the_reference() -> None:
    for profile in list(worked_cases(county(), "person"))[::80]:
        assert explained_alike(county().decide(profile, MAY)) > 400


@pytest.mark.prove
@pytest.mark.parametrize("subject", ["person", "organisation"])
def test_every_worked_case_is_explained_as_by_the_reference(subject: Any) -> None:
    rules = county()
    for place, profile in enumerate(worked_cases(rules, subject)):
        decision = rules.decide(profile, MAY, subject)
        explained_alike(decision)
        some = list(decision.results)[place % 7 :: 7]
        explained_alike(rules.decide(profile, MAY, subject, only=some), some)


def test_what_one_policy_lacks_does_not_depend_on_which_others_were_asked_about() -> None:
    rules, facts = county(), {"insurance_status": "paused"}
    whole = rules.decide(facts, MAY)
    for key in ("home_purchase", "talent_class"):
        assert whole.results[key].missing == rules.decide(facts, MAY, only=[key]).results[key].missing


def test_threads_explain_one_rule_set_alike() -> None:
    rules, profiles = rule_set(), rows(4, 8)
    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(lambda each: explained_alike(rules.decide(each, ON)), profiles)) > 0


def test_what_is_open_is_told_without_what_is_settled() -> None:
    rules = rule_set()
    result = next(each for each in rules.decide({}, ON).results.values() if each.missing)
    open_ = [outcome.part for outcome in result.conditions if outcome.value is UNKNOWN]
    assert all(result.readings(part)[path] is UNKNOWN for part in open_ for path in result.trace(part).missing())
