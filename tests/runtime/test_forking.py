"""All processes of an instance are copies of one that has loaded the application: it must have one thread and no database connection."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from bole.runtime.forking import Fork

LOAD = """
import os, sys
from bole.main import processes
from bole.runtime import lazy
processes.load_application()
from django.db import connection
print(len(os.listdir("/proc/self/task")), connection.connection, isinstance(sys.modules["polars"], lazy._Later))
import polars as pl
print(pl.DataFrame({"a": [1, 2]}).height, isinstance(sys.modules["polars"], lazy._Later))
"""


def test_loading_the_application_starts_no_thread_and_opens_no_connection() -> None:
    """When this fails: somewhere a module uses Polars (`pl.…`) while it is imported; use it inside a function instead."""
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "bole.main.settings"}
    command = [sys.executable, "-c", LOAD]
    answer = subprocess.run(command, env=environment, capture_output=True, text=True)
    assert answer.stdout.splitlines() == ["1 None True", "2 False"], answer.stderr


def test_a_child_ends_with_the_code_of_its_work_and_is_known_by_name() -> None:
    child = Fork("t-code", lambda: 7)
    assert child.wait(20) == 7
    sleeper = Fork("t-sleeper", lambda: time.sleep(60))
    assert sleeper.poll() is None
    with pytest.raises(subprocess.TimeoutExpired):
        sleeper.wait(0.3)
    assert Path(f"/proc/{sleeper.pid}/comm").read_text().strip() == "bole-t-sleeper"
    sleeper.terminate()
    assert sleeper.wait(20) == -signal.SIGTERM


def test_a_child_does_not_keep_the_handlers_of_its_parent() -> None:
    """A supervisor only notes that it shall stop; its copy has to stop."""
    before = signal.signal(signal.SIGTERM, lambda number, frame: None)
    try:
        child = Fork("t-handler", lambda: time.sleep(60))
        child.terminate()
        assert child.wait(20) == -signal.SIGTERM
    finally:
        signal.signal(signal.SIGTERM, before)
