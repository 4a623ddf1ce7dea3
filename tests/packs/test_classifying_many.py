"""What the classifier remembers of one person never answers for another."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from bole.core.rules import Classifier, check_pack
from bole.core.vocabulary import load_folder
from bole.runtime.paths import packs_dir

ANJI = load_folder(packs_dir() / "anji", [check_pack])
CLASSIFIER = Classifier.of(ANJI)
DAYS = [dt.date(2026, 3, 1), dt.date(2026, 11, 23)]
WORDS = st.sampled_from(
    [None, "", "1", "2", "4", "6", "A", "21", "active", "death", "总经理", "设计师", True, 1, 0, [], {}]
)
ROWS = st.lists(
    st.fixed_dictionaries(
        {},
        optional={
            "honour": st.sampled_from(["院士", "南太湖精英", "先进个人"]),
            "honour_level": st.sampled_from(["national", "provincial", "county", 1, True]),
            "post": st.sampled_from(["总经理", "工人"]),
        },
    ),
    max_size=2,
)
SCALARS = (
    *("title_level", "degree", "education_level", "skill_level", "post", "employer_name", "insurance_status"),
    *("deregistration_reason", "work_permit_class", "is_dead", "is_founder", "talent_class"),
)
FACTS = st.fixed_dictionaries(
    {},
    optional={
        **dict.fromkeys(SCALARS, WORDS),
        **dict.fromkeys(("honours", "jobs", "contacts_elsewhere", "rural_recognitions"), ROWS | WORDS),
    },
)


@settings(max_examples=400, deadline=None)
@given(FACTS, st.sampled_from(DAYS))
def test_a_classifier_that_met_many_people_answers_like_a_fresh_one(facts: dict, day: dt.date) -> None:
    fresh = replace(CLASSIFIER)
    assert fresh.answers == {}
    assert CLASSIFIER.classify(facts, day) == fresh.classify(facts, day) == fresh._classify(facts, day)


def test_an_answer_may_be_changed_by_who_asked() -> None:
    facts = {"title_level": "2", "education_level": "21"}
    CLASSIFIER.classify(facts, DAYS[0])["stock"].append("x")
    assert CLASSIFIER.classify(facts, DAYS[0])["stock"] == ["in_stock"]
