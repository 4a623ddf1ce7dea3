"""Texts that repeat are tested once per word, days once per day, and columns with too many of them row by row: all as one by one."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace
from typing import Any

import polars as pl
import pytest

from bole.core.rules import compile_expression
from bole.core.rules.engines.frames import coding, scopes
from bole.core.rules.engines.frames.calendar import after_fixed_months, months_between, years_since
from bole.core.rules.engines.frames.columns import FactColumns
from bole.core.rules.engines.frames.scopes import Columns
from bole.core.rules.engines.frames.values import Plain
from bole.core.rules.language.values import add_months, full_months, full_years
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


def facts_of(frame: pl.DataFrame) -> FactColumns:
    facts = FactColumns(frame, pl.int_range(frame.height, dtype=pl.UInt32, eager=True))
    facts.read({"day": "date"})
    return facts


@pytest.fixture(params=[coding.MANY, 1])
def many(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> int:
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
    scope: Any = SimpleNamespace(columns=Columns("#", facts=facts_of(frame)))
    later = after_fixed_months(scope, Plain(pl.col("day"), stored=True), months).expr
    made = frame.with_columns(later.alias("later"))
    assert made["later"].to_list() == [None if day is None else add_months(day, months) for day in days]


@pytest.mark.parametrize("by_day", [True, False])
def test_what_is_made_of_a_day_is_made_once_per_day(by_day: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scopes, "FEWER_DAYS", 4 if by_day else 10**9)
    every = [dt.date(1967, 12, 1) + dt.timedelta(place) for place in range(800)]
    days = [*every, *every[::-1], None] * 3
    frame = pl.DataFrame({"day": pl.Series(days, dtype=pl.Date)})
    columns, day = Columns("#", facts=facts_of(frame)), Plain(pl.col("day"), stored=True)
    scope: Any = SimpleNamespace(columns=columns)
    on, until = dt.date(1970, 2, 28), Plain(pl.lit(dt.date(1971, 3, 30)), known=True, stored=True)
    asked = {
        "later": after_fixed_months(scope, day, 1).expr,
        "years": years_since(scope, day, on).top,
        "months": months_between(scope, day, until).top,
    }
    assert len(columns.beside) == (3 if by_day else 0)
    made = columns.on(frame, 0).select(**asked).collect()
    assert made["later"].to_list() == [each and add_months(each, 1) for each in days]
    assert made["years"].to_list() == [None if each is None or each > on else full_years(each, on) for each in days]
    assert made["months"].to_list() == [each and full_months(each, dt.date(1971, 3, 30)) for each in days]


def test_a_word_that_the_first_rows_do_not_tell_is_coded_too() -> None:
    column = pl.Series("text", [*["a", None] * (2 * coding.MANY), "b", "a"])
    made = coding.coded("codes", column)
    assert made is not None
    passed = pl.DataFrame([made.places.alias("codes")]).select(b=made.where("b".__eq__))["b"]
    assert passed.sum() == 1
    assert passed.null_count() == column.null_count()
    many = pl.Series("text", ["a"] * (4 * coding.MANY) + [str(place) for place in range(coding.MANY)])
    assert coding.coded("codes", many) is None
