"""Counts of libraries, staff categories and tiers; organisations, groups and places with their people."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet

from bole.core.vocabulary import Category
from bole.kernel.accounts.services import Grant
from bole.people.registry.models import Organisation, Person
from bole.people.registry.queries.people import within
from bole.people.registry.queries.totals import Tally, tally
from bole.people.registry.queries.vocabulary import Words, label

SHOWN = (("libraries", "library"), ("staff", "staff"), ("tiers", "tier"))


@dataclass(frozen=True)
class Counted:
    """A category with its number; None = counted from reports only, never from persons."""

    category: Category
    name: str
    count: int | None
    parameter: str


@dataclass(frozen=True)
class GroupCount:
    key: str
    name: str
    cite: str
    mark: str
    rows: list[Counted]


@dataclass(frozen=True)
class Overview:
    """All counts of the register within one grant, from a single scan grouped by what people have in common."""

    stock: dict[str, int]
    groups: list[GroupCount]


def overview(words: Words, grant: Grant) -> Overview:
    """One statement, whatever the number of people or categories."""
    counted = tally(within(grant))
    return Overview(dict(counted.stock), [_counted(words, counted, group, name) for group, name in SHOWN])


def _counted(words: Words, counted: Tally, group: str, parameter: str) -> GroupCount:
    declared = words.pack.classifications[group]
    rows = [
        Counted(c, label(c), counted.category(f"{parameter}:{c.key}") if c.when else None, f"{parameter}={c.key}")
        for c in declared.categories
    ]
    return GroupCount(group, label(declared), declared.cite, declared.mark, rows)


def organisations(grant: Grant, text: str = "", township: str = "") -> QuerySet[Organisation]:
    rows = Organisation.objects.filter(grant.filter(Organisation))
    if text:
        rows = rows.filter(search__contains=text.lower())
    return rows.filter(township_code=township) if township else rows


def people_counts(codes: list[str]) -> dict[str, int]:
    """How many people of the stock each organisation has."""
    rows = Person.objects.filter(erased_at=None, employer_id__in=codes, stock=Person.Stock.IN_STOCK).order_by()
    return dict(rows.values_list("employer_id").annotate(n=Count("*")))


def members_of(group: Any, grant: Grant | None) -> list[tuple[Person, int | None]]:
    """Members within the reader's own right to persons; others only count."""
    ranks = dict(group.members.values_list("person", "rank"))
    if grant is None:
        return []
    people = Person.objects.filter(grant.filter(Person), pk__in=list(ranks), erased_at=None)
    return sorted(
        ((p, ranks[p.pk]) for p in people), key=lambda pair: (pair[1] is None, pair[1] or 0, pair[0].name_pinyin)
    )
