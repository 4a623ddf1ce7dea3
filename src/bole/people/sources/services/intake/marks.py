"""Marks of deleted persons: keyed digests by which their rows are known when they come again, so that they are not kept."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import polars as pl
from django.db.models import Max

from bole.people.sources.models import Tombstone
from bole.people.sources.services.base import digests
from bole.people.sources.services.base.locks import ERASE, hold

PLACES = range(3)
"""How often one natural key may stand in a file and still be known by its marks."""
Kind = Tombstone.Kind


def last_mark() -> int:
    """The number of the newest mark; 0 while nobody was deleted."""
    return Tombstone.objects.aggregate(last=Max("pk"))["last"] or 0


@dataclass(frozen=True)
class Marks:
    """The marks that a file of one source is compared with; called with checked rows it tells those of deleted persons."""

    last: int
    numbers: frozenset[str]
    raw: frozenset[str]
    keys: frozenset[str]
    named_keys: frozenset[str]

    def __bool__(self) -> bool:
        return bool(self.numbers or self.raw or self.keys)

    def __call__(self, rows: pl.DataFrame) -> pl.Series:
        name = pl.Series("name", digests.keyed(rows["name_simple"].to_list(), "name"), pl.String).fill_null("")
        identity, passport = digests.indexes(rows["cn_id"], "cn_id"), digests.indexes(rows["passport"], "passport")
        raw = pl.Series("raw", digests.keyed(rows["cn_id_raw"].to_list(), "raw"), pl.String)
        proved = identity.is_not_null() | passport.is_not_null()
        gone = identity.is_in(list(self.numbers)) | passport.is_in(list(self.numbers))
        gone = gone.fill_null(False) | (raw + name).is_in(list(self.raw)).fill_null(False)
        for key in self._keys_of(rows):
            own = key.is_in(list(self.keys)) & ~proved | (key + name).is_in(list(self.named_keys))
            gone = gone | own.fill_null(False)
        return gone

    def _keys_of(self, rows: pl.DataFrame) -> Iterable[pl.Series]:
        """The natural keys under which a row may have been stored: told apart by name, or numbered."""
        if not self.keys:
            return
        plain = rows["natural_key"].to_list()
        named = [
            f"{key}|{name or ''}" for key, name in zip(plain, rows["name_simple"].fill_null("").to_list(), strict=True)
        ]
        for texts in ([f"{key}#{place}" for key in plain] for place in PLACES):
            yield pl.Series(digests.keyed(texts, "natural key"), dtype=pl.String)
        yield pl.Series(digests.keyed([f"{key}#0" for key in named], "natural key"), dtype=pl.String)


def marks_for(source: str) -> Marks:
    """The marks for a file of `source`; it is false while nobody was deleted."""
    last = last_mark()
    marks = Tombstone.objects.filter(source__in=["", source], pk__lte=last) if last else ()
    text = [(mark.kind, text_of(mark.digest), text_of(mark.name) if mark.name else "") for mark in marks]
    return Marks(
        last,
        frozenset(digest for kind, digest, _ in text if kind in (Kind.IDENTITY, Kind.PASSPORT)),
        frozenset(digest + name for kind, digest, name in text if kind == Kind.RAW),
        frozenset(digest for kind, digest, _ in text if kind == Kind.ROW),
        frozenset(digest + name for kind, digest, name in text if kind == Kind.ROW),
    )


def text_of(digest: bytes | memoryview) -> str:
    return "\\x" + bytes(digest).hex()


def is_unchanged(marks: Marks) -> bool:
    """Inside the storing transaction: nobody was deleted since `marks` were read, and nobody will be before it ends."""
    hold(ERASE, shared=True)
    return last_mark() == marks.last
