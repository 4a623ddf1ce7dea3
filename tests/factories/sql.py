"""The SQL back end beside the reference, in DuckDB."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

import duckdb
import polars as pl

from bole.core.rules import RuleSet
from bole.core.rules.engines.closures import compile_node
from bole.core.rules.engines.frames import frame_of
from bole.core.rules.engines.sql import statement
from bole.core.rules.language import tree as n
from bole.core.rules.program import Program
from bole.core.vocabulary import Subject, Vocabulary
from tests.factories.frames import expected_of, same

USUAL = {"0.000000000001": "0.000001", 10**12: 10**9}
"""Facts smaller or larger than the statement is written for, and what stands for them."""


def answered(frame: pl.DataFrame, text: str) -> dict[str, list[Any]]:
    """What a statement makes of a table; columns by name, in the order of `row`."""
    with duckdb.connect() as connection:
        connection.execute("SET threads = 1")
        connection.register("facts", frame.with_row_index("row"))
        found = connection.execute(text)
        names = [each[0] for each in found.description or ()]
        rows = sorted(found.fetchall())
    assert names[0] == "row"
    assert [row[0] for row in rows] == list(range(frame.height))
    return {name: [_exact(row[place]) for row in rows] for place, name in enumerate(names) if place}


def _exact(value: Any) -> Any:
    if isinstance(value, dict):
        top, bottom = value["numerator"], value["denominator"]
        return None if top is None else Fraction(top, bottom)
    return value


def usual(value: Any) -> Any:
    """Facts as large, and with as few digits behind the point, as facts are."""
    if isinstance(value, dict):
        return {key: usual(part) for key, part in value.items()}
    if isinstance(value, list):
        return [usual(part) for part in value]
    return USUAL.get(value, value)


def both_ways(
    nodes: Mapping[str, n.Node],
    profiles: Sequence[dict[str, Any]],
    vocabulary: Vocabulary,
    paths: Sequence[str],
    on: dt.date,
) -> Iterator[tuple[str, int, Any, Any]]:
    """For each node that fits and each profile: name, row, what the closures say and what DuckDB says."""
    program = Program()
    refs = {name: program.add(node) for name, node in nodes.items()}
    steps = [compile_node(slot.node) for slot in program.slots]
    columns = answered(
        frame_of(profiles, vocabulary, "person", paths), statement(program, refs, on, "duckdb", ("row",))
    )
    for row, profile in enumerate(profiles):
        values: list[Any] = []
        for step in steps:
            values.append(step(profile, values, on))  # type: ignore[arg-type]
        for name, column in columns.items():
            yield name, row, values[refs[name].slot], column[row]


def differences(
    rules: RuleSet,
    profiles: Sequence[dict[str, Any]],
    on: dt.date,
    subject: Subject = "person",
    paths: Sequence[str] = (),
) -> list[tuple[str, int, Any, Any]]:
    """Where DuckDB and one by one disagree: column, row, what one by one says, what DuckDB says."""
    frame = frame_of(profiles, rules.vocabulary, subject, paths)
    columns = answered(frame, rules.to_sql("duckdb", on, subject, masks=True, keys=("row",), columns=frame.columns))
    found = []
    for row, profile in enumerate(profiles):
        expected = expected_of(rules.decide(profile, on, subject, reference=True))
        for name, column in columns.items():
            if not same(expected.get(name), column[row]):
                found.append((name, row, expected.get(name), column[row]))
    return found
