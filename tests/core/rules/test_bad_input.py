"""Bad input is refused with file, line, column and a remedy, or it is unknown; it never stops anything else."""

from __future__ import annotations

import datetime as dt
import re
import time
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from bole.core.rules import UNKNOWN, check_cases, check_text, load_rules
from bole.core.rules.language import parsing
from bole.core.rules.lint import lint_rules
from bole.core.vocabulary import PackInvalid, Problem, Vocabulary
from tests.core.rules.test_policies import HEAD
from tests.factories.rules import CODE_LISTS, VOCABULARY, fact

ON = dt.date(2022, 5, 1)
FILE = "example/policy.yaml"
TOP = HEAD.format(id="example", kind="benefit")
DATED, UNDATED = "effective: {from: 2021-01-01, to: 2025-12-31}\n", ""
WHO = "who: {参保: {when: 社保月数 >= 6个月, name_en: Insured}}\n"
BODY = WHO + "amount: 5万元\n"
LOOP = Vocabulary(
    {
        **VOCABULARY.facts,
        "a": fact("a", "甲数", "integer", formula="乙数 + 1"),
        "b": fact("b", "乙数", "integer", formula="甲数 + 1"),
    }
)
BOMB = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{one}: &{one} [{', '.join([f'*{before}'] * 9)}]\n" for before, one in zip("abcdefgh", "bcdefghi", strict=True)
)
"""Written out, these nine lines are half a billion words."""


def problems(text: str, vocabulary: Vocabulary = VOCABULARY, **more: str) -> list[Problem]:
    """Of reading, of the cases, and of what can be proved."""
    try:
        rules = load_rules({FILE: text, **more}, vocabulary, CODE_LISTS)
    except PackInvalid as error:
        return list(error.problems)
    told = [each for each in check_cases(rules).problems if more and "没有算例测到" not in each.message]
    return told + [finding.problem for finding in lint_rules(rules) if not finding.hint]


@pytest.mark.parametrize(
    ("text", "line", "column", "message", "remedy"),
    [
        (TOP + "who:\n\t参保: x\n", 13, 1, "YAML语法错误", "把制表符换成空格"),
        ("\ufeff" + TOP + BODY.replace("社保月数", "社保月"), 12, 18, "未知事实“社保月”", "是否指“社保月数”?"),
        (TOP + BODY + "amount: 6万元\n", 14, 1, "键“amount”重复", "删去其中一处"),
        (TOP + BODY.replace("6个月", "6星期"), 12, 27, "没有单位“星期”", "个月、天"),
        (TOP + BODY.replace("5万元", "5 万块"), 13, 11, "没有单位“万块”", "元、万元"),
        (TOP + BODY.replace("社保月数 >= 6个月", "甲数 > 1"), 12, 18, "“甲数”的公式循环引用", "a → b → a"),
        (TOP + BODY.replace("5万元", "年薪 / 承诺年限"), 13, 9, "除数可能是零", "除数 > 0"),
        (TOP + BODY.replace("5万元", "年薪 / 0"), 13, 14, "除数是零", "换一个"),
        (TOP + BODY.replace("5万元", "年薪 * 150%"), 13, 9, "比例 150% 超过 100%", "改正比例"),
        (TOP + BODY + "pay: {shares: [120%]}\n", 14, 16, "“120%”应当大于 0 且不超过 100%", "改成"),
        (
            TOP.replace(DATED, UNDATED)
            + BODY
            + "versions:\n  - {effective: {from: 2021-01-01, to: 2022-12-31}}\n  - {effective: {from: 2022-06-01}}\n",
            *(15, 5, "两个版本的日期重叠", "改其中一个日期"),
        ),
        (
            TOP + BODY.replace("社保月数 >= 6个月", "全职 或 " * 2_000 + "全职"),
            12,
            18,
            "超过8000个字符",
            "拆成几个条件",
        ),
        (
            TOP + BODY.replace("社保月数 >= 6个月", "(" * 70 + "全职" + ")" * 70),
            12,
            78,
            "括号嵌套超过60层",
            "拆成几个条件",
        ),
        (TOP + BOMB + BODY, 12, 4, "不允许使用锚点与别名", "把内容写全"),
        (TOP + BODY.replace("社保月数 >= 6个月", "出生日期 >= 1850-01-01"), 12, 26, "早于 1900-01-01", "检查年份"),
        (TOP + BODY.replace("社保月数 >= 6个月", "首次参保年月 >= 1850-01"), 12, 28, "早于 1900-01", "检查年份"),
        (TOP.replace("2021-01-01", "1850-01-01") + BODY, 11, 19, "生效日期 1850-01-01 早于", "检查年份"),
        (TOP.replace("2025-12-31", "2020-12-31") + BODY, 11, 12, "失效日期 2020-12-31 早于", "改其中一个日期"),
    ],
    ids=lambda value: value[:12] if isinstance(value, str) and len(value) < 40 else "",
)
def test_a_policy_is_refused_with_place_and_remedy(
    text: str, line: int, column: int, message: str, remedy: str
) -> None:
    before = time.process_time()
    found = [each for each in problems(text, LOOP) if message in each.message]
    assert found, problems(text, LOOP)
    assert (found[0].file, found[0].line, found[0].column) == (FILE, line, column)
    assert remedy in found[0].suggestion
    assert time.process_time() - before < 2


@pytest.mark.parametrize(
    ("case", "column", "message", "remedy"),
    [
        ("given: {社保月数: 六个月}", 43, "“社保月数”的值“六个月”不是数", "例如 6"),
        ("given: {全职: 1}", 41, "“全职”的值“1”类型不对", "例如 true"),
        ("given: {出生日期: 1850-01-01}", 43, "早于 1900-01-01", "检查年份"),
        ("given: {年薪: 50000}", 41, "“年薪”是金额,要写单位", "例如 50000元"),
        ("given: {学历: 博土}", 41, "“学历”没有代码“博土”", "博士"),
        ("given: {荣誉: 有}", 41, "“荣誉”是记录集,应当是列表", "每条写成"),
        ("given: [社保月数]", 36, "事实应当是“名称: 值”的列表", "例如"),
    ],
)
def test_a_fact_of_the_wrong_kind_in_a_case_is_told(case: str, column: int, message: str, remedy: str) -> None:
    text = f"- {{name: 例, on: 2022-05-01, {case}, expect: {{eligible: unknown}}}}\n"
    found = [each for each in problems(TOP + BODY, **{"example/cases.yaml": text}) if message in each.message]
    assert [(each.file, each.line, each.column) for each in found] == [("example/cases.yaml", 1, column)]
    assert remedy in found[0].suggestion


@pytest.mark.parametrize(
    "facts",
    [
        {},
        {"months": "6"},
        {"months": 6.0},
        {"months": True},
        {"months": None},
        {"months": [6]},
        {"months": dt.date(2022, 5, 1)},
    ],
)
def test_without_the_fact_or_with_one_of_the_wrong_type_it_is_unknown(facts: dict[str, Any]) -> None:
    rules = load_rules({FILE: TOP + BODY}, VOCABULARY, CODE_LISTS)
    for reference in (False, True):
        found = rules.decide(facts, ON, reference=reference)
        assert found.results["example"].eligible is UNKNOWN
        assert found.results["example"].missing == ("months",)
        assert found.combination.total == 0
        assert found.next_change is not None  # the policy ends some day


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("年龄 >= 1周岁", {"born": dt.date(1899, 12, 31)}),
        ("年龄 >= 1周岁", {"born": "1899-12-31"}),
        ("年龄 >= 1周岁", {"born": "2021-02-30"}),
        ("年薪 / 承诺年限 > 1元", {"salary": 5, "promised": 0}),
        ("有 荣誉(排名 <= 3)", {"honours": ["特等奖", 3]}),
        ("合计 荣誉().奖金 > 1元", {"honours": [{"prize": "多"}]}),
        ("用人单位.规上企业", {"employer": "某公司"}),
        ("份额 > 1%", {"share": "1e999999999"}),
        ("份额 > 1%", {"share": "9" * 10_000}),
    ],
)
def test_what_has_no_value_leaves_a_condition_open(text: str, facts: dict[str, Any]) -> None:
    rules = load_rules({FILE: TOP + BODY.replace("社保月数 >= 6个月", text)}, VOCABULARY, CODE_LISTS)
    for reference in (False, True):
        assert rules.decide(facts, ON, reference=reference).results["example"].eligible is UNKNOWN


def test_nothing_of_a_bad_reform_is_used() -> None:
    rules = load_rules({FILE: TOP + BODY}, VOCABULARY, CODE_LISTS)
    for text in (BOMB, "\x00", "a: [", TOP + BODY.replace("社保月数", "社保"), TOP + BODY * 2):
        assert check_text(rules, FILE, text)
        with pytest.raises(PackInvalid):
            rules.overlay({FILE: text})
    assert rules.decide({"months": 6}, ON).results["example"].value("amount") == Fraction(5_000_000)


def test_the_units_that_are_offered_are_those_of_the_grammar() -> None:
    grammar = Path(parsing.__file__).with_name("grammar.lark").read_text("utf-8")
    listed = re.search(r"^QUANTITY.*\?\((.*)\)/$", grammar, re.MULTILINE)
    assert listed is not None
    assert set(listed[1].split("|")) == set(parsing.UNITS)
