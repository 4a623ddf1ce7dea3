"""Bulk rows between Polars and PostgreSQL by COPY."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import polars as pl
from django.db import connection

NULL = "\\N"


def copy_in(table: str, frame: pl.DataFrame) -> None:
    """Appends a frame to `table`; its columns are the table's columns. Bytes travel as `\\x…` text (see `as_bytea`)."""
    if frame.is_empty():
        return
    columns = ", ".join(f'"{name}"' for name in frame.columns)
    buffer = io.BytesIO()
    frame.write_csv(buffer, include_header=False, null_value=NULL, quote_style="necessary")
    with (
        connection.cursor() as cursor,
        cursor.copy(f"copy {table} ({columns}) from stdin (format csv, null '{NULL}')") as copy,
    ):
        view = buffer.getbuffer()
        for start in range(0, len(view), 1 << 20):
            copy.write(view[start : start + (1 << 20)])


def read_frame(query: str, schema: Mapping[str, Any], params: Sequence[Any] = ()) -> pl.DataFrame:
    """Runs a query through COPY; `schema` names its columns in order and their Polars types (bytea: String, `\\x…`)."""
    return parse(read_bytes(query, params), schema)


def read_bytes(query: str, params: Sequence[Any] = ()) -> bytes:
    """What a query gives, as PostgreSQL's CSV: cheap to hand to another process, `parse` reads it there."""
    with (
        connection.cursor() as cursor,
        cursor.copy(f"copy ({query}) to stdout (format csv, null '{NULL}')", params or None) as copy,
    ):
        return b"".join(bytes(block) for block in copy)


def parse(data: bytes, schema: Mapping[str, Any]) -> pl.DataFrame:
    """The frame of `read_bytes`; columns and types as in `read_frame`."""
    if not data:
        return pl.DataFrame(schema=dict(schema))
    text = {name: pl.String if kind == pl.Boolean else kind for name, kind in schema.items()}
    frame = pl.read_csv(
        io.BytesIO(data),
        has_header=False,
        new_columns=list(schema),
        schema_overrides=list(text.values()),
        null_values=[NULL],
    )
    flags = [(pl.col(name) == "t").alias(name) for name, kind in schema.items() if kind == pl.Boolean]
    return frame.with_columns(flags) if flags else frame


@contextlib.contextmanager
def by_index() -> Iterator[None]:
    """Inside a transaction: joins look rows up one by one. For a few thousand of very many rows in tables that were filled a moment
    ago, of which the planner knows nothing yet and would read everything."""
    with connection.cursor() as cursor:
        cursor.execute("set local enable_hashjoin = off; set local enable_mergejoin = off")
        yield
        cursor.execute("set local enable_hashjoin = on; set local enable_mergejoin = on")


def as_bytea(values: Sequence[bytes | None]) -> pl.Series:
    """Bytes as PostgreSQL writes them in text."""
    return pl.Series(values, dtype=pl.Binary).bin.encode("hex").str.replace("^", "\\x")


def next_ids(table: str, count: int) -> pl.Series:
    """Reserves primary keys (Int64, named id); one text for all of them, as rows cost more than numbers."""
    query = "select string_agg(nextval(pg_get_serial_sequence(%s, 'id'))::text, ' ') from generate_series(1, %s)"
    with connection.cursor() as cursor:
        cursor.execute(query, [table, count])
        return pl.Series("id", (cursor.fetchone()[0] or "").split(), dtype=pl.String).cast(pl.Int64)


def fill_temporary(name: str, frame: pl.DataFrame, types: Mapping[str, str]) -> None:
    """A temporary table that lives until the end of the transaction, filled from a frame."""
    columns = ", ".join(f'"{column}" {kind}' for column, kind in types.items())
    with connection.cursor() as cursor:
        cursor.execute(f"drop table if exists {name}")
        cursor.execute(f"create temporary table {name} ({columns}) on commit drop")
        copy_in(name, frame.select(list(types)))
        cursor.execute(f"analyze {name}")
