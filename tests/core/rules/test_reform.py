"""What a reform costs: a county small enough to be counted by hand, and what must hold of any."""

from __future__ import annotations

import datetime as dt
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bole.core.rules import RuleSet, load_rules
from bole.core.rules.engines.frames import frame_of
from bole.core.rules.reform import Comparison, checking, compare, difference, movements, runs_out
from tests.factories.rules import CODE_LISTS, VOCABULARY

ON = dt.date(2022, 11, 24)
YUAN = 100
HEAD = """
id: {key}
kind: {kind}
name: 例
name_en: Example
department: X
mark: M
cite: 规划5.4
summary: 例
summary_en: Example
"""
SINCE = "effective: {from: 2021-01-01}\n"
HOME = """
who: {参保: {when: 社保月数 >= 6个月, name_en: Insured}}
amount: 较小(房款 * 50%, 40万元)
per: once
pay: {shares: [40%, 30%, 30%], every_months: 12}
"""
MONTHLY = """
who: {全职: {when: 全职, name_en: Full-time}}
amount: 1000元
per: month
limit: 14
"""
GROUPS = """
groups:
  one: {name: 一项, name_en: One, rule: highest, cite: 规划5.4, mark: M}
  price: {name: 房款, name_en: Price, rule: together, cite: 规划5.4, mark: M, ceiling: 房款}
"""


def rules(**bodies: str) -> RuleSet:
    """Policies by key; a body that says from when on keeps its own dates."""
    files = {"groups.yaml": GROUPS}
    for key, body in bodies.items():
        dated = "" if "effective" in body else SINCE
        kind = "benefit" if "kind:" not in body else ""
        head = HEAD.format(key=key, kind=kind) if kind else HEAD.format(key=key, kind="").replace("kind: \n", "")
        files[f"{key}/policy.yaml"] = head + dated + body
    return load_rules(files, VOCABULARY, CODE_LISTS)


def frame(*people: dict[str, Any]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Facts, and traits by `place`."""
    made = frame_of(people, VOCABULARY, "person")
    traits = pl.DataFrame({"place": [one.get("region") for one in people], "id": [str(n) for n in range(len(people))]})
    return made.with_columns(traits["id"]), traits


def compared(base: RuleSet, reform: RuleSet, *people: dict[str, Any], on: dt.date = ON) -> Comparison:
    facts, traits = frame(*people)
    return compare(base, reform, facts, traits, on)


OWNER = {"months": 8, "price": 50_000_003, "region": "330523"}
"""Bought for 500,000.03 yuan: half of it is 250,000.01 yuan."""


def test_parts_of_an_amount_are_paid_in_their_years_to_the_last_fen() -> None:
    found = compared(rules(home=HOME), rules(home=HOME.replace("50%", "20%")), OWNER)
    parts = [10_000_000, 7_500_000, 7_500_001, 0, 0]  # 25,000,001 fen: 40, 70, 100 percent, each cut down
    assert found.years == [2022, 2023, 2024, 2025, 2026]
    assert found.total.base.certain == parts
    assert found.total.reform.certain == [4_000_000, 3_000_000, 3_000_000, 0, 0]
    assert (found.gain.people, found.lose.people, found.lose.amount) == (0, 1, 15_000_001)
    assert [band.people for band in found.lose.bands] == [0, 0, 0, 0, 1, 0]


def test_months_run_from_the_day_to_their_limit() -> None:
    found = compared(rules(m=MONTHLY), rules(m=MONTHLY.replace("limit: 14", "limit: 3")), {"full": True})
    assert found.total.base.certain == [2 * 1000 * YUAN, 12 * 1000 * YUAN, 0, 0, 0]  # November, December, a year
    assert found.total.reform.certain == [2 * 1000 * YUAN, 1000 * YUAN, 0, 0, 0]


def test_what_is_not_known_is_possible_and_not_certain() -> None:
    unknown = [{"price": 10_000_000}, {"months": 8}, {"months": 3}]
    found = compared(rules(home=HOME), rules(home=HOME.replace("40万元", "30万元")), *unknown)
    assert sum(found.total.base.certain) == 0
    assert sum(found.total.base.possible) == 5_000_000 + 40_000_000  # without a price the cap is the bound
    assert sum(found.total.reform.possible) == 5_000_000 + 30_000_000
    people = found.policies[0].base
    assert (people.eligible, people.unpriced, people.open, people.waiting) == (1, 1, 1, {"who/参保": 1})


def test_somebody_who_may_get_something_for_the_first_time_is_told_apart() -> None:
    body = HOME.replace(">= 6个月", ">= 6个月 且 全职")
    found = compared(
        rules(home=body),
        rules(home=HOME.replace(">= 6个月", ">= 6个月 且 (全职 或 县内有房)")),
        {**OWNER, "full": False},
    )
    assert (found.gain.people, found.newly_possible, found.no_longer_possible) == (0, 1, 0)
    assert found.policies[0].turned == {"no": {"open": 1}}


def test_two_benefits_that_exclude_each_other_are_paid_once() -> None:
    large, small = (
        HOME + "exclusive: [one, price]\n",
        MONTHLY.replace("1000元", "30万元").replace("per: month\nlimit: 14\n", "per: once\nexclusive: [one]\n"),
    )
    person = {**OWNER, "full": True}
    base, reform = rules(home=large, second=small), rules(home=large, second=small.replace("30万元", "10万元"))
    found = compared(base, reform, person)
    assert sum(found.total.base.certain) == 30_000_000
    assert sum(found.total.reform.certain) == 25_000_001  # the other one is now the better one
    by_key = {each.policy: each for each in found.policies}
    assert by_key["home"].changed is False
    assert sum(by_key["home"].alone.base.certain) == 25_000_001
    assert sum(by_key["home"].kept.base.certain) == 0
    assert (found.lose.people, found.lose.amount, found.lose.entirely) == (1, 4_999_999, 0)


def test_what_a_ceiling_takes_off_goes_off_the_last_benefit() -> None:
    body = "who: {参保: {when: 社保月数 >= 6个月, name_en: Insured}}\namount: 40万元\nper: once\nexclusive: [price]\n"
    found = compared(rules(a=body, b=body), rules(a=body.replace("40", "30"), b=body), OWNER)
    kept = {each.policy: (each.kept.base.certain[0], each.kept.reform.certain[0]) for each in found.policies}
    assert kept == {"a": (40_000_000, 30_000_000), "b": (10_000_003, 20_000_003)}
    assert found.total.base == found.total.reform


DATED = """
who: {参保: {when: 社保月数 >= 6个月, name_en: Insured}}
per: month
versions:
  - {effective: {from: 2021-01-01, to: 2022-12-31}, amount: 1000元}
  - {effective: {from: 2023-01-01%s}, amount: 1000元}
"""


def test_a_change_is_counted_from_the_day_on_which_it_takes_effect() -> None:
    later = (DATED % "").replace("amount: 1000元}\n", "amount: 1000元}\n", 1)[::-1].replace("元0001", "元0051", 1)[::-1]
    found = compared(rules(m=DATED % ""), rules(m=later), OWNER)
    assert found.start == dt.date(2023, 1, 1)
    assert found.years == [2023, 2024, 2025, 2026, 2027]
    assert found.total.base.certain == [12_000 * YUAN] * 5
    assert found.total.reform.certain == [18_000 * YUAN] * 5


def test_an_end_by_the_calendar_ends_the_months() -> None:
    found = compared(rules(m=DATED % ""), rules(m=DATED % ", to: 2024-03-31"), OWNER)
    assert found.start == dt.date(2024, 4, 1)
    assert (found.total.base.certain[0], found.total.reform.certain[0]) == (9_000 * YUAN, 0)
    assert (found.lose.people, found.lose.entirely) == (1, 1)


def test_a_version_that_begins_later_pays_on_within_the_limit() -> None:
    two = DATED % ""
    base = rules(m=two.replace("per: month", "per: month\nlimit: 20"))
    reform = rules(m=two.replace("per: month", "per: month\nlimit: 20").replace("amount: 1000元", "amount: 2000元", 1))
    found = compared(base, reform, OWNER)
    assert found.start == ON
    assert found.total.base.certain == [2_000 * YUAN, 12_000 * YUAN, 6_000 * YUAN, 0, 0]  # 2 + 12 + 6 months
    assert found.total.reform.certain[:2] == [4_000 * YUAN, 12_000 * YUAN]


def test_a_version_by_a_date_that_nobody_has_yet_is_taken_to_hold() -> None:
    body = """
who: {参保: {when: 社保月数 >= 6个月, name_en: Insured}}
per: once
versions:
  - {effective: {from: 2021-01-01, by: 毕业日期}, amount: 1万元}
"""
    reform = rules(m=body + "  - {effective: {from: 2030-01-01, by: 毕业日期}, amount: 3万元}\n")
    people = [{**OWNER, "graduated": dt.date(2022, 1, 1)}, {**OWNER, "graduated": dt.date(2020, 1, 1)}]
    found = compared(rules(m=body), reform, *people)
    assert found.forward == ["m"]
    assert (found.total.base.certain[0], found.total.reform.certain[0]) == (10_000 * YUAN, 30_000 * YUAN)
    assert (found.gain.people, found.differences) == (1, [])
    corrected = compared(
        reform,
        rules(m=body.replace("1万元", "2万元") + "  - {effective: {from: 2030-01-01, by: 毕业日期}, amount: 3万元}\n"),
        *people,
    )
    assert (corrected.forward, corrected.total.reform.certain[0]) == ([], 20_000 * YUAN)


def test_names_and_notes_change_nothing() -> None:
    found = compared(rules(home=HOME), rules(home=HOME.replace("Insured", "Insured for long")), OWNER)
    assert (found.changed, found.policies, found.checked) == ([], [], 0)
    assert sum(found.total.base.certain) == 0


def test_a_policy_that_comes_and_one_that_goes() -> None:
    found = compared(rules(home=HOME), rules(m=MONTHLY), {**OWNER, "full": True})
    assert [(each.policy, sum(each.kept.base.certain), sum(each.kept.reform.certain)) for each in found.policies] == [
        ("home", 25_000_001, 0),
        ("m", 0, 1_400_000),
    ]


def test_classes_and_points_tell_who_turns() -> None:
    body = "kind: classification\ncode_list: level\nlevels: [n, p]\nroutes:\n  R1: {level: n, name: 甲, name_en: A, when: 社保月数 >= 12个月}\n  R2: {level: p, name: 乙, name_en: B, when: 社保月数 >= 6个月}\n"
    found = compared(rules(c=body), rules(c=body.replace("12个月", "8个月")), OWNER, {"months": 7})
    assert found.policies[0].turned == {"p": {"n": 1, "p": 1}}
    assert found.policies[0].money is False


def test_points_that_rise_fall_and_stay_are_counted_exactly() -> None:
    body = "kind: points\ngroups:\n  all: {name: 全部, name_en: All, take: sum}\ncriteria:\n  年限: {group: all, name_en: Years, points: '社保月数 / 3个月'}\n"
    found = compared(
        rules(p=body),
        rules(p=body.replace("社保月数 / 3个月", "较大(社保月数 / 3个月, 3)")),
        {"months": 8},
        {"months": 9},
        {},
    )
    assert found.policies[0].turned == {"points": {"higher": 1, "lower": 0, "equal": 2}}


def test_the_list_behind_the_figures_names_the_same_people() -> None:
    facts, _traits = frame(OWNER, {"months": 2}, {**OWNER, "price": 90_000_000})
    moved = movements(rules(home=HOME), rules(home=HOME.replace("40万元", "30万元")), facts, ON)
    assert moved.select("id", "change").rows() == [("0", 0), ("2", -10_000_000)]


def test_a_difference_from_the_reference_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checking, "_due", lambda decision, item: 1)
    found = compared(rules(home=HOME), rules(home=HOME.replace("50%", "20%")), OWNER)
    assert found.differences == ["home/amount"]


@pytest.mark.parametrize(
    ("budget", "day"),
    [
        (365, None),
        (400, None),
        (364, dt.date(2023, 12, 30)),
        (1, dt.date(2023, 1, 1)),
        (0, dt.date(2023, 1, 1)),
        (182, dt.date(2023, 7, 1)),
    ],
)
def test_a_budget_lasts_as_long_as_the_year_is_spent_evenly(budget: int, day: dt.date | None) -> None:
    assert runs_out(365, budget, 2023, ON) == day


def test_in_the_first_year_the_money_is_spent_from_the_day_on() -> None:
    assert runs_out(38, 19, 2022, ON) == dt.date(2022, 12, 12)  # 38 days are left, half of them


# --- of any people and any change -------------------------------------------------------------------------------------

PEOPLE = st.lists(
    st.fixed_dictionaries(
        {},
        optional={
            "months": st.integers(3, 9),
            "price": st.integers(0, 99_999_999),
            "full": st.booleans(),
            "region": st.sampled_from(["330523", "3305", "33"]),
        },
    ),
    min_size=1,
    max_size=12,
)
CHANGES = st.sampled_from(
    [
        ("50%", "20%"),
        (">= 6个月", ">= 5个月 或 全职"),
        ("40万元", "31万元"),
        ("40%, 30%, 30%", "50%, 50%"),
        ("1000元", "500元"),
        ("limit: 14", "limit: 40"),
        ("per: month", "per: quarter"),
    ]
)
BODIES = {
    "home": HOME + "exclusive: [price]\n",
    "second": HOME.replace("once\npay", "once\npay") + "exclusive: [one, price]\n",
    "m": MONTHLY + "exclusive: [one]\n",
}


def changed(change: tuple[str, str]) -> RuleSet:
    return rules(**{key: body.replace(*change) for key, body in BODIES.items()})


@settings(max_examples=30, deadline=None)
@given(PEOPLE, CHANGES)
def test_groups_add_up_and_the_way_back_is_the_opposite(people: list[dict[str, Any]], change: tuple[str, str]) -> None:
    base, reform = rules(**BODIES), changed(change)
    there, back = compared(base, reform, *people), compared(reform, base, *people)
    assert there.differences == [], change
    for side in ("base", "reform"):
        for path in ("certain", "possible"):
            by_group = [getattr(getattr(group.cost, side), path) for group in there.groups["place"]]
            by_policy = [getattr(getattr(policy.kept, side), path) for policy in there.policies]
            whole = getattr(getattr(there.total, side), path)
            for parts in (by_group, by_policy):
                assert [sum(year) for year in zip(*parts, strict=True)] == whole or not any(whole)
        assert sum(getattr(there.total, side).certain) <= sum(getattr(there.total, side).possible)
    assert (there.total.base, there.gain) == (back.total.reform, back.lose)
    assert (there.total.reform, there.lose) == (back.total.base, back.gain)
    assert (there.newly_possible, there.unchanged) == (back.no_longer_possible, back.unchanged)
    assert sum(there.total.reform.certain) - sum(there.total.base.certain) == there.gain.amount - there.lose.amount
    assert sum(group.gain for group in there.groups["place"]) == there.gain.amount


@settings(max_examples=30, deadline=None)
@given(PEOPLE)
def test_without_a_change_nothing_costs_anything(people: list[dict[str, Any]]) -> None:
    found = compared(rules(**BODIES), rules(**BODIES), *people)
    assert difference(rules(**BODIES), rules(**BODIES), "person", ON).affected == ()
    assert not any(found.total.base.possible + found.total.reform.possible)
    assert (found.gain.people, found.lose.people, found.newly_possible) == (0, 0, 0)
