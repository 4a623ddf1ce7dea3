"""What the language means, on facts a clerk would recognise."""

from __future__ import annotations

import datetime as dt
import pickle
from fractions import Fraction
from typing import Any

import pytest

from bole.core.rules import UNKNOWN, ExpressionInvalid
from tests.factories.rules import compiled

ON = dt.date(2026, 11, 1)
PERSON: dict[str, Any] = {
    "education": "14",
    "region": "330523",
    "months": 7,
    "promised": 5,
    "salary": 52_000_000,
    "price": 160_000_000,
    "share": 50,
    "born": "1990-11-02",
    "graduated": dt.date(2015, 6, 30),
    "since": "2024-03",
    "home": False,
    "full": True,
    "post": "研发总监",
    "honours": [
        {"honour": "省科学技术奖", "level": "p", "rank": 4, "year": 2023, "prize": 1_000_000},
        {"honour": "市技术能手", "level": "c", "rank": 1, "year": 2024, "prize": 500_000},
    ],
    "employer": {
        "big": True,
        "tax": 60_000_000_000,
        "reports": [{"year": 2024, "revenue": 900}, {"year": 2025, "revenue": 1200}],
    },
}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('学历 >= "硕士研究生毕业"', True),
        ('学历 >= "博士"', False),
        ("学历 属于 (“博士”，“硕士”) 且 社保月数 >= 6个月", True),
        ('学历="硕士"且社保月数>=6个月', True),
        ('学历 不属于 ("博士")', True),
        ('籍贯 属于 ("浙江")', True),
        ('籍贯 = "浙江"', False),
        ("年薪 ≥ 50万元", True),
        ("年薪 >= 520000元", True),
        ("年薪 > 52万元", False),
        ("房款 * 30% >= 48万元", True),
        ("份额 >= 50%", True),
        ("份额 > 0.5 * 100%", False),
        ("房款 / 年薪 > 3", True),
        ("年龄 = 35周岁", True),
        ("青年", True),
        ("年龄 介于 18周岁 与 35周岁 之间", True),
        ("承诺年限 >= 60个月", True),
        ("承诺年限 >= 6年", False),
        ("毕业日期 >= 今天 - 5年", False),
        ("毕业日期 >= 2015-06-30", True),
        ("毕业日期 = 2015年6月30日", True),
        ("首次参保年月 < 2024-04", True),
        ("月数(毕业日期) >= 120个月", True),
        ("年份(毕业日期) = 2015", True),
        ("今天 - 毕业日期 > 3650天", True),
        ("非 县内有房 且 全职", True),
        ("not 县内有房 and 全职", True),
        ('岗位 包含 ("经理", "总监")', True),
        ('岗位 始于 "研发"', True),
        ("用人单位.规上企业", True),
        ("用人单位.纳税 >= 5亿元", True),
        ("有 用人单位.年报(年度 = 2025 且 营业收入 > 10元)", True),
        ('有 荣誉(级别 = "省级" 且 排名 <= 3)', False),
        ('有 荣誉(级别 >= "市级" 且 排名 <= 3)', True),
        ('有 荣誉(名称 包含 "技术能手")', True),
        ("有 荣誉(年度 > 年份(毕业日期))", True),
        ("计数 荣誉(排名 <= 4) = 2", True),
        ("计数 荣誉() >= 3", False),
        ('最高 荣誉().级别 = "省级"', True),
        ("最低 荣誉().排名 = 1", True),
        ("合计 荣誉(年度 >= 2023).奖金 = 1.5万元", True),
        ("有 租赁()", False),
        ("合计 租赁().租金 = 0元", True),
        ("已知 岗位 且 非 已知 份额 或 真", True),
        ('如 学历 = "博士" 则 15万元 否则 10万元', 10_000_000),
        ("较小(房款 * 50%, 100万元)", 80_000_000),
        ("(房款 - 10万元) / 3", Fraction(150_000_000, 3)),
        ("-1 + 3", 2),
        ("2 + 3 * 4", 14),
        ("（2 ＋ 3） × 4", 20),
    ],
)
def test_meaning(text: str, expected: Any) -> None:
    assert compiled(text).evaluate(PERSON, ON) == expected


@pytest.mark.parametrize(
    ("text", "facts", "expected"),
    [
        ("县内有房 或 全职", {"full": True}, True),
        ("县内有房 且 全职", {"full": False}, False),
        ("县内有房 且 全职", {"full": True}, UNKNOWN),
        ("非 县内有房", {}, UNKNOWN),
        ('学历 >= "硕士"', {"education": "99"}, UNKNOWN),
        ('最高 荣誉().级别 >= "市级"', {"honours": [{"level": "x"}]}, UNKNOWN),
        ("有 荣誉(排名 <= 3)", {}, UNKNOWN),
        ("有 荣誉(排名 <= 3)", {"honours": []}, False),
        ("有 荣誉(排名 <= 3)", {"honours": [{}]}, UNKNOWN),
        ("有 荣誉(排名 <= 3)", {"honours": [{}, {"rank": 1}]}, True),
        ("计数 荣誉(排名 <= 3) >= 1", {"honours": [{}, {"rank": 1}]}, UNKNOWN),
        ("有 租赁()", {}, False),
        ("用人单位.规上企业", {}, UNKNOWN),
        ("用人单位.规上企业", {"employer": None}, UNKNOWN),
        ("已知 岗位", {"post": ""}, False),
        ("房款 / 社保月数 > 1元", {"price": 5, "months": 0}, UNKNOWN),
        ("如 县内有房 则 1元 否则 2元", {}, UNKNOWN),
        ("如 县内有房 则 2元 否则 2元", {}, 200),
        ("年龄 >= 18周岁", {"born": "1899-12-31"}, UNKNOWN),
        ("年龄 >= 18周岁", {"born": "2027-01-01"}, UNKNOWN),
        ("年龄 >= 18周岁", {"age": 40}, True),
        ("社保月数 >= 6个月", {"months": "7"}, UNKNOWN),
        ("社保月数 >= 6个月", {"months": True}, UNKNOWN),
        ("毕业日期 > 2000-01-01", {"graduated": "2015-02-30"}, UNKNOWN),
        ("今天 + 社保月数 > 2026-01-01", {"months": 10**9}, UNKNOWN),
        ("首次参保年月 > 2000-01", {"since": "2000-13"}, UNKNOWN),
    ],
)
def test_unknown_is_a_value(text: str, facts: dict[str, Any], expected: Any) -> None:
    found = compiled(text).evaluate(facts, ON)
    assert found is expected if expected is UNKNOWN else found == expected


def test_unknown_has_no_truth_and_is_one() -> None:
    with pytest.raises(TypeError):
        bool(UNKNOWN)
    assert pickle.loads(pickle.dumps(UNKNOWN)) is UNKNOWN


@pytest.mark.parametrize(
    ("text", "place", "message", "suggestion"),
    [
        ("县内有住房", (1, 1), "未知事实“县内有住房”", "县内有房"),
        ("全职 且 年薪 >= 50", (1, 6), "不能比较", "金额要写单位"),
        ("年薪 >= 45周岁", (1, 1), "不能比较", ""),
        ("年龄 >= 6个月", (1, 1), "单位不同", ""),
        ('学历 = "硕土"', (1, 6), "里没有“硕土”", "硕士"),
        ('籍贯 >= "浙江"', (1, 1), "没有高低次序", "属于"),
        ('荣誉 = "省级"', (1, 1), "是记录集", "有 荣誉"),
        ('有 荣誊(级别 = "省级")', (1, 3), "未知事实“荣誊”", "荣誉"),
        ("有 荣誉(排明 <= 3)", (1, 6), "未知事实“排明”", "排名"),
        ("用人单位", (1, 1), "指向另一对象", "用人单位."),
        ("用人单位.规上企亚", (1, 6), "未知事实“规上企亚”", "规上企业"),
        ("用人单味.规上企业", (1, 1), "未知事实“用人单味”", "用人单位"),
        ("学历 >=", (1, 6), "没有写完", "带引号的文字"),
        ("(学历", (1, 4), "没有写完", "右括号"),
        ('学历 = "博士', (1, 6), "引号没有配对", "引号"),
        ("全职 且 且 全职", (1, 6), "这里不应当是“且”", ""),
        ("年薪 @ 5", (1, 4), "不认识的符号", ""),
        ("年薪 / 0 > 1元", (1, 6), "除数是零", ""),
        ("今天 - 5元 > 今天", (1, 6), "日期只能加减", "今天 - 6个月"),
        ("岗位 > 岗位", (1, 1), "不能比大小", "属于"),
        ("全职 且 社保月数", (1, 6), "应当是条件", "补上比较"),
        ("毕业日期 > 2015-02-30", (1, 8), "没有“2015-02-30”这一天", ""),
        ("有 荣誉(有 荣誉(排名 = 1))", (1, 8), "不能再套记录集", "两个条件"),
        ("\n\n  县内有住房", (3, 3), "未知事实", "县内有房"),
        ("", (1, 1), "空的", ""),
        ("(" * 80 + "真" + ")" * 80, (1, 61), "嵌套超过", ""),
        ("真 或 " * 3000 + "真", (1, 1), "超过8000个字符", ""),
    ],
)
def test_errors_have_place_and_suggestion(text: str, place: tuple[int, int], message: str, suggestion: str) -> None:
    with pytest.raises(ExpressionInvalid) as caught:
        compiled(text)
    fault = caught.value.faults[0]
    assert (fault.line, fault.column) == place, fault
    assert message in fault.message
    assert suggestion in fault.suggestion


def test_all_faults_of_an_expression_come_at_once() -> None:
    with pytest.raises(ExpressionInvalid) as caught:
        compiled("县内有住房 且 全值")
    assert len(caught.value.faults) == 2


def test_the_trace_names_each_condition_and_what_is_missing() -> None:
    expression = compiled('学历 >= "硕士" 且 (社保月数 >= 6个月 或 全职) 且 非 县内有房 且 有 荣誉(级别 = "省级")')
    facts = {"education": "14", "full": True, "honours": [{"level": "p"}]}
    step = expression.trace(facts, ON)
    assert step.value is UNKNOWN
    assert step.missing() == ["home"]
    texts = {part.text: part.value for part in step.walk()}
    assert texts["社保月数 >= 6个月"] is UNKNOWN
    assert texts['学历 >= "硕士"'] is True
    assert texts["非 县内有房"] is UNKNOWN
    assert expression.facts == {"education", "months", "full", "home", "honours"}


def test_the_trace_opens_derived_facts() -> None:
    step = compiled("青年 且 全职").trace({"born": "1990-11-02"}, ON)
    read = {key: value for part in step.walk() for key, value in part.facts.items()}
    assert read["born"] == dt.date(1990, 11, 2)
    assert step.missing() == ["full"]


def test_of_an_unknown_spouse_the_records_are_missing_even_where_no_record_means_none() -> None:
    condition = compiled("非 有 配偶.租赁()")
    assert condition.trace({"spouse": {}}, ON).value is True
    unknown = condition.trace({}, ON)
    assert unknown.value is UNKNOWN
    assert unknown.missing() == ["spouse.leases"]


def test_what_a_related_persons_derived_fact_lacks_is_named_along_the_path() -> None:
    condition = compiled("配偶.青年 且 配偶.年龄 >= 20周岁")
    assert condition.facts == {"spouse.young", "spouse.age", "spouse.born"}
    assert condition.trace({"spouse": {}}, ON).missing() == ["spouse.born"]
    assert condition.trace({}, ON).missing() == ["spouse.born"]
    assert condition.trace({"spouse": {"born": "1990-11-02"}}, ON).value is True


def test_a_record_that_lacks_a_column_leaves_its_set_to_be_completed() -> None:
    step = compiled('有 荣誉(级别 = "省级")').trace({"honours": [{"rank": 1}]}, ON)
    assert step.value is UNKNOWN
    assert step.missing() == ["honours"]


def test_leap_day_birthdays_complete_a_year_on_the_first_of_march() -> None:
    age = compiled("年龄")
    assert age.evaluate({"born": "2000-02-29"}, dt.date(2026, 2, 28)) == 25
    assert age.evaluate({"born": "2000-02-29"}, dt.date(2026, 3, 1)) == 26
