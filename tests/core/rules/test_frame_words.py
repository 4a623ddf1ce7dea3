"""Texts that repeat are tested once per word, and columns with too many words row by row: both as one by one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import polars as pl
import pytest

from bole.core.rules import compile_expression
from bole.core.rules.engines.frames import coding
from bole.core.rules.engines.frames.calendar import after_fixed_months
from bole.core.rules.engines.frames.values import Plain
from bole.core.rules.language.values import add_months
from tests.factories.frames import both_ways, same
from tests.factories.trees import CODE_LISTS, ON, VOCABULARY, rows

TEXTS = (
    '有 论文(题目 包含 ("士", "a", "奖", "师"))',
    '计数 论文(题目 始于 ("博", "高", "á") 或 题目 包含 ("工", "0", "x")) >= 1',
    '考核 >= "乙" 或 考核 < "丙"',
    '考核 属于 ("甲", "丙")',
    '等级 >= "省级"',
    '有 论文(等第 <= "乙" 且 级别 属于 ("国家级", "省级"))',
    "最高 论文().等第",
)


@pytest.fixture(params=[coding.MANY, 1])
def many(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """How many words are coded: all that occur, or hardly any."""
    monkeypatch.setattr(coding, "MANY", request.param)
    return request.param


def test_tests_of_texts_come_out_the_same(many: int) -> None:
    nodes = {text: compile_expression(text, VOCABULARY, CODE_LISTS).node for text in TEXTS}
    seen: dict[str, set[Any]] = {}
    for name, _row, one, other in both_ways(nodes, rows(7, 300), VOCABULARY, (), ON):
        assert same(one, other), (name, one, other)
        seen.setdefault(name, set()).add(one)
    assert all(len(values) > 1 for values in seen.values()), seen


@pytest.mark.parametrize("months", [0, 1, -1, 13, 60, -600, 119_987, -119_988, 200_000])
def test_a_fixed_number_of_months_leads_where_the_calendar_does(months: int) -> None:
    days = [dt.date.min, dt.date.max, dt.date(1, 1, 31), dt.date(9999, 11, 30), dt.date(2020, 2, 29), None]
    days += [dt.date(2023, month, 28) + dt.timedelta(over) for month in range(1, 13) for over in range(4)]
    frame = pl.DataFrame({"day": pl.Series(days, dtype=pl.Date)})
    made = frame.with_columns(after_fixed_months(Plain(pl.col("day")), months).expr.alias("later"))
    assert made["later"].to_list() == [None if day is None else add_months(day, months) for day in days]
