"""Totals of the register: how many people stand in each category, for the cockpit, the workbench and the public page."""

from __future__ import annotations

from urllib.parse import urlencode

from django.db.models import CharField, Count, F, Func
from django.urls import reverse

from bole.people.registry.models import Organisation, Person, Place

CATEGORY_FIELDS = (("libraries", "library"), ("staff_categories", "staff"), ("tier", "tier"))


def classification_counts() -> dict[str, int]:
    """People in stock per category ("library:…", "staff:…", "tier:…") and per stock state ("in_stock", …). Four queries."""
    states = Person.objects.filter(erased_at__isnull=True).values_list("stock").annotate(n=Count("id")).order_by()
    counts = dict.fromkeys(Person.Stock.values, 0) | dict(states)
    for field, prefix in CATEGORY_FIELDS:
        counts |= {f"{prefix}:{key}": n for key, n in _grouped(field)}
    return counts


def _grouped(field: str) -> list[tuple[str, int]]:
    """(key, people) of an array or text column of people in stock."""
    rows = Person.objects.filter(stock=Person.Stock.IN_STOCK, erased_at__isnull=True)
    if field != "tier":
        rows = rows.annotate(key=Func(F(field), function="unnest", output_field=CharField()))
    else:
        rows = rows.exclude(tier="").annotate(key=F("tier"))
    return list(rows.values_list("key").annotate(n=Count("id")).order_by())


def public_counts() -> dict[str, int]:
    """People in stock, organisations and places: plain totals, the caller suppresses small ones."""
    return {
        "people": Person.objects.filter(stock=Person.Stock.IN_STOCK, erased_at__isnull=True).count(),
        "organisations": Organisation.objects.count(),
        "places": Place.objects.count(),
    }


def list_url(category: str) -> str:
    """The list behind a count: "staff:skilled" or a stock state becomes the filtered people list."""
    group, _, key = category.partition(":")
    query = {group: key, "stock": Person.Stock.IN_STOCK} if key else {"stock": category}
    return f"{reverse('registry:people')}?{urlencode(query)}"
