"""Faults that are proved before anybody is decided: each with somebody to whom the reference does just that."""

from __future__ import annotations

import datetime as dt
import random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bole.core.rules import UNKNOWN, Result, RuleSet, load_rules
from bole.core.rules.engines.closures import compile_node
from bole.core.rules.expression import NO_ROW
from bole.core.rules.language import tree as n
from bole.core.rules.lint import Finding, boundary_people, lint_rules
from bole.core.rules.lint.people import person
from bole.core.rules.lint.sites import witnesses
from bole.core.rules.lint.space import Space, Undecided
from bole.core.rules.lint.translating import Translator
from tests.factories import trees
from tests.factories.rules import CODE_LISTS, VOCABULARY

HEAD = """
id: example
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


def rules(kind: str, body: str) -> RuleSet:
    return load_rules({"example/policy.yaml": HEAD.format(kind=kind) + body}, VOCABULARY, CODE_LISTS)


def table(hit: str, *conditions: str) -> RuleSet:
    rows = [
        f"  - {{key: r{place}, name_en: R, when: '{when}', gives: {{标准: {place}}}}}"
        for place, when in enumerate(conditions)
    ]
    return rules("table", f"hit: {hit}\ncolumns: {{标准: {{name_en: S}}}}\nrows:\n" + "\n".join(rows))


def classification(**routes: tuple[str, str]) -> RuleSet:
    lines = [f"  {key}: {{level: {level}, name_en: R, when: '{when}'}}" for key, (level, when) in routes.items()]
    return rules("classification", "code_list: level\nlevels: [n, p, c]\nroutes:\n" + "\n".join(lines))


def benefit(*conditions: str, more: str = "amount: 10万元") -> RuleSet:
    lines = [f"  条件{place}: {{when: '{when}', name_en: C}}" for place, when in enumerate(conditions)]
    return rules("benefit", "who:\n" + "\n".join(lines) + "\n" + more)


def faults(found: RuleSet) -> list[Finding]:
    return [finding for finding in lint_rules(found) if not finding.hint]


def hints(found: RuleSet) -> list[Finding]:
    return [finding for finding in lint_rules(found) if finding.hint]


def only(findings: list[Finding]) -> Finding:
    assert len(findings) == 1, [str(finding.problem) for finding in findings]
    return findings[0]


def decided(found: RuleSet, finding: Finding) -> Result:
    assert finding.example is not None
    assert finding.on is not None
    return found.decide(finding.example, finding.on).results["example"]


def outcomes(found: RuleSet, finding: Finding) -> list[Any]:
    return [outcome.value for outcome in decided(found, finding).conditions]


# --- tables -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("hit", ["unique", "first"])
@pytest.mark.parametrize(
    "conditions",
    [
        ("年薪 >= 50万元", "年薪 < 50万元 且 年薪 > 30万元", "年薪 < 30万元"),
        ('学历 >= "博士"', '学历 = "本科"'),
        ("年龄 < 35周岁", "年龄 > 35周岁"),
        ("社保月数 >= 12个月 且 全职", "社保月数 < 6个月 且 全职"),
    ],
)
def test_somebody_between_two_rows_is_shown(hit, conditions):
    found = table(hit, *conditions)
    gap = only(faults(found))
    assert outcomes(found, gap) == [False] * len(conditions)
    assert decided(found, gap).value("gives/标准") is UNKNOWN
    assert "空当" in gap.problem.message
    assert gap.problem.file == "example/policy.yaml"
    assert gap.problem.line > 1


def test_a_gap_is_told_in_words():
    gap = only(faults(table("first", "年薪 >= 50万元", "年薪 < 50万元 且 年薪 > 30万元", "年薪 < 30万元")))
    assert "以 年薪=30万元 为例" in gap.problem.message
    assert gap.problem.suggestion


def test_people_beside_all_rows_are_a_hint_only():
    found = table("first", "年薪 >= 50万元", "年薪 >= 30万元")
    assert not faults(found)
    beside = only(hints(found))
    assert outcomes(found, beside) == [False, False]


def test_a_table_without_gaps_is_good():
    assert not lint_rules(table("unique", "年薪 >= 50万元", "年薪 < 50万元 且 年薪 >= 30万元", "年薪 < 30万元"))


def test_two_rows_for_one_person_are_shown():
    found = table("unique", "年薪 >= 50万元", "年薪 <= 50万元 且 年薪 >= 30万元", "年薪 < 30万元")
    overlap = only(faults(found))
    assert outcomes(found, overlap) == [True, True, False]
    assert "“r0”与“r1”两行重叠,以 年薪=50万元 为例" in overlap.problem.message


def test_rows_that_look_into_the_same_records_overlap_too():
    found = table("unique", '有 荣誉(级别 >= "省级" 且 排名 <= 3)', '有 荣誉(级别 = "国家级")')
    overlap = only(faults(found))
    assert outcomes(found, overlap) == [True, True]


def test_a_row_that_earlier_rows_cover_is_shown():
    found = only(faults(table("first", "社保月数 >= 6个月", "社保月数 >= 12个月 且 全职", "社保月数 < 6个月")))
    assert "永远轮不到" in found.problem.message
    assert "r1" in found.problem.message


def test_values_by_code_lack_one_in_the_middle():
    more = "params:\n  标准: {by: 学历, rows: {博士: 15万元, 本科: 5万元}, name_en: Standard}\namount: 标准"
    found = benefit("全职", more=more)
    lacking = only(faults(found))
    assert "缺 硕士研究生毕业、博士研究生结业" in lacking.problem.message
    result = decided(found, lacking)
    assert result.eligible is True
    assert result.value("amount") is UNKNOWN


def test_values_by_code_that_a_condition_reads_are_looked_at_too():
    more = "params:\n  上限: {by: 学历, rows: {博士: 45周岁, 本科: 35周岁}, name_en: Limit}\namount: 10万元"
    found = benefit("全职", "年龄 <= 上限", more=more)
    lacking = only(faults(found))
    assert outcomes(found, lacking) == [True, UNKNOWN]


def test_values_by_code_that_lack_an_end_may_be_meant_so():
    more = "params:\n  标准: {by: 学历, rows: {博士: 15万元, 硕士: 5万元, 博士研究生结业: 5万元}, name_en: Standard}\namount: 标准"
    assert "大学本科毕业" in only(hints(benefit("全职", more=more))).problem.message
    assert not lint_rules(benefit('学历 > "本科"', more=more))


# --- routes and conditions --------------------------------------------------------------------------------------------


def test_a_route_that_higher_ones_cover_never_decides():
    found = only(
        faults(
            classification(
                高=("n", '有 荣誉(名称 包含 "大奖")'),
                低=("p", '有 荣誉(名称 包含 "省大奖" 且 排名 <= 3)'),
                别=("p", '有 荣誉(名称 包含 "小奖")'),
            )
        )
    )
    assert "“低”永远轮不到" in found.problem.message


def test_a_route_is_not_covered_by_what_only_sometimes_holds():
    routes = {"高": ("n", '有 荣誉(级别 = "国家级" 且 排名 <= 3)'), "低": ("p", '有 荣誉(级别 = "国家级")')}
    assert not lint_rules(classification(**routes))
    split = {
        "高": ("n", '有 荣誉(级别 = "国家级") 且 有 荣誉(排名 <= 3)'),
        "低": ("p", '有 荣誉(级别 = "国家级" 且 排名 <= 5)'),
    }
    assert not lint_rules(classification(**split))


def test_two_records_for_a_lower_route_hold_one_for_the_higher():
    routes = {
        "高": ("n", "有 荣誉(排名 <= 3)"),
        "低": ("p", '有 荣誉(级别 = "国家级" 且 排名 <= 2) 且 有 荣誉(级别 = "省级")'),
    }
    assert "“低”永远轮不到" in only(faults(classification(**routes))).problem.message


def test_sources_that_contradict_each_other_are_admitted_in_the_citation():
    lines = "  高: {level: n, name_en: R, when: 全职}\n  低: {level: p, name_en: R, when: 全职 且 县内有房, cite: 与 高 相抵触}"
    found = rules("classification", f"code_list: level\nlevels: [n, p]\nroutes:\n{lines}")
    assert not faults(found)
    assert "“低”永远轮不到" in only(hints(found)).problem.message


@pytest.mark.parametrize(
    ("condition", "word"),
    [
        ("年龄 > 40周岁 且 年龄 < 30周岁", "永远不成立"),
        ('学历 >= "博士" 且 学历 = "本科"', "永远不成立"),
        ("有 荣誉(排名 <= 3 且 排名 > 5)", "永远不成立"),
        ('岗位 = "经理" 且 非 岗位 包含 "经"', "永远不成立"),
        ("毕业日期 + 6个月 < 毕业日期", "永远不成立"),
        ("毕业日期 + 40天 < 毕业日期 + 1个月", "永远不成立"),
        ("周岁(出生日期) < 10周岁 且 月数(出生日期) > 120个月", "永远不成立"),
        ("用人单位.纳税 > 2万元 且 用人单位.纳税 < 10000元", "永远不成立"),
        ("社保月数 >= 0个月", "对谁都成立"),
        ("年龄 > 40周岁 或 年龄 <= 40周岁", "对谁都成立"),
    ],
)
def test_conditions_that_nobody_or_everybody_meets(condition, word):
    assert word in only(faults(benefit(condition))).problem.message


@pytest.mark.parametrize(
    "condition",
    [
        "年龄 > 40周岁 且 配偶.年龄 < 30周岁",
        "有 荣誉(排名 <= 3) 且 有 荣誉(排名 > 5) 且 计数 荣誉() >= 4",
        '岗位 包含 "经" 且 非 岗位 始于 "经"',
        "毕业日期 + 29天 < 毕业日期 + 1个月",
        "月数(毕业日期, 今天) = 11个月 且 年份(毕业日期) = 年份(今天)",
        '最高 荣誉(排名 <= 3).级别 >= "国家级" 且 合计 荣誉().奖金 < 1万元',
    ],
)
def test_conditions_that_somebody_meets_are_good(condition):
    assert not lint_rules(benefit(condition))


def test_conditions_that_exclude_each_other_are_named():
    found = only(faults(benefit("全职", "年龄 >= 60周岁", "青年")))
    assert "“条件1”与“条件2”矛盾" in found.problem.message


# --- figures ----------------------------------------------------------------------------------------------------------


def test_a_divisor_that_may_be_zero_is_shown():
    found = benefit("全职", more="amount: 房款 * (年薪 / 用人单位.纳税)")
    zero = only(faults(found))
    assert "用人单位.纳税=0元" in zero.problem.message
    result = decided(found, zero)
    assert result.eligible is True
    assert result.value("amount") is UNKNOWN


@pytest.mark.parametrize(
    "found",
    [
        benefit("用人单位.纳税 > 0元", more="amount: 房款 * (年薪 / 用人单位.纳税)"),
        benefit("全职", more="amount: 如 用人单位.纳税 > 0元 则 房款 * (年薪 / 用人单位.纳税) 否则 0元"),
        benefit("用人单位.纳税 > 0元 且 年薪 / 用人单位.纳税 >= 2"),
        benefit("用人单位.纳税 > 0元", "年薪 / 用人单位.纳税 >= 2"),
    ],
)
def test_a_divisor_that_the_policy_guards_is_good(found):
    assert not lint_rules(found)


def test_a_condition_divided_by_nothing_is_shown():
    found = benefit("全职", "年薪 / 用人单位.纳税 >= 2")
    assert outcomes(found, only(faults(found))) == [True, UNKNOWN]


def test_points_divided_by_nothing_stay_a_range_and_are_a_hint():
    body = "criteria:\n  强度: {name_en: C, points: 年薪 / 用人单位.纳税 * 10}\ncap: 100\nfloor: 0"
    found = rules("points", body)
    assert not faults(found)
    result = decided(found, only(hints(found)))
    assert (result.value("low"), result.value("high")) == (0, 100)


def test_an_amount_below_zero_is_a_hint():
    found = benefit("全职", more="amount: 房款 - 年薪")
    below = only(hints(found))
    assert below.example is not None
    assert below.example["price"] < below.example["salary"]
    assert decided(found, below).value("amount") == 0


@pytest.mark.parametrize(
    "more", ["amount: 房款 * 150%", "params: {比例: {value: 120%, name_en: Rate}}\namount: 房款 * 比例"]
)
def test_more_than_the_whole_price_is_shown(more):
    assert "超过 100%" in only(faults(benefit("全职", more=more))).problem.message


def test_half_the_price_is_good():
    assert not lint_rules(benefit("全职", more="params: {比例: {value: 50%, name_en: Rate}}\namount: 房款 * 比例"))


# --- people at the edge -----------------------------------------------------------------------------------------------


def test_people_stand_just_below_at_and_just_above_each_threshold():
    found = benefit(
        "社保月数 >= 6个月", "年龄 < 35周岁", '有 荣誉(级别 >= "省级" 且 排名 <= 3)', "毕业日期 >= 2020-07-01"
    )
    people = boundary_people(found, "example")
    facts = [each.facts for each in people]
    assert {5, 6, 7} <= {each["months"] for each in facts}
    ages = {found.decide(each, people[0].on).results["example"].conditions[1].value for each in facts}
    assert ages == {True, False}
    assert {2, 3, 4} <= {row["rank"] for each in facts for row in each["honours"]}
    assert {"c", "p", "n"} <= {row["level"] for each in facts for row in each["honours"]}
    assert {dt.date(2020, 7, 1), dt.date(2020, 7, 2)} <= {each["graduated"] for each in facts}


def test_the_comparison_is_what_decides_about_people_at_the_edge():
    found = benefit("社保月数 >= 6个月", "年薪 >= 20万元 或 全职")
    for each in boundary_people(found, "example"):
        result = found.decide(each.facts, each.on).results["example"]
        assert result.eligible is (each.side >= 0), each


# --- the translation --------------------------------------------------------------------------------------------------


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(trees.trees("boolean", 4), st.integers(0, 10**6))
def test_what_is_called_impossible_happens_to_nobody(node: n.Node, seed: int) -> None:
    rows = max([1, *witnesses([node], True).values()])
    translator = Translator(Space(trees.CODE_LISTS, (trees.ON, trees.ON), for_examples=False), rows)
    try:
        impossible = translator.space.solve(translator.term(node)) is None
    except Undecided:
        return
    if impossible:
        decide = compile_node(node)
        assert not any(decide(row, NO_ROW, trees.ON) is True for row in trees.rows(seed, 200)), node


@pytest.mark.parametrize("seed", range(3))
def test_somebody_invented_is_as_the_reference_sees_it(seed):
    """Days, months, years and codes are exact: what z3 makes true the closures find true."""
    chance = random.Random(seed)
    for _ in range(15):
        parts = [
            f"周岁(出生日期) = {chance.randint(18, 60)}周岁",
            f"月数(毕业日期) = {chance.randint(0, 300)}个月",
            f"今天 - 毕业日期 >= {chance.randint(0, 20)}天",
            f"出生日期 + {chance.randint(0, 400)}天 >= 出生日期 + {chance.randint(0, 12)}个月",
            f"毕业日期 + {chance.randint(1, 30)}年 >= 今天",
            f'学历 >= "{chance.choice(["博士", "硕士", "本科"])}"',
            f"首次参保年月 >= 20{chance.randint(10, 20)}-0{chance.randint(1, 9)}",
            f"份额 * {chance.randint(1, 5)} > {chance.randint(1, 90)}%",
            '籍贯 属于 ("浙江")',
            "计数 荣誉(年度 >= 年份(今天) - 3年) >= 2",
            '最高 荣誉().级别 = "省级"',
            '岗位 始于 ("首席", "总") 且 岗位 包含 "工程师"',
        ]
        text = " 且 ".join(chance.sample(parts, 4))
        node = trees._compiled(text)
        translator = Translator(Space(trees.CODE_LISTS, (trees.ON, trees.ON), for_examples=True), 3)
        try:
            model = translator.space.solve(translator.term(node))
        except Undecided:
            continue
        if model is not None:
            assert compile_node(node)(person(translator.space, model), NO_ROW, trees.ON) is True, text
