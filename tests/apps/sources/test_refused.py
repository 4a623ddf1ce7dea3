"""What the watched folder could not take stands beside it with a note, and not for ever."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from bole.people.sources import services
from bole.people.sources.services.intake import watching

pytestmark = pytest.mark.django_db


def test_a_refused_file_leaves_after_its_term(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bole.runtime.paths.var_dir", lambda: tmp_path)
    path = services.inbox() / "空.csv"
    path.write_bytes(b"")
    os.utime(path, (time.time() - 60, time.time() - 60))
    assert services.take_in(start=False) == []
    refused = services.inbox() / "refused"
    assert "空文件" in (refused / "空.csv.txt").read_text(encoding="utf-8")
    services.take_in(start=False)
    assert (refused / "空.csv").exists()
    later = time.time() + watching.KEEP_REFUSED_S + 60
    monkeypatch.setattr(watching.time, "time", lambda: later)
    services.take_in(start=False)
    assert list(refused.iterdir()) == []
