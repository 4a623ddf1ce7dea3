"""The auditor's pages: who looked, what changed, is the trail whole; for nobody else."""

from __future__ import annotations

import uuid

import pytest
from django.test import Client

from bole.kernel.audit import services
from bole.kernel.outbox.models import FeedToken
from tests import cast

pytestmark = pytest.mark.django_db
PAGES = ("/audit/", "/audit/changes/", "/audit/security/", "/audit/seals/")


@pytest.mark.parametrize("url", PAGES)
def test_the_pages_are_the_auditors_alone(client: Client, url: str) -> None:
    cast.as_role(client, "auditor")
    assert client.get(url).status_code == 200
    for other in ("office", "system", "security", "talent"):
        cast.as_role(client, other)
        assert client.get(url).status_code == 403, other


def test_reads_are_found_by_person_and_by_reader(client: Client) -> None:
    person = uuid.uuid4()
    services.record_read(by="clerk", purpose="受理补贴申请", subjects=[person], field_classes=["sensitive"])
    services.record_read(by="office", purpose="年度统计", subjects=[uuid.uuid4()], field_classes=["personal"])
    cast.as_role(client, "auditor")
    page = client.get(f"/audit/?subject={person}").content.decode()
    assert "受理补贴申请" in page
    assert "年度统计" not in page
    assert "年度统计" in client.get("/audit/?actor=office").content.decode()
    assert client.get("/audit/?subject=nonsense&since=x&before=y").status_code == 200


def test_long_lists_go_on_where_the_page_ended(client: Client) -> None:
    for number in range(60):
        services.record_security(by=f"actor-{number:03d}", kind="t.paged")
    cast.as_role(client, "auditor")
    first = client.get("/audit/security/?kind=t.paged")
    before = first.context["pages"].next["before"]
    second = client.get(f"/audit/security/?kind=t.paged&before={before}").content.decode()
    assert "actor-059" in first.content.decode()
    assert "actor-009" in second
    assert "actor-010" not in second


def test_changes_name_fields_and_never_values(client: Client) -> None:
    token = FeedToken.objects.create(name="秘密名称甲", role="office", topics=[], digest=b"1")
    token.name = "秘密名称乙"
    token.save()
    cast.as_role(client, "auditor")
    page = client.get("/audit/changes/?table=outbox_feedtokenevent").content.decode()
    assert "名称" in page
    assert "秘密名称" not in page


def test_the_auditor_verifies_the_trail(client: Client, post: object) -> None:
    services.record_security(by="x", kind="t.sealed")
    cast.as_role(client, "auditor")
    assert "还没有核验过" in client.get("/audit/seals/").content.decode()
    assert post("/audit/seals/verify/").status_code == 302  # type: ignore[operator]
    assert "还没有核验过" not in client.get("/audit/seals/").content.decode()


def test_every_answer_names_its_request(client: Client) -> None:
    cast.as_role(client, "auditor")
    first, second = client.get("/audit/")["X-Request-Id"], client.get("/audit/")["X-Request-Id"]
    assert len(first) == 16
    assert first != second
