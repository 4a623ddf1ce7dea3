"""Keyed digests and masks: equality without content."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

import polars as pl

from bole.kernel.vault import services as vault
from bole.people.sources.services.base.frames import as_bytea


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


def indexes(values: pl.Series, kind: str, *, normal: bool = False) -> pl.Series:
    """Blind indexes of a column (nearly every value is distinct). `normal`: as for `vault.blind_index`."""
    return as_bytea(vault.blind_index(values.to_list(), kind=kind, normal=normal))
