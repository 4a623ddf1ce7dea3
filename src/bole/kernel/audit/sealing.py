"""Seals: each minute the new rows of every stream are hashed, reduced to a Merkle root, chained to the seal before and signed.

A stream is a table that only grows: the event tables of tracked models, the read log, the security events, the verifications.
The chain value of each seal is also appended to `seals.log` in the keys folder, so that cutting off the end of the trail
together with its seals shows. No chaining inside triggers: that would serialise all writers (secops notes, 3).
"""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import LiteralString

from django.db import connection, transaction
from psycopg import sql

from bole.kernel.audit.models import ReadLog, Seal, SecurityEvent, Verification
from bole.kernel.audit.tracking import event_models
from bole.runtime import keys

KEY, ANCHORS, RESTORED = "seal", "seals.log", "restored"
ROWS_PER_SEAL = 100_000
WRITERS_WAIT_S = 3.0  # a longer writer is sealed a minute later; the worker has other work
_LOCK = 8_514_001  # advisory lock: one sealer at a time
_GENESIS = b"\0" * 32


@dataclass(frozen=True)
class Problem:
    """What a verification found: `kind` is one of rows_changed, chain_broken, signature_wrong, seals_missing."""

    kind: str
    stream: str
    number: int
    detail: str


def streams() -> dict[str, str]:
    """Table name -> name of its growing id column."""
    own = {model._meta.db_table: "id" for model in (ReadLog, SecurityEvent, Verification)}
    return {**dict.fromkeys(event_models(), "pgh_id"), **own}


def seal_all() -> int:
    """Seals what is new in every stream; returns how many seals were made. Another sealer at work: nothing is done."""
    made = 0
    for table, column in streams().items():
        while (rows := _seal_stream(table, column)) > 0:
            made += 1
            if rows < ROWS_PER_SEAL:
                break
    return made


def _seal_stream(table: str, column: str) -> int:
    """Seals up to ROWS_PER_SEAL new rows of one stream in one transaction; returns their number."""
    after = _last_sealed(table)
    upto = _settled_id(table, column, after)
    if upto is None:
        return 0
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("select pg_try_advisory_xact_lock(%s)", [_LOCK])
        if not cursor.fetchone()[0] or _last_sealed(table) != after:
            return 0
        names = _columns(table)
        digests, last = _digests(table, column, names, after, upto, limit=ROWS_PER_SEAL)
        if not digests:
            return 0
        seal = _next_seal(table, names, after, last, digests)
        seal.save(force_insert=True)
        anchor = f"{seal.number} {bytes(seal.chain).hex()}"
        transaction.on_commit(lambda: keys.append_line(ANCHORS, anchor))
        return seal.rows


def _last_sealed(table: str) -> int:
    return Seal.objects.filter(stream=table).order_by("-number").values_list("upto_id", flat=True).first() or 0


def _settled_id(table: str, column: str, after: int) -> int | None:
    """The highest id below which no row can appear any more: waits for the writers that hold ids now, as an index build does."""
    with connection.cursor() as cursor:
        cursor.execute(
            _text("select max({}) from {} where {} > %s", *map(sql.Identifier, (column, table, column))),
            [after],
        )
        newest = cursor.fetchone()[0]
        if newest is None:
            return None
        writers, deadline = _writers(table), time.monotonic() + WRITERS_WAIT_S
        while writers and time.monotonic() < deadline:
            time.sleep(0.2)
            writers &= _writers(table)
    return None if writers else newest


def _writers(table: str) -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "select virtualtransaction from pg_locks where locktype = 'relation' and relation = %s::regclass"
            " and database = (select oid from pg_database where datname = current_database())"
            " and mode = 'RowExclusiveLock' and pid <> pg_backend_pid()",
            [f'"{table}"'],
        )
        return {row[0] for row in cursor.fetchall()}


def _columns(table: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "select attname from pg_attribute where attrelid = %s::regclass and attnum > 0 and not attisdropped order by attnum",
            [f'"{table}"'],
        )
        return [row[0] for row in cursor.fetchall()]


def _digests(
    table: str, column: str, names: Sequence[str], after: int, upto: int, *, limit: int | None = None
) -> tuple[bytes, int]:
    """SHA-256 of each row's canonical text (id order), joined, and the last id. The text does not depend on the session."""
    row = sql.SQL("sha256(convert_to(row({})::text, 'UTF8'))").format(sql.SQL(",").join(map(sql.Identifier, names)))
    key, source = sql.Identifier(column), sql.Identifier(table)
    query = _text(
        "select string_agg(digest, ''::bytea order by id), max(id) from"
        " (select {} as id, {} as digest from {} where {} > %s and {} <= %s order by {} limit %s) rows",
        *(key, row, source, key, key, key),
    )
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("set local timezone = 'UTC'; set local datestyle = 'ISO, YMD'; set local bytea_output = 'hex'")
        cursor.execute(query, [after, upto, limit])
        joined, last = cursor.fetchone()
    return bytes(joined or b""), last or after


def _text(template: LiteralString, *parts: sql.Composable) -> str:
    """A query as text with quoted names: the history context cannot be put before a composed object."""
    return sql.SQL(template).format(*parts).as_string(None)


def merkle_root(digests: bytes) -> bytes:
    """Root over joined 32-byte leaves; leaves and nodes are hashed with different prefixes, an odd node moves up as it is."""
    level = [hashlib.sha256(b"\0" + digests[i : i + 32]).digest() for i in range(0, len(digests), 32)]
    while len(level) > 1:
        pairs = [hashlib.sha256(b"\1" + a + b).digest() for a, b in zip(level[::2], level[1::2], strict=False)]
        level = pairs + level[len(pairs) * 2 :]
    return level[0] if level else _GENESIS


def _next_seal(table: str, names: list[str], after: int, upto: int, digests: bytes) -> Seal:
    previous = Seal.objects.order_by("-number").first()
    version, key = keys.current_key(KEY)
    seal = Seal(
        number=previous.number + 1 if previous else 1,
        stream=table,
        columns=names,
        after_id=after,
        upto_id=upto,
        rows=len(digests) // 32,
        root=merkle_root(digests),
        previous=bytes(previous.chain) if previous else _GENESIS,
        key_version=version,
    )
    seal.chain = _chain(seal)
    seal.mac = hmac.digest(key, seal.chain, "sha256")
    return seal


def _chain(seal: Seal) -> bytes:
    parts = [seal.number, seal.stream, seal.columns, seal.after_id, seal.upto_id, seal.rows, bytes(seal.root).hex()]
    text = json.dumps([*parts, bytes(seal.previous).hex(), seal.key_version, seal.at.timestamp()], ensure_ascii=False)
    return hashlib.sha256(text.encode()).digest()


def verify_all() -> Iterator[tuple[Seal, list[Problem]]]:
    """Each seal with what is wrong about it: chain, signature, and the rows it covers (changed, deleted, reordered, added)."""
    anchors = _anchors()
    previous, ends, known = _GENESIS, {}, streams()
    expected = 1
    for seal in Seal.objects.order_by("number").iterator(chunk_size=500):
        problems = list(_seal_problems(seal, previous, ends.get(seal.stream, 0), expected, anchors))
        if seal.stream in known:
            problems += _row_problems(seal, known[seal.stream])
        else:
            problems.append(Problem("rows_changed", seal.stream, seal.number, "table is gone"))
        yield seal, problems
        previous, expected, ends[seal.stream] = bytes(seal.chain), seal.number + 1, seal.upto_id


def missing_tail() -> list[Problem]:
    """Seals that the anchors in the keys folder know and the database has lost: the trail was cut off."""
    last = Seal.objects.order_by("-number").values_list("number", flat=True).first() or 0
    lost = [number for number in _anchors() if number > last]
    return [Problem("seals_missing", "", number, "known to the anchors, not in the database") for number in lost]


def _anchors() -> dict[int, str]:
    """Chain values by seal number. A line "restored N" takes back those above N: a backup was brought in that ends there."""
    known: dict[int, str] = {}
    for line in keys.read_lines(ANCHORS):
        word, _, value = line.partition(" ")
        if word == RESTORED:
            known = {number: chain for number, chain in known.items() if number <= int(value)}
        else:
            known[int(word)] = value
    return known


def accept_restore() -> int:
    """Lets the trail go on from a restored backup; returns how many seals were lost since it was made."""
    lost = len(missing_tail())
    last = Seal.objects.order_by("-number").values_list("number", flat=True).first() or 0
    keys.append_line(ANCHORS, f"{RESTORED} {last}")
    return lost


def _seal_problems(seal: Seal, previous: bytes, end: int, number: int, anchors: dict[int, str]) -> Iterator[Problem]:
    if seal.number != number or seal.after_id != end:
        yield Problem("seals_missing", seal.stream, seal.number, f"expected number {number} after id {end}")
    if bytes(seal.previous) != previous or _chain(seal) != bytes(seal.chain):
        yield Problem("chain_broken", seal.stream, seal.number, "chain value")
    key = keys.read_key(KEY, seal.key_version)
    if not hmac.compare_digest(hmac.digest(key, bytes(seal.chain), "sha256"), bytes(seal.mac)):
        yield Problem("signature_wrong", seal.stream, seal.number, f"key version {seal.key_version}")
    if anchors.get(seal.number, bytes(seal.chain).hex()) != bytes(seal.chain).hex():
        yield Problem("chain_broken", seal.stream, seal.number, "differs from the anchor in the keys folder")


def _row_problems(seal: Seal, column: str) -> list[Problem]:
    digests, _ = _digests(seal.stream, column, seal.columns, seal.after_id, seal.upto_id)
    rows = len(digests) // 32
    if rows == seal.rows and merkle_root(digests) == bytes(seal.root):
        return []
    return [Problem("rows_changed", seal.stream, seal.number, f"{seal.rows} rows were sealed, {rows} are there")]
