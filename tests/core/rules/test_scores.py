"""What a criterion gives is rounded to a ten-thousandth of a point, halves upwards, and then added up exactly."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from typing import Any

import pytest

from bole.core.rules import RuleSet, compile_expression, load_rules
from bole.core.rules.policies.scores import is_exact
from bole.core.vocabulary import PackInvalid
from tests.core.rules.test_policies import HEAD
from tests.factories.rules import CODE_LISTS, VOCABULARY

ON = dt.date(2022, 5, 1)


def rules(body: str, kind: str = "points") -> RuleSet:
    return load_rules({"example/policy.yaml": HEAD.format(id="example", kind=kind) + body}, VOCABULARY, CODE_LISTS)


def points(text: str, facts: dict[str, Any], more: str = "") -> Fraction:
    body = f"criteria:\n  例: {{name_en: Example, points: {text}{more}}}\n"
    return rules(body).decide(facts, ON).results["example"].value("low")  # type: ignore[no-any-return]


@pytest.mark.parametrize(
    ("text", "months", "wanted"),
    [
        ("社保月数 / 7", 10, "1.4286"),
        ("社保月数 / 3", 1, "0.3333"),
        ("社保月数 / 20000", 1, "0.0001"),  # half of a ten-thousandth goes upwards
        ("0 - 社保月数 / 20000", 1, "0"),
        ("社保月数 / 20001", 1, "0"),
        ("社保月数 * 0.00005", 1, "0.0001"),
        ("社保月数 * 1.25", 3, "3.75"),
    ],
)
def test_points_are_rounded(text: str, months: int, wanted: str) -> None:
    assert points(f'"{text}"', {"months": months}) == Fraction(wanted)


def test_a_weight_times_a_score_is_rounded_after_the_multiplication() -> None:
    body = "criteria:\n  例: {name_en: Example, weight: 17, score: 社保月数 / 承诺年限}\n"
    found = rules(body, "scoring").decide({"months": 1, "promised": 3}, ON).results["example"]
    assert found.value("low") == Fraction("5.6667")


def test_thirds_add_up_to_what_everybody_can_add_up() -> None:
    three = "".join(f"  例{place}: {{name_en: Example, points: 社保月数 / 3}}\n" for place in range(3))
    assert rules(f"criteria:\n{three}").decide({"months": 1}, ON).results["example"].value("high") == Fraction("0.9999")


@pytest.mark.parametrize(
    ("text", "exact"),
    [
        ("12.5", True),
        ("社保月数 * 0.5 + 3", True),
        ("如 全职 则 2.25 否则 计数 荣誉()", True),
        ("较小(周岁(出生日期), 30) - 0.0001", True),
        ("合计 荣誉().排名", True),
        ("0.00001", False),
        ("社保月数 / 2", False),
        ("份额 * 10", False),
        ("社保月数 * 0.5 * 0.0001", False),
    ],
)
def test_what_is_exact_anyway_is_left_alone(text: str, exact: bool) -> None:
    assert is_exact(compile_expression(text, VOCABULARY, CODE_LISTS).node) is exact


@pytest.mark.parametrize("more", [", most: 1.00001", ", most: abc", ", most: .inf"])
def test_figures_with_more_places_are_refused_at_their_place(more: str) -> None:
    with pytest.raises(PackInvalid) as caught:
        points("社保月数", {}, more)
    first = caught.value.problems[0]
    assert (first.line, first.column) == (13, 45)
    assert "“most”" in first.message
    assert first.suggestion
