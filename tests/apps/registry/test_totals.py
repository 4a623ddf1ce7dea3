"""One way of counting: the page of libraries, the cockpit, the workbench and the public page agree with the lists."""

import pytest
from django.http import QueryDict

from bole.kernel.accounts.services import grant_of
from bole.people.registry import queries
from bole.people.registry.models import Person
from bole.people.registry.queries.overview import overview
from tests.cast import user_of
from tests.factories.registry import person_id, person_row, publish

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(db):
    found = publish(*(person_row(name) for name in ("王小明", "王明", "李晓明", "沈若溪")))
    for name, stock, libraries in (
        ("王小明", "in_stock", ["high_level"]),
        ("王明", "in_stock", ["high_level", "high_skilled"]),
        ("李晓明", "elsewhere", ["high_level"]),
    ):
        codes = [f"library:{key}" for key in libraries]
        Person.objects.filter(pk=person_id(name)).update(stock=stock, libraries=libraries, codes=codes, tier="")
    queries.within(grant()).filter(pk=person_id("沈若溪")).update(stock="left", libraries=[], codes=[], tier="")
    return found


def grant(action="registry.list_people"):
    return grant_of(user_of("office").memberships.select_related("unit", "user").get(), action)


def listed(query):
    return queries.find_people(queries.question_of(QueryDict(query), queries.words(), grant()), grant()).count


def test_the_cockpit_counts_people_in_stock(people):
    counts = queries.classification_counts()
    assert counts["library:high_level"] == 2 == listed("library=high_level&stock=in_stock")
    assert counts["library:high_skilled"] == 1
    assert (counts["in_stock"], counts["elsewhere"], counts["left"], counts["deceased"]) == (2, 1, 1, 0)


def test_the_page_of_libraries_counts_what_its_lists_show(people, django_assert_num_queries):
    words, by = queries.words(), grant()
    with django_assert_num_queries(1):
        found = overview(words, by)
    numbers = {row.parameter: row.count for group in found.groups for row in group.rows}
    assert numbers["library=high_level"] == 3 == listed("library=high_level")
    assert sum(found.stock.values()) == len(people)


def test_every_count_of_the_stock_is_the_same(people):
    by_grant, public = queries.stock_counts(grant()), queries.public_counts()
    assert by_grant == {state: queries.classification_counts()[state] for state in Person.Stock.values}
    assert public["people"] == by_grant["in_stock"] == listed("stock=in_stock")


def test_an_erased_person_is_counted_nowhere(people):
    Person.objects.filter(pk=person_id("王明")).update(erased_at="2026-11-01T00:00:00+08:00")
    assert queries.public_counts()["people"] == queries.classification_counts()["in_stock"] == 1
