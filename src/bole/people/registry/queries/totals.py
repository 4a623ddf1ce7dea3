"""How many people stand where: the one way of counting, for the register's own pages, the cockpit, the workbench and the
public page."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.db.models import Count, QuerySet
from django.urls import reverse

from bole.kernel.accounts.services import Grant
from bole.people.registry.models import Organisation, Person, Place
from bole.people.registry.queries.people import living, within

GROUPS = {"libraries": "library", "staff_categories": "staff", "tier": "tier"}
"""Column of the person → parameter of the people list."""


@dataclass
class Tally:
    """People by stock state, and by category ("library:…", "staff:…", "tier:…") within each state."""

    stock: Counter[str] = field(default_factory=Counter)
    categories: dict[str, Counter[str]] = field(default_factory=dict)

    def category(self, name: str) -> int:
        """People of a category, wherever they stand: what the list of this category shows."""
        return sum(counts[name] for counts in self.categories.values())

    def add(self, state: str, names: list[str], people: int) -> None:
        self.stock[state] += people
        counts = self.categories.setdefault(state, Counter())
        for name in names:
            counts[name] += people


def tally(rows: QuerySet[Person]) -> Tally:
    """One statement, grouped by what people have in common, whatever the number of people or categories."""
    found = Tally()
    grouped = rows.order_by().values_list("stock", *GROUPS).annotate(n=Count("*"))
    for state, libraries, staff, tier, people in grouped:
        keys = zip(GROUPS.values(), (libraries, staff, [tier] if tier else []), strict=True)
        found.add(state, [f"{parameter}:{key}" for parameter, held in keys for key in held], people)
    return found


def count_stock(rows: QuerySet[Person]) -> dict[str, int]:
    """People by stock state, every state named."""
    counted = rows.order_by().values_list("stock").annotate(n=Count("*"))
    return dict.fromkeys(Person.Stock.values, 0) | dict(counted)


def stock_counts(grant: Grant) -> dict[str, int]:
    """People within a grant by where they stand (`Person.Stock`)."""
    return count_stock(within(grant))


def classification_counts() -> dict[str, int]:
    """People in stock per category ("library:…", "staff:…", "tier:…") and people per stock state ("in_stock", …)."""
    counted = tally(living())
    return {
        **dict.fromkeys(Person.Stock.values, 0),
        **counted.stock,
        **counted.categories.get(Person.Stock.IN_STOCK, {}),
    }


def public_counts() -> dict[str, int]:
    """People in stock, organisations and places: plain totals, the caller suppresses small ones."""
    return {
        "people": count_stock(living())[Person.Stock.IN_STOCK],
        "organisations": Organisation.objects.count(),
        "places": Place.objects.count(),
    }


def list_url(category: str) -> str:
    """The list behind a count: "staff:skilled" or a stock state becomes the filtered people list."""
    group, _, key = category.partition(":")
    query = {group: key, "stock": Person.Stock.IN_STOCK} if key else {"stock": category}
    return f"{reverse('registry:people')}?{urlencode(query)}"
