"""The database stops as in a power cut, a disk is full: nothing is lost, nothing doubled, and people are told what to do."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
OWN_MOUNTS = ["unshare", "-m"] if os.geteuid() == 0 else ["unshare", "-U", "--map-current-user", "--keep-caps", "-m"]
UNTROUBLED = {
    "people": [["李芳", 2], ["王小明", 2]],
    "records": 4,
    "versions": 4,
    "members": 4,
    "batches": [["社保.csv", "published", 3, 2, 1, 0], ["职称.csv", "published", 2, 2, 0, 0]],
}


def rarely(stage: str) -> Any:
    """A stage of the long proofs: each takes an instance of its own."""
    return pytest.param(stage, marks=pytest.mark.prove)


@pytest.fixture
def place() -> Iterator[Path]:
    """A folder that the database's own user may enter."""
    with tempfile.TemporaryDirectory(prefix="bole-trouble-") as name:
        Path(name).chmod(0o755)
        yield Path(name)


def play(place: Path, *scene: str, mounts: bool = False) -> dict[str, Any]:
    plain = {k: v for k, v in os.environ.items() if not k.startswith(("BOLE_", "DJANGO_", "PYTEST_", "DATABASE_"))}
    own = {"BOLE_VAR": str(place / "var"), "PYTHONPATH": str(ROOT), "DJANGO_SETTINGS_MODULE": "bole.main.settings"}
    command = [*(OWN_MOUNTS if mounts else ()), sys.executable, "-m", "tests.faults.troubled", *scene]
    result = subprocess.run(command, env={**plain, **own}, capture_output=True, text=True, check=False, cwd=ROOT)
    assert result.returncode == 0, result.stderr[-3000:]
    return dict(json.loads(result.stdout.splitlines()[-1]))


@pytest.mark.parametrize("stage", ["storing", rarely("reading"), rarely("issues")])
def test_the_database_stops_while_a_file_is_taken_in(place: Path, stage: str) -> None:
    found = play(place, "database_stops", stage)
    assert found["told"]["code"] == "database.down"
    assert found["told"]["said"] == "数据库暂时不可用,这批数据没有写入。"
    assert found["told"]["advice"] == "数据库恢复后会自动重试。"
    assert found["picture"] == UNTROUBLED


@pytest.mark.parametrize("stage", [rarely("publishing"), rarely("scoring"), rarely("members"), rarely("snapshot")])
def test_the_database_stops_while_rows_are_linked(place: Path, stage: str) -> None:
    found = play(place, "database_stops", stage)
    assert found["told"]["kind"] == "OperationalError", "the job is tried again by the queue"
    assert found["picture"] == UNTROUBLED


@pytest.mark.prove
def test_no_room_for_the_file_itself(place: Path) -> None:
    found = play(place, "files_disk_full", mounts=True)
    assert found["told"]["code"] == "database.disk_full"
    assert "磁盘已满" in found["told"]["said"]
    assert found["left"] == [0, 0]
    assert found["accepted"] == 3_000


def test_no_room_for_the_records(place: Path) -> None:
    found = play(place, "database_disk_full", mounts=True)
    assert found["told"]["code"] == "database.disk_full"
    status, error, remedy, records = found["left"]
    assert (status, records) == ("failed", 0)
    assert error == "磁盘已满,这批数据没有写入。"
    assert "清理磁盘" in remedy
    assert found["rows"] == ["stored", 3_000]
    assert found["records"] > 1_900
