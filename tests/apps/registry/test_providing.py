"""Facts that other engines decide: served under the id a person has now, shown with their source, refused where nobody decides them."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from typing import Any

import pytest
from django.test import Client

from bole.core.errors import Conflict
from bole.kernel.outbox import models as outbox
from bole.people.registry import services
from bole.people.registry.models import Person
from bole.people.registry.services import Given, providing
from tests import cast
from tests.factories.registry import person_row, publish

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 6, 1)
ON = dt.date(2026, 11, 1)


def given(value: Any, day: dt.date = DAY) -> Given:
    return Given(value, "人才认定", day)


@pytest.fixture(autouse=True)
def none_registered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(providing, "_providers", {})


def serve(said: Mapping[Any, Mapping[str, Given]], *keys: str, name: str = "test") -> None:
    services.register_facts(
        name, "person", keys, lambda ids, on: {i: f for i, f in said.items() if ids is None or i in ids}
    )


@pytest.fixture
def person() -> Person:
    return publish(person_row())[0]


def test_a_provided_fact_comes_under_the_person(person: Person) -> None:
    serve({person.pk: {"recognised_class": given("B")}, uuid.uuid4(): {}}, "recognised_class")
    assert services.provided("person", [person.pk], ON) == {person.pk: {"recognised_class": given("B")}}
    assert services.provided("person", None, ON) == {person.pk: {"recognised_class": given("B")}}
    assert services.provided("person", [], ON) == {}
    assert services.provided("organisation", [person.pk], ON) == {}


def test_what_stands_under_an_absorbed_id_belongs_to_who_it_is_now(person: Person) -> None:
    old, older = uuid.uuid4(), uuid.uuid4()
    services.redirect_persons([(str(older), str(old))])
    services.redirect_persons([(str(old), str(person.pk))])
    row, other = {"recognised_class": "C"}, {"recognised_class": "B"}
    facts = {
        older: {"recognised_class": given("C", dt.date(2022, 1, 1)), "recognitions": given([row])},
        person.pk: {"recognised_class": given("B"), "recognitions": given([other])},
    }
    serve(facts, "recognised_class", "recognitions")
    for ids in ([person.pk], None):
        found = services.provided("person", ids, ON)
        assert set(found) == {person.pk}
        assert found[person.pk]["recognised_class"].value == "B", "of two values the later one holds"
        assert sorted(r["recognised_class"] for r in found[person.pk]["recognitions"].value) == ["B", "C"]


@pytest.mark.parametrize("fact", ["education_level", "computed_class", "employer_nomination", "nomination_quota"])
def test_a_fact_that_nobody_decides_is_refused(person: Person, fact: str) -> None:
    """Of a source, derived, of a form, of another kind of subject."""
    serve({person.pk: {fact: given("B")}}, fact)
    with pytest.raises(Conflict) as refused:
        services.provided("person", [person.pk], ON)
    assert refused.value.code == "registry.fact_not_decided"
    assert fact in str(refused.value)


def test_a_fact_that_was_not_registered_is_refused(person: Person) -> None:
    serve({person.pk: {"recognised_until": given("2030-01-01")}}, "recognised_class")
    with pytest.raises(Conflict) as refused:
        services.provided("person", [person.pk], ON)
    assert refused.value.code == "registry.fact_not_registered"


def test_one_fact_has_one_provider() -> None:
    serve({}, "recognised_class", name="one")
    serve({}, "recognised_class", name="one")
    with pytest.raises(Conflict):
        serve({}, "recognised_class", name="two")


def test_a_county_without_the_fact_is_not_given_it(person: Person) -> None:
    serve({person.pk: {"no_such_fact": given(1)}}, "no_such_fact")
    assert services.provided("person", [person.pk], ON) == {}


def test_provided_facts_stand_on_the_pages_with_their_source(client: Client, person: Person) -> None:
    row = {"recognised_class": "B", "route": "路径一", "recognised_on": "2026-06-01"}
    serve(
        {person.pk: {"recognised_class": given("B"), "recognitions": given([row])}}, "recognised_class", "recognitions"
    )
    cast.bind("talent", subject=person.pk)
    for who, url in (("office", f"/register/people/{person.pk}/"), ("talent", "/register/own/")):
        cast.as_role(client, who)
        page = client.get(url).text
        missing = [word for word in ("人才认定", "国家级领军人才", "路径一") if word not in page]
        assert not missing, who
        assert "/correct/recognised_class/" not in page, "a decision is appealed against, not corrected"
    exported = client.post("/register/own/export/", {"_idempotency": "x" * 32}).text
    assert "人才认定" in exported


def test_a_decided_value_is_not_corrected_by_a_source(client: Client, person: Person) -> None:
    cast.as_role(client, "office")
    assert client.get(f"/register/people/{person.pk}/correct/recognised_class/").status_code == 404


def test_looking_back_asks_for_that_day(client: Client, person: Person) -> None:
    asked: list[dt.date] = []
    services.register_facts("test", "person", ["recognised_class"], lambda ids, on: asked.append(on) or {})
    cast.as_role(client, "office")
    client.get(f"/register/people/{person.pk}/?true_at=2024-03-01")
    assert asked == [dt.date(2024, 3, 1)]


def test_a_change_is_announced_once_per_change(person: Person) -> None:
    services.announce_facts(subject="person", ids=[person.pk], keys=["recognised_class"], by="test")
    services.announce_facts(subject="person", ids=[person.pk], keys=["recognised_class"], by="test")
    services.announce_facts(subject="person", ids=[], keys=["recognised_class"], by="test")
    events = outbox.Event.objects.filter(topic="registry.facts_changed")
    assert [event.payload for event in events] == [
        {"subject": "person", "ids": [str(person.pk)], "keys": ["recognised_class"]}
    ] * 2
