"""Clocks that stop: what has run and what has stood still always add up, and the due day moves by exactly the stop."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from bole.core.workdays import Clock, Term, WorkCalendar

CALENDAR = WorkCalendar()
MONDAY = date(2026, 11, 23)
turns = st.lists(st.tuples(st.sampled_from(["stop", "go"]), st.dates(MONDAY, date(2027, 6, 30))), max_size=8).map(
    lambda items: sorted(items, key=lambda item: item[1])
)


def run(clock: Clock, history) -> Clock:
    for verb, day in history:
        clock = clock.stop(day, "补正") if verb == "stop" else clock.go_on(day)
    return clock


@given(history=turns, end=st.dates(date(2027, 7, 1), date(2027, 12, 31)), unit=st.sampled_from(["workday", "day"]))
def test_segments_add_up_to_the_elapsed_time(history, end, unit):
    clock = run(Clock.begin(Term(30, unit), MONDAY), history)
    elapsed = (end - MONDAY).days if unit == "day" else CALENDAR.workdays_between(MONDAY, end)
    assert clock.used(end, CALENDAR) + clock.waited(end, CALENDAR) == elapsed
    for before, after in zip(clock.segments, clock.segments[1:], strict=False):
        assert before.end == after.start


@given(history=turns, days=st.integers(1, 60))
def test_on_the_due_day_exactly_the_term_is_used(history, days):
    clock = run(Clock.begin(Term(days), MONDAY), history).go_on(date(2027, 7, 1))
    due = clock.due(CALENDAR)
    assert due is not None
    assert clock.used(due.day, CALENDAR) == days
    assert clock.percent(due.day, CALENDAR) == 100


@given(history=turns)
def test_a_clock_survives_json(history):
    clock = run(Clock.begin(Term(20), MONDAY), history)
    assert Clock.from_data(clock.to_data()) == clock


def test_a_stop_of_three_working_days_moves_the_due_day_by_three():
    clock = Clock.begin(Term(5), MONDAY)
    assert clock.due(CALENDAR).day == date(2026, 11, 30)
    stopped = clock.stop(date(2026, 11, 24), "补正")
    assert stopped.due(CALENDAR) is None
    assert stopped.used(date(2026, 11, 27), CALENDAR) == 1
    assert stopped.go_on(date(2026, 11, 27)).due(CALENDAR).day == date(2026, 12, 3)


def test_a_clock_set_back_never_makes_negative_time():
    clock = Clock.begin(Term(5), MONDAY).stop(date(2026, 11, 25), "补正").go_on(date(2026, 11, 20))
    assert clock.waited(date(2026, 12, 1), CALENDAR) == 0
    assert clock.used(date(2026, 11, 1), CALENDAR) == 0


def test_an_ended_clock_counts_no_more():
    clock = Clock.begin(Term(5), MONDAY).end(date(2026, 11, 25))
    assert clock.used(date(2027, 1, 1), CALENDAR) == 2
    assert clock.stop(date(2026, 12, 1), "补正") == clock
    assert clock.due(CALENDAR).day == date(2026, 11, 30)


def test_overdue_is_more_than_a_hundred_percent():
    clock = Clock.begin(Term(2), MONDAY)
    assert [clock.percent(date(2026, 11, day), CALENDAR) for day in (23, 24, 25, 26)] == [0, 50, 100, 150]
