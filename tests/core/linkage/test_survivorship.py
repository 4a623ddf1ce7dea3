"""Profiles: which value wins, why, and who disagrees."""

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from bole.core.linkage import Override, SourceRecord, compile_plan, derive_facts, derive_profile
from bole.core.vocabulary import CodeItem, CodeList, Column, Fact, Vocabulary


def fact(key, **changes):
    values = {"name": key, "name_en": key, "kind": "scalar", "type": "text", "subject": "person", "mark": "M"} | changes
    return Fact(key=key, **values)


LEVELS = CodeList(
    "levels", "学历", {c: CodeItem(c, c, rank=r) for c, r in (("博士", 3), ("硕士", 2), ("本科", 1))}, "M", "test"
)
FACTS = [
    fact("name", trusted=("S16", "S01")),
    fact("id_number", type="identifier", trusted=("S16", "S01")),
    fact("phone", choose="latest"),
    fact("education_level", type="code", code_list="levels", choose="highest"),
    fact(
        "titles",
        kind="record_set",
        type=None,
        columns=(Column("no", "编号", "no", "text"), Column("level", "级别", "level", "text")),
        key_columns=("no",),
    ),
]
PLAN = compile_plan(Vocabulary({f.key: f for f in FACTS}), {"levels": LEVELS})
DAY = dt.date(2026, 3, 1)


def record(id, source, values, day=DAY, **more):
    return SourceRecord(id, source, day, values, **more)


def test_trusted_source_wins_and_the_other_value_is_kept():
    chosen = derive_profile([record(1, "S05", {"name": "王芳芳"}), record(2, "S01", {"name": "王芳"})], PLAN).values[
        "name"
    ]
    assert (chosen.value, chosen.rule, chosen.record_id) == ("王芳", "trusted", 2)
    assert [(other.value, other.source) for other in chosen.others] == [("王芳芳", "S05")]


def test_proved_number_beats_an_unproved_one_of_the_same_trust():
    rows = [record(1, "S03", {"id_number": "a"}), record(2, "S04", {"id_number": "b"}, valid=frozenset({"id_number"}))]
    chosen = derive_profile(rows, PLAN).values["id_number"]
    assert (chosen.value, chosen.rule) == ("b", "valid")


def test_latest_highest_and_override():
    rows = [
        record(1, "S01", {"phone": "138", "education_level": "博士"}, dt.date(2024, 1, 1)),
        record(2, "S02", {"phone": "139", "education_level": "本科"}),
    ]
    profile = derive_profile(rows, PLAN, {"name": Override("改名", 7, DAY)})
    assert (profile.values["phone"].value, profile.values["phone"].rule) == ("139", "latest")
    assert (profile.values["education_level"].value, profile.values["education_level"].rule) == ("博士", "highest")
    assert (profile.values["name"].value, profile.values["name"].decision) == ("改名", 7)


def test_record_sets_are_united_by_their_key():
    rows = [
        record(1, "S04", {"titles.no": "A1", "titles.level": "高级"}),
        record(2, "S05", {"titles.no": "A1"}),
        record(3, "S04", {"titles.no": "B2", "titles.level": "中级"}),
    ]
    found = derive_profile(rows, PLAN).sets["titles"]
    assert found == [{"no": "A1", "level": "高级", "record_id": 1}, {"no": "B2", "level": "中级", "record_id": 3}]


def test_both_times_can_be_asked():
    then, later = dt.datetime(2026, 1, 1, tzinfo=dt.UTC), dt.datetime(2026, 2, 1, tzinfo=dt.UTC)
    rows = [
        record(1, "S01", {"phone": "138"}, dt.date(2025, 12, 1), known_from=then, known_to=later),
        record(2, "S01", {"phone": "139"}, dt.date(2026, 1, 20), known_from=later),
    ]
    assert derive_profile(rows, PLAN).values["phone"].value == "139"
    assert derive_profile(rows, PLAN, known_at=dt.datetime(2026, 1, 15, tzinfo=dt.UTC)).values["phone"].value == "138"
    assert derive_profile(rows, PLAN, true_at=dt.date(2025, 12, 31)).values == {}


VALUES = st.fixed_dictionaries(
    {},
    optional={
        "name": st.sampled_from(["王芳", "王方", "汪芳"]),
        "phone": st.sampled_from(["1", "2", "33"]),
        "education_level": st.sampled_from(["博士", "硕士", "本科", "?"]),
        "titles.no": st.sampled_from(["A", "B"]),
        "titles.level": st.sampled_from(["高", "中"]),
    },
)
ROWS = st.lists(
    st.tuples(st.sampled_from(["S01", "S05", "S16"]), st.dates(dt.date(2024, 1, 1), dt.date(2024, 1, 4)), VALUES),
    max_size=7,
)


@given(ROWS, st.randoms(use_true_random=False))
def test_order_of_records_does_not_matter(rows, random):
    records = [record(place, source, values, day) for place, (source, day, values) in enumerate(rows)]
    shuffled = list(records)
    random.shuffle(shuffled)
    first, again = derive_profile(records, PLAN), derive_profile(shuffled, PLAN)
    assert first == again
    offered = {key: {row[2][key] for row in rows if key in row[2]} for key in first.values}
    for key, chosen in first.values.items():
        assert {chosen.value, *(other.value for other in chosen.others)} == offered[key]


@given(
    ROWS.filter(bool), st.dictionaries(st.sampled_from(["name", "phone"]), st.sampled_from(["王芳", "44"]), max_size=1)
)
def test_bulk_values_are_the_explained_ones(rows, decided):
    """Two paths, one answer: what lists and rules read is what the person page explains."""
    records = [record(place, source, values, day) for place, (source, day, values) in enumerate(rows)]
    overrides = {key: Override(value, 7, DAY) for key, value in decided.items()}
    assert derive_facts(records, PLAN, overrides) == derive_profile(records, PLAN, overrides).facts()
