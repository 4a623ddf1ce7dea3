"""Generated code says slot by slot what the closures say: the same value of the same type, for any tree and any facts."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from bole.core.rules import compile_expression
from bole.core.rules.engines.closures import compile_node
from bole.core.rules.engines.generated import Generated
from bole.core.rules.language import tree as n
from bole.core.rules.language.values import BOOLEAN, Sort
from bole.core.rules.program import Program
from tests.core.rules.test_frames import rule_set
from tests.factories.trees import AT, CODE_LISTS, ON, VOCABULARY, rows, trees

KINDS = ("boolean", "boolean", "number", "money", "percent", "date", "month", "text", "code")
SEEDS = st.integers(0, 10**6)
RELAXED = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example]
ODD: Sequence[dict[str, Any]] = (
    {"age": None, "young": None, "prizes": None, "honoured": "ja"},
    {"honours": ["x", 3], "papers": {"title": "a"}, "leases": [{}], "employer": "x", "spouse": {"employer": None}},
    {"honours": [None], "leases": "many", "employer": {"grants": [{"paid": True}], "founded": "2021-02-30"}},
    {"months": 3.5, "home": 1, "post": 7, "born": "1899-12-31", "salary": "50", "score": "1/0", "share": True},
)
"""Facts that are not what they should be: unknown, never an error."""


def same(one: Any, other: Any) -> bool:
    return one is other or (type(one) is type(other) and one == other)


def agree(nodes: Sequence[n.Node], profiles: Sequence[dict[str, Any]], on: dt.date) -> int:
    """How many values were compared."""
    program, refs = Program(), []
    for node in nodes:
        refs.append(program.add(node).slot)
    slots = [slot.node for slot in program.slots]
    steps, made = [compile_node(node) for node in slots], Generated(slots)
    run, some = made.function(range(len(slots))), made.function(program.behind[refs[0]])
    for profile in profiles:
        expected: list[Any] = []
        for step in steps:
            expected.append(step(profile, expected, on))  # type: ignore[arg-type]
        found: list[Any] = []
        run(profile, on, found)
        for node, one, other in zip(slots, expected, found, strict=True):
            assert same(one, other), (node, profile, one, other)
        few: list[Any] = [None] * len(slots)
        some(profile, on, few)
        assert all(same(few[place], expected[place]) for place in program.behind[refs[0]])
    return len(slots) * len(profiles)


@settings(max_examples=150, deadline=None, suppress_health_check=RELAXED)
@given(st.lists(st.sampled_from(KINDS).flatmap(trees), min_size=1, max_size=6), SEEDS)
def test_any_expression_comes_out_the_same(found: list[n.Node], seed: int) -> None:
    agree(found, [*rows(seed, 20), *ODD], ON)


@pytest.mark.prove
def test_a_hundred_thousand_evaluations_come_out_the_same() -> None:
    compared = 0

    @settings(
        max_examples=1000,
        deadline=None,
        suppress_health_check=RELAXED,
        database=None,
        phases=(Phase.explicit, Phase.generate),
    )
    @given(st.lists(st.sampled_from(KINDS).flatmap(lambda kind: trees(kind, 6)), min_size=3, max_size=8), SEEDS)
    def check(found: list[n.Node], seed: int) -> None:
        nonlocal compared
        compared += agree(found, [*rows(seed, 40), *ODD], ON)

    check()
    assert compared >= 1_000_000, compared


@pytest.mark.parametrize("on", [ON, dt.date(2026, 1, 1)])
def test_policies_of_every_kind_come_out_the_same(on: dt.date) -> None:
    rules = rule_set()
    for profile in [*rows(7, 200), *ODD]:
        one, other = rules.decide(profile, on, reference=True), rules.decide(profile, on)
        assert all(map(same, one.values, other.values)), profile
        assert (one.combination, one.missing, one.next_change) == (other.combination, other.missing, other.next_change)


def test_one_policy_is_decided_as_among_all() -> None:
    rules = rule_set()
    for profile in rows(8, 60):
        whole = rules.decide(profile, ON)
        for key in rules.policies:
            for reference in (False, True):
                alone = rules.decide(profile, ON, only=[key], reference=reference)
                assert _answers(alone.results[key]) == _answers(whole.results[key])
        some = rules.decide(profile, ON, only=["capped_a", "capped_b"])  # their ceiling and what was paid count too
        assert some.combination.paid.get("capped") == whole.combination.paid.get("capped")


def _answers(result: Any) -> Any:
    return result.lowered.version.since, [result.value(name) for name in result.lowered.outputs], result.conditions


NUMBER = Sort("number", bare=True)


def test_what_is_nested_deep_or_long_is_computed_all_the_same() -> None:
    month = compile_expression("社保月数", VOCABULARY, CODE_LISTS).node
    chain: n.Node = month
    for place in range(150):
        chain = n.Arithmetic(NUMBER, AT, "+", chain, n.Constant(NUMBER, AT, Fraction(place, 3)))
    choice: n.Node = month
    for place in range(150):
        test = n.Compare(BOOLEAN, AT, "<", month, n.Constant(NUMBER, AT, place))
        choice = n.IfElse(NUMBER, AT, test, n.Arithmetic(NUMBER, AT, "*", month, month), choice)
    text = compile_expression("(" * 50 + "全职" + ")" * 50 + " 且 县内有房" * 150, VOCABULARY, CODE_LISTS).node
    assert agree([chain, choice, text], [{}, {"months": 70, "full": True, "home": True}, {"months": 200}], ON) > 0


def test_a_word_of_a_policy_is_never_code() -> None:
    text = '岗位 = "\'); raise SystemExit; (\'" 或 岗位 包含 "\\n\\nimport os" 或 岗位 始于 "{0}%s"'
    node = compile_expression(text, VOCABULARY, CODE_LISTS).node
    program = Program()
    program.add(node)
    made = Generated([slot.node for slot in program.slots])
    source = "\n".join(made.text(range(len(program.slots))))
    assert not any(word in source for word in ("raise", "import", "{0}", "岗位", "post"))
    assert agree([node], [{"post": "'); raise SystemExit; ('"}, {"post": "\\n\\nimport os"}, {}], ON) > 0


def test_one_thread_at_a_time_writes_and_all_get_the_right_function(monkeypatch: pytest.MonkeyPatch) -> None:
    inside, most, write = 0, 0, Generated.text

    def slowly(self: Generated, places: Sequence[int]) -> Iterator[str]:
        nonlocal inside, most
        inside += 1
        most = max(most, inside)
        for line in write(self, places):
            time.sleep(0)  # another thread's turn
            yield line
        inside -= 1

    monkeypatch.setattr(Generated, "text", slowly)
    rules, profiles = rule_set(), rows(9, 5)
    expected = [rules.decide(profile, ON, reference=True).values for profile in profiles]
    with ThreadPoolExecutor(8) as pool:
        found = list(
            pool.map(lambda key: [rules.decide(each, ON, only=[key]).values for each in profiles], rules.policies)
        )
    assert most == 1
    needed = rules.programs["person"].needed
    for key, values in zip(rules.policies, found, strict=True):
        for one, other in zip(values, expected, strict=True):
            assert all(same(one[place], other[place]) for place in needed[key])
