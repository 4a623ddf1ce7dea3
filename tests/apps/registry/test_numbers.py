"""A searched identifier or phone stands in no address, no log and no table."""

import logging
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.signing import TimestampSigner
from django.urls import reverse

from bole.kernel.audit.queries import reads_of
from bole.kernel.vault import services as vault
from bole.people.registry.models import SavedList
from bole.people.registry.queries.tickets import number_in, ticket_for
from tests import canaries
from tests.factories.registry import person_id, person_row, publish

pytestmark = pytest.mark.django_db
PEOPLE, SEARCH = "registry:people", "registry:search"


@pytest.fixture
def known(db):
    return publish(
        person_row(
            "沈若溪",
            identifier_indexes=vault.blind_index([canaries.IDENTITY], kind="cn_id"),
            phone_indexes=vault.blind_index([canaries.PHONE], kind="phone"),
        ),
        person_row("王小明"),
    )


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("330523197203042516", "330523197203042516"),
        ("33052319720304251x", "33052319720304251X"),
        ("3305 2319 7203 0425 16", "330523197203042516"),
        ("王小明 13957263841", "13957263841"),
        ("139-5726-3841", "13957263841"),
        ("E12345678", "E12345678"),
        ("王小明", None),
        ("G60科创园", None),
        ("2024级", None),
        ("shen ruoxi", None),
        ("安吉3D打印有限公司", None),
        ("", None),
    ],
)
def test_what_looks_like_a_number(text, number):
    assert number_in(text) == number


@pytest.mark.parametrize("typed", [canaries.IDENTITY, canaries.PHONE, f"沈若溪 {canaries.PHONE}", "+86 139 5726 3841"])
def test_a_number_is_found_and_stands_nowhere(client, as_role, known, caplog, typed):
    """The form works without a script; every address on the way is what a server or proxy would write into its log."""
    as_role(client, "office")
    with caplog.at_level(logging.DEBUG):
        asked = client.post(reverse(SEARCH), {"q": typed})
        page = client.get(asked.url)
    assert "沈若溪" in page.text
    assert "王小明" not in page.text
    assert "证件号或电话" in page.text
    for written in (asked.url, page.text, caplog.text):
        assert canaries.in_text(written) == []
    assert canaries.in_database() == []
    logged = reads_of(person_id("沈若溪")).first()
    assert (logged.actor, logged.purpose, logged.where) == ("office", "按证件号或电话查找", reverse(PEOPLE))


def test_a_name_stays_in_the_address(client, as_role, known):
    as_role(client, "office")
    asked = client.post(reverse(SEARCH), {"q": " 王　小明 "})
    assert parse_qs(urlsplit(asked.url).query) == {"q": ["王 小明"]}
    assert "王小明" in client.get(asked.url).text


@pytest.mark.parametrize("typed", [canaries.IDENTITY, canaries.PHONE])
def test_a_number_in_an_address_is_sent_away(client, as_role, known, typed):
    as_role(client, "office")
    answer = client.get(reverse(PEOPLE), {"q": typed, "sort": "birth"})
    assert answer.status_code == 302
    assert typed not in answer.url
    assert "sort=birth" in answer.url
    page = client.get(answer.url).text
    assert "沈若溪" in page
    assert "不要写在网址里" in page


def test_a_number_does_not_travel_through_the_log_in(client, known):
    answer = client.get(reverse(PEOPLE), {"q": canaries.PHONE})
    assert answer.status_code == 302
    assert canaries.PHONE not in answer.url
    assert "%3Fq%3D%25E7%258E%258B" in client.get(reverse(PEOPLE), {"q": "王"}).url


def test_a_ticket_ends_with_the_day_and_cannot_be_made(client, as_role, known, monkeypatch):
    as_role(client, "office")
    ticket = ticket_for(canaries.PHONE)
    for bad in ("~", "~x", ticket[:-2] + "xx"):
        assert "沈若溪" not in client.get(reverse(PEOPLE), {"q": bad}).text
    begun = TimestampSigner.timestamp
    monkeypatch.setattr(TimestampSigner, "timestamp", lambda self: "1jAAAA")
    old = ticket_for(canaries.PHONE)
    monkeypatch.setattr(TimestampSigner, "timestamp", begun)
    page = client.get(reverse(PEOPLE), {"q": old}).text
    assert "沈若溪" not in page
    assert "已过期" in page


def test_a_ticket_reaches_no_further_than_the_right(client, as_role, known):
    as_role(client, "neighbour")
    assert "沈若溪" not in client.get(reverse(PEOPLE), {"q": ticket_for(canaries.PHONE)}).text


def test_a_ticket_is_no_list(client, as_role, post, known):
    as_role(client, "office")
    post(reverse("registry:save_list"), {"name": "某人", "query": f"q={ticket_for(canaries.PHONE)}&sex=1"})
    assert SavedList.objects.get().query == "sex=1"
