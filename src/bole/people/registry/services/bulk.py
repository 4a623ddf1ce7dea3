"""COPY into a temporary table, then one INSERT … ON CONFLICT: how every derived table of the register is written."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from django.db import connection

from bole.people.registry.services.shaping import copy_line

CHUNK = 5_000


class Written(NamedTuple):
    """Rows of one bulk write: made, changed, and left alone because their digest was the same."""

    new: int
    changed: int
    unchanged: int

    @property
    def total(self) -> int:
        return sum(self)


def copy_rows(table: str, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> int:
    """Writes rows of text cells (`shaping.cell`) into `table` by COPY; returns how many."""
    return copy_lines(table, columns, _lines(rows))


def _lines(rows: Iterable[Sequence[str]]) -> Iterator[bytes]:
    source = iter(rows)
    while part := [copy_line(row) for row in itertools.islice(source, CHUNK)]:
        yield "".join(part).encode()


def copy_lines(table: str, columns: Sequence[str], parts: Iterable[bytes]) -> int:
    """Writes lines in COPY's text form, part by part: making a part may itself read the database (a connection that copies can
    do nothing else). Returns how many lines."""
    count, names = 0, ", ".join(columns)
    with connection.cursor() as cursor:
        for part in parts:
            with cursor.copy(f"copy {table} ({names}) from stdin") as copy:
                copy.write(part)
            count += cursor.rowcount
    return count


def stage(table: str, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> int:
    """Fills a temporary table `incoming` with the column types of `table`; it goes with the transaction."""
    return stage_lines(table, columns, _lines(rows))


def stage_lines(table: str, columns: Sequence[str], parts: Iterable[bytes]) -> int:
    """As `stage`, for lines in COPY's text form."""
    names = ", ".join(columns)
    with connection.cursor() as cursor:
        cursor.execute("drop table if exists incoming")
        like = f"select {names} from {table} with no data"  # noqa: S608 - our own names only
        cursor.execute(f"create temporary table incoming on commit drop as {like}")
    return copy_lines("incoming", columns, parts)


def upsert(table: str, columns: Sequence[str], *, key: str, keep: str = "true") -> tuple[int, int]:
    """Moves `incoming` into `table`. Rows whose digest is unchanged are not touched; `keep` is a condition on the old row
    under which it may be overwritten. A key may come once only. Returns (new, changed)."""
    names = ", ".join(columns)
    changes = ", ".join(f"{column} = excluded.{column}" for column in columns if column not in ("id", key))
    with connection.cursor() as cursor:
        cursor.execute(
            f"with written as (insert into {table} as t ({names}, updated_at)"  # noqa: S608 - our own names only
            f" select {names}, now() from incoming"
            f" on conflict ({key}) do update set {changes}, updated_at = excluded.updated_at"
            f" where t.digest <> excluded.digest and ({keep}) returning (xmax = 0) as fresh)"
            " select count(*) filter (where fresh), count(*) filter (where not fresh) from written"
        )
        return cursor.fetchone()
