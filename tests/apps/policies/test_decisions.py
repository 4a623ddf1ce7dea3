"""A decision is kept with what it read and comes out the same when it is decided again; what would differ today is told."""

from __future__ import annotations

import uuid

import pytest
from django.db import InternalError, ProgrammingError, transaction

from bole.governance.policies import queries, services
from bole.governance.policies.models import Decision
from bole.governance.policies.queries import reading
from bole.people.registry.models import Person
from bole.people.registry.services import publish_organisations
from tests.factories.recognition import decided, recognised, somebody

pytestmark = pytest.mark.django_db


def test_only_what_was_read_is_kept_with_its_origin() -> None:
    decision = decided(somebody(annual_salary=60_000_000, phone="138****5678"))
    read = {each["path"]: each for each in decision.facts}
    assert read["honours"]["value"] == [
        {"honour": "国务院政府特殊津贴", "honour_level": "national", "honour_year": 2020}
    ]
    assert "phone" not in read
    assert "village" not in read
    assert read["title_level"]["value"] is None, "read, and not known then"
    assert decision.rules_sha256 == queries.rules().sha256
    assert decision.outcome["outputs"]["level"] == "B"
    met = [each for each in decision.outcome["conditions"] if each["value"] is True]
    assert any(each["rows"] == {"honours": [0]} for each in met)


def test_a_provided_fact_is_kept_with_its_source() -> None:
    person = somebody()
    recognised(person)
    kept = services.store_decision(by="test", purpose="benefit", policy="living_allowance", subject_id=person.pk)
    read = {each["path"]: each for each in kept.facts}
    assert (read["recognised_class"]["value"], read["recognised_class"]["source"]) == ("B", "人才认定")
    assert kept.outcome["outputs"]["amount"] == 800_000


ONE_OF_EACH = (
    "talent_class",
    "talent_points",
    "home_purchase",
    "living_allowance",
    "tiers",
    "young_top_talent_selection",
)


@pytest.mark.parametrize("key", ONE_OF_EACH)
def test_each_kind_of_policy_comes_out_the_same_again(key: str) -> None:
    publish_organisations([{"uscc": "91330523MA2B0AAA01", "org_name": "源瑞", "org_township": "330523001"}])
    person = somebody(insured_months_total=70, birth_date="1990-05-17")
    kept = services.store_decision(by="test", purpose="benefit", policy=key, subject_id=person.pk)
    found = queries.replay(Decision.objects.get(pk=kept.pk))
    assert (found.same, found.facts, found.outputs) == (True, [], [])


@pytest.mark.prove
@pytest.mark.parametrize("unknown", [True, False])
def test_every_policy_for_persons_comes_out_the_same_again(unknown: bool) -> None:
    uscc = "" if unknown else "91330523MA2B0AAA01"
    if uscc:
        publish_organisations([{"uscc": uscc, "org_name": "源瑞", "org_township": "330523001", "sources": ["S09"]}])
    person = somebody(insured_months_total=70, birth_date="1990-05-17")
    Person.objects.filter(pk=person.pk).update(employer=uscc or None)
    known = queries.rules()
    for policy in known.policies.values():
        if policy.subject == "person":
            kept = services.store_decision(by="test", purpose="benefit", policy=policy.key, subject_id=person.pk)
            found = queries.replay(Decision.objects.get(pk=kept.pk))
            assert found.same is True, policy.key
            assert found.facts == [], policy.key
            assert found.outputs == [], policy.key


def test_a_firm_is_decided_and_replayed_too() -> None:
    publish_organisations([{"uscc": "91330523MA2B0AAA01", "org_name": "源瑞", "org_township": "330523001"}])
    known = queries.rules()
    key = next(p.key for p in known.policies.values() if p.subject == "organisation" and p.kind == "benefit")
    kept = services.store_decision(by="test", purpose="benefit", policy=key, subject_id="91330523MA2B0AAA01")
    assert queries.replay(kept).same is True


def test_replay_tells_what_would_differ_today() -> None:
    person = somebody()
    decision = decided(person)
    Person.objects.filter(pk=person.pk).update(sets={"honours": []}, facts={**person.facts, "title_level": "1"})
    found = queries.replay(decision)
    assert found.same is True, "then is then"
    assert not found.as_today
    assert {change.path for change in found.facts} == {"honours", "title_level"}
    new = next(change for change in found.facts if change.path == "title_level")
    assert (new.old, new.new) == (None, "1")
    assert "level" in {change.path for change in found.outputs}
    assert found.rules_changed is False


def test_a_rule_set_that_was_not_kept_is_said_so() -> None:
    person = somebody()
    made = decided(person)
    copy = Decision.objects.get(pk=made.pk)
    copy.pk, copy.rules_sha256 = None, "0" * 64
    copy._state.adding = True
    copy.id = uuid.uuid4()
    copy.save()
    found = queries.replay(copy)
    assert (found.same, found.missing) == (None, "rules")
    assert found.rules_changed
    assert found.as_today, "what holds today is still compared"


def test_a_false_record_is_found_by_replay() -> None:
    made = decided(somebody())
    forged = Decision(**{f.attname: getattr(made, f.attname) for f in Decision._meta.concrete_fields if f.name != "id"})
    forged.outcome = {**made.outcome, "outputs": {**made.outcome["outputs"], "level": "A"}}
    forged.save()
    found = queries.replay(forged)
    assert found.same is False
    assert [(change.path, change.old, change.new) for change in found.differences] == [("level", "A", "B")]


def test_a_decision_cannot_be_changed_or_removed() -> None:
    made = decided(somebody())
    for change in (
        lambda: Decision.objects.update(policy="other"),
        lambda: Decision.objects.update(facts=[]),
        made.delete,
    ):
        with pytest.raises((InternalError, ProgrammingError)), transaction.atomic():
            change()


def test_values_survive_keeping() -> None:
    from fractions import Fraction

    from bole.core.rules import UNKNOWN

    for value in (UNKNOWN, None, True, 0, 12, "B", Fraction(1, 3), Fraction(4, 2)):
        assert reading.shown(reading.plain(reading.kept(value))) == value
