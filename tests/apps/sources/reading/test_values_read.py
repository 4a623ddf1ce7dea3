"""What people type, as values."""

from __future__ import annotations

from decimal import Decimal

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bole.core.vocabulary import CodeItem, CodeList, Pack, SourceColumn
from bole.people.sources.reading import values
from bole.people.sources.reading.standard import place_names


@pytest.mark.parametrize(
    "text",
    ["2024-03-05", "2024/3/5", "2024.3.5", "2024年3月5日", "20240305", "45356", "45356.0", "2024-03-05 00:00:00", "２０２４年３月５日",
     "2024 年 3 月 5 日", "二〇二四年3月5日", "2024-03-05 13:14:15.000"],
)  # fmt: skip
def test_one_day_in_many_spellings(text: str):
    assert values.parse_date(text) == ("2024-03-05", None)


@pytest.mark.parametrize(
    ("text", "day", "fault"),
    [
        ("2024.03", "2024-03-01", "date_month"), ("2024年3月", "2024-03-01", "date_month"), ("2024", "2024-01-01", "date_month"),
        ("98.3.5", None, "date_short_year"), ("5/3/98", None, "date_short_year"), ("2024-02-30", None, "date_impossible"),
        ("2024-13-01", None, "date_impossible"), ("1024-01-01", None, "date_impossible"), ("去年", None, "date_format"),
        ("5/3/2024", None, "date_format"), ("至今", None, None), ("/", None, None), ("无", None, None),
    ],
)  # fmt: skip
def test_dates_that_are_not_whole(text: str, day: str | None, fault: str | None):
    assert values.parse_date(text) == (day, fault)


@given(st.dates())
def test_every_day_is_read_back(day):
    expected = (day.isoformat(), None) if day.year >= 1900 else (None, "date_impossible")
    assert values.parse_date(f"{day.year:04d}年{day.month}月{day.day}日") == expected


@pytest.mark.parametrize(
    "text", ["2024-03", "2024.03", "2024年3月", "202403", "2024/3", "2024-03-31", "20240331", "45356"]
)
def test_months(text: str):
    assert values.parse_month(text) == ("2024-03", None)


@pytest.mark.parametrize(
    ("text", "unit", "target", "number", "fault"),
    [
        ("1,234.5", "", "", "1234.5", None), ("１２３", "", "", "123", None), ("89.5㎡", "平方米", "平方米", "89.5", None),
        ("3年", "个月", "个月", "36", None), ("12个月", "个月", "个月", "12", None), ("2", "万千瓦时", "度", "20000", None),
        ("3万", "", "", "30000", None), ("约3", "", "", None, "number"), ("12-15", "", "", None, "number"), ("-", "", "", None, None),
        ("3人", "亩", "亩", None, "number"),
    ],
)  # fmt: skip
def test_numbers_and_units(text: str, unit: str, target: str, number: str | None, fault: str | None):
    value, found = values.parse_number(text, unit, target)
    assert (value, found) == (None if number is None else Decimal(number), fault)


def test_whole_numbers_money_percent_and_yes():
    assert values.parse_integer("2024年度") == (2024, None)
    assert values.parse_integer("3.5") == (None, "integer")
    assert values.parse_amount("12.5", "万元") == (12_500_000, None)
    assert values.parse_amount("1.2e6", "元") == (120_000_000, None)
    assert values.parse_amount("面议", "元") == (None, "money")
    assert [values.parse_percent(t)[0] for t in ("50%", "50", "0.5", "1", "100")] == [50, 50, 50, 100, 100]
    assert values.parse_percent("一半") == (None, "percent")
    assert [values.parse_boolean(t) for t in ("是", "√", "1", "否", "×", "0")] == [(True, None)] * 3 + [
        (False, None)
    ] * 3
    assert values.parse_boolean("也许") == (None, "boolean")


@given(st.text(max_size=20))
def test_no_text_breaks_a_parser(text: str):
    for parse in (values.parse_date, values.parse_month, values.parse_number, values.parse_integer, values.parse_amount,
                  values.parse_percent, values.parse_boolean, values.parse_text):  # fmt: skip
        value, fault = parse(text)
        assert value is None or fault in (None, "date_month")


def test_codes_by_own_words_names_aliases_and_loosely():
    items = {"21": CodeItem("21", "大学本科", aliases=("本科",)), "11": CodeItem("11", "博士研究生")}
    column = SourceColumn("学历", ("education_level",), "code", codes={"大本": "21"})
    parse = values.code_parser(column, CodeList("education", "学历", items, "K", ""))
    assert [parse(t)[0] for t in ("21", "本科", "大学本科", "大本", " 大学 本科 ", "【本科】", "21.0")] == ["21"] * 7
    assert parse("超级本科") == (None, "unknown_code")
    assert parse("-") == (None, None)


@pytest.mark.parametrize(
    "text", ["递铺街道", "递铺", "安吉县递铺街道", "浙江省湖州市安吉县递铺街道胜利路1号", "递 铺 镇"]
)
def test_townships_by_old_names_and_addresses(pack: Pack, text: str):
    column = pack.sources["S01"].column("乡镇街道")
    parse = values.township_parser(column, pack.code_lists["townships"], place_names(pack))
    assert parse(text) == parse("递铺街道")
    assert parse("外县某镇") == (None, "unknown_code")


def test_each_distinct_text_is_parsed_once():
    seen: list[str] = []

    def parser(text: str) -> values.Parsed:
        seen.append(text)
        return values.parse_integer(text)

    found = values.convert(pl.Series(["1", "2", "1", None, "x"]), parser, pl.Int64)
    assert (found.values.to_list(), found.faults.to_list()) == (
        [1, 2, 1, None, None],
        [None, None, None, None, "number"],
    )
    assert sorted(seen) == ["1", "2", "x"]
