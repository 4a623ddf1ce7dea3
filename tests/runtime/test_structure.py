"""The finished tables that a new instance loads are those that the migrations make, rights and rows included."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from bole.main import structure
from bole.runtime import postgres

RENEW = "src/bole/main/structure.sql is not what the migrations make: run `make schema` and commit the file"
LOAD_AND_PRINT = """
import django
from bole.runtime import postgres
postgres.ensure_running()
django.setup()
from bole.main import instance, structure
assert structure.load(structure.owner_dsn())
assert not structure.load(structure.owner_dsn()), "a database with tables is left alone"
assert instance.is_migrated()
print(structure.written_out(), end="")
"""


def test_the_file_is_what_the_migrations_make() -> None:
    assert structure.is_current(), RENEW
    assert structure.from_migrations() == structure.FILE.read_text(encoding="utf-8"), RENEW


def test_an_empty_database_gets_the_same_tables_and_rights_from_the_file() -> None:
    assert structure.is_current(), RENEW
    with tempfile.TemporaryDirectory(prefix="bole-structure-") as folder:
        Path(folder).chmod(0o755)
        kept = {key: value for key, value in os.environ.items() if key not in ("BOLE_DB_ROLE", "DATABASE_URL")}
        environment = {**kept, "BOLE_VAR": f"{folder}/var", "DJANGO_SETTINGS_MODULE": "bole.main.settings"}
        command = [sys.executable, "-c", LOAD_AND_PRINT]
        loaded = subprocess.run(command, env=environment, check=True, capture_output=True, text=True).stdout
        postgres.discard(Path(folder) / "var")
    assert loaded == structure.FILE.read_text(encoding="utf-8")
