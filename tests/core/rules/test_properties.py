"""Kleene logic holds whatever the tree: an answer given without a fact stays the answer with any value of that fact."""

from __future__ import annotations

import contextlib
import datetime as dt
from typing import Any

import hypothesis.strategies as st
from hypothesis import given, settings

from bole.core.rules import UNKNOWN, ExpressionInvalid
from tests.factories.rules import compiled

ON = dt.date(2026, 11, 1)
VALUES: dict[str, st.SearchStrategy[Any]] = {
    "education": st.sampled_from(["11", "14", "12", "21"]),
    "months": st.integers(0, 60),
    "promised": st.integers(0, 10),
    "salary": st.integers(0, 10**8),
    "home": st.booleans(),
    "full": st.booleans(),
    "born": st.dates(dt.date(1950, 1, 1), dt.date(2010, 1, 1)),
    "honours": st.lists(
        st.fixed_dictionaries({}, optional={"level": st.sampled_from("npcx"), "rank": st.integers(1, 6)}), max_size=3
    ),
}
LEAVES = st.one_of(
    st.sampled_from(
        [
            *(
                '学历 >= "硕士"',
                '学历 = "博士"',
                '学历 属于 ("博士", "本科")',
                "县内有房",
                "全职",
                "年龄 < 40周岁",
                "真",
                "假",
            ),
            *(
                '有 荣誉(级别 = "省级" 且 排名 <= 3)',
                "计数 荣誉(排名 <= 3) >= 2",
                "年薪 * 2 >= 50万元",
                "承诺年限 * 12 >= 30年",
            ),
            *('最高 荣誉(排名 <= 5).级别 >= "市级"', "(如 全职 则 县内有房 否则 非 县内有房)", "已知 学历"),
        ]
    ),
    st.integers(0, 60).map(lambda months: f"社保月数 >= {months}个月"),
    st.integers(0, 10).map(lambda years: f"承诺年限 > {years * 12}个月"),
)
TREES = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.tuples(inner, inner).map(lambda pair: f"({pair[0]} 且 {pair[1]})"),
        st.tuples(inner, inner).map(lambda pair: f"({pair[0]} 或 {pair[1]})"),
        inner.map(lambda one: f"非 ({one})"),
        st.tuples(inner, inner, inner).map(lambda three: f"(如 {three[0]} 则 {three[1]} 否则 {three[2]})"),
    ),
    max_leaves=8,
)
FACTS = st.fixed_dictionaries({}, optional=VALUES)
TWO_VALUED = "已知"


@settings(max_examples=400, deadline=None)
@given(TREES.filter(lambda text: TWO_VALUED not in text), FACTS, st.fixed_dictionaries(VALUES))
def test_what_is_known_stays_when_more_is_known(text: str, facts: dict[str, Any], more: dict[str, Any]) -> None:
    expression = compiled(text)
    before = expression.evaluate(facts, ON)
    if before is not UNKNOWN:
        assert expression.evaluate({**more, **facts}, ON) is before


@settings(max_examples=200, deadline=None)
@given(TREES, FACTS)
def test_the_trace_agrees_with_the_answer(text: str, facts: dict[str, Any]) -> None:
    expression = compiled(text)
    step = expression.trace(facts, ON)
    value = expression.evaluate(facts, ON)
    assert step.value is value
    assert expression.holds(facts, ON) is (value is True)
    for part in step.walk():
        values = [one.value for one in part.parts]
        if part.kind == "both" and False in values:
            assert part.value is False
        if part.kind == "either" and True in values:
            assert part.value is True


@settings(max_examples=200, deadline=None)
@given(TREES, TREES, FACTS)
def test_de_morgan(left: str, right: str, facts: dict[str, Any]) -> None:
    one = compiled(f"非 (({left}) 且 ({right}))").evaluate(facts, ON)
    other = compiled(f"非 ({left}) 或 非 ({right})").evaluate(facts, ON)
    assert one is other


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet='学历博士且或非有荣誉() ,"=><0123456789.万元个月-*/%属于介于与之间', max_size=40))
def test_any_text_is_read_or_refused(text: str) -> None:
    with contextlib.suppress(ExpressionInvalid):
        compiled(text).evaluate({}, ON)
