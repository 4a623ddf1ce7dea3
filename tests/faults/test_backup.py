"""The rehearsal: back up, delete a person, lose the machine, restore. The deleted person stays deleted."""

from __future__ import annotations

import datetime as dt
import io
import json
import os
import shutil
import subprocess
import sys
import tempfile
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection

from bole.core.errors import Conflict, InvalidInput
from bole.kernel.audit import services as audit
from bole.kernel.files import services as files
from bole.kernel.vault import services as vault
from bole.main import backup
from bole.runtime import paths, postgres
from tests import cast

pytestmark = pytest.mark.django_db(transaction=True)
KEPT, GONE = uuid.uuid4(), uuid.uuid4()
BINARIES = postgres.locate().binaries
QUIET = {"say": lambda step: None}

PROBE = """
import json, sys
from bole.runtime import postgres
postgres.ensure_running()
import django
django.setup()
from bole.kernel.audit import services as audit
from bole.kernel.files.models import StoredFile
from bole.kernel.files.services import open_file
from bole.kernel.vault import services as vault
cells, files = json.loads(sys.argv[1])
opened = vault.unseal([bytes.fromhex(cell) for cell in cells], field="t.id", owners=["0", "1"])
kept = open_file(StoredFile.objects.get(pk=files[0]), by="t", purpose="t").read().decode()
gone = StoredFile.objects.get(pk=files[1]).destroyed_at is not None
print(json.dumps([opened, kept, gone, audit.verify(by="t").problems, vault.new_keys([None])[0]]))
"""


@pytest.fixture
def places() -> Iterator[Path]:
    """A folder that the database's own user may enter, as an operator would choose."""
    folder = Path(tempfile.mkdtemp(prefix="bole-backup-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def instance(places: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(paths, "var_dir", lambda: places / "var")
    monkeypatch.setattr(paths, "keys_dir", lambda: places / "keys")
    return places


def source_of() -> backup.Target:
    """The test database, wherever the instance under test believes to live."""
    here = connection.settings_dict
    return backup.Target(BINARIES, (f"--host={here['HOST']}", f"--username={here['USER']}", f"--dbname={here['NAME']}"))


def _save(places: Path, name: str = "saved", keys_to: Path | None = None) -> Path:
    backup.make_backup(places / name, keys_to=keys_to, source=source_of(), **QUIET)  # type: ignore[arg-type]
    return places / name


def _environment(places: Path) -> dict[str, str]:
    plain = {key: value for key, value in os.environ.items() if not key.startswith("BOLE_")}
    return {**plain, "BOLE_VAR": str(places / "new"), "DJANGO_SETTINGS_MODULE": "bole.main.settings"}


def _python(places: Path, *arguments: str) -> str:
    result = subprocess.run(
        [sys.executable, *arguments], env=_environment(places), capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stderr[-2000:]
    return result.stdout


def test_a_deleted_person_stays_deleted_after_a_restore(instance: Path) -> None:
    keys = vault.new_keys([KEPT, GONE])
    cells = vault.seal(["330523199001011234", "330523199102022345"], keys=keys, field="t.id", owners=["0", "1"])
    steward, today = cast.user_of("steward"), dt.date(2026, 1, 1)
    stored = [
        files.store_file(
            by=steward, name=f"{n}.csv", content=io.BytesIO(f"file {n}".encode()), purpose="t", keep_until=today
        )
        for n in range(2)
    ]
    audit.seal()
    saved = _save(instance)
    vault.destroy_subject(GONE, by="test", reason="本人申请删除")
    files.destroy_file(stored[1], by="test", reason="期满")
    audit.seal()  # after the backup: these seals are lost with the machine
    (instance / "key-medium").mkdir()
    backup.copy_keys(instance / "keys", instance / "key-medium")

    code = "import sys; from bole.main.cli import main; sys.exit(main(sys.argv[1:]))"
    answer = _python(instance, "-c", code, "restore", str(saved), "--keys", str(instance / "key-medium"), "--json")
    told = json.loads(answer)
    assert (told["destroyed_keys"], told["closed_files"]) == (2, 1)
    assert told["lost_seals"] > 0

    facts = [[bytes(cell).hex() for cell in cells if cell], [str(row.id) for row in stored]]
    opened, kept, gone, problems, next_key = json.loads(_python(instance, "-c", PROBE, json.dumps(facts)))
    assert opened == ["330523199001011234", None]
    assert kept == "file 0"
    assert gone
    assert problems == []
    assert next_key > max(keys)


def test_a_damaged_or_partial_backup_is_refused(instance: Path) -> None:
    saved = _save(instance)
    assert backup.check_backup(saved)["files"]
    victim = next(path for path in (saved / "database").iterdir() if path.suffix == ".gz")
    victim.write_bytes(victim.read_bytes()[:-1] + b"x")
    with pytest.raises(InvalidInput) as caught:
        backup.check_backup(saved)
    assert victim.name in str(caught.value)
    (saved / "manifest.json").unlink()
    with pytest.raises(InvalidInput):
        backup.check_backup(saved)


def test_keys_never_lie_inside_a_backup_and_nothing_is_overwritten(instance: Path) -> None:
    vault.new_keys([None])
    with pytest.raises(InvalidInput):
        _save(instance, keys_to=instance / "saved" / "keys")
    saved = _save(instance, "other", keys_to=instance / "key-medium")
    assert not list(saved.rglob("*.key"))
    assert list((instance / "key-medium").glob("master-*.key"))
    with pytest.raises(Conflict):
        _save(instance, "other")


def test_a_backup_is_not_brought_in_with_other_keys(instance: Path) -> None:
    vault.new_keys([None])
    saved = _save(instance)
    (instance / "key-medium").mkdir()
    with pytest.raises(InvalidInput) as caught:
        backup.restore_backup(saved, keys_from=instance / "key-medium", **QUIET)
    assert "master-1.key" in str(caught.value)
    (instance / "key-medium" / "master-1.key").write_bytes(b"k" * 32)
    with pytest.raises(InvalidInput):
        backup.restore_backup(saved, keys_from=instance / "key-medium", **QUIET)


def test_a_restore_keeps_destructions_that_only_this_machine_knows(places: Path) -> None:
    """The list on the medium may be older than the one on the machine: both count."""
    for name, lines in (("medium", "one\ntwo\n"), ("machine", "one\nthree\n")):
        (places / name).mkdir()
        (places / name / "destroyed.log").write_text(lines, encoding="utf-8")
    backup.copy_keys(places / "medium", places / "machine")
    assert (places / "machine" / "destroyed.log").read_text(encoding="utf-8").split() == ["one", "two", "three"]
