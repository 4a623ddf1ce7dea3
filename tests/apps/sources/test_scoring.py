"""Scoring: new files add the edges that a full comparison would have found, and nothing else."""

from __future__ import annotations

import datetime as dt

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from bole.people.sources.scoring import STANDARD_COLUMNS, score

SCHEMA = dict.fromkeys(STANDARD_COLUMNS, pl.String) | {"record": pl.Int64, "latin": pl.Boolean, "birth_date": pl.Date}


def frame(rows):
    return pl.DataFrame([{**dict.fromkeys(STANDARD_COLUMNS), **row} for row in rows], schema=SCHEMA)


def person(record, name="王芳", **more):
    return {
        "record": record,
        "name_simple": name,
        "surname": name[0],
        "pinyin": name,
        "pinyin_sorted": name,
        "latin": False,
        **more,
    }


def edges(found):
    return {(left, right): rule for left, right, _, rule in found.iter_rows()}


def test_strongest_rule_names_the_edge():
    born = dt.date(1990, 3, 7)
    found = score(
        frame([person(1, id_index="x", birth_date=born), person(2, id_index="x", birth_date=born)]), frame([])
    )
    assert edges(found) == {(1, 2): "A"}


def test_name_and_employer_alone_are_no_evidence():
    assert score(frame([person(1, employer_key="竹业"), person(2, employer_key="竹业")]), frame([])).is_empty()


def test_latin_name_meets_its_chinese_twin_by_birth_date_only():
    born = dt.date(1990, 3, 7)
    latin = person(2, "WANG FANG", pinyin_sorted="fang wang", latin=True, birth_date=born)
    chinese = person(1, pinyin_sorted="fang wang", birth_date=born)
    other = person(3, "汪芳", pinyin_sorted="fang wang", birth_date=born)
    assert edges(score(frame([latin, chinese]), frame([]))) == {(1, 2): "latin_name_birth"}
    assert score(frame([chinese, other]), frame([])).is_empty()


ROW = st.fixed_dictionaries(
    {
        "name_simple": st.sampled_from(["王芳", "王方", "李强"]),
        "id_index": st.sampled_from([None, "x", "y"]),
        "phone_index": st.sampled_from([None, "p", "q"]),
        "birth_date": st.sampled_from([None, dt.date(1990, 3, 7), dt.date(1985, 11, 12)]),
        "employer_key": st.sampled_from([None, "竹业"]),
        "latin": st.booleans(),
        "pinyin_sorted": st.sampled_from(["fang wang", "li qiang"]),
    }
)


@settings(max_examples=25, deadline=None)
@given(st.lists(ROW, min_size=1, max_size=10), st.integers(0, 10))
def test_file_after_file_gives_the_edges_of_one_big_file(rows, cut):
    rows = [
        {"record": number, "surname": row["name_simple"][0], "pinyin": row["name_simple"], **row}
        for number, row in enumerate(rows)
    ]
    old, new = frame(rows[:cut]), frame(rows[cut:])
    step = {**edges(score(old, frame([]))), **edges(score(new, old))}
    assert step == edges(score(frame(rows), frame([])))
