"""What rules read of subjects, one by one: the profile, the employer's facts, and what other engines have decided."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from typing import Any

from django.db.models import Q

from bole.core.rules import RuleSet
from bole.core.vocabulary import Fact, Subject
from bole.kernel.taxonomy import queries as taxonomy
from bole.people.registry.queries import Organisation, Person
from bole.people.registry.queries.factframes import organisation_profile, own_facts
from bole.people.registry.queries.subjects import person_profile
from bole.people.registry.services.providing import Given, Id, provided

EMPLOYER = "employer"
LIVING = Q(erased_at=None, deceased_on=None, record_count__gt=0)
"""Persons whom policies can concern: known by a record, alive, not deleted."""


def facts_of(subject: Subject, ids: Collection[Id], on: dt.date) -> dict[Id, dict[str, Any]]:
    """What `RuleSet.decide` takes, by id (of a person the UUID, of an organisation its code); who does not exist is left out.

    What was decided for that day stands before what files say. Three statements for persons besides those of providers.
    """
    if subject == "person":
        return _persons(ids, on)
    return _organisations(ids, on) if subject == "organisation" else {}


def _persons(ids: Collection[Id], on: dt.date) -> dict[Id, dict[str, Any]]:
    rows = Person.objects.filter(pk__in=ids, erased_at=None).values_list("pk", "employer_id", "facts", "sets")
    found = list(rows)
    employers = _organisations({code for _pk, code, _facts, _sets in found if code}, on)
    given = provided("person", [pk for pk, *_rest in found], on)
    lists = set_keys()
    made: dict[Id, dict[str, Any]] = {}
    for pk, code, facts, sets in found:
        made[pk] = with_given(person_profile(facts, sets, lists), given.get(pk, {}))
        if code in employers:
            made[pk][EMPLOYER] = employers[code]
    return made


def set_keys() -> frozenset[str]:
    """Record sets and series of persons."""
    own = own_facts(taxonomy.current_pack().vocabulary, "person")
    return frozenset(key for key, fact in own.items() if fact.kind != "scalar")


def _organisations(codes: Collection[Id], on: dt.date) -> dict[Id, dict[str, Any]]:
    if not codes:
        return {}
    own = organisation_facts()
    rows = Organisation.objects.filter(uscc__in=codes).values_list("uscc", "facts", "series")
    given = provided("organisation", codes, on)
    return {
        code: with_given(organisation_profile(code, facts, series, own), given.get(code, {}))
        for code, facts, series in rows
    }


def firm_facts(firm: Organisation, known: RuleSet, on: dt.date) -> dict[str, Any]:
    """The same of a firm that has been read already."""
    own = own_facts(known.vocabulary, "organisation")
    profile = organisation_profile(firm.uscc, firm.facts, firm.series, own)
    return with_given(profile, provided("organisation", [firm.uscc], on).get(firm.uscc, {}))


def organisation_facts() -> Mapping[str, Fact]:
    """The words in which the county speaks of firms."""
    return own_facts(taxonomy.current_pack().vocabulary, "organisation")


def with_given(facts: dict[str, Any], given: Mapping[str, Given]) -> dict[str, Any]:
    """Facts with what was decided; nothing decided is unknown, not an empty value."""
    for key, each in given.items():
        facts[key] = each.value
        if each.value is None:
            del facts[key]
    return facts
