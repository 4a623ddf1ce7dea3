"""Benefits of different periods are compared by what twelve months bring; one by one and over a table alike."""

from __future__ import annotations

import datetime as dt
from typing import Any

import polars as pl
import pytest

from bole.core.rules import RuleSet, load_rules
from bole.core.vocabulary import PackInvalid
from tests.core.rules.test_policies import GROUPS, HEAD
from tests.factories.rules import CODE_LISTS, VOCABULARY

ON = dt.date(2022, 5, 1)
WHO = "who: {全职: {when: 全职, name_en: Full time}}\nexclusive: [housing]\n"


def rules(groups: str = GROUPS, **bodies: str) -> RuleSet:
    texts = {f"{key}/policy.yaml": HEAD.format(id=key, kind="benefit") + WHO + body for key, body in bodies.items()}
    return load_rules({"groups.yaml": groups, **texts}, VOCABULARY, CODE_LISTS)


def best(**bodies: str) -> tuple[tuple[str, ...], int, list[tuple[str, int]]]:
    known = rules(**bodies)
    found = known.decide({"full": True}, ON).combination
    frame = known.decide_frame(pl.DataFrame({"full": [True, None]}), ON)
    assert tuple(key for key in bodies if frame[f"combination/{key}"][0]) == found.taken
    assert frame["combination/total"].to_list() == [found.total, 0]
    return found.taken, found.total // 100, [(each.policy, each.loss // 100) for each in found.rejected]


@pytest.mark.parametrize(
    ("first", "second", "taken", "total", "loss"),
    [
        ("amount: 1000元\nper: month", "amount: 1万元\nper: year", "first", 12_000, 2_000),
        ("amount: 3000元\nper: quarter", "amount: 900元\nper: month", "first", 12_000, 1_200),
        ("amount: 1万元", "amount: 1000元\nper: month", "second", 12_000, 2_000),
        (
            "amount: 1万元\npay: {count: 5}",
            "amount: 700元\nper: month",
            "first",
            10_000,
            1_600,
        ),  # in parts, but given whole
        ("amount: 1万元", "amount: 2000元\nper: month\nlimit: 4", "first", 10_000, 2_000),  # four months bring less
        ("amount: 1000元\nper: month\nlimit: 60", "amount: 1200元\nper: month\nlimit: 12", "second", 14_400, 2_400),
        ("amount: 8000元\nper: case", "amount: 8000元\nper: year\nlimit: 3", "first", 8_000, 0),
    ],
)
def test_the_one_that_brings_more_in_twelve_months_is_taken(
    first: str, second: str, taken: str, total: int, loss: int
) -> None:
    lost = "second" if taken == "first" else "first"
    assert best(first=first + "\n", second=second + "\n") == ((taken,), total, [(lost, loss)])


def test_it_is_told_what_each_brings_in_twelve_months_and_in_all() -> None:
    texts = {"a": "amount: 1000元\nper: month\nlimit: 60\n", "b": "amount: 5万元\n", "c": "amount: 1万元\nper: year\n"}
    found = rules(**texts).decide({"full": True}, ON).combination
    told = {
        offer.policy: (offer.times, offer.worth // 100, offer.whole and offer.whole // 100) for offer in found.offers
    }
    assert told == {"a": (12, 12_000, 60_000), "b": (1, 50_000, 50_000), "c": (1, 10_000, None)}
    assert found.taken == ("b",)


@pytest.mark.parametrize(
    ("body", "line", "message"),
    [
        ("amount: 1元\nlimit: 0\n", 15, "limit 是最多几期,不能是 0"),
        ("amount: 1元\nper: month\n", 15, "互斥组“housing”有上限或扣减,组里的待遇不能按月、按季发"),
        ("amount: 1元\nper: quarter\n", 15, "互斥组“housing”有上限或扣减,组里的待遇不能按月、按季发"),
    ],
)
def test_what_cannot_be_compared_is_refused(body: str, line: int, message: str) -> None:
    groups: Any = GROUPS.replace("rule: highest", "rule: together, ceiling: 年薪")
    with pytest.raises(PackInvalid) as caught:
        rules(groups, a=body)
    assert [(problem.line, problem.message.split(":")[0]) for problem in caught.value.problems] == [(line, message)]
    assert caught.value.problems[0].suggestion
