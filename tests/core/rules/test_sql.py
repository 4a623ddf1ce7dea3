"""What one SQL statement says of a table is what the reference says of each row, condition by condition."""

from __future__ import annotations

import datetime as dt
from typing import Any

import duckdb
import polars as pl
import pytest
import sqlglot
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bole.core.rules import compile_expression
from bole.core.rules.engines import frames
from bole.core.rules.engines.closures import compile_node
from bole.core.rules.engines.frames import frame_of
from bole.core.rules.engines.sql import statement
from bole.core.rules.language import tree as n
from bole.core.rules.language.values import BOOLEAN, DATE, Sort
from bole.core.rules.program import Program
from tests.core.rules.test_frames import rule_set
from tests.factories.frames import same
from tests.factories.sql import answered, both_ways, differences, usual
from tests.factories.trees import AT, CODE_LISTS, ON, VOCABULARY, rows, trees

PATHS = ("employer", "spouse", "spouse.employer")
KINDS = ("boolean", "boolean", "number", "money", "percent", "date", "month", "text", "code")
SOME = st.lists(st.sampled_from(KINDS).flatmap(trees), min_size=1, max_size=6)
SEEDS = st.integers(0, 10**6)
RELAXED = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example]


def agree(found: list[n.Node], seed: int, count: int) -> int:
    nodes = {f"t{place}": node for place, node in enumerate(found)}
    profiles, compared = [usual(row) for row in rows(seed, count)], 0
    for name, row, one, other in both_ways(nodes, profiles, VOCABULARY, PATHS, ON):
        assert same(one, other), (nodes[name], profiles[row], one, other)
        compared += 1
    return compared


@settings(max_examples=40, deadline=None, suppress_health_check=RELAXED)
@given(SOME, SEEDS)
def test_any_expression_comes_out_the_same(found: list[n.Node], seed: int) -> None:
    agree(found, seed, 20)


@pytest.mark.prove
def test_a_hundred_thousand_evaluations_come_out_the_same() -> None:
    compared = 0

    @settings(max_examples=600, deadline=None, suppress_health_check=RELAXED, database=None)
    @given(st.lists(st.sampled_from(KINDS).flatmap(lambda kind: trees(kind, 6)), min_size=3, max_size=8), SEEDS)
    def check(found: list[n.Node], seed: int) -> None:
        nonlocal compared
        compared += agree(found, seed, 60)

    check()
    assert compared >= 100_000, compared


@settings(max_examples=15, deadline=None, suppress_health_check=RELAXED)
@given(SOME)
def test_spark_gets_well_formed_text(found: list[n.Node]) -> None:
    program = Program()
    text = statement(program, {f"t{place}": program.add(node) for place, node in enumerate(found)}, ON, "spark")
    parsed = sqlglot.parse_one(text, dialect="spark")
    assert parsed.sql("spark") == sqlglot.parse_one(parsed.sql("spark"), dialect="spark").sql("spark")
    assert not list(parsed.find_all(sqlglot.exp.Command))
    assert "LIST_" not in text
    assert "INT128" not in text


@pytest.mark.parametrize("on", [ON, dt.date(2026, 1, 1)])
def test_policies_of_every_kind_come_out_the_same(on: dt.date) -> None:
    profiles = [usual(row) for row in rows(7, 200)]
    assert differences(rule_set(), profiles, on, paths=PATHS) == []


def test_without_masks_there_are_outputs_only() -> None:
    rules, frame = rule_set(), frame_of([usual(row) for row in rows(3, 4)], VOCABULARY, "person", PATHS)
    lean = answered(frame, rules.to_sql("duckdb", ON, keys=("row",)))
    full = answered(frame, rules.to_sql("duckdb", ON, masks=True, keys=("row",)))
    assert "alone/who/参保" in full.keys() - lean.keys()
    assert lean == {name: full[name] for name in lean}
    shown = rules.decide_frame(frame, ON)
    assert [name for name in shown.columns if not name.startswith("combination/")] == list(lean)


def test_an_absent_column_is_unknown_for_everybody() -> None:
    frame = pl.DataFrame({"home": [True, None]})
    made = answered(frame, rule_set().to_sql("duckdb", ON, keys=("row",), columns=frame.columns))
    assert made["alone/eligible"] == [False, None]
    assert made["right/eligible"] == [None, None]


# --- numbers ----------------------------------------------------------------------------------------------------------


def evaluated(node: n.Node, frame: pl.DataFrame, on: dt.date = ON) -> list[Any]:
    program = Program()
    return answered(frame, statement(program, {"x": program.add(node)}, on, "duckdb", ("row",), frame.columns))["x"]


def expression(text: str) -> n.Node:
    return compile_expression(text, VOCABULARY, CODE_LISTS).node


def test_a_decimal_of_too_many_places_stops_the_statement() -> None:
    frame = pl.DataFrame({"share": pl.Series(["0.1234567"]).cast(pl.Decimal(20, 7))})
    with pytest.raises(duckdb.Error, match="share: more than 6 places"):
        evaluated(expression("份额 > 1%"), frame)


def test_a_number_too_large_stops_the_statement() -> None:
    frame = pl.DataFrame({"salary": [2**62, 1], "price": [2**62, 1]})
    with pytest.raises(duckdb.Error, match="Overflow"):
        evaluated(expression("年薪 + 房款 + 年薪 > 1元"), frame)


def test_what_may_need_more_digits_is_left_out_and_named() -> None:
    salary = next(fact for fact in VOCABULARY.facts.values() if fact.key == "salary")
    money = n.FactValue(Sort("money"), AT, salary)
    cube = n.Arithmetic(money.sort, AT, "*", n.Arithmetic(money.sort, AT, "*", money, money), money)
    test = n.Compare(BOOLEAN, AT, ">", cube, n.Constant(money.sort, AT, 8))
    program = Program()
    wanted = {"cube": program.add(cube), "test": program.add(test), "fine": program.add(money)}
    text = statement(program, wanted, ON, "duckdb", ("row",))
    assert text.startswith("/* left out: cube, test */")
    assert answered(pl.DataFrame({"salary": [3, None]}), text) == {"fine": [3, None]}


@pytest.mark.parametrize("step", [1, 7])
@pytest.mark.parametrize("mode", ["down", "half_up"])
def test_rounding_of_negatives_is_downwards(step: int, mode: Any) -> None:
    half = n.Arithmetic(Sort("number"), AT, "/", expression("社保月数"), n.Constant(Sort("number"), AT, 2))
    node = n.Rounded(Sort("number"), AT, half, step, mode)
    values = list(range(-31, 32))
    closure = compile_node(node)
    assert evaluated(node, pl.DataFrame({"months": values})) == [closure({"months": each}, {}, ON) for each in values]


@pytest.mark.parametrize("unit", ["天", "个月"])
def test_dates_beyond_the_calendar_are_unknown(unit: Any) -> None:
    node = n.ShiftDate(DATE, AT, expression("出生日期"), expression("社保月数"), 1, unit)
    days = [dt.date(2020, 1, 31), dt.date(2020, 2, 29), dt.date(9999, 12, 31), dt.date(1900, 1, 1)]
    counts = [0, 1, -1, 12, 13, -23_999, 120_000, -693_595, -693_596, 2_958_000, 10**9, -(10**9)]
    pairs = [(day, count) for day in days for count in counts]
    frame = pl.DataFrame(pairs, schema={"born": pl.Date, "months": pl.Int64}, orient="row")
    closure = compile_node(node)
    assert evaluated(node, frame) == [closure({"born": day, "months": count}, {}, ON) for day, count in pairs]


MONTHS = ["2021-13", "2021-12", "2021-00", "２０２１-01", "2021-01\n", "2021-1", "", "x2021-01"]


def test_the_readers_of_facts_are_those_of_the_reference() -> None:
    frame = pl.DataFrame({"post": ["", "a"], "born": [dt.date(1899, 12, 31), dt.date(1900, 1, 1)]})
    for text in ("已知 岗位", "已知 出生日期"):
        assert evaluated(expression(text), frame) == [False, True]
    months = expression("已知 首次参保年月")
    known = [compile_node(months)({"since": each}, {}, ON) for each in MONTHS]
    assert known == [each == "2021-12" for each in MONTHS]
    frame = pl.DataFrame({"since": MONTHS})
    assert evaluated(months, frame) == known
    assert frames.evaluate(Program(), {"x": months}, frame, ON)["x"].to_list() == known
