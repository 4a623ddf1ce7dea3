"""Amounts without floats, months, spans."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bole.core.errors import BoleError, InvalidInput
from bole.core.money import format_money, parse_money
from bole.core.periods import Month, Span, add_months, whole_months, whole_years


@pytest.mark.parametrize(
    ("text", "unit", "fen"),
    [
        ("12.5万元", "元", 12_500_000), ("12.5", "万元", 12_500_000), ("1,234.56", "元", 123_456), ("￥１２．５０", "元", 1_250),
        ("3亿元", "元", 30_000_000_000), ("100元整", "万元", 10_000), ("-5", "元", -500), ("0.005", "元", 1), ("0.1", "元", 10),
    ],
)  # fmt: skip
def test_amounts(text: str, unit: str, fen: int):
    assert parse_money(text, unit=unit) == fen


@pytest.mark.parametrize("text", ["", "约5万", "壹万元", "12.5.3", "5美元"])
def test_what_is_no_amount(text: str):
    assert parse_money(text) is None


@given(st.integers(-(10**14), 10**14), st.sampled_from(["元", "万元", "亿元"]))
def test_an_amount_written_and_read_is_the_same(fen: int, unit: str):
    assert parse_money(format_money(fen, unit=unit), unit=unit) == fen


def test_months_count_across_years():
    assert str(Month.parse("2025-11").plus(3)) == "2026-02"
    assert Month(2026, 2).minus(Month(2025, 11)) == 3
    assert Month(2024, 2).span.days == 29
    assert Month(2025, 12) < Month(2026, 1)
    with pytest.raises(ValueError, match="no month 13"):
        Month(2025, 13)


@given(st.dates(date(1950, 1, 1), date(2060, 1, 1)), st.integers(-600, 600))
def test_months_added_are_months_apart(day: date, months: int):
    later = add_months(day, months)
    assert Month.of(later).minus(Month.of(day)) == months
    assert later.day <= day.day


def test_the_end_of_a_month_is_kept_inside():
    assert add_months(date(2024, 1, 31), 1) == date(2024, 2, 29)
    assert whole_months(date(2024, 1, 31), date(2024, 2, 29)) == 1
    assert whole_years(date(2000, 2, 29), date(2018, 2, 28)) == 18
    assert whole_years(date(2000, 3, 1), date(2018, 2, 28)) == 17


def test_spans_are_half_open():
    first, second = Span.of_year(2025), Span.through(date(2025, 12, 31), date(2026, 1, 1))
    assert date(2025, 12, 31) in first
    assert date(2026, 1, 1) not in first
    assert first.intersect(second) == Span(date(2025, 12, 31), date(2026, 1, 1))
    assert not first.overlaps(Span(date(2026, 1, 1), None))
    assert Span(None, None).days is None
    with pytest.raises(ValueError, match="empty span"):
        Span(date(2025, 1, 1), date(2025, 1, 1))


@given(st.dates(date(1990, 1, 1), date(2050, 1, 1)), st.integers(1, 900), st.integers(1, 900), st.integers(-900, 900))
def test_a_day_in_both_spans_is_in_their_intersection(start: date, length: int, other: int, shift: int):
    one = Span(start, start + timedelta(length))
    two = Span(start + timedelta(shift), start + timedelta(shift + other))
    both = one.intersect(two)
    for day in (start, start + timedelta(shift), start + timedelta(length - 1)):
        assert (day in one and day in two) == (both is not None and day in both)


def test_errors_keep_template_and_values_apart():
    error = InvalidInput("文件“%(file)s”是空的", remedy="重发“%(file)s”", code="reading.empty_file", file="a.csv")
    assert (str(error), error.advice, error.code, error.status) == (
        "文件“a.csv”是空的",
        "重发“a.csv”",
        "reading.empty_file",
        400,
    )
    assert error.message == "文件“%(file)s”是空的"
    assert str(BoleError("达到100%")) == "达到100%"
