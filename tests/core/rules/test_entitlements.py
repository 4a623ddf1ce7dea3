"""Benefits that give something else than money: told by class, never an amount."""

from __future__ import annotations

import datetime as dt

import pytest

from bole.core.rules import UNKNOWN, load_rules
from bole.core.vocabulary import PackInvalid
from tests.factories.rules import CODE_LISTS, VOCABULARY

POLICY = """
id: school_place
kind: benefit
name: 入学
name_en: School place
department: X
mark: M
cite: 规划5.4
summary: 例
summary_en: Example
effective: {from: 2021-01-01, to: 2025-12-31}
who:
  参保: {when: 社保月数 >= 6个月, name_en: Insured}
gives:
  方式: {value: '如 学历 = "博士" 则 "任选" 否则 "统筹"', name_en: Way}
  授信: {value: "较小(房款, 1500万元)", name_en: Credit line, cite: 另一条}
words: {任选: Any school, 统筹: Arranged}
"""


def rules(text=POLICY):
    return load_rules({"school-place/policy.yaml": text}, VOCABULARY, CODE_LISTS)


def decided(facts, on=dt.date(2022, 5, 1)):
    return rules().decide(facts, on).results["school_place"]


def test_a_benefit_without_money_tells_what_it_gives():
    found = decided({"education": "11", "months": 6, "price": 9_000_000_00})
    assert found.eligible is True
    assert (found.value("gives/方式"), found.value("gives/授信")) == ("任选", 9_000_000_00)
    assert "amount" not in found.lowered.outputs


def test_what_is_given_stays_open_while_its_fact_is_unknown_or_the_policy_not_in_force():
    assert decided({"months": 6}).value("gives/方式") is UNKNOWN
    assert decided({"education": "11", "months": 6}, dt.date(2026, 1, 1)).value("gives/方式") is UNKNOWN


def test_what_is_given_has_its_own_citation():
    first, second = rules().policies["school_place"].versions[0].body.gives
    assert (first.cite, second.cite) == ("规划5.4", "另一条")


def test_texts_that_are_given_have_their_english():
    assert rules().words == {"任选": "Any school", "统筹": "Arranged"}
    with pytest.raises(PackInvalid) as caught:
        rules(POLICY.replace("统筹: Arranged", "统筹安排: Arranged"))
    told = [(problem.line, problem.message, problem.suggestion) for problem in caught.value.problems]
    assert told == [
        (15, "文字“统筹”没有英文", "在 words 里补上 统筹: …"),
        (17, "words 里的“统筹安排”没有用到", "是否指“统筹”?"),
    ]


def test_a_parameter_is_named_in_english():
    with pytest.raises(PackInvalid) as caught:
        rules(POLICY + "params:\n  线: 5万元\n")
    assert [(p.line, p.column, p.message) for p in caught.value.problems] == [(19, 6, "参数“线”没有英文名称")]
    assert caught.value.problems[0].suggestion


def test_a_fault_in_what_is_given_has_its_place():
    with pytest.raises(PackInvalid) as caught:
        rules(POLICY.replace("较小(房款,", "较小(房宽,"))
    assert [(p.line, p.suggestion) for p in caught.value.problems] == [(16, "是否指“房款”?")]
