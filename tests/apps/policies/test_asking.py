"""Who doubts a result asks a person: the department sees what the rules say and answers; others see nothing of it."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from bole.kernel.casework import queries as casework
from bole.kernel.casework import services
from bole.people.registry.models import Person
from tests import cast
from tests.apps.policies.test_mine import me  # noqa: F401 - the talent with a profile

pytestmark = pytest.mark.django_db
ADDRESS = "/policies/mine/living_allowance/"
QUESTION = "我已经是 C 类,为什么按 D 类算?"


def as_(name: str) -> Client:
    client = Client()
    cast.as_role(client, name)
    return client


def asked(person: Person) -> Any:
    answer = as_("talent").post(f"{ADDRESS}ask/", {"question": QUESTION, "_idempotency": str(uuid4())})
    assert answer.status_code == 302
    case = casework.cases_about(person.pk)[0]
    assert answer["Location"].endswith(f"/{case.pk}/")
    return case


def test_a_question_reaches_the_department_with_what_the_rules_say(me: Person) -> None:  # noqa: F811
    assert f"{ADDRESS}ask/" in as_("talent").get(ADDRESS).text
    case = asked(me)
    assert case.unit_code == "ANJI-RLSBJ"
    assert case.data["outcome"] == "符合 每月 3,000 元"
    page = as_("clerk").get(f"/cases/{case.pk}/").text
    assert QUESTION in page
    assert "每月 3,000 元" in page


def test_the_answer_stands_with_the_case_of_who_asked(me: Person) -> None:  # noqa: F811
    case = asked(me)
    seat = casework.worklist(cast.user_of("clerk")).get(case=case)
    services.act(todo=seat, by=cast.user_of("clerk"), outcome="right", reason="认定文书上是 D 类。", version=case.lock)
    page = as_("talent").get(f"/cases/{case.pk}/").text
    assert "认定文书上是 D 类。" in page


def test_a_question_needs_words_and_an_own_profile(me: Person) -> None:  # noqa: F811
    assert as_("talent").post(f"{ADDRESS}ask/", {"question": "?", "_idempotency": str(uuid4())}).status_code == 200
    assert not casework.cases_about(me.pk)
    assert as_("clerk").get(f"{ADDRESS}ask/").status_code == 403


def test_nobody_else_reads_the_question(me: Person) -> None:  # noqa: F811
    case = asked(me)
    assert as_("neighbour").get(f"/cases/{case.pk}/").status_code == 404
    assert as_("foreigner").get(f"/cases/{case.pk}/").status_code == 404
