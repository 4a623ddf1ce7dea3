"""The bench of the rules: its people are as it says, and the engines that need no installation answer alike, by hash."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from bench.rules import beside
from bench.rules.asked import ON, Asked, alike, asked, county, differences, digest
from bench.rules.engines.hand import Engine as Hand
from bench.rules.engines.sql import Engine as Sql
from bench.rules.people import given, people, shares
from bole.core.rules import RuleSet

COUNT = 300


@pytest.fixture(scope="module")
def rules() -> RuleSet:
    return county()


@pytest.fixture(scope="module")
def cases(rules: RuleSet) -> list[dict[str, Any]]:
    return list(given(rules, "person"))


@pytest.fixture(scope="module")
def frame(rules: RuleSet, cases: list[dict[str, Any]]) -> pl.DataFrame:
    return people(rules, "person", COUNT, cases=cases)


@pytest.fixture(scope="module")
def folder(rules: RuleSet, frame: pl.DataFrame, tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("bench")
    beside.write(asked(rules, frame), frame, place)
    return place


def test_everybody_lacks_six_in_a_hundred_of_every_fact(
    rules: RuleSet, cases: list[dict[str, Any]], frame: pl.DataFrame
) -> None:
    assert shares(frame) == (0.06, 0.06)
    assert frame.equals(people(rules, "person", COUNT, cases=cases))


def test_frames_sql_and_hands_answer_alike(rules: RuleSet, frame: pl.DataFrame, folder: Path) -> None:
    wanted: Asked = asked(rules, frame)
    assert wanted.left_out == []
    mine = alike(rules.decide_frame(frame, ON), wanted.lean, own=True)
    sql = Sql(str(folder), str(folder / "facts.parquet"))
    sql.lean()
    other = alike(pl.read_parquet(sql.write()), wanted.lean, own=True)
    assert differences(mine, other) == {}
    assert digest(mine) == digest(other) == digest(mine.slice(0, 200).vstack(mine.slice(200)))
    assert digest(mine) != digest(mine.reverse())
    hand = Hand(str(folder), str(folder / "facts.parquet"))
    hand.ours()
    hand.polars()
    hand.sql()
    assert hand.same() == []


def test_every_policy_is_written_for_the_peers(rules: RuleSet, folder: Path) -> None:
    written = ast.parse((folder / "written_masks.py").read_text())
    names = {node.name for node in written.body if isinstance(node, ast.FunctionDef)}
    listed = next(
        node.value
        for node in written.body
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "ASKED"
    )
    columns = {key: value[0] for key, value in eval_asked(listed).items()}
    assert {name.split("/")[0] for name in columns} == set(rules.programs["person"].lowered)
    assert {variable for variable in columns.values() if variable} <= names


def eval_asked(node: ast.expr) -> dict[str, tuple[str | None, str, object]]:
    found: dict[str, tuple[str | None, str, object]] = ast.literal_eval(node)
    return found
