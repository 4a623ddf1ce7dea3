"""The pages of jobs and of the queue, and the feed."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from bole.kernel.outbox import services
from bole.kernel.outbox.models import FeedToken, Job, Receipt
from tests import cast

pytestmark = pytest.mark.django_db


def test_one_sees_and_stops_ones_own_jobs_only(client: Client, post: object) -> None:
    job = services.start_job(kind="t", by=cast.user_of("steward"), title="归集社保文件", total=100)
    cast.as_role(client, "steward")
    assert "归集社保文件" in client.get("/jobs/").content.decode()
    assert f'data-poll="/jobs/{job.pk}/progress/"' in client.get(f"/jobs/{job.pk}/").content.decode()
    cast.as_role(client, "clerk")
    assert client.get(f"/jobs/{job.pk}/").status_code == 404
    assert post(f"/jobs/{job.pk}/cancel/").status_code == 404  # type: ignore[operator]
    cast.as_role(client, "steward")
    assert post(f"/jobs/{job.pk}/cancel/").status_code == 302  # type: ignore[operator]
    assert Job.objects.get().state == "cancelled"


def test_a_finished_job_stops_polling_and_leads_to_its_result(client: Client) -> None:
    user = cast.as_role(client, "steward")
    job = services.start_job(kind="t", by=user, title="导出", total=2)
    services.run_job(job.pk, lambda live: {"url": "/files/", "label": "名单.xlsx"})
    page = client.get(f"/jobs/{job.pk}/progress/").content.decode()
    assert "data-poll" not in page
    assert 'href="/files/"' in page


def test_an_administrator_sees_dead_letters_and_retries_them(client: Client, post: object) -> None:
    event = services.publish(topic="t.page", key="1", payload={})
    receipt = Receipt.objects.create(event=event, handler="t.handler", attempts=8, dead=True, error="ValueError")
    cast.as_role(client, "system")
    assert "t.handler" in client.get("/jobs/operations/").content.decode()
    post(f"/jobs/operations/retry/{receipt.pk}/")  # type: ignore[operator]
    receipt.refresh_from_db()
    assert not receipt.dead
    cast.as_role(client, "clerk")
    assert client.get("/jobs/operations/").status_code == 403


def test_a_token_is_shown_once_and_kept_as_a_hash(client: Client, post: object) -> None:
    cast.as_role(client, "system")
    page = post("/jobs/operations/tokens/", {"name": "省平台", "topics": "sources.batch_linked"})  # type: ignore[operator]
    row = FeedToken.objects.get()
    assert page.status_code == 200
    assert row.topics == ["sources.batch_linked"]
    assert "省平台" in client.get("/jobs/operations/").content.decode()
    assert post("/jobs/operations/tokens/", {"name": "x", "topics": "NOT A TOPIC"}).status_code == 422  # type: ignore[operator]
    post(f"/jobs/operations/tokens/{row.pk}/withdraw/")  # type: ignore[operator]
    assert not FeedToken.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_the_feed_gives_subscribed_events_behind_the_cursor(client: Client) -> None:
    for number in range(3):
        services.publish(topic="t.fed", key=str(number), payload={"n": number})
    services.publish(topic="t.secret", key="1", payload={})
    token = services.issue_feed_token(by="test", name="省平台", role="office", topics=["t.fed"])
    head = {"Authorization": f"Bearer {token}"}
    lines = _when_settled(lambda: client.get("/jobs/feed/?limit=2", headers=head).content.decode().splitlines())
    assert [line["payload"]["n"] for line in lines] == [0, 1]
    rest = client.get(f"/jobs/feed/?after={lines[-1]['cursor']}", headers=head).content.decode().splitlines()
    assert [json.loads(line)["key"] for line in rest] == ["2"]
    assert client.get("/jobs/feed/").status_code == 401
    assert client.get("/jobs/feed/", headers={"Authorization": "Bearer wrong"}).status_code == 401
    assert client.get("/jobs/feed/?after=x", headers=head).status_code == 422


def _when_settled(read: Callable[[], list[str]]) -> list[dict[str, Any]]:
    """The feed shows an event once no older transaction runs anywhere in the cluster, other test workers included."""
    for _ in range(300):
        lines = [json.loads(line) for line in read()]
        if len(lines) == 2:
            return lines
        time.sleep(0.1)
    return lines
