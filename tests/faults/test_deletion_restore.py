"""An older backup is brought back after somebody was deleted: the person is empty there too, and stays out."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection

from bole.main import backup
from bole.people.registry import services as registry
from bole.people.registry.models import Person
from bole.people.sources import services
from bole.runtime import paths, postgres
from tests import canaries, cast
from tests.factories.sources import S01, S04, S05, csv_file, employed, id_number, insured, load, titled, uscc

pytestmark = pytest.mark.django_db(transaction=True)
ROOT = Path(__file__).resolve().parents[2]
BINARIES = postgres.locate().binaries
NAME, CERTIFICATE = "阚杜鹃", "ZC-CANARY-1"
TEXTS = (NAME, "kan du juan", CERTIFICATE, canaries.IDENTITY, canaries.PHONE, "330***********2516", "1972-03-04")
LI = id_number("19851112", sequence=349)
RESTORE = "import sys; from bole.main.cli import main; sys.exit(main(sys.argv[1:]))"
LOOK = """
import json, sys
from pathlib import Path
from bole.runtime import paths, postgres
postgres.ensure_running()
import django
django.setup()
from tests import canaries
from bole.people.registry.models import Person
from bole.people.sources import services
from bole.people.sources.models import Batch, Record
texts, later = json.loads(sys.argv[1])
found = {
    "database": canaries.in_database(texts),
    "files": canaries.in_stored_files(texts),
    "records": canaries.in_sealed_records(texts),
    "folder": canaries.in_folder(paths.var_dir() / "files", texts) + canaries.in_folder(paths.var_dir() / "snapshots", texts),
}
counts = []
for path in later:
    with open(path, "rb") as content:
        batch = services.receive_file(by=None, name=Path(path).name, content=content, start=False)
    services.process_batch(batch)
    counts.append([batch.rows_accepted + batch.rows_unchanged, batch.rows_erased])
services.link_pending()
found["people"] = sorted(Person.objects.exclude(record_count=0).values_list("name", flat=True))
found["snapshots"] = [str(p) for p in (paths.var_dir() / "snapshots").rglob("persons.parquet")
                      if canaries.in_content(p.read_bytes(), [sys.argv[2]])]
print(json.dumps([found, counts]))
"""


@pytest.fixture
def places(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder that the database's own user may enter."""
    folder = Path(tempfile.mkdtemp(prefix="bole-deleted-"))
    folder.chmod(0o755)
    monkeypatch.setattr(paths, "var_dir", lambda: folder / "var")
    monkeypatch.setattr(paths, "keys_dir", lambda: folder / "keys")
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


def python(places: Path, *arguments: str) -> str:
    plain = {key: value for key, value in os.environ.items() if not key.startswith("BOLE_")}
    own = {"BOLE_VAR": str(places / "new"), "DJANGO_SETTINGS_MODULE": "bole.main.settings", "PYTHONPATH": str(ROOT)}
    command = [sys.executable, *arguments]
    result = subprocess.run(command, env={**plain, **own}, capture_output=True, text=True, check=False, cwd=ROOT)
    assert result.returncode == 0, result.stderr[-2000:]
    return result.stdout


def test_a_backup_from_before_brings_nobody_back(places: Path) -> None:
    load(S01, [insured(NAME, canaries.IDENTITY, phone=canaries.PHONE), insured("李芳", LI)], name=f"社保{NAME}.csv")
    load(S04, [titled(NAME, canaries.IDENTITY, CERTIFICATE), titled("李芳", LI, "ZC2")])
    here = connection.settings_dict
    options = (f"--host={here['HOST']}", f"--username={here['USER']}", f"--dbname={here['NAME']}")
    backup.make_backup(places / "saved", keys_to=None, source=backup.Target(BINARIES, options), say=lambda step: None)
    assert canaries.in_folder(places / "saved" / "database", TEXTS), "the backup holds the person"

    load(S05, [employed(NAME, canaries.IDENTITY, uscc()), employed("李芳", LI, uscc())])  # after the backup
    person = Person.objects.get(name=NAME)
    registry.delete_person(by=cast.user_of("office"), person=person, reason="本人申请删除")
    services.clean_files()
    (places / "medium").mkdir()
    backup.copy_keys(places / "keys", places / "medium")

    python(places, "-c", RESTORE, "restore", str(places / "saved"), "--keys", str(places / "medium"), "--json")
    later = {
        "社保.csv": (S01, [insured(NAME, canaries.IDENTITY, months=36), insured("李芳", LI)]),
        "花名册.csv": (S05, [employed(NAME, canaries.IDENTITY, uscc(), post="主任"), employed("李芳", LI, uscc())]),
        "职称.csv": (S04, [titled(NAME, "", CERTIFICATE), titled("李芳", LI, "ZC2")]),
    }
    for name, (headers, rows) in later.items():
        (places / name).write_bytes(csv_file(headers, rows).read())
    facts = json.dumps([TEXTS, [str(places / name) for name in later]])
    found, counts = json.loads(python(places, "-c", LOOK, facts, str(person.pk)))
    assert found == {
        "database": [], "files": [], "records": [], "folder": [], "people": ["李芳"], "snapshots": []
    }  # fmt: skip
    assert counts == [[1, 1]] * 3
