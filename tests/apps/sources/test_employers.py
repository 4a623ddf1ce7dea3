"""A firm sends its own roster: it meets its own batches only, and other firms' people go back with a reason."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from bole.people.registry.models import Person
from bole.people.sources import services
from bole.people.sources.models import Batch, Record, Status
from tests import cast
from tests.factories.sources import S01, S05, csv_file, employed, id_number, insured, load, uscc

pytestmark = pytest.mark.django_db
WANG, LI, ZHAO = (id_number(birth, sequence=121) for birth in ("19900307", "19851112", "19771201"))
OURS, OTHERS = uscc("91330523MA28A000"), uscc("91330523MA28B000")


@pytest.fixture
def firm() -> Client:
    cast.bind("employer", unit_code=OURS)
    client = Client()
    cast.as_role(client, "employer")
    return client


def send(client, post, rows, name="花名册.csv", headers=S05):
    content = csv_file(headers, rows)
    content.name = name
    return post(reverse("sources:upload"), {"files": [content]}, using=client)


def text(response) -> str:
    return response.content.decode()


def test_a_firm_sends_its_people_and_gets_others_back(firm, post) -> None:
    answer = send(firm, post, [employed("王小明", WANG, OURS), employed("李芳", LI, OTHERS)])
    batch = Batch.objects.get()
    assert answer.status_code == 302
    assert answer["Location"] == reverse("sources:batch", args=[batch.pk])
    services.process_batch(batch)
    services.link_pending()
    assert (batch.rows_accepted, batch.rows_rejected) == (1, 1)
    page = text(firm.get(answer["Location"]))
    assert "这一行不是本单位的人员" in page
    assert "请删去这一行,或改正统一社会信用代码" in page
    assert ">3<" in page  # the row in the firm's own sheet
    assert firm.get(reverse("sources:rejects", args=[batch.pk])).status_code == 200
    assert Person.objects.get().name == "王小明"


def test_a_row_without_a_code_is_not_taken_for_ours(firm, post) -> None:
    send(firm, post, [employed("王小明", WANG, ""), employed("李芳", LI, OURS)])
    batch = services.process_batch(Batch.objects.get())
    assert (batch.rows_accepted, batch.rows_rejected) == (1, 1)


def test_a_full_list_of_one_firm_ends_nobody_of_another(firm, post) -> None:
    load(S05, [employed("王小明", WANG, OURS), employed("李芳", LI, OURS), employed("赵军", ZHAO, OTHERS)])
    send(firm, post, [employed("王小明", WANG, OURS)])
    batch = services.process_batch(Batch.objects.latest("pk"))
    assert batch.rows_ended == 1
    assert set(Record.objects.filter(valid_to_batch=None).values_list("name", flat=True)) == {"王小明", "赵军"}


def test_firms_see_their_own_batches_and_the_collecting_department_sees_all(firm, post, client) -> None:
    send(firm, post, [employed("王小明", WANG, OURS)])
    own = services.process_batch(Batch.objects.get())
    foreign = load(S05, [employed("赵军", ZHAO, OTHERS)], employer=OTHERS)
    assert "花名册.csv" in text(firm.get(reverse("sources:batches")))
    assert "file.csv" not in text(firm.get(reverse("sources:batches")))
    for name in ("batch", "batch_state", "rejects"):
        assert firm.get(reverse(f"sources:{name}", args=[foreign.pk])).status_code == 404
    cast.as_role(client, "clerk")
    for batch in (own, foreign):
        assert client.get(reverse("sources:batch", args=[batch.pk])).status_code == 200
    cast.as_role(client, "neighbour")
    assert client.get(reverse("sources:batch", args=[own.pk])).status_code == 404


def test_a_firm_sends_nothing_but_rosters(firm, post) -> None:
    send(firm, post, [insured("王小明", WANG)], headers=S01)
    batch = services.process_batch(Batch.objects.get())
    assert (batch.status, batch.error_code) == (Status.FAILED, "batch.not_for_employers")
    assert "请按花名册的表样填写" in text(firm.get(reverse("sources:batch", args=[batch.pk])))
    assert Record.objects.count() == 0


def test_the_upload_page_says_whose_people(firm) -> None:
    page = text(firm.get(reverse("sources:upload")))
    assert "只收本单位的人员" in page
    assert 'name="source"' not in page


def test_a_file_that_somebody_else_sent_is_met_as_a_new_one(firm, post, client) -> None:
    """Whether another sent the same content cannot be told from the answer, and leads to no page that is not there."""
    rows = [employed("王小明", WANG, OURS)]
    first = load(S05, rows)
    answer = send(firm, post, rows)
    assert firm.get(answer["Location"]).status_code == 200
    assert Batch.objects.count() == 2
    again = send(firm, post, rows)
    assert again["Location"] == answer["Location"]
    second = services.process_batch(Batch.objects.exclude(pk=first.pk).get())
    assert (second.rows_unchanged, second.rows_ended) == (1, 0)


def test_a_department_meets_no_batch_of_another(post) -> None:
    rows = [insured("王小明", WANG)]
    load(S01, rows)  # belongs to the department of the clerk
    pages = {}
    for who in ("neighbour", "clerk"):
        browser = Client()
        cast.as_role(browser, who)
        answer = send(browser, post, rows, name="社保.csv", headers=S01)
        pages[who] = answer["Location"]
        assert browser.get(answer["Location"]).status_code == 200
    assert pages["clerk"] == reverse("sources:batch", args=[Batch.objects.earliest("pk").pk])
    assert pages["neighbour"] != pages["clerk"]


def test_a_file_sent_by_the_wrong_department_can_still_come_from_the_right_one(post) -> None:
    rows = [insured("王小明", WANG)]
    for who in ("neighbour", "steward"):
        browser = Client()
        cast.as_role(browser, who)
        send(browser, post, rows, name="社保.csv", headers=S01)
    wrong, right = Batch.objects.order_by("pk")
    assert services.process_batch(wrong).error_code == "batch.other_department"
    assert services.process_batch(right).rows_accepted == 1
