"""What the machine does now, written so that others can see it while a long transaction is still open."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection, connections, transaction
from django.utils import timezone

from bole.people.sources.models import LinkRun


@contextlib.contextmanager
def _outside() -> Iterator[Any]:
    """A second connection with autocommit. Inside a test's transaction the row is not visible to it: nothing happens then."""
    other = connections.create_connection(DEFAULT_DB_ALIAS)
    try:
        with other.cursor() as cursor:
            yield cursor
    finally:
        other.close()


class RunProgress:
    """Keeps a LinkRun row up to date from outside the run's own transaction."""

    def __init__(self, run: LinkRun) -> None:
        self.run, self.timings, self.mark = run, {}, time.monotonic()
        self.visible = not connection.in_atomic_block

    def stage(self, stage: LinkRun.Stage, **counts: int) -> None:
        self._clock()
        self.run.stage = stage
        self._write(stage=str(stage), **counts)

    def count(self, **counts: int) -> None:
        self._write(**counts)

    def _clock(self) -> None:
        now = time.monotonic()
        name = str(self.run.stage)
        self.timings[name] = round(self.timings.get(name, 0.0) + now - self.mark, 3)
        self.mark = now

    def _write(self, **values: Any) -> None:
        for name, value in values.items():
            setattr(self.run, name, value)
        if self.visible:
            assignments = ", ".join(f"{name} = %s" for name in values)
            with _outside() as cursor:
                cursor.execute(
                    f"update sources_linkrun set {assignments} where id = %s",  # noqa: S608 - our own column names
                    [*values.values(), self.run.pk],
                )

    def finish(self, stage: LinkRun.Stage, error: str = "") -> None:
        self._clock()
        self.run.stage, self.run.error, self.run.timings = stage, error, self.timings
        self.run.finished_at = timezone.now()
        with transaction.atomic():
            self.run.save()
