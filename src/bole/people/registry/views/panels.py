"""What the register shows on the page of a correction: whose value it is, what stands there now, who says otherwise."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from bole.kernel.accounts.services import Grant, grant_for
from bole.people.registry import queries, services
from bole.people.registry.models import Person
from bole.people.registry.queries import profiles
from bole.people.registry.queries.vocabulary import Words, label
from bole.people.registry.services.evidence import evidence


def correction(case: Any, request: HttpRequest) -> dict[str, Any] | None:
    """The person and the value in question, for those who may open the person; the reading is recorded."""
    grant = grant_for(request, "registry.view_person")
    if grant is None or case.subject is None or not case.data.get("fact"):
        return None
    person = Person.objects.filter(grant.filter(Person), pk=case.subject, erased_at=None).first()
    known = queries.words()
    fact = known.facts.get(case.data["fact"])
    if person is None or fact is None:
        return None
    services.note_reading(by=request.user, people=[person], grant=grant, purpose=_("核对更正"), shown=(fact.privacy,))
    return {"person": person, "name": label(fact), "sayings": _sayings(person, fact, known, grant)}


def _sayings(person: Person, fact: Any, known: Words, grant: Grant) -> list[dict[str, Any]]:
    """The value in force first, then the competing ones; hidden ones are named without their value."""
    chosen = evidence().profile(person.pk).values.get(fact.key)
    if chosen is None:
        return []
    hidden = fact.type in profiles.HIDDEN or not grant.can_see(fact.privacy)
    return [
        {
            "value": profiles.CLOSED if hidden else known.value(fact, said.value),
            "source": known.source(said.source) if said.source else "",
            "as_of": said.as_of,
            "now": said is chosen,
        }
        for said in (chosen, *chosen.others)
    ]
