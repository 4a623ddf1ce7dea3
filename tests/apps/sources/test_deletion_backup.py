"""No backup made after a deletion holds the person."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db import connection

from bole.kernel.files.models import StoredFile
from bole.main import backup
from bole.runtime import postgres
from tests import canaries
from tests.factories.deletion import TEXTS, arrive, delete, live, lives_in

pytestmark = pytest.mark.django_db(transaction=True)
BINARIES = postgres.locate().binaries


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    lives_in(tmp_path, monkeypatch)
    return tmp_path


def test_no_backup_made_afterwards_holds_the_person(home: Path) -> None:
    person = arrive()
    live(person)
    delete(person)
    here = connection.settings_dict
    options = (f"--host={here['HOST']}", f"--username={here['USER']}", f"--dbname={here['NAME']}")
    source = backup.Target(BINARIES, options)
    backup.make_backup(home / "saved", keys_to=home / "medium", source=source, say=lambda step: None)
    assert canaries.in_folder(home, TEXTS) == []
    assert StoredFile.objects.filter(destroyed_at=None).exists()
