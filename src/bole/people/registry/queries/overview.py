"""Counts of libraries, staff categories and tiers; organisations, groups and places with their people."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Func, Q, QuerySet

from bole.core.vocabulary import Category
from bole.kernel.accounts.services import Grant
from bole.people.registry.models import Organisation, Person
from bole.people.registry.queries.people import within
from bole.people.registry.queries.vocabulary import Words, label

GROUPS = (("libraries", "library", "libraries"), ("staff", "staff", "staff_categories"), ("tiers", "tier", "tier"))


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


def library_counts(words: Words, grant: Grant) -> list[GroupCount]:
    """Three statements, whatever the number of people or categories."""
    found = []
    for group, parameter, column in GROUPS:
        declared = words.pack.classifications.get(group)
        if declared is None:
            continue
        numbers = _numbers(grant, column)
        rows = [
            Counted(c, label(c), numbers.get(c.key, 0) if c.when else None, f"{parameter}={c.key}")
            for c in declared.categories
        ]
        found.append(GroupCount(group, label(declared), declared.cite, declared.mark, rows))
    return found


def stock_counts(grant: Grant) -> dict[str, int]:
    return dict(within(grant).order_by().values_list("stock").annotate(n=Count("*")))


def _numbers(grant: Grant, column: str) -> dict[str, int]:
    rows = within(grant).order_by()
    if column != "tier":
        rows = rows.annotate(key=Func(F(column), function="unnest")).values("key").annotate(n=Count("*"))
        return {row["key"]: row["n"] for row in rows}
    return dict(rows.exclude(tier="").values_list("tier").annotate(n=Count("*")))


def organisations(grant: Grant, text: str = "", township: str = "") -> QuerySet[Organisation]:
    rows = Organisation.objects.filter(grant.filter(Organisation))
    if text:
        rows = rows.filter(search__contains=text.lower())
    return rows.filter(township_code=township) if township else rows


def people_counts(codes: list[str], reach: Q | None) -> dict[str, int]:
    """How many people of the stock each organisation has, as far as the reader may know."""
    if reach is None:
        reach = Q()
    rows = Person.objects.filter(reach, erased_at=None, employer_id__in=codes, stock=Person.Stock.IN_STOCK).order_by()
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
