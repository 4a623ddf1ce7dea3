"""The working calendar beside chinesecalendar, the festivals beside known dates, and years nobody has announced."""

import random
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache

import chinese_calendar
import pytest
from chinese_calendar.constants import holidays, workdays
from hypothesis import given
from hypothesis import strategies as st

from bole.core.workdays import WorkCalendar, statutory_days

DAYS = st.dates(date(2004, 1, 1), date(2032, 12, 31))


@dataclass(frozen=True)
class Year:
    year: int
    holidays: dict = field(default_factory=dict)
    workdays: dict = field(default_factory=dict)
    provisional: bool = False
    citation: str = "国务院办公厅通知"


@pytest.fixture(scope="module")
def official() -> WorkCalendar:
    """The years 2004-2026 as announced."""
    years = [
        Year(
            year,
            {day: name for day, name in holidays.items() if day.year == year},
            {day: name for day, name in workdays.items() if day.year == year},
        )
        for year in range(2004, 2027)
    ]
    return WorkCalendar(years)


def oracle(day: date, n: int) -> date:
    """The n-th working day after `day` by chinesecalendar alone (n >= 1)."""
    return chinese_calendar.find_workday(n - 1, day + timedelta(days=1))


@pytest.fixture(autouse=True)
def quick_oracle(monkeypatch):
    """chinesecalendar looks for its first and last year at every call; remembering its answers changes none of them."""
    monkeypatch.setattr(chinese_calendar.utils, "is_workday", lru_cache(None)(chinese_calendar.utils.is_workday))


def compare(calendar: WorkCalendar, pairs: int, seed: int) -> None:
    dice = random.Random(seed)
    first, last = date(2004, 1, 1).toordinal(), date(2025, 10, 1).toordinal()
    for _ in range(pairs):
        day, n = date.fromordinal(dice.randint(first, last)), dice.randint(1, 250)
        assert calendar.add_workdays(day, n).day == oracle(day, n), (day, n)


def test_adding_working_days_agrees_with_chinesecalendar(official):
    compare(official, 2_000, seed=20261123)


@pytest.mark.prove
def test_adding_working_days_agrees_with_chinesecalendar_on_100_000_pairs(official):
    compare(official, 100_000, seed=1)


def test_every_single_day_agrees_with_chinesecalendar(official):
    day = date(2004, 1, 1)
    while day.year < 2027:
        assert official.is_workday(day) == chinese_calendar.is_workday(day), day
        day += timedelta(days=1)


def test_a_thirty_day_term_begun_in_december_2026_works_and_is_provisional(official):
    due = official.add_workdays(date(2026, 12, 7), 30)
    assert due.provisional
    # 19 working days are left in December, New Year's Day is off; ten more weekdays lead to 18 January
    assert due.day == date(2027, 1, 19)
    assert not official.add_workdays(date(2026, 11, 2), 30).provisional


def test_an_announced_year_replaces_the_computed_one():
    computed = WorkCalendar()
    announced = WorkCalendar([Year(2027, holidays={date(2027, 1, day): "元旦" for day in (1, 2, 3)}, workdays={})])
    day = date(2027, 2, 8)
    assert computed.is_provisional(2027)
    assert not computed.is_workday(day)
    assert announced.is_workday(day)
    assert not announced.is_provisional(2027)
    assert announced.source(2027) == "国务院办公厅通知"
    assert "推算" in computed.source(2027)


@pytest.mark.parametrize(
    ("day", "name"),
    [
        ("2027-02-05", "春节"), ("2027-02-06", "春节"), ("2028-01-26", "春节"), ("2033-01-31", "春节"),
        ("2027-04-05", "清明节"), ("2028-04-04", "清明节"), ("2025-05-31", "端午节"), ("2027-06-09", "端午节"),
        ("2027-09-15", "中秋节"), ("2033-09-08", "中秋节"), ("2028-10-03", "国庆节"), ("2031-10-01", "国庆节"),
    ],
)  # fmt: skip
def test_statutory_festivals_fall_on_their_known_days(day, name):
    found = statutory_days(int(day[:4]))
    assert found[date.fromisoformat(day)] == name


def test_computed_festivals_are_days_off_in_every_announced_year():
    """The festivals proper (not bridge days) of 2008-2026 were days off, weekend or holiday."""
    for year in range(2008, 2027):
        for day, name in statutory_days(year).items():
            if name in {"清明节", "端午节", "中秋节", "元旦"}:
                assert not chinese_calendar.is_workday(day), (day, name)


@given(start=DAYS, n=st.integers(1, 400))
def test_counting_undoes_adding(start, n):
    calendar = WorkCalendar()
    assert calendar.workdays_between(start, calendar.add_workdays(start, n).day) == n


@given(start=DAYS, n=st.integers(1, 400))
def test_going_back_reaches_a_working_day_before(start, n):
    calendar = WorkCalendar()
    back = calendar.add_workdays(start, -n).day
    assert back < start
    assert calendar.is_workday(back)
    assert calendar.workdays_between(back - timedelta(days=1), start - timedelta(days=1)) == n


@given(days=st.lists(DAYS, min_size=3, max_size=3))
def test_spans_add_up(days):
    calendar = WorkCalendar()
    first, middle, last = sorted(days)
    whole = calendar.workdays_between(first, last)
    assert whole == calendar.workdays_between(first, middle) + calendar.workdays_between(middle, last)
    assert calendar.workdays_between(last, first) == -whole


def test_a_calendar_day_term_ending_on_a_holiday_moves_to_the_next_working_day(official):
    assert official.deadline(date(2026, 9, 21), 10, "day").day == date(2026, 10, 8)
    assert official.deadline(date(2026, 9, 21), 2, "day").day == date(2026, 9, 23)
