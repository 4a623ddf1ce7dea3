"""Workers are killed in the middle of their work: every effect happens, and happens once."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest
from django.db import connection

from bole.kernel.audit.models import SecurityEvent
from bole.kernel.outbox import registry, services
from bole.kernel.outbox.models import Receipt

pytestmark = pytest.mark.django_db(transaction=True)
EVENTS, PATIENCE_S = 60, 120


def _start() -> subprocess.Popen[bytes]:
    script = Path(__file__).with_name("worker.py")
    root = Path(__file__).resolve().parents[2]
    environment = {**os.environ, "PYTHONPATH": f"{root / 'src'}:{root}"}
    command = [sys.executable, str(script), connection.settings_dict["NAME"]]
    return subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def _effects() -> Counter[str]:
    return Counter(SecurityEvent.objects.filter(kind="t.effect").values_list("detail__key", flat=True))


def _until(enough: int) -> None:
    """Waits for `enough` effects; fails the test when they do not come."""
    deadline = time.monotonic() + PATIENCE_S
    while sum(_effects().values()) < enough:
        assert time.monotonic() < deadline, f"{sum(_effects().values())} of {enough} effects after {PATIENCE_S} s"
        time.sleep(0.2)


@pytest.mark.parametrize("kills", [1, pytest.param(6, marks=pytest.mark.prove)])
def test_no_effect_is_lost_or_doubled_when_workers_are_killed(kills: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "_handlers", {})
    services.handles("t.fault", "t.effect")(lambda message: None)  # here only so that publishing defers it
    for number in range(EVENTS):
        services.publish(topic="t.fault", key=str(number), payload={})
    worker = _start()
    try:
        for kill in range(kills):
            _until((kill + 1) * EVENTS // (kills + 2))
            worker.kill()
            worker.wait()
            worker = _start()
        _until(EVENTS)
    finally:
        worker.kill()
        worker.wait()
    assert set(_effects().values()) == {1}
    assert len(_effects()) == EVENTS
    assert not Receipt.objects.filter(done_at=None).exists()


def test_what_a_handler_announces_is_taken_up_after_its_commit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "_handlers", {})
    services.handles("t.first", "t.first")(lambda message: None)
    services.publish(topic="t.first", key="1", payload={})
    worker = _start()
    try:
        deadline = time.monotonic() + PATIENCE_S
        while not SecurityEvent.objects.filter(kind="t.next").exists():
            assert time.monotonic() < deadline
            time.sleep(0.2)
    finally:
        worker.kill()
        worker.wait()
