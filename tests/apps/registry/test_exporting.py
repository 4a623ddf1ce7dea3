"""A list leaves the house: at once without personal data, with it only after a second person confirmed."""

import io

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import translation
from openpyxl import load_workbook

from bole.core.errors import InvalidInput
from bole.kernel.accounts.services import grant_of
from bole.kernel.audit.models import ReadLog
from bole.kernel.casework import queries as casework
from bole.kernel.casework import services as casework_services
from bole.kernel.documents import services as documents
from bole.kernel.files import queries as files
from bole.kernel.files.services import open_file
from bole.kernel.outbox.models import Job
from bole.people.registry.queries.tickets import ticket_for
from bole.people.registry.services import exporting
from tests import canaries
from tests.cast import user_of
from tests.factories.registry import person_id, person_row, publish

pytestmark = pytest.mark.django_db
EXPORT = "registry:export"
ASKED = {"form": "xlsx", "query": "col=post&q=王", "purpose": "年度统计", "content": "personal"}


def grant(name):
    return grant_of(user_of(name).memberships.select_related("unit", "user").get(), "registry.export")


@pytest.fixture
def people(db):
    return publish(
        person_row("王小明", employer_name="=cmd|' /C calc'!A0", facts={"post": "+1+1"}), person_row("沈若溪")
    )


@pytest.fixture
def deferred(monkeypatch):
    """What is put into the queue, in place of a worker."""
    found = []

    class Deferrer:
        def __init__(self, name, **more):
            self.name = name

        def defer(self, **given):
            if self.name == "documents.export":
                found.append(given)

    monkeypatch.setattr(documents.app, "configure_task", Deferrer)
    return found


def made(deferred):
    """Runs the one export in the queue; its cells line by line."""
    given = deferred.pop()
    parameters = documents.open_filters(given["job_id"], given.pop("sealed"))
    job = Job.objects.get(pk=given.pop("job_id"))
    result = documents.produce_export(job=job, parameters=parameters, **given)
    stored = files.StoredFile.objects.get(pk=result["url"].split("/")[2])
    sheet = load_workbook(io.BytesIO(open_file(stored, by="test", purpose="test").read())).worksheets[0]
    return [[cell for cell in row if cell is not None] for row in sheet.iter_rows(values_only=True)]


def decide(who, outcome, reason=""):
    case = casework.Case.objects.latest("id")
    todo = casework.Todo.objects.get(case=case, done_at=None)
    casework_services.act(todo=todo, by=user_of(who), outcome=outcome, reason=reason, version=case.lock)
    casework_services.run_automatic_steps(case_id=case.pk)
    case.refresh_from_db()
    return case


def test_a_purpose_is_required_and_the_right(client, as_role, post, people):
    as_role(client, "office")
    assert post(reverse(EXPORT), {**ASKED, "purpose": ""}).status_code == 422
    with pytest.raises(InvalidInput):
        list(exporting.rows(grant("office"), {"query": ""}))
    as_role(client, "leader")
    assert post(reverse(EXPORT), ASKED).status_code == 403


def test_a_list_without_personal_data_goes_out_at_once(client, as_role, post, people, deferred):
    as_role(client, "office")
    answer = post(reverse(EXPORT), {**ASKED, "content": "plain"})
    assert answer.url.startswith("/jobs/")
    said = str(made(deferred))
    assert "用人单位" in said
    for personal in ("王小明", "330523****", "1990-05-17", "datetime", "+1+1", "岗位"):
        assert personal not in said


def test_a_long_list_needs_a_second_person_too(client, as_role, post, people, monkeypatch, deferred):
    monkeypatch.setattr(exporting, "SMALL", 0)
    as_role(client, "office")
    assert post(reverse(EXPORT), {**ASKED, "content": "plain"}).url.startswith("/cases/")
    assert deferred == []


def test_personal_data_waits_for_the_second_person(client, as_role, post, people, deferred):
    as_role(client, "clerk")
    answer = post(reverse(EXPORT), ASKED)
    assert answer.url.startswith("/cases/")
    assert deferred == []
    as_role(client, "approver")
    seat = casework.worklist(user_of("approver")).get()
    page = client.get(reverse("casework:case", args=[seat.case_id])).text
    assert "年度统计" in page
    assert "岗位(职务)" in page
    case = decide("approver", "release")
    assert case.status == "closed"
    lines = made(deferred)
    text = str(lines)
    assert "王小明" in text
    assert "沈若溪" not in text
    assert "330523********1234" in text
    assert "'=cmd" in text
    assert "'+1+1" in text
    logged = ReadLog.objects.latest("id")
    assert (logged.purpose, logged.subjects, logged.actor) == ("年度统计", [person_id("王小明")], "clerk")


def test_a_refusal_ends_it(client, as_role, post, people, deferred):
    as_role(client, "clerk")
    post(reverse(EXPORT), ASKED)
    assert decide("approver", "refuse", "用途不明").status == "closed"
    assert deferred == []


@pytest.mark.parametrize(("asks", "confirms"), [("approver", "office"), ("steward", "office"), ("office", "steward")])
def test_nobody_confirms_the_own_export(client, as_role, post, people, deferred, asks, confirms):
    as_role(client, asks)
    post(reverse(EXPORT), ASKED)
    assert not casework.worklist(user_of(asks)).exists()
    assert casework.worklist(user_of(confirms)).count() == 1


def test_the_own_hand_cannot_release(client, as_role, post, people, deferred):
    """A clerk who is made approver afterwards holds the seat, and still is no second person."""
    as_role(client, "clerk")
    post(reverse(EXPORT), ASKED)
    user_of("clerk").memberships.update(role="approver")
    assert decide("clerk", "release").status == "open"
    assert deferred == []


def test_the_plain_door_gives_no_personal_data(people):
    """The general address of exports takes any parameters: none of them is a release."""
    for forged in ({}, {"content": "personal"}, {"release": "1"}, {"release": "1:1jAAAA:x"}):
        rows = list(exporting.rows(grant("office"), {"query": "col=post", "purpose": "年度统计", **forged}))
        assert "王小明" not in str(rows)
        assert len(rows[0]) == len(exporting.columns(grant("office"), {"query": "col=post", **forged}))


def test_a_request_holds_no_number(client, as_role, post, people, deferred):
    as_role(client, "clerk")
    post(reverse(EXPORT), {**ASKED, "query": f"q={ticket_for(canaries.PHONE)}"})
    assert canaries.in_database() == []


def test_headers_are_in_the_readers_language(client, as_role, post, people, deferred):
    as_role(client, "office")
    with translation.override("en"):
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
        post(reverse(EXPORT), {**ASKED, "content": "plain", "query": ""})
    with translation.override("zh-hans"):
        heads = str(made(deferred))
    assert "Employer" in heads
    assert "用人单位" not in heads
