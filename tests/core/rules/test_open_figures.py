"""Points whose value is not known yet, points without an upper end, and what all routes of a classification ask for."""

from __future__ import annotations

import datetime as dt

import pytest

from bole.core.rules import UNKNOWN, load_rules
from bole.core.vocabulary import PackInvalid
from tests.core.rules.test_policies import HEAD
from tests.factories.rules import CODE_LISTS, VOCABULARY

ON = dt.date(2022, 5, 1)


def decided(kind, body, facts):
    text = HEAD.format(id="example", kind=kind) + body
    return load_rules({"example/policy.yaml": text}, VOCABULARY, CODE_LISTS).decide(facts, ON).results["example"]


def score(facts, *, rest="", cap=""):
    body = f"{cap}criteria:\n  工资: {{name_en: Salary, weight: 30, score: 年薪 / 10万元{rest}}}\n"
    result = decided("scoring", body, facts)
    return result.value("low"), result.value("high"), result.missing


@pytest.mark.parametrize(("salary", "points"), [(5_000_000, 15), (10_000_000, 30), (20_000_000, 30), (-1, 0)])
def test_a_score_stays_within_its_weight(salary, points):
    assert score({"salary": salary}) == (points, points, ())


def test_an_unbounded_score_goes_beyond_its_weight():
    assert score({"salary": 20_000_000}, rest=", unbounded: true") == (60, 60, ())


def test_what_is_not_known_counts_for_nothing_at_the_low_end_and_is_asked_for():
    assert score({}) == (0, 30, ("salary",))


def test_an_unbounded_score_that_is_not_known_has_no_upper_end_unless_the_whole_has_one():
    assert score({}, rest=", unbounded: true") == (0, UNKNOWN, ("salary",))
    assert score({}, rest=", unbounded: true, most: 45") == (0, 45, ("salary",))
    assert score({}, rest=", unbounded: true", cap="cap: 80\n") == (0, 80, ("salary",))


CLASSES = """
code_list: level
levels: [n, p]
who:
  参保: {when: 社保月数 >= 6个月, name_en: Insured for six months}
routes:
  R1: {level: n, name: 国家级, name_en: National, when: '有 荣誉(级别 = "国家级")'}
  R2: {level: p, name: 博士, name_en: Doctor, when: '学历 = "博士"'}
"""


@pytest.mark.parametrize(("months", "level", "may_be"), [(6, "p", "p"), (5, UNKNOWN, UNKNOWN), (None, UNKNOWN, "p")])
def test_every_route_asks_for_what_all_ask_for(months, level, may_be):
    result = decided("classification", CLASSES, {"education": "11", "honours": [], "months": months})
    assert (result.value("level"), result.value("may_be")) == (level, may_be)
    assert result.conditions[0].part.path == "who/参保"


MARKS = """
vetoes:
  有房: {when: 县内有房, name_en: Owns a home}
groups:
  学: {name_en: Education}
  钱: {name_en: Salary}
criteria:
  硕士: {group: 学, name_en: Master, when: '学历 >= "硕士研究生毕业"', points: 30}
  工资: {group: 钱, name_en: Salary, weight: 50, score: 年薪 / 100万元}
pass:
  总分: {least: 60, name_en: In all}
  学历: {least: 30, groups: [学], name_en: Education}
direct:
  奖励: {when: '有 荣誉(级别 = "国家级")', name_en: National honour}
"""
MASTER = {"education": "14", "salary": 60_000_000, "home": False, "honours": []}


@pytest.mark.parametrize(
    ("facts", "passed"),
    [
        ({}, True),
        ({"salary": 59_999_000}, False),
        ({"salary": 59_999_000, "honours": [{"level": "n"}]}, True),
        ({"salary": 59_999_000, "honours": None}, UNKNOWN),
        ({"education": "21", "salary": 200_000_000}, False),
        ({"salary": None}, UNKNOWN),
        ({"education": None}, UNKNOWN),
        ({"education": "21", "salary": None}, False),
        ({"home": True}, False),
        ({"home": None}, UNKNOWN),
    ],
)
def test_a_scheme_is_passed_by_its_marks_or_directly(facts, passed):
    assert decided("points", MARKS, {**MASTER, **facts}).eligible is passed


def test_a_mark_over_a_group_that_has_no_criteria_is_refused():
    body = MARKS.replace("groups: [学]", "groups: [学问]")
    with pytest.raises(PackInvalid, match="没有分组“学问”"):
        decided("points", body, MASTER)
