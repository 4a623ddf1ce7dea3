"""The people list: search, filters, order, pages. Two statements however many people there are."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.http import QueryDict

from bole.core.errors import NotFound
from bole.kernel.accounts.services import Grant
from bole.people.registry.models import Person, PersonRedirect
from bole.people.registry.queries.filtering import Filter, combined, filters_of
from bole.people.registry.queries.searching import clean, matching
from bole.people.registry.queries.vocabulary import Words
from bole.ui.paging import Pages

PAGE = 50
COUNTED = 10_000
"""Results are counted up to here, and paged up to here; beyond, a list is narrowed, not leafed through."""
LAST_PAGE = COUNTED // PAGE
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


def question_of(parameters: QueryDict, words: Words, grant: Grant) -> Question:
    """Reads a query string; anything it cannot read falls back to the default."""
    sort = parameters.get("sort", "name")
    page = parameters.get("page", "1")
    return Question(
        clean(parameters.get("q", "")),
        filters_of(parameters, words, grant),
        sort if sort.lstrip("-") in SORTS else "name",
        min(max(int(page), 1), LAST_PAGE) if page.isdigit() and len(page) < 6 else 1,
    )


def within(grant: Grant) -> QuerySet[Person]:
    """The living register as far as this grant reaches; erased people are gone from every list."""
    return Person.objects.filter(grant.filter(Person), erased_at=None)


def matching_people(question: Question, grant: Grant) -> QuerySet[Person]:
    rows = within(grant).filter(combined(question.filters))
    return rows.filter(matching(question.text, grant)) if question.text else rows


def find_people(question: Question, grant: Grant, *, size: int = PAGE) -> Answer:
    """One page. First the hits without order, up to the counted limit: rare ones are then sorted here and fetched by key,
    common ones are read along the index of the sort column, which finds a page of them at once."""
    rows = matching_people(question, grant)
    hits = list(rows.order_by().values_list("id", question.column, "name")[: COUNTED + 1])
    start = (question.page - 1) * size
    answer = Answer(count=min(len(hits), COUNTED), exact=len(hits) <= COUNTED)
    if answer.exact:
        ids = [hit[0] for hit in _sorted(hits, question)[start : start + size]]
        found = Person.objects.defer("sets", "codes", "name_keys", "search").in_bulk(ids)
        answer.people = [found[key] for key in ids if key in found]
    else:
        order = [question.column, "id"]
        rows = rows.order_by(*(f"-{name}" if question.falling else name for name in order))
        answer.people = list(rows.defer("sets", "codes", "name_keys", "search")[start : start + size])
    answer.pages = _pages(question, answer, start, size)
    return answer


def _sorted(hits: list[tuple[UUID, Any, str]], question: Question) -> list[tuple[UUID, Any, str]]:
    """People of exactly the searched name first, then by the sort column; unknown values last."""
    known = sorted((h for h in hits if h[1] not in (None, "")), key=lambda h: (h[1], h[0]), reverse=question.falling)
    ordered = known + sorted((h for h in hits if h[1] in (None, "")), key=lambda h: h[0])
    return sorted(ordered, key=lambda hit: hit[2] != question.text) if question.text else ordered


def _pages(question: Question, answer: Answer, start: int, size: int) -> Pages:
    end = start + len(answer.people)
    more = end < answer.count
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


def count_by(grant: Grant, field_name: str, condition: Q | None = None) -> dict[str, int]:
    """How many people of the stock, by a column."""
    rows = within(grant).filter(condition or Q())
    return dict(rows.order_by().values_list(field_name).annotate(n=Count("*")))


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
