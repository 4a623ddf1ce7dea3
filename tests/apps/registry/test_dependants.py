"""What hangs on a person's record is said before it is deleted, and before something about it is undone."""

from __future__ import annotations

import uuid

import pytest
from django.urls import reverse

from bole.people.registry import services
from bole.people.registry.models import Person, Team, TeamMember
from bole.people.registry.services import dependants
from tests import cast
from tests.factories.registry import person_row, write

pytestmark = pytest.mark.django_db


@pytest.fixture
def person() -> Person:
    write([person_row(id=str(uuid.UUID(int=7)), name="王小明")])
    return Person.objects.get(pk=uuid.UUID(int=7))


def labels(*persons: uuid.UUID) -> dict[str, int]:
    return {found.label: found.count for found in services.dependants_of(persons)}


def correction(person: Person, subject: uuid.UUID | None = None):
    found = Person(pk=subject) if subject else person
    return services.request_correction(
        by=cast.user_of("clerk"), person=found, fact="name", should_be="王晓明", reason="写错了", source="S01"
    )


def test_cases_accounts_and_teams_of_a_person_are_counted(person: Person, django_assert_max_num_queries) -> None:
    assert labels(person.pk) == {}
    correction(person)
    cast.bind("talent", subject=person.pk)
    TeamMember.objects.create(group=Team.objects.create(name="竹材团队"), person=person.pk)
    with django_assert_max_num_queries(8):
        assert labels(person.pk, uuid.uuid4()) == {"正在办理的办件": 1, "本人的登录账号": 1, "所在团队": 1}


def test_what_stands_under_an_absorbed_id_is_counted(person: Person) -> None:
    old, older = uuid.uuid4(), uuid.uuid4()
    services.redirect_persons([(str(older), str(old))])
    services.redirect_persons([(str(old), str(person.pk))])
    correction(person, subject=older)
    assert labels(person.pk) == {"正在办理的办件": 1}


def test_a_later_app_says_what_it_keeps(person: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dependants, "_queries", {})
    services.register_dependants(
        "money", lambda persons: [services.Dependant("笔补贴", 2 * len(persons), len(persons))]
    )
    assert labels(person.pk) == {"笔补贴": 2}


def test_who_deletes_a_person_sees_what_stands_on_the_record(person: Person, client, as_role, post) -> None:
    as_role(client, "office")
    page = reverse("registry:person", args=[person.pk])
    assert "哪些事依据这份档案" not in client.get(page).content.decode()
    correction(person)
    assert "正在办理的办件" in client.get(page).content.decode()
    answer = post(reverse("registry:delete", args=[person.pk]), {"reason": "本人申请"})
    assert answer.status_code == 422
    assert "正在办理的办件" in answer.content.decode()
    as_role(client, "steward")
    assert "正在办理的办件" not in client.get(page).content.decode()
