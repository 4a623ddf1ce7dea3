"""Whom the demo accounts stand for, once the county is there."""

from __future__ import annotations

from django.db.models import Count

from bole.kernel.accounts.services import Subject, register_demo_subject, sync_units
from bole.people.registry.models import Person

RICH = ("insured_months_continuous", "education_level")


def find_talent() -> Subject | None:
    """Somebody with much to see: known by many records, of a library."""
    people = Person.objects.filter(erased_at=None, stock=Person.Stock.IN_STOCK, codes__contains=["library:high_level"])
    found = people.filter(facts__has_keys=RICH).order_by("-record_count", "id").first()
    return (found.pk, None) if found else None


def find_foreigner() -> Subject | None:
    found = Person.objects.filter(erased_at=None, codes__contains=["has:work_permits"]).exclude(latin_name="")
    person = found.order_by("-record_count", "id").first()
    return (person.pk, None) if person else None


def find_employer() -> Subject | None:
    """The registered firm with most people of the stock; its unit is made when the account first comes."""
    rows = Person.objects.filter(employer__uscc__isnull=False, stock=Person.Stock.IN_STOCK).values(
        "employer__uscc", "employer__name"
    )
    top = rows.annotate(n=Count("id")).order_by("-n", "employer__uscc").first()
    if top is None:
        return None
    sync_units([{"kind": "employer", "code": top["employer__uscc"], "name": top["employer__name"][:120]}])
    return None, top["employer__uscc"]


def register() -> None:
    for name, find in (("talent", find_talent), ("foreigner", find_foreigner), ("employer", find_employer)):
        register_demo_subject(name, find)
