"""Sealing and opening of identifiers, phones and bank accounts; deletion by destroying keys; rotation of the master key.

Callers log each read themselves (`audit.services.record_read`). Nothing here prints, logs or raises a plaintext.
"""

from __future__ import annotations

import hmac
import json
import os
import struct
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext_noop as _

from bole.core.errors import Conflict
from bole.kernel.audit.services import record_security
from bole.kernel.vault import tokens
from bole.kernel.vault.models import DataKey
from bole.kernel.vault.normal import KINDS, normalise
from bole.kernel.vault.tokens import DESTROYED, INDEX, MASTER
from bole.runtime import keys as key_files

__all__ = ["KINDS", "normalise"]

_WRAPPED = tokens.NONCE_SIZE + tokens.KEY_SIZE + 16  # bytes: nonce, key, tag
_OWNED = struct.Struct(f">hiqi16si{_WRAPPED}sih")  # columns; length and value of id, subject, wrapped, master
_FREE = struct.Struct(f">hiqii{_WRAPPED}sih")
_COPY_HEAD, _COPY_END = b"PGCOPY\n\xff\r\n\0" + bytes(8), b"\xff\xff"
INDEX_SIZE = 16  # bytes: a collision among 10 million values has a chance of about 1 in 10^25
ROTATION_BATCH = 5_000


def new_keys(subjects: Sequence[UUID | None]) -> list[int]:
    """Makes one data key per entry, in the caller's transaction (COPY); returns their ids in the same order."""
    return _make_keys(subjects)[0] if subjects else []


def _make_keys(subjects: Sequence[UUID | None]) -> tuple[list[int], list[bytes]]:
    """Ids and data keys, written as one COPY in PostgreSQL's binary form (rows of one shape, packed in one go)."""
    version, master = key_files.current_key(MASTER)
    with connection.cursor() as cursor:
        cursor.execute(
            "select string_agg(nextval(pg_get_serial_sequence('vault_datakey', 'id'))::text, ' ')"
            " from generate_series(1, %s)",
            [len(subjects)],
        )
        ids = [int(number) for number in cursor.fetchone()[0].split()]
        pool = os.urandom(tokens.KEY_SIZE * len(ids))
        fresh = [pool[i : i + tokens.KEY_SIZE] for i in range(0, len(pool), tokens.KEY_SIZE)]
        wrapped = tokens.wrap_keys(master, fresh, ids)
        rows = [
            _OWNED.pack(4, 8, key_id, 16, subject.bytes, _WRAPPED, key, 2, version)
            if subject
            else _FREE.pack(4, 8, key_id, -1, _WRAPPED, key, 2, version)
            for key_id, subject, key in zip(ids, subjects, wrapped, strict=True)
        ]
        with cursor.copy("copy vault_datakey (id, subject, wrapped, master) from stdin (format binary)") as copy:
            copy.write(_COPY_HEAD + b"".join(rows) + _COPY_END)
    return ids, fresh


def seal(
    plaintexts: Sequence[str | None], *, keys: Sequence[int], field: str, owners: Sequence[str]
) -> list[bytes | None]:
    """Tokens for `plaintexts` (None and "" stay None). `field` ("sources.record.id_number") and owner (a stable key of the
    row, such as its uuid) must be given again to open. Raises Conflict when a key was destroyed."""
    wanted = [key for key, text in zip(keys, plaintexts, strict=True) if text]
    known = _load(wanted)
    if len(known) < len(set(wanted)):
        raise Conflict(_("密钥已销毁,不能再写入。"), code="vault.destroyed")
    nonces = os.urandom(tokens.NONCE_SIZE * len(keys))
    sealed: list[bytes | None] = []
    for place, (text, key_id, owner) in enumerate(zip(plaintexts, keys, owners, strict=True)):
        if not text:
            sealed.append(None)
            continue
        nonce = nonces[place * tokens.NONCE_SIZE : (place + 1) * tokens.NONCE_SIZE]
        sealed.append(tokens.seal_one(text.encode(), key_id, known[key_id], nonce, tokens.associated(field, owner)))
    return sealed


def seal_new(
    plaintexts: Sequence[str | None], *, field: str, owners: Sequence[str]
) -> tuple[list[int | None], list[bytes | None]]:
    """Each text under a fresh key of nobody yet: keys and tokens by place (None and "" have neither). What `new_keys` and `seal`
    do together, without reading the keys back."""
    places = [place for place, text in enumerate(plaintexts) if text]
    ids, fresh = _make_keys([None] * len(places)) if places else ([], [])
    nonces = os.urandom(tokens.NONCE_SIZE * len(ids))
    keys: list[int | None] = [None] * len(plaintexts)
    sealed: list[bytes | None] = [None] * len(plaintexts)
    for count, (place, key_id, key) in enumerate(zip(places, ids, fresh, strict=True)):
        nonce = nonces[count * tokens.NONCE_SIZE : (count + 1) * tokens.NONCE_SIZE]
        text = plaintexts[place] or ""
        keys[place] = key_id
        sealed[place] = tokens.seal_one(text.encode(), key_id, key, nonce, tokens.associated(field, owners[place]))
    return keys, sealed


def unseal(cells: Sequence[bytes | memoryview | None], *, field: str, owners: Sequence[str]) -> list[str | None]:
    """Plaintexts of tokens; None where there was none or where the key was destroyed. Raises `tokens.Tampered` for a token
    that was changed or belongs to another cell. The caller logs the read."""
    packed = [bytes(cell) if cell else None for cell in cells]
    known = _load([tokens.key_id_of(cell) for cell in packed if cell])
    opened: list[str | None] = []
    for cell, owner in zip(packed, owners, strict=True):
        key = known.get(tokens.key_id_of(cell)) if cell else None
        opened.append(tokens.open_one(cell, key, tokens.associated(field, owner)).decode() if cell and key else None)
    return opened


def blind_index(values: Sequence[str | None], *, kind: str, normal: bool = False) -> list[bytes | None]:
    """16-byte HMAC of the normalised value, with a key of its own: equal values meet, nothing can be read back. `normal`: the
    caller vouches that `normalise` would change nothing (checked numbers in bulk)."""
    key, label, digest = _index_key(), f"{kind}\0", hmac.digest
    texts = values if normal else [normalise(value, kind) if value else "" for value in values]
    return [digest(key, (label + text).encode(), "sha256")[:INDEX_SIZE] if text else None for text in texts]


def keyed_digest(text: str, *, purpose: str) -> bytes:
    """16-byte HMAC of any text under the index key: equal texts meet, nothing can be read back or guessed without the key."""
    return hmac.digest(_index_key(), f"{purpose}\0{text}".encode(), "sha256")[:INDEX_SIZE]


@transaction.atomic
def assign_keys(query: str, params: Sequence[Any] = ()) -> int:
    """Says whose keys these are, once linking has decided; `query` gives (key id, subject or null), each key once. Returns how many
    changed hands."""
    with connection.cursor() as cursor:
        cursor.execute(
            "update vault_datakey k set subject = a.subject"  # noqa: S608 - the caller's own query
            f" from ({query}) as a (id, subject) where k.id = a.id and k.subject is distinct from a.subject",
            params,
        )
        return cursor.rowcount


@transaction.atomic
def destroy_subject(subject: UUID, *, by: Any, reason: str) -> int:
    """Makes everything sealed for `subject` unreadable, here and in every backup; returns the number of keys destroyed.

    The list in the keys folder is written first: whatever happens to the database afterwards, a restore destroys them again.
    """
    ids = list(DataKey.objects.select_for_update().filter(subject=subject).order_by("id").values_list("id", flat=True))
    destroy_keys(ids, by=by, reason=reason, subject=subject)
    _erase(subject)
    return len(ids)


@transaction.atomic
def destroy_keys(ids: Sequence[int], *, by: Any, reason: str, subject: UUID | None = None) -> None:
    """Destroys single keys (a file past its term, a row that must not be kept)."""
    if not ids and subject is None:
        return
    line = {"at": timezone.now().isoformat(), "subject": str(subject or ""), "keys": list(ids), "reason": reason}
    key_files.append_line(DESTROYED, json.dumps(line, ensure_ascii=False))
    DataKey.objects.filter(pk__in=ids).delete()
    record_security(by=by, kind="vault.destroyed", subject=str(subject or ""), keys=len(ids), reason=reason)


@transaction.atomic
def reapply_destroyed(*, by: Any) -> int:
    """After a restore: deletes again every key on the list, and lifts the counter above them so that no id is used twice."""
    entries = [json.loads(line) for line in key_files.read_lines(DESTROYED)]
    ids = [key for entry in entries for key in entry["keys"]]
    if not entries:
        return 0
    with connection.cursor() as cursor:
        cursor.execute("delete from vault_datakey where id = any(%s)", [ids])
        deleted = cursor.rowcount
        sequence = "pg_get_serial_sequence('vault_datakey', 'id')"
        cursor.execute(f"select setval({sequence}, greatest(nextval({sequence}), %s))", [max(ids, default=1)])
    for subject in dict.fromkeys(entry["subject"] for entry in entries if entry["subject"]):
        _erase(UUID(subject))
    record_security(by=by, kind="vault.reapplied", keys=deleted)
    return deleted


Eraser = Callable[[UUID], None]
_erasers: dict[str, Eraser] = {}


def register_eraser(name: str, erase: Eraser) -> None:
    """Called in `apps.ready()`: `erase(subject)` removes what an app keeps about a subject in plain text (names, profiles, search
    texts). It runs with `destroy_subject` and again after a restore, and must do nothing for subjects it does not know."""
    _erasers[name] = erase


def _erase(subject: UUID) -> None:
    for erase in _erasers.values():
        erase(subject)


def rotate_master(*, by: Any) -> int:
    """Makes a new master key and rewraps every data key; returns how many. May be killed at any row: `finish_rotation`
    (or another rotation) goes on, and meanwhile each row opens with the version it names."""
    version = max(key_files.versions(MASTER), default=0) + 1
    key_files.make_key(MASTER, version)
    record_security(by=by, kind="vault.rotated", version=version)
    return finish_rotation()


def finish_rotation() -> int:
    """Rewraps what still lies under older master keys, in short transactions."""
    return sum(_rewrap_batches())


def _rewrap_batches() -> Iterator[int]:
    version, master = key_files.current_key(MASTER)
    last = 0
    while True:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "select id, wrapped, master from vault_datakey where id > %s and master < %s order by id limit %s for update",
                [last, version, ROTATION_BATCH],
            )
            rows = cursor.fetchall()
            if not rows:
                return
            ids = [row[0] for row in rows]
            last = ids[-1]
            plain = [tokens.unwrap_key(_cipher(row[2]), bytes(row[1]), row[0]) for row in rows]
            cursor.execute(
                "update vault_datakey k set wrapped = v.wrapped, master = %s"
                " from unnest(%s::bigint[], %s::bytea[]) as v(id, wrapped) where k.id = v.id",
                [version, ids, tokens.wrap_keys(master, plain, ids)],
            )
        yield len(rows)


def open_key(key_id: int) -> bytes | None:
    """The data key itself, for streaming encryption (files); None when it was destroyed."""
    return _load([key_id]).get(key_id)


def _load(ids: Sequence[int]) -> dict[int, bytes]:
    """Unwrapped data keys by id, without the destroyed ones."""
    if not ids:
        return {}
    with connection.cursor() as cursor:
        cursor.execute("select id, wrapped, master from vault_datakey where id = any(%s)", [list(set(ids))])
        rows = cursor.fetchall()
    ciphers = {master: _cipher(master) for master in {row[2] for row in rows}}
    return {key_id: tokens.unwrap_key(ciphers[master], bytes(wrapped), key_id) for key_id, wrapped, master in rows}


def _cipher(version: int) -> AESGCM:
    return _cached_cipher(str(key_files.paths.keys_dir()), version)


@lru_cache(maxsize=64)
def _cached_cipher(folder: str, version: int) -> AESGCM:
    return AESGCM(key_files.read_key(MASTER, version))


def _index_key() -> bytes:
    return _cached_index_key(str(key_files.paths.keys_dir()))


@lru_cache(maxsize=8)
def _cached_index_key(folder: str) -> bytes:
    return key_files.current_key(INDEX)[1]
