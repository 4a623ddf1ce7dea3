"""Keyed digests and masks: equality without content."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

import polars as pl

from bole.kernel.vault import services as vault
from bole.people.sources.services.frames import as_bytea


def secret(purpose: str) -> bytes:
    """A key that comes out of the vault's index key, so a copy of the tables alone is no dictionary."""
    return vault.blind_index([f"sources {purpose}"], kind="work_permit")[0] or b""


def keyed(values: Iterable[str | None], purpose: str) -> list[str | None]:
    """16-byte keyed digests as `\\x…`."""
    key, digest = secret(purpose), hashlib.blake2b
    return [
        None if value is None else "\\x" + digest(value.encode(), digest_size=16, key=key).hexdigest()
        for value in values
    ]


def indexes(values: pl.Series, kind: str) -> pl.Series:
    """Blind indexes of a column; each distinct value is computed once."""
    distinct = values.drop_nulls().unique()
    found = as_bytea(vault.blind_index(distinct.to_list(), kind=kind))
    if distinct.is_empty():
        return pl.Series([None] * len(values), dtype=pl.String)
    return values.replace_strict(distinct, found, default=None, return_dtype=pl.String)


def mask(value: str) -> str:
    """330***********1234, 138****5678; short values keep their ends only."""
    if len(value) < 8:
        return value[:1] + "*" * max(len(value) - 1, 1)
    return value[:3] + "*" * (len(value) - 7) + value[-4:]


def mask_all(values: Sequence[str | None]) -> list[str | None]:
    return [mask(value) if value else None for value in values]
