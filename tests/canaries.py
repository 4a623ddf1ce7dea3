"""Numbers that must appear nowhere: seeded into the product by a test, then looked for in everything it wrote."""

from __future__ import annotations

import gzip
import io
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import polars as pl
from django.db import connection

from bole.kernel.files.models import StoredFile
from bole.kernel.files.services import open_file
from bole.kernel.vault.services import unseal
from bole.people.sources.models import Record

IDENTITY, PHONE, BANK = "330523197203042516", "13957263841", "6228480329876543210"
ALL = (IDENTITY, PHONE, BANK)


def in_folder(folder: Path, texts: Sequence[str] = ALL) -> list[str]:
    """Files below `folder` that hold a canary in plain bytes (UTF-8 and UTF-16), compressed dumps, workbooks and Parquet included."""
    found = []
    for path in folder.rglob("*"):
        if path.is_file():
            found += [str(path.relative_to(folder)) for text in in_content(path.read_bytes(), texts)]
    return found


def in_content(content: bytes, texts: Sequence[str] = ALL) -> list[str]:
    """The canaries that a file's content holds, unpacked as far as it is packed."""
    plain = _unpacked(content)
    return [text for text in texts if any(text.encode(code) in plain for code in ("utf-8", "utf-16-le"))]


def _unpacked(content: bytes) -> bytes:
    if content[:2] == b"\x1f\x8b":
        return gzip.decompress(content)
    if content[:4] == b"PAR1":
        return str(pl.read_parquet(io.BytesIO(content)).rows()).encode()
    if content[:4] == b"PK\x03\x04":
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return b"\n".join(archive.read(name) for name in archive.namelist())
    return content


def in_stored_files(texts: Sequence[str] = ALL) -> list[str]:
    """Names of sealed files that still open and hold a canary."""
    kept = StoredFile.objects.filter(destroyed_at=None)
    opened = ((stored.name, open_file(stored, by="test", purpose="test").read()) for stored in kept)
    return [name for name, content in opened if in_content(content, texts)]


def in_sealed_records(texts: Sequence[str] = ALL) -> list[int]:
    """Records whose sealed values still open and hold a canary."""
    rows = list(Record.objects.filter(sealed__isnull=False).values_list("pk", "sealed"))
    cells = unseal([sealed for _, sealed in rows], field="sources.record", owners=[str(pk) for pk, _ in rows])
    return [pk for (pk, _), plain in zip(rows, cells, strict=True) if plain and any(text in plain for text in texts)]


def in_database(texts: Sequence[str] = ALL) -> list[str]:
    """Tables whose rows, written as text, hold a canary: history, logs, queue and events included."""
    return [table for table in _tables() if _table_holds(table, texts)]


def _tables() -> Iterator[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "select relname from pg_class where relkind in ('r', 'p') and relnamespace = 'public'::regnamespace"
        )
        yield from sorted(row[0] for row in cursor.fetchall())


def _table_holds(table: str, texts: Sequence[str]) -> bool:
    name = connection.ops.quote_name(table)
    with connection.cursor() as cursor:
        cursor.execute(
            f"select exists (select 1 from {name} t where t::text like any(%s))", [[f"%{text}%" for text in texts]]
        )
        return bool(cursor.fetchone()[0])


def in_text(text: str) -> list[str]:
    return [canary for canary in ALL if canary in text]
