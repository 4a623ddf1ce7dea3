"""A list leaves as a file: with the right, as a job, on record."""

from __future__ import annotations

import csv
import io
import json
import uuid

import pytest
from django.db import connection
from django.test import Client

from bole.kernel.audit.models import ReadLog, SecurityEvent
from bole.kernel.documents import exports, services, tasks
from bole.kernel.files.models import StoredFile
from bole.kernel.files.services import open_file
from bole.kernel.outbox.models import Job
from tests import canaries, cast

pytestmark = pytest.mark.django_db
PERSON = uuid.uuid4()


@pytest.fixture(autouse=True)
def _list(tmp_path: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bole.runtime.paths.var_dir", lambda: tmp_path)
    monkeypatch.setattr(exports, "_exports", {})
    services.register_export(
        services.Export(
            name="t-list",
            action="audit.view",
            title="测试名单",
            columns=lambda grant, parameters: [services.Column("姓名"), services.Column("筛选")],
            rows=lambda grant, parameters: [("沈若溪", parameters.get("q", ""))],
            purpose="审计抽查",
            subjects=lambda grant, parameters: [PERSON],
        )
    )


def _run() -> None:
    with connection.cursor() as cursor:
        cursor.execute("select args from procrastinate_jobs where task_name = 'documents.export'")
        for (args,) in cursor.fetchall():
            tasks.export(**(args if isinstance(args, dict) else json.loads(args)))


def test_an_export_becomes_a_file_of_its_requester(client: Client, post: object) -> None:
    user = cast.as_role(client, "auditor")
    response = post("/documents/exports/t-list/", {"query": "q=x&page=2", "form": "csv"})  # type: ignore[operator]
    job = Job.objects.get()
    assert response.status_code == 302
    assert response["Location"] == f"/jobs/{job.pk}/"
    _run()
    job.refresh_from_db()
    stored = StoredFile.objects.get()
    assert (job.state, stored.owner, job.result["url"]) == ("done", user, f"/files/{stored.id}/")
    rows = list(csv.reader(io.TextIOWrapper(open_file(stored, by=user, purpose="t"), "utf-8-sig")))
    assert rows[1] == ["沈若溪", "x"]
    assert ReadLog.objects.get().subjects == [PERSON]
    assert SecurityEvent.objects.filter(kind="documents.exported", detail__rows=1).exists()


def test_what_somebody_searched_for_does_not_lie_in_the_queue(client: Client, post: object) -> None:
    cast.as_role(client, "auditor")
    post("/documents/exports/t-list/", {"query": f"q={canaries.IDENTITY}"})  # type: ignore[operator]
    assert canaries.in_database() == []
    _run()
    assert Job.objects.get().state == "done"
    assert canaries.in_database() == []


def test_nobody_exports_without_the_right_to_the_list(client: Client, post: object) -> None:
    cast.as_role(client, "clerk")
    assert post("/documents/exports/t-list/", {}).status_code == 403  # type: ignore[operator]
    assert post("/documents/exports/unknown/", {}).status_code == 404  # type: ignore[operator]
    assert not Job.objects.exists()


def test_a_right_lost_while_waiting_stops_the_export(client: Client, post: object) -> None:
    from bole.core.errors import NotAllowed
    from bole.kernel.accounts.models import Membership

    user = cast.as_role(client, "auditor")
    post("/documents/exports/t-list/", {})  # type: ignore[operator]
    Membership.objects.filter(user=user).delete()
    with pytest.raises(NotAllowed):
        _run()
    assert Job.objects.get().state == "failed"
    assert not StoredFile.objects.exists()
