"""Publishing snapshots: immutable folders of Parquet files that appear whole or not at all."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import json
import os
import secrets
import shutil
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext_noop as _

from bole.core.errors import InvalidInput
from bole.core.identity import parse_id
from bole.kernel.audit.services import acting_as
from bole.kernel.outbox.services import publish
from bole.kernel.snapshots.models import Snapshot
from bole.kernel.taxonomy import queries as taxonomy
from bole.runtime import paths

__all__ = ["Snapshot", "TableInfo"]

KEEP = 12  # published snapshots whose files stay; older ones lose their files, not their row
PUBLISHED = "snapshots.published"
_ID_LIKE = r"[1-9][0-9]{5}(?:18|19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])[0-9]{3}[0-9Xx]"
_PHONE = r"^(?:\+?86)?1[3-9][0-9]{9}$"
_LOOKED_AT = 200  # id-like texts of a column whose check digits are tried


@dataclass(frozen=True)
class TableInfo:
    """What a writer says about the table it wrote to `path`: rows, as-of day (None: today), free remarks for the manifest."""

    rows: int
    as_of: dt.date | None = None
    remarks: Mapping[str, Any] = field(default_factory=dict)


Writer = Callable[[Path], TableInfo]
_writers: dict[str, Writer] = {}


def register_table(name: str, writer: Writer) -> None:
    """Called in `apps.ready()`: `writer(path)` writes one Parquet file without identifiers and describes it."""
    _writers[name] = writer


def publish_snapshot(*, by: Any) -> Snapshot:
    """Writes every registered table from one view of the database, checks that no identifier is inside, and makes it current.

    Raises InvalidInput naming table and column when an identity number or a phone is found; then nothing is published.
    """
    home = paths.ensure_private(paths.var_dir() / "snapshots")
    folder = f"{timezone.localtime():%Y%m%d-%H%M%S}-{secrets.token_hex(3)}"
    temporary = home / f".{folder}.part"
    temporary.mkdir(mode=0o700)
    try:
        manifest = _write_tables(temporary)
        _finish_folder(temporary, manifest)
        temporary.rename(home / folder)
        _sync(home)
    except BaseException:  # a stop by the supervisor too: half a snapshot must not stay behind
        shutil.rmtree(temporary, ignore_errors=True)
        raise
    return _record(folder, manifest, by)


def _write_tables(folder: Path) -> dict[str, Any]:
    today, tables = timezone.localdate(), {}
    with transaction.atomic():
        _freeze_view()
        for name, writer in sorted(_writers.items()):
            path = folder / f"{name}.parquet"
            info = writer(path)
            refuse_identifiers(name, path)
            tables[name] = _describe(path, info, today)
    as_of = max((table["as_of"] for table in tables.values()), default=today.isoformat())
    return {
        "format": 1,
        "as_of": as_of,
        "made_at": timezone.now().isoformat(),
        "pack": _pack_version(),
        "tables": tables,
    }


def _freeze_view() -> None:
    """All tables see the same moment; inside an outer transaction (a savepoint exists) its own view has to do."""
    if not connection.savepoint_ids:
        with connection.cursor() as cursor:
            cursor.execute("set transaction isolation level repeatable read")


def _describe(path: Path, info: TableInfo, today: dt.date) -> dict[str, Any]:
    import polars as pl

    schema = {name: str(kind) for name, kind in pl.read_parquet_schema(path).items()}
    with open(path, "rb") as handle:
        digest = hashlib.file_digest(handle, "sha256").hexdigest()
    return {
        "rows": info.rows,
        "size": path.stat().st_size,
        "sha256": digest,
        "schema": schema,
        "as_of": (info.as_of or today).isoformat(),
        "remarks": dict(info.remarks),
    }


def _pack_version() -> str:
    if not taxonomy.has_pack():
        return ""
    pack = taxonomy.current_pack()
    return f"{pack.id} {pack.version} {pack.sha256[:12]}"


def refuse_identifiers(table: str, path: Path) -> None:
    """Raises InvalidInput when a text, also one within lists and records, holds a valid identity number or cells are mobile numbers."""
    import polars as pl

    frame = pl.scan_parquet(path)
    for name, kind in frame.collect_schema().items():
        for place, text in _texts_in(name, kind, pl.col(name)):
            column = frame.select(text).collect().to_series()
            ids = column.str.extract(f"({_ID_LIKE})").drop_nulls().unique().head(_LOOKED_AT)
            valid = any(parse_id(text, today=timezone.localdate()).number for text in ids)
            if valid or column.str.contains(_PHONE).any():
                raise InvalidInput(
                    _("快照表“%(table)s”的列“%(column)s”含有证件号或电话,没有发布。"),
                    remedy=_("请从快照中去掉这一列,或改为计数。"),
                    code="snapshot.identifier",
                    table=table,
                    column=place,
                )


def _texts_in(name: str, kind: Any, expression: Any) -> Iterator[tuple[str, Any]]:
    """All texts of a column, however deep they lie."""
    import polars as pl

    if kind == pl.String:
        yield name, expression
    elif isinstance(kind, pl.List):
        yield from _texts_in(name, kind.inner, expression.explode())
    elif isinstance(kind, pl.Struct):
        for field in kind.fields:
            yield from _texts_in(f"{name}.{field.name}", field.dtype, expression.struct.field(field.name))


def _finish_folder(folder: Path, manifest: dict[str, Any]) -> None:
    (folder / "manifest.json").write_text(_json(manifest), encoding="utf-8")
    for path in folder.iterdir():
        _sync(path)
        path.chmod(0o400)
    _sync(folder)


def _json(manifest: Mapping[str, Any]) -> str:
    return json.dumps(manifest, ensure_ascii=False, indent=1)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@transaction.atomic
def _record(folder: str, manifest: dict[str, Any], by: Any) -> Snapshot:
    tables = manifest["tables"].values()
    with acting_as(by, "snapshots.publish"):
        snapshot = Snapshot.objects.create(
            folder=folder,
            as_of=dt.date.fromisoformat(manifest["as_of"]),
            rows=sum(table["rows"] for table in tables),
            size=sum(table["size"] for table in tables),
            manifest=manifest,
            pack_version=manifest["pack"],
            by=by.get_username() if hasattr(by, "get_username") else str(by or "system"),
        )
    publish(topic=PUBLISHED, key=folder, payload={"snapshot": snapshot.pk, "as_of": manifest["as_of"]})
    return snapshot


def forget_rows(ids: Collection[str]) -> int:
    """Takes the rows of these subjects (column `id`) out of every snapshot that keeps files: a deleted person is in no snapshot.
    The manifest describes the new file; returns how many rows went."""
    return sum(_forget(snapshot, ids) for snapshot in Snapshot.objects.filter(removed_at=None)) if ids else 0


def _forget(snapshot: Snapshot, ids: Collection[str]) -> int:
    gone = 0
    for name, table in snapshot.manifest["tables"].items():
        if table["schema"].get("id") == "String" and snapshot.table(name).exists():
            gone += _forget_in(snapshot, name, ids)
    if gone:
        tables = snapshot.manifest["tables"].values()
        snapshot.rows, snapshot.size = sum(t["rows"] for t in tables), sum(t["size"] for t in tables)
        _replace(snapshot.path / "manifest.json", _json(snapshot.manifest).encode())
        with acting_as("system", "snapshots.forget"):
            snapshot.save(update_fields=["manifest", "rows", "size"])
    return gone


def _forget_in(snapshot: Snapshot, name: str, ids: Collection[str]) -> int:
    import polars as pl

    path, table = snapshot.table(name), snapshot.manifest["tables"][name]
    rows = pl.scan_parquet(path).select(pl.col("id").is_in(list(ids)).sum()).collect().item()
    if rows:
        content = io.BytesIO()
        pl.read_parquet(path).filter(~pl.col("id").is_in(list(ids))).write_parquet(content)
        _replace(path, content.getvalue())
        table |= {
            "rows": table["rows"] - rows,
            "size": path.stat().st_size,
            "forgotten": table.get("forgotten", 0) + rows,
        }
        table["sha256"] = hashlib.sha256(content.getvalue()).hexdigest()
    return int(rows)


def _replace(path: Path, content: bytes) -> None:
    """Whole or not at all; who reads the former file reads it to its end."""
    temporary = path.with_suffix(f".{secrets.token_hex(4)}.part")
    temporary.write_bytes(content)
    temporary.chmod(0o400)
    _sync(temporary)
    temporary.rename(path)
    _sync(path.parent)


def remove_old(*, keep: int = KEEP) -> int:
    """Removes the files of all but the newest `keep` snapshots, and folders that were never finished."""
    old = Snapshot.objects.filter(removed_at=None).order_by("-id")[keep:]
    removed = 0
    for snapshot in old:
        shutil.rmtree(snapshot.path, ignore_errors=True)
        snapshot.removed_at = timezone.now()
        snapshot.save(update_fields=["removed_at"])
        removed += 1
    return removed


def verify_snapshot(snapshot: Snapshot) -> list[str]:
    """Names of tables whose file is missing or differs from the manifest."""
    wrong = []
    for name, table in snapshot.manifest["tables"].items():
        path = snapshot.table(name)
        if not path.exists():
            wrong.append(name)
            continue
        with open(path, "rb") as handle:
            if hashlib.file_digest(handle, "sha256").hexdigest() != table["sha256"]:
                wrong.append(name)
    return wrong
