"""Computed facts of a related subject: what they read is named, and asked for, under that subject."""

from __future__ import annotations

import datetime as dt

import pytest

from bole.core.rules import UNKNOWN, compile_expression
from bole.core.rules.program import Program
from bole.core.vocabulary import Vocabulary
from tests.factories.rules import CODE_LISTS, VOCABULARY, fact

ON = dt.date(2022, 5, 1)
FACTS = Vocabulary(
    {
        **VOCABULARY.facts,
        "code": fact("code", "信用代码", "text", subject="organisation"),
        "lead": fact("lead", "领衔人", kind="path", path="person", subject="organisation"),
        "public": fact("public", "事业单位", "boolean", subject="organisation", formula='信用代码 始于 "12"'),
    }
)


def compiled(text, subject="person"):
    return compile_expression(text, FACTS, CODE_LISTS, subject)


@pytest.mark.parametrize("text", ["用人单位.事业单位", "用人单位.事业单位 = 真", "全职 且 用人单位.事业单位"])
def test_the_missing_fact_of_a_formula_is_that_of_the_related_subject(text):
    found = compiled(text)
    assert found.trace({"full": True, "employer": {}}, ON).missing() == ["employer.code"]
    assert found.trace({"full": True}, ON).missing() == ["employer.code"]
    assert found.trace({"full": True, "employer": {"code": "12330523"}}, ON).value is True


def test_the_trace_shows_the_values_that_a_formula_read():
    step = compiled("领衔人.年龄 <= 35周岁", "organisation").trace({"lead": {"born": "1990-01-01"}}, ON)
    assert step.value is True
    assert step.facts == {"lead.born": dt.date(1990, 1, 1)}
    assert compiled("年龄 <= 35周岁").trace({"age": 30}, ON).facts == {"age": 30}


def test_of_an_unknown_related_subject_every_fact_of_the_formula_is_missing():
    step = compiled("领衔人.青年", "organisation").trace({}, ON)
    assert step.value is UNKNOWN
    assert step.missing() == ["lead.born"]


def test_a_changed_fact_of_a_related_subject_touches_what_reads_it_through_a_formula():
    program = Program()
    slot = program.add(compiled("用人单位.事业单位").node).slot
    assert slot in program.touched_by(frozenset({"employer.code"}))
    assert slot not in program.touched_by(frozenset({"code"}))
    assert compiled("用人单位.事业单位").facts == {"employer.public", "employer.code"}


def test_a_derived_fact_stored_as_nothing_is_computed_and_so_traced():
    found = compiled("青年 且 用人单位.事业单位")
    facts = {"young": None, "age": None, "born": "1995-05-02", "employer": {"public": None, "code": "12330523"}}
    assert found.evaluate(facts, ON) is True
    assert found.evaluate({**facts, "age": 60}, ON) is False
    assert found.trace({**facts, "born": None}, ON).missing() == ["born"]
    assert found.trace(facts, ON).parts[0].parts[0].facts == {"born": dt.date(1995, 5, 2)}
