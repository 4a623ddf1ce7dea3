"""A worker decides table after table: the memory of one serves the next, and an administrator's word counts more."""

from __future__ import annotations

import os
import socket

import pytest

from bole.main import processes
from bole.runtime import memory


@pytest.mark.parametrize(("set_before", "expected"), [(None, memory.KEPT), ("dirty_decay_ms:0", "dirty_decay_ms:0")])
def test_a_worker_keeps_memory_for_the_next_job(
    set_before: str | None, expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(memory.POLARS, set_before or "")  # whatever happens here is taken back
    if set_before is None:
        del os.environ[memory.POLARS]
    seen: list[str | None] = []
    monkeypatch.setattr(processes, "run_worker", lambda **_: seen.append(os.environ.get(memory.POLARS)))
    processes.work(socket.socket(), ("any",), 1)
    assert seen == [expected]
