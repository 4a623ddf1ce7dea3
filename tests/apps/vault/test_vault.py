"""Sealing, opening, blind indexes, destroying and rotating: what a thief, a clerk and an operator would notice."""

from __future__ import annotations

import json
import logging
import uuid
from pathlib import Path

import pytest
from django.db import connection

from bole.core.errors import Conflict
from bole.kernel.audit.models import SecurityEvent
from bole.kernel.vault import masking, queries, services, tokens
from bole.kernel.vault.models import DataKey
from bole.runtime import keys as key_files

pytestmark = pytest.mark.django_db
FIELD = "sources.record.id_number"
ID = "330523199001011234"


@pytest.fixture(autouse=True)
def _own_keys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Other processes of the same run destroy keys too: their list is not ours."""
    monkeypatch.setattr("bole.runtime.paths.keys_dir", lambda: tmp_path / "keys")


def _sealed(
    texts: list[str | None], subject: uuid.UUID | None = None
) -> tuple[list[int], list[bytes | None], list[str]]:
    owners = [f"row-{n}" for n in range(len(texts))]
    keys = services.new_keys([subject] * len(texts))
    return keys, services.seal(texts, keys=keys, field=FIELD, owners=owners), owners


def test_what_is_sealed_comes_back_and_gaps_stay_gaps() -> None:
    _, sealed, owners = _sealed([ID, None, "", "E12345678"])
    assert sealed[1] is None
    assert sealed[2] is None
    assert services.unseal(sealed, field=FIELD, owners=owners) == [ID, None, None, "E12345678"]
    assert ID.encode() not in b"".join(cell for cell in sealed if cell)


def test_a_cell_copied_to_another_row_or_field_does_not_open() -> None:
    _, sealed, owners = _sealed([ID])
    with pytest.raises(tokens.Tampered) as caught:
        services.unseal(sealed, field=FIELD, owners=["row-9"])
    assert ID not in str(caught.value)
    with pytest.raises(tokens.Tampered):
        services.unseal(sealed, field="other.field", owners=owners)
    assert sealed[0] is not None
    with pytest.raises(tokens.Tampered):
        services.unseal([sealed[0][:-1] + b"x"], field=FIELD, owners=owners)


def test_a_wrapped_key_moved_to_another_row_does_not_unwrap() -> None:
    keys, sealed, owners = _sealed([ID, "E12345678"])
    stolen = DataKey.objects.get(pk=keys[0]).wrapped
    DataKey.objects.filter(pk=keys[1]).update(wrapped=stolen)
    with pytest.raises(tokens.Tampered):
        services.unseal(sealed[1:], field=FIELD, owners=owners[1:])


@pytest.mark.parametrize(
    ("kind", "one", "other"),
    [
        ("cn_id", "11010519491231002x", " 11010519491231002X"),
        ("cn_id", "330523900101123", services.normalise("330523900101123", "cn_id")),
        ("phone", "+86 138-0013-8000", "13800138000"),
        ("bank", "6222 0200 0000 0000 000", "6222020000000000000"),
        ("passport", "e1234 5678", "E12345678"),
        ("work_permit", "zj-2024-001", "ZJ2024001"),
    ],
)
def test_spellings_of_one_identifier_meet_in_the_index(kind: str, one: str, other: str) -> None:
    first, second = services.blind_index([one, other], kind=kind)
    assert first == second
    assert first is not None
    assert len(first) == 16


def test_the_index_keeps_kinds_apart_and_tells_nothing() -> None:
    phone, bank, nothing = (
        *services.blind_index(["13800138000"], kind="phone"),
        *services.blind_index(["13800138000", ""], kind="bank"),
    )
    assert nothing is None
    assert phone != bank


def test_a_destroyed_subject_is_unreadable_and_the_destruction_is_on_record() -> None:
    person, other = uuid.uuid4(), uuid.uuid4()
    keys, sealed, owners = _sealed([ID, "13800138000"], person)
    _, kept, kept_owners = _sealed(["E12345678"], other)
    assert services.destroy_subject(person, by="test", reason="本人申请删除") == 2
    assert services.unseal(sealed, field=FIELD, owners=owners) == [None, None]
    assert services.unseal(kept, field=FIELD, owners=kept_owners) == ["E12345678"]
    listed = json.loads(key_files.read_lines(services.DESTROYED)[-1])
    assert listed["keys"] == keys
    assert SecurityEvent.objects.filter(kind="vault.destroyed").exists()
    with pytest.raises(Conflict):
        services.seal(["new"], keys=keys[:1], field=FIELD, owners=owners[:1])


def test_keys_follow_the_person_that_linking_decides_on() -> None:
    keys, sealed, owners = _sealed([ID, "13800138000"])
    one, two = uuid.uuid4(), uuid.uuid4()
    owners_now = "select unnest(%s::bigint[]), unnest(%s::uuid[])"
    assert services.assign_keys(owners_now, [keys, [one, two]]) == 2
    assert services.assign_keys(owners_now, [keys, [one, two]]) == 0
    services.destroy_subject(two, by="test", reason="x")
    assert services.unseal(sealed, field=FIELD, owners=owners) == [ID, None]


def test_after_a_restore_destroyed_keys_are_destroyed_again_and_their_numbers_not_reused() -> None:
    person = uuid.uuid4()
    keys, sealed, owners = _sealed([ID], person)
    row = DataKey.objects.get(pk=keys[0])
    services.destroy_subject(person, by="test", reason="x")
    row.save(force_insert=True)  # yesterday's backup comes back
    with connection.cursor() as cursor:
        cursor.execute("select setval(pg_get_serial_sequence('vault_datakey', 'id'), %s, false)", [max(keys[0] - 5, 1)])
    assert services.reapply_destroyed(by="restore") == 1
    assert services.unseal(sealed, field=FIELD, owners=owners) == [None]
    assert services.new_keys([None])[0] > keys[0]


def test_rotation_may_stop_at_any_row_and_go_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services, "ROTATION_BATCH", 2)
    _, sealed, owners = _sealed([f"value {n}" for n in range(7)])
    before = key_files.versions(services.MASTER)[-1]
    key_files.make_key(services.MASTER, before + 1)
    batches = services._rewrap_batches()
    next(batches)  # killed here
    assert queries.status().waiting > 0
    assert services.unseal(sealed, field=FIELD, owners=owners) == [f"value {n}" for n in range(7)]
    services.rotate_master(by="test")
    assert queries.status().waiting == 0
    assert services.unseal(sealed, field=FIELD, owners=owners) == [f"value {n}" for n in range(7)]


def test_key_files_are_for_their_owner_only() -> None:
    services.new_keys([None])
    for path in key_files.paths.keys_dir().glob("*.key"):
        assert path.stat().st_mode & 0o077 == 0
    assert key_files.paths.keys_dir().stat().st_mode & 0o077 == 0


def test_log_lines_lose_what_looks_like_an_identifier(caplog: pytest.LogCaptureFixture) -> None:
    record = logging.LogRecord("x", logging.ERROR, "f", 1, "id %s tel %s", (ID, "13800138000"), None)
    masking.MaskingFilter().filter(record)
    assert record.getMessage() == "id 330***********1234 tel 138****8000"
    try:
        raise ValueError(ID)
    except ValueError as error:
        failed = logging.LogRecord("x", logging.ERROR, "f", 1, "failed", (), (type(error), error, error.__traceback__))
    masking.MaskingFilter().filter(failed)
    assert ID not in logging.Formatter().format(failed)


@pytest.mark.prove
def test_two_hundred_thousand_values_are_sealed_at_once() -> None:
    count = 200_000
    texts, owners = [f"33052319900101{n:04d}" for n in range(count)], [str(n) for n in range(count)]
    keys = services.new_keys([None] * count)
    sealed = services.seal(texts, keys=keys, field=FIELD, owners=owners)
    assert services.unseal(sealed[-1:], field=FIELD, owners=owners[-1:]) == texts[-1:]
