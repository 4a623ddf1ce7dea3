"""Scoring: the weight of a pair depends on its two rows and the model alone, and can be told step by step."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from pathlib import Path

import duckdb
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bole.core.errors import InvalidInput
from bole.people.sources.scoring import (
    BLOCKING,
    COMPARISONS,
    STANDARD_COLUMNS,
    Counting,
    count_terms,
    dump_model,
    explain,
    from_json,
    read_model,
    score,
    standard_schema,
)
from bole.people.sources.scoring.blocking import blocked_pairs
from bole.people.sources.scoring.features import features
from bole.people.sources.scoring.training import train
from bole.people.sources.services.base import linkage_settings
from bole.people.sources.services.linking import modelling

MODEL = from_json(json.loads(Path("packs/base-cn/linkage/model.json").read_text("utf-8")))
BORN = dt.date(1990, 3, 7)
ALL = -60.0
COUNTING = Counting(listed=3, common=100, common_birth=0.002)


def frame(rows):
    return pl.DataFrame([{**dict.fromkeys(STANDARD_COLUMNS), **row} for row in rows], schema=standard_schema())


def person(record, name="王晓芳", letters="wangxiaofang", **more):
    return {
        "record": record,
        "name_simple": name,
        "surname": name[0],
        "pinyin": letters,
        "pinyin_sorted": letters,
        "latin": False,
        **more,
    }


def edges(*rows, known=(), floor=0.0, model=MODEL):
    found = score(frame(rows), frame(known), model, floor=floor)
    return {(left, right): weight for left, right, weight, _ in found.iter_rows()}


def pattern(*rows):
    found = score(frame(rows), frame([]), MODEL, floor=ALL)
    assert found.height == 1
    return dict(zip((comparison.key for comparison in COMPARISONS), found["pattern"][0], strict=True))


def level(comparison, key):
    return next(each for each in COMPARISONS if each.key == comparison).letter(key)


def test_number_and_name_join_and_nothing_in_common_is_no_pair():
    assert edges(person(1, id_index="x"), person(2, id_index="x"))[1, 2] > 10
    assert edges(person(1, id_index="x"), person(2, "李强", "liqiang", id_index="y"), floor=ALL) == {}


def test_number_that_excel_cut_off_still_speaks_for_a_person_of_that_name_only():
    cut = {"raw_index": "330523199003070000", "prefix_index": "p"}
    whole = {"id_index": "x", "prefix_index": "p"}
    assert edges(person(1, **cut), person(2, **whole))[1, 2] > 4
    assert edges(person(1, "李强", "liqiang", **cut), person(2, **whole)) == {}


@pytest.mark.parametrize("part", ["late_index", "outer_index"])
def test_one_slip_in_a_number_is_seen_when_the_check_digit_fails_on_one_side(part):
    wrong, right = {"raw_index": "w", part: "same"}, {"id_index": "x", part: "same"}
    assert pattern(person(1, employer_key="竹业", **wrong), person(2, employer_key="竹业", **right))["number"] == level(
        "number", "part"
    )
    both = {"id_index": "y", part: "same", "employer_key": "竹业"}
    assert pattern(person(1, **both), person(2, employer_key="竹业", **right))["number"] == level("number", "different")


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (("王晓芳", "wangxiaofang"), ("王小芳", "wangxiaofang"), "sound"),
        (("王浩宇", "wanghaoyu"), ("王宇浩", "wangyuhao"), "reordered"),
        (("王晓芳", "wangxiaofang"), ("王晓方正", "x"), "surname"),
        (("魏宇昊", "weiyuhao"), ("魏宇平", "weiyuping"), "one_off"),
        (("王晓芳", "wangxiaofang"), ("王晓", "wangxiao"), "shortened"),
        (("沈怡洁", "shenyijie"), ("沉怡洁", "chenyijie"), "given"),
        (("图尔荪依明", "tuersunyiming"), ("吐尔逊依明", "tuerxunyiming"), "long"),
        (("努尔兰", "nuerlan"), ("努尔兰沙地克", "nuerlanshadike"), "long"),
        (("李强", "liqiang"), ("王晓芳", "wangxiaofang"), "different"),
    ],
)
def test_names_are_compared_as_chinese_names(one, other, expected):
    shared = {"phone_index": "p"}
    found = pattern(person(1, *one, **shared), person(2, *other, **shared))
    assert found["name"] == level("name", expected)


def test_latin_name_meets_its_chinese_twin():
    latin = person(2, "WANG XIAOFANG", "fang wang xiao", latin=True, birth_date=BORN)
    chinese = person(1, letters="fang wang xiao", birth_date=BORN)
    assert pattern(latin, chinese)["name"] == level("name", "spelled")


def test_name_and_employer_alone_weigh_less_than_their_sum():
    steps = explain(MODEL, _only_pattern(employer_key="竹业"), {"name": "王晓芳"})
    assert steps[-1].weight == MODEL.doubts.only_employer


def test_other_names_never_join_without_an_equal_document():
    shared = {"birth_date": BORN, "phone_index": "p", "employer_key": "竹业", "sex": "F"}
    assert edges(person(1, **shared), person(2, "王雅琪", "wangyaqi", **shared))[1, 2] <= MODEL.doubts.other_name


def _only_pattern(**shared):
    return score(frame([person(1, **shared), person(2, **shared)]), frame([]), MODEL, floor=ALL)["pattern"][0]


def test_rare_value_says_more_than_a_frequent_one():
    rows = [person(i, "王芳" if i % 2 else f"王{chr(0x4E00 + i)}", id_index=str(i)) for i in range(200)]
    model = MODEL.with_terms(count_terms(frame(rows), COUNTING), "counted")
    shared = {"phone_index": "p"}
    frequent = edges(person(1, "王芳", **shared), person(2, "王芳", **shared), floor=ALL, model=model)
    rare = edges(person(1, "王珺", **shared), person(2, "王珺", **shared), floor=ALL, model=model)
    assert rare[1, 2] > frequent[1, 2] + 3


def test_a_telephone_in_very_many_rows_is_nobodys_own():
    rows = [person(i, f"王{chr(0x4E00 + i)}", f"wang{i}", phone_index="switchboard") for i in range(150)]
    model = MODEL.with_terms(count_terms(frame(rows), COUNTING), "with switchboard")
    assert edges(*rows, floor=ALL, model=model) == {}
    assert len(edges(*rows[:2], floor=ALL)) == 1


def test_a_birth_date_that_a_form_fills_in_says_nothing():
    rows = [person(i, f"王{chr(0x4E00 + i)}", f"wang{i}", birth_date=dt.date(1900, 1, 1)) for i in range(150)]
    terms = count_terms(frame(rows), COUNTING)
    assert terms.common == {"birth_date": ("1900-01-01",)}
    model = MODEL.with_terms(terms, "with a filled-in date")
    shared = {"birth_date": dt.date(1900, 1, 1), "phone_index": "p"}
    letters = score(frame([person(1, **shared), person(2, **shared)]), frame([]), model)["pattern"][0]
    assert dict(zip((each.key for each in COMPARISONS), letters, strict=True))["born"] == "A"


def test_a_model_survives_being_stored():
    assert read_model(dump_model(MODEL)) == MODEL


ROW = st.fixed_dictionaries(
    {
        "name_simple": st.sampled_from(["王芳", "王方", "王方正", "李强", "欧阳娜"]),
        "id_index": st.sampled_from([None, "x", "y"]),
        "raw_index": st.sampled_from([None, "r"]),
        "passport_index": st.sampled_from([None, "e"]),
        "phone_index": st.sampled_from([None, "p", "q"]),
        "birth_date": st.sampled_from([None, BORN, dt.date(1985, 7, 3), dt.date(1985, 3, 7)]),
        "employer_key": st.sampled_from([None, "竹业", "永盛家具", "永盛家具销售"]),
        "sex": st.sampled_from([None, "M", "F"]),
        "latin": st.booleans(),
        "pinyin_sorted": st.sampled_from(["fang wang", "li qiang"]),
    }
)
ROWS = st.lists(ROW, min_size=2, max_size=10)


def numbered(rows):
    return [
        {"record": number, "surname": row["name_simple"][0], "pinyin": row["name_simple"], **row}
        for number, row in enumerate(rows)
    ]


@settings(max_examples=20, deadline=None)
@given(ROWS, st.integers(0, 10))
def test_file_after_file_gives_the_edges_of_one_big_file_bit_for_bit(rows, cut):
    rows = numbered(rows)
    step = {**edges(*rows[:cut]), **edges(*rows[cut:], known=rows[:cut])}
    assert step == edges(*rows)


@settings(max_examples=40, deadline=None)
@given(ROWS)
def test_the_weight_of_a_pair_does_not_depend_on_which_row_came_first(rows):
    rows = numbered(rows)
    assert edges(*reversed(rows), floor=ALL) == edges(*rows, floor=ALL)


@settings(max_examples=20, deadline=None)
@given(ROWS)
def test_the_steps_of_a_pair_add_up_to_its_weight(rows):
    rows = numbered(rows)
    for left, right, weight, letters in score(frame(rows), frame([]), MODEL, floor=ALL).iter_rows():
        one, other = rows[left], rows[right]
        shared = {"name": "name_simple", "phone": "phone_index", "employer": "employer_key"}
        values = {term: one[key] for term, key in shared.items() if one[key] == other[key]}
        assert sum(step.weight for step in explain(MODEL, letters, values)) == pytest.approx(weight, abs=1e-6)


def test_training_learns_from_an_answer_key_and_keeps_what_it_cannot_see():
    rows = [
        {**person(2 * i + twice, f"王{chr(0x5000 + i)}", f"wang{i}"), "phone_index": f"p{i}", "birth_date": BORN}
        for i in range(150)
        for twice in (0, 1)
    ]
    persons = pl.Series([row["record"] // 2 for row in rows])
    learned = train(frame(rows), MODEL, version="t", counting=COUNTING, persons=persons)
    assert learned.levels["phone"]["equal"][0] > 0.99  # nobody changed the number here
    assert learned.levels["passport"] == MODEL.levels["passport"]
    assert learned.pairs_per_row == 0.5
    assert learned.terms.rows == 300


@settings(max_examples=40, deadline=None)
@given(st.lists(ROW, min_size=2, max_size=25), st.integers(0, 25))
def test_pairs_are_those_that_the_rules_name_each_once(rows, cut):
    """Beside the rules as SQL joins, one by one: the same pairs, except those of two known rows."""
    rows = frame(numbered(rows))
    new = rows[:cut]
    found = sorted(blocked_pairs(new, rows[cut:]).iter_rows())
    assert found == sorted(pair for pair in _joined(features(rows)) if pair[0] < new.height)


def _joined(rows):
    with duckdb.connect() as connection:
        connection.register("rows", rows.to_arrow())
        found = set()
        for rule in BLOCKING:
            equal = " and ".join(f"l.{key} = r.{key}" for key in rule)
            query = (
                f"select l.unique_id, r.unique_id from rows l join rows r on {equal} where l.unique_id < r.unique_id"
            )
            found |= set(connection.execute(query).fetchall())
        return found


def test_a_value_that_is_not_listed_is_as_rare_as_the_model_file_says():
    rows = [person(i, "王芳") for i in range(200)]
    model = MODEL.with_terms(count_terms(frame(rows), COUNTING), "counted")
    assert (MODEL.unlisted, model.share("name", "王珺")) == (1.5, 1.5 / 200)
    shared = {"phone_index": "p"}
    pair = [person(1, "王珺", **shared), person(2, "王珺", **shared)]
    twice = replace(model, unlisted=2 * model.unlisted, version="twice")
    weights = [edges(*pair, floor=ALL, model=each)[1, 2] for each in (model, twice)]
    assert weights[1] == pytest.approx(weights[0] - 2)  # a name and a telephone, one bit each


@pytest.mark.parametrize("wrong", [None, "many", True, 0])
def test_a_setting_that_is_missing_or_wrong_is_named(wrong, monkeypatch):
    given: dict[str, object] = {"common": 100, "common_birth": 0.002} | ({} if wrong is None else {"listed": wrong})
    monkeypatch.setattr(linkage_settings, "section", lambda name: given)
    with pytest.raises(InvalidInput, match=r"terms\.listed"):
        modelling.counting()
