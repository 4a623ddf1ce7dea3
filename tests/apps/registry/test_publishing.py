import pytest
from django.db import connection

from bole.people.registry import queries, services
from bole.people.registry.models import EmployerName, Person, PersonRedirect
from tests.factories.registry import index_of, person_id, person_row, publish, write

pytestmark = pytest.mark.django_db


def test_a_profile_becomes_a_person_with_everything_search_needs():
    person = publish(person_row(other_names=["沈小溪"], facts={"patents": [{"patent_type": "发明"}]}))[0]
    assert person.name_pinyin == "shenruoxi"
    assert {"沈", "若溪", "小溪"} <= set(person.name_keys)
    assert person.facts["insured_months_continuous"] == 31
    assert person.sets == {"patents": [{"patent_type": "发明"}]}
    assert "has:patents" in person.codes
    assert [bytes(index) for index in person.identifier_indexes] == [index_of("id:沈若溪")]
    assert EmployerName.objects.filter(name="安吉源瑞新材料股份有限公司").exists()


def test_the_same_again_changes_nothing():
    rows = [person_row("王小明"), person_row("王明")]
    assert write(rows) == (2, 0, 0)
    assert write(rows) == (0, 0, 2)
    assert write([person_row("王小明", township="330523002"), person_row("王明")]) == (0, 1, 1)


def test_facts_may_come_as_json():
    publish(person_row("李晓明") | {"facts": '{"annual_salary": 42000000}'})
    assert Person.objects.get().facts == {"annual_salary": 42_000_000}


@pytest.mark.parametrize("text", ['引"号', "反\\斜", "逗,号", "换\n行", "{括号}", "NULL", "\\N", "㐱𬭎"])
def test_awkward_characters_survive_the_copy(text):
    person = publish(person_row(text, other_names=[text], employer_name=text, facts={"post": text}))[0]
    assert (person.name, person.other_names, person.employer_name, person.facts["post"]) == (text, [text], text, text)


def test_absorbed_ids_lead_to_the_person_for_ever():
    publish(person_row("王小明"), person_row("王明"))
    absorb("王明", "王小明")
    assert not Person.objects.filter(pk=person_id("王明")).exists()
    publish(person_row("李晓明"))
    absorb("王小明", "李晓明")
    assert queries.resolve_redirect(person_id("王明")) == person_id("李晓明")
    assert queries.resolve_redirect(person_id("李晓明")) is None


def test_a_split_gives_an_absorbed_id_back():
    publish(person_row("王小明"))
    absorb("王明", "王小明")
    publish(person_row("王明"))
    absorb("王小明", "王明")
    assert Person.objects.filter(pk=person_id("王明")).exists()
    assert queries.resolve_redirect(person_id("王小明")) == person_id("王明")
    assert PersonRedirect.objects.count() == 1


def absorb(old, new):
    services.redirect_persons([(str(person_id(old)), str(person_id(new)))])


def test_a_person_without_records_keeps_the_id_and_nothing_else():
    publish(person_row("王小明"))
    assert services.retire_persons([person_id("王小明")]) == 1
    person = Person.objects.get()
    assert (person.stock, person.facts, person.identifier_indexes) == ("left", {}, [])


INSURED = {"insurance_status": "1"}
ELSEWHERE = {"elsewhere_contacts": [{"residence_city": "上海"}]}


@pytest.mark.parametrize(
    ("given", "stock"),
    [
        ({}, "in_stock"),
        ({"facts": {"education_level": "61"}}, "registered"),
        ({"deceased_on": "2025-01-02"}, "deceased"),
        ({"record_count": 0}, "left"),
    ],
)
def test_who_is_in_the_stock(given, stock):
    assert publish(person_row(**given))[0].stock == stock


def test_libraries_categories_and_tier_follow_the_facts():
    skilled = person_row("王小明", facts={"skill_level": "6", "education_level": "61"})
    doctor = person_row("沈若溪", facts={"education_level": "11", "degree": "2"})
    worker, researcher = publish(skilled, doctor)
    assert (worker.libraries, worker.staff_categories) == (["high_level", "high_skilled"], ["skilled"])
    assert "high_level" in researcher.libraries
    assert researcher.tier == "high_level"
    assert "library:high_skilled" in worker.codes


def secondary_indexes():
    with connection.cursor() as cursor:
        cursor.execute(
            "select indexrelid::regclass::text from pg_index where indrelid = 'registry_person'::regclass and not indisunique"
        )
        return {row[0] for row in cursor.fetchall()}


def test_a_large_load_builds_its_indexes_once_and_after_it():
    before = secondary_indexes()
    with services.bulk_loading(1_000_000):
        assert not secondary_indexes()
        publish(person_row("王小明"))
    assert secondary_indexes() == before
    assert Person.objects.filter(name_keys__contains=["小明"]).exists()
    with services.bulk_loading(10):
        assert secondary_indexes() == before


def test_a_load_that_fails_leaves_every_index_behind():
    before = secondary_indexes()
    with pytest.raises(ZeroDivisionError), services.bulk_loading(1_000_000):
        raise ZeroDivisionError
    assert secondary_indexes() == before


def test_what_a_killed_load_left_dropped_is_built_again():
    before = secondary_indexes()
    with connection.cursor() as cursor:
        cursor.execute("select registry_suspend_indexes()")
    services.restore_indexes()
    assert secondary_indexes() == before
