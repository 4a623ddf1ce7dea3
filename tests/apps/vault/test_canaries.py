"""Seeded numbers turn up in no table, no log line, no error page, no file, no snapshot and no backup."""

from __future__ import annotations

import io
import logging
import uuid
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client

from bole.kernel.audit import services as audit
from bole.kernel.documents.services import Column, Sheet, render_xlsx
from bole.kernel.files import services as files
from bole.kernel.outbox import services as outbox
from bole.kernel.vault import masking, services
from bole.main import backup
from bole.runtime import postgres
from tests import canaries, cast

pytestmark = pytest.mark.django_db(transaction=True)
BINARIES = postgres.locate().binaries


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("bole.runtime.paths.var_dir", lambda: tmp_path / "var")
    return tmp_path


def _live_a_little(client: Client) -> None:
    """What a day does with the numbers: sealing, storing, searching, failing, exporting."""
    keys = services.new_keys([uuid.uuid4()] * 3)
    owners = ["a", "b", "c"]
    tokens = services.seal(list(canaries.ALL), keys=keys, field="t.field", owners=owners)
    services.blind_index([canaries.IDENTITY], kind="cn_id")
    assert services.unseal(tokens, field="t.field", owners=owners) == list(canaries.ALL)
    content = render_xlsx([Sheet("t", [Column("证件号")], [[canary] for canary in canaries.ALL])])
    files.store_file(
        by=cast.user_of("steward"), name="t.xlsx", content=io.BytesIO(content), purpose="t", keep_until=None
    )
    cast.as_role(client, "auditor")
    client.get(f"/audit/?actor={canaries.PHONE}&purpose={canaries.IDENTITY}")
    client.get(f"/audit/changes/?object_id={canaries.IDENTITY}")
    job = outbox.start_job(kind="t", by=None, title="t")
    with pytest.raises(ValueError, match="row"):
        outbox.run_job(job.pk, _fail)
    audit.seal()


def _fail(job: object) -> None:
    raise ValueError(f"row {canaries.IDENTITY}")


def test_no_table_holds_a_canary(client: Client, home: Path) -> None:
    _live_a_little(client)
    assert canaries.in_database() == []


def test_no_stored_file_and_no_backup_holds_a_canary(client: Client, home: Path) -> None:
    _live_a_little(client)
    assert canaries.in_folder(home) == []
    here = connection.settings_dict
    source = backup.Target(
        BINARIES, (f"--host={here['HOST']}", f"--username={here['USER']}", f"--dbname={here['NAME']}")
    )
    backup.make_backup(home / "saved", keys_to=home / "keys", source=source, say=lambda step: None)
    assert canaries.in_folder(home) == []
    assert not list((home / "saved").rglob("*.key"))


def test_log_lines_lose_canaries(home: Path) -> None:
    target = io.StringIO()
    handler = logging.StreamHandler(target)
    handler.addFilter(masking.MaskingFilter())
    log = logging.getLogger("canary")
    log.addHandler(handler)
    try:
        log.error("%s %s", canaries.IDENTITY, {"bank": canaries.BANK})
        log.error("tel %s", canaries.PHONE)
    finally:
        log.removeHandler(handler)
    assert canaries.in_text(target.getvalue()) == []


def test_the_search_itself_finds_what_is_there(home: Path) -> None:
    (home / "leak.txt").write_text(f"x{canaries.PHONE}x", encoding="utf-8")
    assert canaries.in_folder(home) == ["leak.txt"]
    audit.record_security(by="t", kind="t", leak=canaries.BANK)
    assert canaries.in_database() == ["audit_securityevent"]
