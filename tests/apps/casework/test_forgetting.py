"""An erased person leaves the cases: no word of theirs stays anywhere, and the log still proves what was done."""

import uuid

import pytest
from django.db import DatabaseError, connection, transaction

from bole.kernel.casework import services
from bole.kernel.casework.queries import Case, Event, Todo
from bole.kernel.notices import queries as notices
from tests.cast import bind, user_of
from tests.factories.casework import correction, decide

pytestmark = pytest.mark.django_db
SECRET = "当年为躲债改名卢芳菲"


def told(subject: uuid.UUID) -> Case:
    """A case in which everybody writes the same secret wherever one can write."""
    talent, clerk = bind("talent", subject=subject), user_of("clerk")
    case = correction(talent, subject=subject, title=f"更正:{SECRET}", data={"should_be": SECRET})
    services.comment(case=case, by=talent, text=SECRET)
    decide(case, clerk, "correct", SECRET)
    services.notify_waiting()
    decide(case, talent, "resubmit", SECRET)
    return Case.objects.get(pk=case.pk)


def everything() -> str:
    """All text of the tables that casework and notices keep."""
    found = []
    with connection.cursor() as cursor:
        tables = [t for t in connection.introspection.table_names() if t.startswith(("casework_", "notices_"))]
        for table in tables:
            cursor.execute(f"select t::text from {table} t")
            found += [row[0] for row in cursor.fetchall()]
    return "\n".join(found)


def test_no_word_stays_and_the_log_still_verifies():
    subject, other = uuid.uuid4(), uuid.uuid4()
    case, kept = told(subject), correction(user_of("talent"), subject=other, title="更正:职称")
    assert SECRET in everything()
    assert notices.inbox(user_of("talent")).filter(url=f"/cases/{case.pk}/").exists()
    assert services.forget_subject(subject) == 1
    assert SECRET not in everything()
    assert SECRET.encode().hex() not in everything()
    case.refresh_from_db()
    assert services.verify_chain(case) == []
    assert services.verify_all_chains() == {}
    assert [e.name for e in case.events.filter(name__in=("decided", "commented"))] == [
        "commented",
        "decided",
        "decided",
    ]
    assert case.events.filter(name="decided").first().data["outcome"] == "correct"
    kept.refresh_from_db()
    assert kept.title == "更正:职称"
    assert not notices.inbox(user_of("talent")).filter(url=f"/cases/{case.pk}/").exists()


def test_the_person_acts_without_a_name_in_the_log():
    case = told(uuid.uuid4())
    assert set(case.events.filter(actor_id=user_of("talent").pk).values_list("actor", flat=True)) == {"本人"}
    assert str(user_of("clerk")) in set(case.events.values_list("actor", flat=True))


def test_forgetting_twice_or_somebody_unknown_is_nothing():
    case = told(uuid.uuid4())
    services.forget_subject(case.subject)
    assert services.forget_subject(case.subject) == 1
    assert services.forget_subject(uuid.uuid4()) == 0
    case.refresh_from_db()
    assert services.verify_chain(case) == []


def test_the_case_page_says_that_the_words_are_gone(client):
    from tests.cast import as_role

    case = told(uuid.uuid4())
    services.forget_subject(case.subject)
    as_role(client, "clerk")
    page = client.get(f"/cases/{case.pk}/").content.decode()
    assert SECRET not in page
    assert "内容已随个人信息删除" in page
    assert "一次性告知补正" in page


@pytest.mark.parametrize(
    "change",
    [
        "update casework_event set words = '{}'",
        "update casework_event set words = null, words_salt = '', actor = 'x'",
        "update casework_event set words = null, words_salt = '', data = '{}'",
        "update casework_event set words_digest = ''",
    ],
)
def test_the_database_allows_emptying_and_nothing_else(change):
    told(uuid.uuid4())
    with pytest.raises(DatabaseError, match="Cannot update"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)


def test_words_taken_out_of_a_case_nobody_asked_to_forget_are_found():
    case = told(uuid.uuid4())
    Event.objects.filter(case=case, name="commented").update(words=None, words_salt=b"")
    assert services.verify_chain(case) == ["第 3 条的文字缺失"]
    assert Todo.objects.filter(case=case).exists()
