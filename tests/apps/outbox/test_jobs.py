"""People see how far long work is, and may stop it."""

from __future__ import annotations

import pytest

from bole.core.errors import Conflict, InvalidInput
from bole.kernel.outbox import queries, services
from bole.kernel.outbox.models import Job
from tests import cast

pytestmark = pytest.mark.django_db


def test_a_job_tells_its_progress_and_its_result() -> None:
    user = cast.user_of("steward")
    job = services.start_job(kind="test.count", by=user, title="计数", total=200)

    def count(live: Job) -> dict[str, str]:
        live.advance(50, note="一半", errors=1)
        assert queries.jobs_for(user).get().percent == 25
        live.advance(200)
        return {"url": "/files/1/"}

    services.run_job(job.pk, count)
    services.run_job(job.pk, count)  # a repeated delivery does nothing
    kept = Job.objects.get()
    assert (kept.state, kept.percent, kept.errors, kept.result["url"]) == ("done", 100, 1, "/files/1/")


def test_a_failed_job_says_why_and_an_unknown_error_only_its_type() -> None:
    job = services.start_job(kind="t", by=None, title="t")

    def refuse(live: Job) -> None:
        raise InvalidInput("文件是空的。")

    def break_down(live: Job) -> None:
        raise ValueError("13800138000")

    with pytest.raises(InvalidInput):
        services.run_job(job.pk, refuse)
    assert Job.objects.get().error == "文件是空的。"
    other = services.start_job(kind="t", by=None, title="t")
    with pytest.raises(ValueError, match="13800138000"):
        services.run_job(other.pk, break_down)
    assert Job.objects.get(pk=other.pk).error == "ValueError"


def test_a_running_job_stops_when_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bole.kernel.outbox.models.PROGRESS_EVERY_S", 0)
    job = services.start_job(kind="t", by=None, title="t", total=10)
    reached = []

    def count(live: Job) -> None:
        for n in range(10):
            live.advance(n)
            reached.append(n)
            if n == 3:
                services.cancel_job(by="x", job=live)

    services.run_job(job.pk, count)
    assert reached == [0, 1, 2, 3]
    assert Job.objects.get().state == "cancelled"


def test_a_job_cancelled_in_the_queue_never_begins() -> None:
    job = services.start_job(kind="t", by=None, title="t")
    services.cancel_job(by="x", job=job)
    services.run_job(job.pk, lambda live: live.advance(1))
    assert Job.objects.get().done == 0
    with pytest.raises(Conflict):
        services.cancel_job(by="x", job=job)
