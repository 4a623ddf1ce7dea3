"""The kept original of a batch: its rejected rows as a file to send back, and the destruction of rows we may not keep."""

from __future__ import annotations

import datetime as dt
import io
import tempfile
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import UUID

import polars as pl
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop as _

from bole.core.errors import NotFound
from bole.core.vocabulary import SourceLayout
from bole.kernel.files import queries as file_queries
from bole.kernel.files import services as files
from bole.kernel.taxonomy import queries as taxonomy
from bole.people.sources import reading
from bole.people.sources.models import Batch
from bole.people.sources.reading.headers import ROW_HEADER

KEEP_REJECTS = dt.timedelta(days=90)


def find(batch: Batch) -> Any:
    """The stored original; NotFound when its term is over."""
    stored = file_queries.file_by_id(UUID(batch.original)) if batch.original else None
    if stored is None or stored.destroyed_at is not None:
        raise NotFound(
            _("原件已销毁(保存期满,或按删除请求),不能重新读取。"), remedy=_("请部门重新报送。"), code="file.destroyed"
        )
    return stored


def read(batch: Batch, layouts: Iterable[SourceLayout]) -> reading.RawTable:
    """The batch's table. A copy from which rows were removed carries the row numbers of the first original."""
    with files.open_file(find(batch), by="sources", purpose=_("读取来源文件")) as handle:
        raw = reading.read_table(handle.read(), batch.file_name, layouts=layouts)
    if ROW_HEADER not in raw.frame.columns or not batch.purged:
        return raw
    return replace(raw, row_numbers=raw.frame[ROW_HEADER].cast(pl.Int64))


def keep_rejects(batch: Batch, raw: reading.RawTable, checked: reading.Checked, layout: SourceLayout) -> str:
    """Stores the rejected rows in the sender's own layout with the reasons; "" when there are none. A former list is destroyed."""
    former = file_queries.file_by_id(UUID(batch.rejects)) if batch.rejects else None
    if former is not None:
        files.destroy_file(former, by="sources", reason=_("已由新的退回表代替"))
    if not checked.counts["rejected"]:
        return ""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "rejects.xlsx"
        reading.write_rejects(raw, checked.issues, layout, path)
        with path.open("rb") as content:
            stored = files.store_file(
                by="sources",
                name=f"退回{batch.pk}.xlsx",
                content=content,
                purpose="sources.rejects",
                keep_until=timezone.localdate() + KEEP_REJECTS,
            )
    return str(stored.pk)


def purge_excluded(batch: Batch, raw: reading.RawTable | None = None) -> None:
    """Replaces the original by a copy without the rows that may not be kept, and destroys the first. Safe to repeat.

    `raw`: the table, when the caller has just read it.
    """
    if not batch.excluded_rows:
        return
    raw = raw or read(batch, taxonomy.current_pack().sources.values())
    with transaction.atomic():
        replace_original(batch, raw, batch.excluded_rows, reason=_("不收的行只计数,原文即时销毁"))


def replace_original(batch: Batch, raw: reading.RawTable, rows: Iterable[int], *, reason: str) -> None:
    """Keeps a copy without `rows` instead of the original, whose key is destroyed: no backup of it opens any more."""
    stored = find(batch)
    out = pl.Series(sorted(rows), dtype=pl.Int64).implode()
    kept = raw.frame.with_columns(raw.row_numbers.cast(pl.Int64).alias(ROW_HEADER)).filter(
        ~pl.col(ROW_HEADER).is_in(out)
    )
    copy = io.BytesIO()
    kept.write_csv(copy, include_bom=True)
    copy.seek(0)
    clean = files.store_file(
        by="sources", name=f"批次{batch.pk}.csv", content=copy, purpose="sources.original", keep_until=stored.keep_until
    )
    batch.original, batch.purged, batch.excluded_rows = str(clean.pk), True, []
    batch.save(update_fields=["original", "purged", "excluded_rows"])
    files.destroy_file(stored, by="sources", reason=reason)


def destroy(batch: Batch, *, reason: str) -> None:
    """Destroys the keys of the original and of the rejected rows at once."""
    for kept in (batch.original, batch.rejects):
        stored = file_queries.file_by_id(UUID(kept)) if kept else None
        if stored is not None:
            files.destroy_file(stored, by="sources", reason=reason)
    batch.rejects = ""
    batch.save(update_fields=["rejects"])


def is_kept(batch: Batch) -> bool:
    """The original can still be read."""
    stored = file_queries.file_by_id(UUID(batch.original)) if batch.original else None
    return stored is not None and stored.destroyed_at is None
