"""One link run for many files: while files keep arriving it waits, never for long, and never for a few rows."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from bole.people.sources import services
from bole.people.sources.models import Batch, Status

pytestmark = pytest.mark.django_db


def stored(rows: int, *, arrived: float, since: float, status: str = Status.STORED) -> None:
    """A stored batch whose file came `arrived` seconds ago and whose rows wait since `since` seconds."""
    now = timezone.now()
    batch = Batch.objects.create(
        file_name="f.csv",
        as_of=now.date(),
        sha256=f"{rows:064d}",
        size=1,
        status=status,
        rows_in=rows,
        rows_accepted=rows,
    )
    Batch.objects.filter(pk=batch.pk).update(
        received_at=now - dt.timedelta(seconds=arrived), stored_at=now - dt.timedelta(seconds=since)
    )


def test_nothing_and_a_few_rows_never_wait() -> None:
    assert services.seconds_to_wait() == 0
    stored(500, arrived=0, since=0)
    assert services.seconds_to_wait() == 0


def test_a_big_file_waits_a_moment_for_the_next() -> None:
    stored(80_000, arrived=0.5, since=1)
    assert services.seconds_to_wait() > 0
    Batch.objects.update(received_at=timezone.now() - dt.timedelta(seconds=5))
    assert services.seconds_to_wait() == 0


def test_it_waits_while_another_file_is_read() -> None:
    stored(80_000, arrived=20, since=10)
    assert services.seconds_to_wait() == 0
    stored(1, arrived=20, since=10, status=Status.READING)
    assert services.seconds_to_wait() == 1


def test_files_without_end_do_not_put_it_off_for_ever() -> None:
    stored(80_000, arrived=0, since=31)
    stored(1, arrived=0, since=0, status=Status.READING)
    assert services.seconds_to_wait() == 0
