"""Policies as files: what they come to for one person, what may change with time, and what is refused with its place."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bole.core.rules import UNKNOWN, check_cases, load_rules
from bole.core.vocabulary import PackInvalid
from tests.factories.rules import CODE_LISTS, VOCABULARY

ON = dt.date(2022, 5, 1)
HEAD = """
id: {id}
kind: {kind}
name: 例
name_en: Example
department: X
mark: M
cite: 规划5.4
summary: 例
summary_en: Example
effective: {{from: 2021-01-01, to: 2025-12-31}}
"""
BENEFIT = """
params:
  补贴标准: {by: 学历, rows: {博士: 15万元, 硕士: 10万元}, else: 0元, name_en: Standard}
who:
  年轻: {when: 年龄 < 35周岁, name_en: Under 35}
  参保: {when: 社保月数 >= 6个月, name_en: Insured for six months}
amount: 较小(房款 * 50%, 补贴标准)
round: {to: 1元}
exclusive: [housing]
"""
GROUPS = "groups:\n  housing: {name: 住房, name_en: Housing, rule: highest, cite: 规划5.4, mark: M}\n"


def files(body=BENEFIT, kind="benefit", key="example", **more):
    return {"groups.yaml": GROUPS, f"{key}/policy.yaml": HEAD.format(id=key, kind=kind) + body, **more}


def rules(*args, **named):
    return load_rules(files(*args, **named), VOCABULARY, CODE_LISTS)


def refused(text, *args, **named):
    with pytest.raises(PackInvalid) as caught:
        rules(*args, **named)
    found = [problem for problem in caught.value.problems if text in f"{problem.message}{problem.suggestion}"]
    assert found, caught.value
    return found[0]


def decided(facts, on=ON, **named):
    return rules(**named).decide(facts, on).results["example"]


DOCTOR = {"education": "11", "months": 6, "born": dt.date(1990, 5, 2), "price": 20_000_001}


def test_a_benefit_is_due_with_its_amount_in_whole_yuan():
    result = decided(DOCTOR)
    assert result.eligible is True
    assert result.value("amount") == 10_000_000  # half of 200,000.01 yuan, rounded down to a yuan


@pytest.mark.parametrize(
    ("facts", "eligible"), [({"months": 5}, False), ({"months": 6}, True), ({"months": None}, UNKNOWN)]
)
def test_a_condition_holds_fails_or_is_not_known(facts, eligible):
    result = decided({**DOCTOR, **facts})
    assert result.eligible is eligible
    assert result.missing == (("months",) if eligible is UNKNOWN else ())


def test_what_fails_anyway_is_not_asked_for():
    result = decided({"months": 3})
    assert result.eligible is False
    assert result.distance == 2


def test_a_file_with_nothing_but_a_name_is_refused():
    with pytest.raises(PackInvalid):
        load_rules({"example/policy.yaml": "id: nothing"}, VOCABULARY, CODE_LISTS)


def test_nothing_is_due_before_and_after_the_version():
    assert decided(DOCTOR, dt.date(2020, 12, 31)).eligible is False
    assert decided(DOCTOR, dt.date(2025, 12, 31)).in_force is True
    assert decided(DOCTOR, dt.date(2026, 1, 1)).in_force is False


def test_the_later_version_counts_from_its_day():
    body = """
who: {参保: {when: 社保月数 >= 6个月, name_en: Insured}}
versions:
  - {effective: {from: 2021-01-01}, amount: 1万元}
  - {effective: {from: 2022-06-01}, amount: 2万元}
"""
    text = (
        HEAD.format(id="example", kind="benefit").replace("effective: {from: 2021-01-01, to: 2025-12-31}\n", "") + body
    )
    found = load_rules({"example/policy.yaml": text}, VOCABULARY, CODE_LISTS)
    amounts = [found.decide(DOCTOR, day).results["example"].value("amount") for day in (ON, dt.date(2022, 6, 1))]
    assert amounts == [1_000_000, 2_000_000]


CLASSES = """
code_list: level
levels: [n, p, c]
routes:
  R1: {level: n, name: 国家级, name_en: National, when: '有 荣誉(级别 = "国家级")'}
  R2: {level: p, name: 博士, name_en: Doctor, when: '学历 = "博士"'}
  R3: {level: c, name: 本科, name_en: Bachelor, when: '学历 >= "大学本科毕业"'}
"""


def test_a_lower_level_is_certain_while_a_higher_one_is_open():
    result = decided({"education": "14"}, body=CLASSES, kind="classification")
    assert (result.value("level"), result.value("may_be")) == ("c", "n")
    assert result.value("at_least/p") is UNKNOWN
    closed = decided({"education": "14", "honours": []}, body=CLASSES, kind="classification")
    assert (closed.value("level"), closed.value("may_be")) == ("c", "c")


POINTS = """
groups: {学历: {name_en: Education, take: highest, cap: 30}}
criteria:
  博士: {group: 学历, name_en: Doctor, when: '学历 = "博士"', points: 40}
  硕士: {group: 学历, name_en: Master, when: '学历 = "硕士"', points: 20}
  扣分: {group: 学历, name_en: Deduction, when: 县内有房, points: -5}
vetoes: {无: {when: 社保月数 < 1个月, name_en: Not insured}}
floor: 0
"""


def test_points_are_a_range_while_facts_are_missing_and_groups_have_caps():
    known = {"education": "11", "home": False, "months": 3}
    for facts, low, high in [
        (known, 30, 30),
        ({**known, "education": None}, 0, 30),
        ({**known, "months": None}, 0, 30),
        ({**known, "months": 0}, 0, 0),
    ]:
        result = decided(facts, body=POINTS, kind="points")
        assert (result.value("low"), result.value("high")) == (low, high), facts


@settings(max_examples=60, deadline=None)
@given(
    born=st.dates(dt.date(1950, 1, 1), dt.date(2021, 1, 1)),
    on=st.dates(dt.date(2021, 1, 1), dt.date(2027, 1, 1)),
    months=st.none() | st.integers(0, 9),
)
def test_nothing_changes_by_time_before_the_day_that_was_told(born, on, months):
    found = rules()
    facts = {**DOCTOR, "born": born, "months": months}
    now = found.decide(facts, on)
    told = now.next_change
    days = (on + dt.timedelta(days=step) for step in range(1, 800, 7))
    for day in days:
        if told is None or day < told:
            assert outcomes(found.decide(facts, day)) == outcomes(now)
    if told is not None:
        assert outcomes(found.decide(facts, told)) != outcomes(found.decide(facts, told - dt.timedelta(days=1)))


def outcomes(decision):
    result = decision.results["example"]
    return [outcome.value for outcome in result.conditions], result.in_force, result.eligible


@pytest.mark.parametrize(
    ("broken", "says"),
    [
        (BENEFIT.replace("社保月数", "社保月份"), "社保月数"),
        (BENEFIT.replace("6个月", "6岁"), ""),
        (BENEFIT.replace("博士: 15", "博上: 15"), "博士"),
        (BENEFIT.replace("[housing]", "[hosing]"), "housing"),
        (BENEFIT.replace("房款 * 50%", "房款 * 社保月数 * 年龄 * 房款"), "金额"),
        (BENEFIT.replace("补贴标准: {", "学历: {"), "同名事实"),
        (BENEFIT + "\t坏: 1", "制表符"),
        (BENEFIT + "who: {}\n", "重复"),
        (BENEFIT + "a: &a [1]\nb: *a\n", "别名"),
        (BENEFIT + "whom: {}\n", "who"),
        (BENEFIT + "pay: {shares: [60%, 60%]}\n", "120%"),
        (BENEFIT.replace("name_en: Under 35", "cite: 无"), "name_en"),
        (BENEFIT.replace("年龄 < 35周岁", "年龄 < " + "1 + " * 5000 + "1周岁"), "8000"),
    ],
)
def test_a_fault_is_refused_with_its_place_and_a_remedy(broken, says):
    problem = refused(says, body=broken)
    assert problem.file == "example/policy.yaml"
    assert problem.line > 1


def test_a_misnamed_file_is_not_passed_over():
    with pytest.raises(PackInvalid, match=r"example/polcy\.yaml:1:1: 政策目录里没有这种文件"):
        rules(**{"example/polcy.yaml": "id: example"})


def test_a_model_rule_must_not_invent_a_document_number():
    text = files()["example/policy.yaml"].replace("cite: 规划5.4", "cite: 安政发〔2022〕1号")
    with pytest.raises(PackInvalid, match="文号"):
        load_rules({"groups.yaml": GROUPS, "example/policy.yaml": text}, VOCABULARY, CODE_LISTS)


def test_versions_must_not_overlap():
    body = """
who: {参保: {when: 社保月数 >= 6个月, name_en: Insured}}
versions:
  - {effective: {from: 2021-01-01, to: 2023-01-01}, amount: 1万元}
  - {effective: {from: 2022-06-01}, amount: 2万元}
"""
    text = (
        HEAD.format(id="example", kind="benefit").replace("effective: {from: 2021-01-01, to: 2025-12-31}\n", "") + body
    )
    with pytest.raises(PackInvalid, match="重叠"):
        load_rules({"example/policy.yaml": text}, VOCABULARY, CODE_LISTS)


def test_a_person_without_facts_and_facts_of_wrong_types_are_unknown():
    for facts in ({}, {"months": "六", "born": "1850-01-01", "education": 11, "price": "贵"}):
        assert decided(facts).eligible is UNKNOWN


CASES = """
- {name: 够, on: 2022-05-01, given: {学历: 博士, 社保月数: 6个月, 出生日期: 1990-05-02, 房款: 20万元}, expect: {eligible: true, amount: 10万元}}
- {name: 不够, on: 2022-05-01, given: {社保月数: 5个月, 出生日期: 1950-01-01}, expect: {eligible: false, not_met: [年轻, 参保]}}
"""


def test_cases_pass_and_a_wrong_one_is_told_with_what_came_out():
    assert check_cases(rules(**{"example/cases.yaml": CASES})).problems == []
    wrong = check_cases(rules(**{"example/cases.yaml": CASES.replace("10万元", "11万元")})).problems
    assert [str(problem.line) + problem.message for problem in wrong] == ["2算例“够”:amount 应为 11万元,实为 100000元"]


def test_a_condition_that_no_case_saw_fail_is_told():
    first = CASES.strip().splitlines()[0]
    problems = check_cases(rules(**{"example/cases.yaml": first})).problems
    assert sorted(problem.message for problem in problems) == ["“参保”没有算例测到不成立", "“年轻”没有算例测到不成立"]


def test_a_reform_is_another_rule_set_and_the_old_one_stays():
    before = rules()
    changed = before.files["example/policy.yaml"].replace("15万元", "8万元")
    after = before.overlay({"example/policy.yaml": changed})
    amounts = [found.decide(DOCTOR, ON).results["example"].value("amount") for found in (before, after)]
    assert amounts == [10_000_000, 8_000_000]
    assert before.sha256 != after.sha256


def test_payment_keeps_its_parts_and_how_often_it_is_made():
    halves = rules(BENEFIT + "pay: {shares: [50%, 50%], every_months: 6, recheck: [参保]}\n").policies["example"]
    parts = halves.versions[0].body.payment
    assert [(part.share, part.after_months) for part in parts.instalments] == [(Fraction(1, 2), 0), (Fraction(1, 2), 6)]
    monthly = rules(BENEFIT + "per: month\npay: {every_months: 3, note: 按季后付}\n").policies["example"]
    assert monthly.versions[0].body.payment.every_months == 3
