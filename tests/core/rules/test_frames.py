"""Whole tables come out as one by one: for random expressions, for policies of every kind, and for what cannot be kept exactly."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from bole.core.rules import compile_expression, load_rules
from bole.core.rules.engines.frames import Table, evaluate, exact, frame_of
from bole.core.rules.language import tree as n
from bole.core.rules.language.values import BOOLEAN, Sort
from bole.core.rules.program import Program
from tests.factories.frames import both_ways, differences, same
from tests.factories.trees import CODE_LISTS, ON, VOCABULARY, rows, trees

PATHS = ("employer", "spouse", "spouse.employer")
KINDS = ("boolean", "boolean", "number", "money", "percent", "date", "month", "text", "code")
SOME = st.lists(st.sampled_from(KINDS).flatmap(trees), min_size=1, max_size=6)
SEEDS = st.integers(0, 10**6)
QUICK = (Phase.explicit, Phase.generate)
"""Large trees shrink too slowly to be worth it."""
RELAXED = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example]


def agree(found: list[n.Node], seed: int, count: int) -> int:
    nodes = {f"t{place}": node for place, node in enumerate(found)}
    profiles, compared = rows(seed, count), 0
    for name, row, one, other in both_ways(nodes, profiles, VOCABULARY, PATHS, ON):
        assert same(one, other), (nodes[name], profiles[row], one, other)
        compared += 1
    return compared


@pytest.mark.filterwarnings("ignore::hypothesis.errors.HypothesisWarning")
@settings(max_examples=50, deadline=None, suppress_health_check=RELAXED)
@given(SOME, SEEDS)
def test_any_expression_comes_out_the_same(found: list[n.Node], seed: int) -> None:
    agree(found, seed, 20)


@pytest.mark.prove
@pytest.mark.filterwarnings("ignore::hypothesis.errors.HypothesisWarning")
def test_a_hundred_thousand_evaluations_come_out_the_same() -> None:
    compared = 0

    @settings(max_examples=600, deadline=None, suppress_health_check=RELAXED, database=None, phases=QUICK)
    @given(st.lists(st.sampled_from(KINDS).flatmap(lambda kind: trees(kind, 6)), min_size=3, max_size=8), SEEDS)
    def check(found: list[n.Node], seed: int) -> None:
        nonlocal compared
        compared += agree(found, seed, 60)

    check()
    assert compared >= 100_000, compared


@pytest.mark.filterwarnings("ignore::hypothesis.errors.HypothesisWarning")
@settings(max_examples=25, deadline=None, suppress_health_check=RELAXED)
@given(st.lists(SOME, min_size=2, max_size=3), SEEDS)
def test_a_table_answers_the_next_question_as_a_fresh_frame_does(questions: list[list[n.Node]], seed: int) -> None:
    frame = frame_of(rows(seed, 20), VOCABULARY, "person", PATHS)
    people = Table(frame)
    for days, found in enumerate(questions):
        program = Program()
        wanted = {f"t{place}": program.add(node) for place, node in enumerate(found)}
        again, fresh = (evaluate(program, wanted, each, ON + dt.timedelta(days)) for each in (people, frame))
        assert {name: exact(again[name]) for name in wanted} == {name: exact(fresh[name]) for name in wanted}


def test_a_set_that_was_read_is_read_again_for_other_columns_of_its_records() -> None:
    frame = frame_of(rows(5, 60), VOCABULARY, "person", PATHS)
    people, seen = Table(frame), set[Any]()
    for text in (
        '有 论文(级别 = "国家级")',
        '有 论文(题目 包含 ("士"))',
        '计数 论文(级别 = "国家级" 或 题目 包含 ("士"))',
    ):
        program = Program()
        wanted = {"x": program.add(compile_expression(text, VOCABULARY, CODE_LISTS).node)}
        again, fresh = (exact(evaluate(program, wanted, each, ON)["x"]) for each in (people, frame))
        assert again == fresh, text
        seen.update(again)
    assert {True, False, None} <= seen


# --- policies ---------------------------------------------------------------------------------------------------------

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
"""
ALWAYS = "effective: {from: 2021-01-01, to: 2025-12-31}\n"
GROUPS = """
groups:
  housing: {name: 住房, name_en: Housing, rule: highest, cite: 规划5.4, mark: M}
  living: {name: 生活, name_en: Living, rule: together, ceiling: 年薪 * 10%, less: '较大(奖金合计, 0元)', cite: 规划5.4, mark: M}
  capped: {name: 限额, name_en: Capped, rule: highest, ceiling: 房款 / 3, less: 奖金合计, cite: 规划5.4, mark: M}
  left: {name: 左, name_en: Left, rule: highest, cite: 规划5.4, mark: M}
  right: {name: 右, name_en: Right, rule: together, ceiling: 年薪, cite: 规划5.4, mark: M}
"""
WHO = (
    "who:\n  参保: {when: 社保月数 >= 3个月 或 全职, name_en: Insured}\n  无房: {when: 非 县内有房, name_en: No home}\n"
)
BODIES: Mapping[str, tuple[str, str]] = {
    "alone": ("benefit", ALWAYS + WHO + "amount: 较小(房款 * 份额, 年薪)\nround: {to: 100元, mode: half_up}\n"),
    "book": ("benefit", ALWAYS + WHO),
    "capped_a": ("benefit", ALWAYS + WHO + "amount: 50万元\nexclusive: [capped]\n"),
    "capped_b": ("benefit", ALWAYS + WHO + "amount: 年薪\nexclusive: [capped]\n"),
    "house_a": (
        "benefit",
        ALWAYS + WHO + "amount: 房款 * 50%\nceilings: {房款: {most: 年薪, name_en: Pay}}\nexclusive: [housing]\n",
    ),
    "house_b": (
        "benefit",
        WHO
        + """exclusive: [housing]
versions:
  - {effective: {from: 2000-01-01, to: 2020-12-31, by: 毕业日期}, amount: 1万元}
  - {effective: {from: 2021-01-01, by: 毕业日期}, amount: 年薪 / 3, who: {大学: {when: '学历 >= "大学本科毕业"', name_en: Degree}}}
""",
    ),
    "house_c": ("benefit", ALWAYS + WHO + "amount: 3万元\nper: month\nlimit: 4\nexclusive: [housing]\n"),
    "left": ("benefit", ALWAYS + WHO + "amount: 50万元\nexclusive: [left]\n"),
    "living_a": ("benefit", ALWAYS + WHO + "amount: 2万元\nexclusive: [living]\n"),
    "living_b": (
        "benefit",
        ALWAYS
        + "who: {奖: {when: '有 荣誉(奖金 > 1元)', name_en: Prize}}\namount: 合计 荣誉().奖金\nexclusive: [living]\n",
    ),
    "middle": ("benefit", ALWAYS + WHO + "amount: 年薪\nexclusive: [left, right]\n"),
    "nights": ("benefit", ALWAYS + WHO + "amount: 社保月数 * 2\nper: month\n"),
    "right": (
        "benefit",
        ALWAYS + "who: {大: {when: 用人单位.大型, name_en: Large}}\namount: 30万元\nexclusive: [right]\n",
    ),
    "classes": (
        "classification",
        ALWAYS
        + """code_list: level
levels: [n, p, c]
routes:
  R1: {level: n, name: 国家级, name_en: National, when: '有 荣誉(级别 = "国家级" 且 排名 <= 3)'}
  R2: {level: p, name: 博士, name_en: Doctor, who: {博士: {when: '学历 = "博士"', name_en: Doctor}, 青年: {when: 青年, name_en: Young}}}
  R3: {level: c, name: 论文, name_en: Papers, when: '计数 论文(核心 且 刊出日期 >= 毕业日期) >= 2'}
""",
    ),
    "points": (
        "points",
        ALWAYS
        + """groups:
  学历: {name_en: Education, take: highest, cap: 30}
  其他: {name_en: Other, cap: 25}
criteria:
  博士: {group: 学历, name_en: Doctor, when: '学历 = "博士"', points: 40}
  硕士: {group: 学历, name_en: Master, when: '学历 = "硕士"', points: 12.5}
  参保: {group: 其他, name_en: Months, points: 社保月数 / 7, most: 20}
  扣分: {group: 其他, name_en: Deduction, when: 县内有房, points: -5}
vetoes: {无: {when: 社保月数 < 1个月, name_en: Not insured}}
cap: 40
floor: 0
""",
    ),
    "stages": (
        "scoring",
        ALWAYS
        + """stages: {初创: 社保月数 < 12个月, 成长: 社保月数 >= 12个月}
criteria:
  份额: {name_en: Share, weight: {初创: 10, 成长: 8.5}, score: 份额}
  评分: {name_en: Score, weight: 10, score: 评分 / 承诺年限}
""",
    ),
    "chosen": ("selection", ALWAYS + WHO + "rank_by: 年薪 + 房款\nplaces: 3\n"),
    **{
        f"table_{hit}": (
            "table",
            ALWAYS
            + f"hit: {hit}\n"
            + """columns: {标准: {name_en: Standard}}
rows:
  - {key: a, name_en: A, when: '学历 >= "硕士"', gives: {标准: 10万元}}
  - {key: b, name_en: B, when: 全职, gives: {标准: 年薪 * 30%}}
""",
        )
        for hit in ("unique", "first", "sum")
    },
}


def rule_set() -> Any:
    texts = {
        f"{key.replace('_', '-')}/policy.yaml": HEAD.format(id=key, kind=kind) + body
        for key, (kind, body) in BODIES.items()
    }
    return load_rules({"groups.yaml": GROUPS, **texts}, VOCABULARY, CODE_LISTS)


@pytest.mark.parametrize("on", [ON, dt.date(2026, 1, 1)])
def test_policies_of_every_kind_come_out_the_same(on: dt.date) -> None:
    assert differences(rule_set(), rows(7, 300), on, paths=PATHS) == []


def test_without_masks_there_are_outputs_only() -> None:
    rules, frame = rule_set(), frame_of(rows(3, 10), VOCABULARY, "person", PATHS)
    lean, full = rules.decide_frame(frame, ON), rules.decide_frame(frame, ON, masks=True)
    assert lean.equals(full.select(lean.columns))
    assert "alone/who/参保" in full.columns
    assert lean.schema["alone/eligible"] == pl.Boolean
    assert lean.schema["alone/amount"] == pl.Int64
    assert lean.schema["classes/level"] == pl.Categorical


def test_a_derived_fact_stored_as_nothing_is_computed() -> None:
    text = compile_expression("年龄 >= 30周岁 且 用人单位.大型", VOCABULARY, CODE_LISTS).node
    employer = {"large": None, "big": True}
    profiles = [{"age": age, "born": "1990-01-01", "employer": employer} for age in (None, 20)]
    found = list(both_ways({"x": text}, profiles, VOCABULARY, PATHS, ON))
    assert [(one, other) for *_, one, other in found] == [(True, True), (False, False)]


# --- columns ----------------------------------------------------------------------------------------------------------


def test_an_absent_column_is_unknown_for_everybody() -> None:
    made = rule_set().decide_frame(pl.DataFrame({"home": [True, None]}), ON)
    assert made["alone/eligible"].to_list() == [False, None]
    assert made["right/eligible"].to_list() == [None, None]


def test_an_empty_frame_has_all_columns() -> None:
    rules = rule_set()
    assert rules.decide_frame(frame_of([], VOCABULARY, "person", PATHS), ON).height == 0
    assert rules.decide_frame(pl.DataFrame({"home": []}, schema={"home": pl.Boolean}), ON).height == 0


@pytest.mark.parametrize(
    "column",
    [
        {"salary": [1.5]},
        {"born": ["2020-01-01"]},
        {"home": [1]},
        {"share": [0.5]},
        {"education": [11]},
        {"honours": [1]},
    ],
)
def test_what_cannot_be_kept_exactly_is_refused(column: dict[str, list[Any]]) -> None:
    with pytest.raises(TypeError, match=next(iter(column))):
        rule_set().decide_frame(pl.DataFrame(column), ON)


@pytest.mark.parametrize("facts", [{"salary": 2**63}, {"share": "1/3"}, {"score": "1e40"}])
def test_a_number_that_no_column_holds_is_refused(facts: dict[str, Any]) -> None:
    with pytest.raises(OverflowError):
        frame_of([facts], VOCABULARY)


def test_numbers_too_large_for_columns_are_computed_row_by_row() -> None:
    salary = next(fact for fact in VOCABULARY.facts.values() if fact.key == "salary")
    money = n.FactValue(Sort("money"), n.Span(0, 0), salary)
    cube: n.Node = money
    for _ in range(3):
        cube = n.Arithmetic(money.sort, n.Span(0, 0), "*", cube, money)
    test = n.Compare(BOOLEAN, n.Span(0, 0), ">", cube, n.Constant(money.sort, n.Span(0, 0), (10**18) ** 4))
    program = Program()
    ref = program.add(test)
    frame = pl.DataFrame({"salary": [10**18, 10**18 + 1, None]})
    assert evaluate(program, {"x": ref}, frame, ON)["x"].to_list() == [False, True, None]
    huge = evaluate(program, {"x": program.add(cube)}, frame, ON)["x"]
    assert exact(huge) == [10**72, (10**18 + 1) ** 4, None]


def test_a_related_subject_is_known_where_something_of_it_is() -> None:
    told = compile_expression("用人单位.已报税", VOCABULARY, CODE_LISTS).node
    closed = compile_expression("有 用人单位.补助()", VOCABULARY, CODE_LISTS).node
    frame = pl.DataFrame({"employer.tax": [1, None, None], "employer.big": [None, True, None]})
    made = evaluate(Program(), {"told": told, "closed": closed}, frame, ON)
    assert made["told"].to_list() == [True, False, None]
    assert made["closed"].to_list() == [False, False, None]
    flagged = evaluate(Program(), {"told": told}, frame.with_columns(employer=pl.Series([True, False, True])), ON)
    assert flagged["told"].to_list() == [True, None, False]


def test_codes_may_be_categories() -> None:
    rules = rule_set()
    plain = pl.DataFrame({"education": ["11", "14", None], "full": [True, True, True]})
    made = plain.with_columns(pl.col("education").cast(pl.Enum(["14", "11"])))
    assert rules.decide_frame(made, ON).equals(rules.decide_frame(plain, ON))


def answers(text: str, frame: pl.DataFrame) -> list[Any]:
    node = compile_expression(text, VOCABULARY, CODE_LISTS).node
    return exact(evaluate(Program(), {"x": node}, frame, ON)["x"])


def test_columns_are_cleaned_as_profiles_are() -> None:
    frame = pl.DataFrame(
        {
            "post": ["", "工程师"],
            "born": [dt.date(1899, 12, 31), dt.date(1900, 1, 1)],
            "since": ["2021-13", "2021-12"],
            "papers": [
                [{"title": "", "printed": dt.date(1899, 1, 1), "month": "x"}],
                [{"title": "a", "printed": ON, "month": "2021-01"}],
            ],
        }
    )
    for text in (
        "岗位",
        "出生日期",
        "首次参保年月",
        "最高 论文().题目",
        "最高 论文().刊出日期",
        "最高 论文().刊出年月",
    ):
        assert [value is None for value in answers(text, frame)] == [True, False], text


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        ((1900, 1, 31), 1, (1900, 2, 28)),
        ((2000, 1, 31), 1, (2000, 2, 29)),
        ((2022, 3, 31), -1, (2022, 2, 28)),
        ((2022, 8, 31), Fraction(-3, 2), (2022, 7, 31)),
        ((2022, 8, 31), Fraction(5, 2), (2022, 10, 31)),
        ((9999, 12, 1), 1, None),
    ],
)
def test_months_are_added_as_the_calendar_has_them(day: Any, months: Any, expected: Any) -> None:
    node = compile_expression("出生日期 + 1个月 * 评分", VOCABULARY, CODE_LISTS).node
    frame = frame_of([{"born": dt.date(*day), "score": float(months)}], VOCABULARY)
    assert evaluate(Program(), {"x": node}, frame, ON)["x"].to_list() == [expected and dt.date(*expected)]


@pytest.mark.parametrize(("word", "expected"), [("最高", ["a", "b"]), ("最低", ["c", None])])
def test_of_codes_of_one_rank_the_first_row_counts(word: str, expected: list[Any]) -> None:
    sets = [[{"grade": "c"}, {"grade": "a"}, {"grade": "b"}], [{"grade": "b"}, {"grade": "a"}]]
    assert answers(f"{word} 论文().等第", pl.DataFrame({"papers": sets})) == [expected[0], expected[1] or "b"]
