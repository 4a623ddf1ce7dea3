"""Policy files changed through forms: only what was meant changes, comments and order stay, and every field of every file comes back."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bole.core.rules import RuleSet, rules_of
from bole.core.rules.editing import cases, cells, differences, typed, versions
from bole.core.rules.editing.source import Source, plain
from bole.core.vocabulary import load_folder

PACKS = Path(__file__).resolve().parents[3] / "packs"
FILES = sorted((PACKS / "anji" / "policies").glob("*/policy.yaml"))
HOME = (PACKS / "anji/policies/home-purchase/policy.yaml").read_text("utf-8")
CAP = ("params", "购房补贴上限", "rows", "D")
NEXT_YEAR = date(2027, 1, 1)


@pytest.fixture(scope="module")
def known() -> RuleSet:
    return rules_of(load_folder(PACKS / "anji", (), PACKS))


@pytest.mark.parametrize("file", FILES[::4], ids=lambda file: file.parent.name)
def test_a_field_that_is_typed_again_changes_nothing_else(file: Path) -> None:
    text = file.read_text("utf-8")
    source = Source(text)
    for cell in cells.cells_of(cells.parts(source, None)):
        again = cells.change(text, None, {cell.path: cells.raw_of(cell, cell.value, source)})
        assert plain(Source(again).root) == plain(source.root), cell
        changed = [line for line, old in zip(again.splitlines(), text.splitlines(), strict=True) if line != old]
        assert len(changed) <= 1, "at most the signs around the one value"


def test_an_amount_changes_in_its_place_alone() -> None:
    after = cells.change(HOME, None, {CAP: "45万元"})
    assert after == HOME.replace("D: 40万元", "D: 45万元")


def test_a_new_version_leaves_what_held_before_and_says_only_what_is_new() -> None:
    text = versions.begin_version(HOME, NEXT_YEAR)
    own = ("versions", 1, *CAP)
    after = cells.change(text, 1, {own: "45万元"})
    source = Source(after)
    assert source.need(CAP).value == "40万元"
    assert source.need(own).value == "45万元"
    found = differences.changes(Source(HOME), source)
    assert [(change.path, change.before, change.after) for change in found] == [
        ((), "", "2027-01-01"),
        (CAP, "40万元", "45万元"),
    ]
    with pytest.raises(versions.VersionRefused):
        versions.begin_version(after, NEXT_YEAR)
    third = Source(versions.begin_version(after, date(2028, 1, 1)))
    assert third.need(("versions", 2, *CAP)).value == "45万元", "the next version starts from the last one"


def test_a_version_that_was_to_end_later_ends_with_the_new_one() -> None:
    text = HOME.replace("from: 2021-01-01", "from: 2021-01-01, to: 2030-12-31")
    first, second = versions.terms(Source(versions.begin_version(text, NEXT_YEAR)))
    assert (first.until, second.until) == (None, date(2030, 12, 31))


def test_cases_are_carried_over_and_fail_where_the_new_version_says_otherwise(known: RuleSet) -> None:
    text = cells.change(versions.begin_version(HOME, NEXT_YEAR), 1, {("versions", 1, *CAP): "45万元"})
    rules = known.overlay({"home-purchase/policy.yaml": text})
    both = rules.overlay(
        {"home-purchase/cases.yaml": cases.carry_over(rules, "home_purchase", date(2021, 1, 1), NEXT_YEAR)}
    )
    runs, rest = cases.run_cases(both, "home_purchase")
    failed = [run for run in runs if not run.passed]
    assert not rest
    assert {dict(run.out)["amount"] for run in failed} == {"45万元"}
    assert all(run.since == NEXT_YEAR and "2027" in run.name for run in failed)
    mended = both.files["home-purchase/cases.yaml"]
    for run in failed:
        item = cases.case_text(run.name, run.on, run.given, run.expect.replace("40万元", "45万元"))
        mended = cases.put_case(mended, run.place, item)
    assert all(
        run.passed for run in cases.run_cases(both.overlay({"home-purchase/cases.yaml": mended}), "home_purchase")[0]
    )


@pytest.mark.parametrize(
    ("kind", "text", "before", "wanted"),
    [
        ("money", "45 万元", "40万元", "45万元"),
        ("money", "45万", "40万元", "45万元"),
        ("money", "450,000元", "40万元", "450000元"),
        ("money", "450000元", "40万元", "450000元"),
        ("percent", "60%", "50%", "60%"),
        ("quantity", "12 个月", "6个月", "12个月"),
        ("date", "2027年1月1日", "", "2027-01-01"),
        ("number", "1,200", "", "1200"),
    ],
)
def test_amounts_are_typed_as_people_write_them(kind: typed.Kind, text: str, before: str, wanted: str) -> None:
    assert typed.as_typed(kind, text, before) == wanted


@pytest.mark.parametrize(
    ("kind", "text", "words"),
    [
        ("money", "45", "没有写单位"),
        ("money", "45美元", "不是金额单位"),
        ("money", "-3万元", "负数"),
        ("money", "", "不能为空"),
        ("money", "0.001元", "小于一分"),
        ("percent", "150%", "超过 100%"),
        ("date", "2027-13-01", "不是日期"),
        ("date", "1820-01-01", "早于 1900"),
        ("expression", "社保\t月数", "制表符"),
        ("expression", "且" * 10_001, "超过"),
    ],
)
def test_what_cannot_stand_there_is_refused_with_words(kind: typed.Kind, text: str, words: str) -> None:
    with pytest.raises(typed.TypedWrong, match=words):
        typed.as_typed(kind, text, "40万元" if kind == "money" else "50%" if kind == "percent" else "")


def test_entries_are_added_and_removed_in_the_style_of_the_file() -> None:
    rows = CAP[:-1]
    more = Source(HOME).added(rows, "A", "200万元")
    assert "F: 8万元, A: 200万元}" in more
    assert Source(more).removed((*rows, "A")) == HOME
    who = Source(HOME).added(("who",), "年龄", "{when: 周岁(出生日期) < 60周岁, name_en: Under sixty}")
    assert plain(Source(who).root)["who"]["年龄"]["name_en"] == "Under sixty"
    assert Source(who).removed(("who", "年龄")) == HOME


@pytest.mark.parametrize(
    ("fen", "said"),
    [
        (45_000_000, "45万元"),
        (123_450_000, "123.45万元"),
        (123_456_700, "1234567元"),
        (99_999_900, "999999元"),
        (150, "1.5元"),
        (5, "0.05元"),
        (0, "0元"),
    ],
)
def test_an_amount_that_came_out_is_written_exactly(fen: int, said: str) -> None:
    assert cases.money(fen) == said
    assert typed.fen_of(said) == fen
