"""The people list: search, filters, order, pages. Two statements however many people there are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import QueryDict

from bole.core.errors import NotFound
from bole.kernel.accounts.services import Grant
from bole.people.registry.models import Person, PersonRedirect
from bole.people.registry.queries.filtering import Filter, combined, filters_of
from bole.people.registry.queries.listing import hits_of
from bole.people.registry.queries.searching import clean, matching
from bole.people.registry.queries.tickets import HOURS, LONGEST_TICKET, is_ticket
from bole.people.registry.queries.vocabulary import Words
from bole.ui.paging import Pages

PAGE = 50
COUNTED = 40_000
"""Results are counted and sorted up to here; more are read along the index of the sort column."""
DEEPEST = 10_000
"""A list of more than `COUNTED` is leafed through up to here; beyond, it is narrowed."""
HEAVY = ("sets", "codes", "name_keys", "search")
SORTS = {
    "name": "name_pinyin",
    "birth": "birth_date",
    "township": "township_code",
    "employer": "employer_name",
    "as_of": "as_of",
}


@dataclass(frozen=True)
class Question:
    """What a people list asks: words, filters, order, page."""

    text: str
    filters: list[Filter]
    sort: str
    page: int

    @property
    def column(self) -> str:
        return SORTS[self.sort.lstrip("-")]

    @property
    def falling(self) -> bool:
        return self.sort.startswith("-")


@dataclass
class Answer:
    people: list[Person] = field(default_factory=list)
    count: int = 0
    exact: bool = True
    pages: Pages | None = None
    facets: dict[str, dict[str, int]] = field(default_factory=dict)


def question_of(parameters: QueryDict, words: Words, grant: Grant) -> Question:
    """Reads a query string; anything it cannot read falls back to the default."""
    sort = parameters.get("sort", "name")
    page, text = parameters.get("page", "1"), parameters.get("q", "")
    return Question(
        text[:LONGEST_TICKET] if is_ticket(text) else clean(text),
        filters_of(parameters, words, grant),
        sort if sort.lstrip("-") in SORTS else "name",
        max(min(int(page), COUNTED // PAGE), 1) if page.isdigit() and len(page) < 6 else 1,
    )


def living() -> QuerySet[Person]:
    """Everybody of the register; erased people are gone from every list and count."""
    return Person.objects.filter(erased_at=None)


def within(grant: Grant) -> QuerySet[Person]:
    """The register as far as this grant reaches."""
    return living().filter(grant.filter(Person))


def matching_people(question: Question, grant: Grant, *, hours: int | None = HOURS) -> QuerySet[Person]:
    """Everybody the question means, within the grant. `hours`: how old a ticket for a number may be (None: however old)."""
    rows = within(grant).filter(combined(question.filters))
    return rows.filter(matching(question.text, grant, hours=hours)) if question.text else rows


def find_people(question: Question, grant: Grant, *, size: int = PAGE) -> Answer:
    """One page in two statements. Hits up to the counted limit are sorted as they are found, however deep the page; more than
    that lie so densely along the index of the sort column that a page of them is found there at once."""
    rows = matching_people(question, grant)
    start = (question.page - 1) * size
    order = {"column": question.column, "falling": question.falling, "exact_name": question.text}
    hits = hits_of(rows, **order, limit=COUNTED, start=start, size=size)
    answer = Answer(count=min(hits.count, COUNTED), exact=hits.count <= COUNTED, facets=hits.facets)
    if answer.exact:
        found = Person.objects.defer(*HEAVY).in_bulk(hits.ids)
        answer.people = [found[key] for key in hits.ids if key in found]
    elif start < DEEPEST:
        answer.people = list(_along_the_index(rows, question).defer(*HEAVY)[start : start + size])
    answer.pages = _pages(question, answer, start, size)
    return answer


def _along_the_index(rows: QuerySet[Person], question: Question) -> QuerySet[Person]:
    """Those whose value is known, in its order: the unknown come last, deeper than such a list is leafed through."""
    dated = question.column in ("birth_date", "as_of")
    known = Q(**{f"{question.column}__isnull": False}) if dated else Q(**{f"{question.column}__gt": ""})
    ordered = [f"-{name}" if question.falling else name for name in (question.column, "id")]
    return rows.filter(known).order_by(*ordered)


def _pages(question: Question, answer: Answer, start: int, size: int) -> Pages:
    end = start + len(answer.people)
    last = answer.count if answer.exact else min(answer.count, DEEPEST)
    more = end < last and len(answer.people) == size
    return Pages(
        start=start + 1 if answer.people else 0,
        end=end,
        count=answer.count,
        first={"page": 1} if question.page > 1 else None,
        previous={"page": question.page - 1} if question.page > 1 else None,
        next={"page": question.page + 1} if more else None,
        exact=answer.exact,
    )


def person_within(grant: Grant, person_id: UUID) -> Person:
    """The person, or NotFound where there is none within the grant (a stranger learns nothing)."""
    person = Person.objects.select_related("employer").filter(grant.filter(Person), pk=person_id).first()
    if person is None:
        raise NotFound("没有找到这个人。", remedy="可能不在您的权限范围内。", code="registry.no_person")
    return person


def resolve_redirect(person_id: UUID) -> UUID | None:
    """Who an absorbed id is now, over any number of merges; None when the id was never absorbed."""
    seen: set[UUID] = set()
    current: UUID | None = None
    step = PersonRedirect.objects.filter(absorbed=person_id).first()
    while step and step.absorbed not in seen:
        seen.add(step.absorbed)
        current = step.person_id
        step = PersonRedirect.objects.filter(absorbed=current).first()
    return current


def moved_ids(ids: Any) -> dict[UUID, UUID]:
    """Of these ids (or a query for ids) the absorbed ones, each with who it is now, over any number of merges; one statement where
    none was absorbed."""
    steps = dict(PersonRedirect.objects.filter(absorbed__in=ids).values_list("absorbed", "person"))
    first, layer = list(steps), set(steps.values())
    while layer:
        more = dict(PersonRedirect.objects.filter(absorbed__in=layer).values_list("absorbed", "person"))
        layer = set(more.values()) - steps.keys()
        steps |= more
    return {old: _end(old, steps) for old in first}


def _end(key: UUID, steps: Mapping[UUID, UUID]) -> UUID:
    seen: set[UUID] = set()
    while key in steps and key not in seen:
        seen.add(key)
        key = steps[key]
    return key


def absorbed_ids(person_id: UUID) -> list[UUID]:
    """All ids that lead to this person."""
    found: list[UUID] = []
    layer = [person_id]
    while layer:
        layer = list(PersonRedirect.objects.filter(person__in=layer).values_list("absorbed", flat=True))
        layer = [absorbed for absorbed in layer if absorbed not in found and absorbed != person_id]
        found += layer
    return found


def erased_ids() -> list[UUID]:
    """Ids whose person was deleted, absorbed ones included."""
    erased = list(Person.objects.filter(erased_at__isnull=False).values_list("pk", flat=True))
    return [*erased, *(absorbed for person in erased for absorbed in absorbed_ids(person))]
