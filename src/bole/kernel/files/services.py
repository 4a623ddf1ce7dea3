"""Keeping files: checked by content, sealed with a key each, opened by right, destroyed at the end of their term."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import os
import secrets
from collections.abc import Collection
from pathlib import Path
from typing import Any, BinaryIO

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop as _

from bole.core.errors import InvalidInput, NotFound
from bole.kernel.audit.services import record_security
from bole.kernel.files import kinds, reencode
from bole.kernel.files.models import StoredFile
from bole.kernel.files.sealing import SealedReader, write_sealed
from bole.kernel.files.uploads import refuse_cut_off
from bole.kernel.vault import services as vault
from bole.runtime import paths

__all__ = ["StoredFile", "refuse_cut_off"]

MAX_SIZE = 300 * 1024 * 1024
DESTROY_BATCH = 500
ORPHAN_AGE_S = 24 * 3600


@transaction.atomic
def store_file(
    *,
    by: Any,
    name: str,
    content: BinaryIO,
    purpose: str,
    keep_until: dt.date | None,
    accept: Collection[str] | None = None,
    action: str = "",
    unit_code: str = "",
) -> StoredFile:
    """Seals a file and keeps it until the end of `keep_until`. `content` must be seekable; it is read from its beginning.

    `accept` names the kinds that are wanted (`kinds.recognise`); then a wrong extension is refused too. None takes anything, as
    for files whose reader explains itself what is wrong. Raises InvalidInput.
    """
    clean = _clean_name(name)
    kind = kinds.recognise(content, clean)
    size = content.seek(0, io.SEEK_END)
    _check(clean, kind, size, accept)
    content = _redrawn(content, kind.name, clean) if kind.name in kinds.IMAGES else content
    stored = StoredFile(
        name=clean,
        kind=kind.name,
        size=content.seek(0, io.SEEK_END),
        sha256=_sha256(content),
        purpose=purpose,
        owner=by if hasattr(by, "pk") else None,
        action=action,
        unit_code=unit_code,
        keep_until=keep_until,
    )
    stored.key_id = vault.new_keys([stored.id])[0]
    _write(stored, content)
    stored.save(force_insert=True)
    return stored


def _clean_name(name: str) -> str:
    """The last part of a path as its sender called it, without control characters, at most 200 characters."""
    last = name.replace("\\", "/").rpartition("/")[2]
    visible = "".join(character for character in last if character.isprintable()).strip()
    stem, dot, extension = visible.rpartition(".")
    return f"{stem[:190]}.{extension[:9]}" if dot and stem else visible[:200] or "file"


def _check(name: str, kind: kinds.Kind, size: int, accept: Collection[str] | None) -> None:
    if size > MAX_SIZE:
        raise InvalidInput(
            _("文件“%(name)s”超过 %(limit)s MB。"),
            remedy=_("请拆分后再上传。"),
            code="file.too_large",
            name=name,
            limit=MAX_SIZE >> 20,
        )
    if accept is None:
        return
    if size == 0:
        raise InvalidInput(_("文件“%(name)s”是空的。"), remedy=_("请检查后重新上传。"), code="file.empty", name=name)
    if kind.name not in accept:
        raise InvalidInput(
            _("不接受文件“%(name)s”的类型。"),
            remedy=_("可以上传:%(kinds)s。"),
            code="file.kind",
            name=name,
            kinds="、".join(sorted(accept)),
        )
    if not kind.fits:
        raise InvalidInput(
            _("文件“%(name)s”的扩展名与内容不符(内容是 %(kind)s)。"),
            remedy=_("请用原来的程序另存后再上传。"),
            code="file.extension",
            name=name,
            kind=kind.name,
        )


def _redrawn(content: BinaryIO, kind: str, name: str) -> BinaryIO:
    content.seek(0)
    try:
        return io.BytesIO(reencode.redraw(content.read()))
    except reencode.ImageRefused:
        raise InvalidInput(
            _("图片“%(name)s”无法读取或过大。"),
            remedy=_("请换一张 4000 万像素以内的图片。"),
            code="file.image",
            name=name,
        ) from None


def _sha256(content: BinaryIO) -> str:
    content.seek(0)
    return hashlib.file_digest(content, "sha256").hexdigest()  # type: ignore[arg-type]


def _write(stored: StoredFile, content: BinaryIO) -> None:
    """Whole or not at all: written beside, synced, renamed."""
    key = vault.open_key(stored.key_id)
    if key is None:
        raise NotFound(_("文件的密钥已销毁。"), code="file.destroyed")
    paths.ensure_private(paths.var_dir() / "files")
    paths.ensure_private(stored.path.parent)
    temporary = stored.path.with_suffix(f".{secrets.token_hex(4)}.part")
    content.seek(0)
    try:
        with open(temporary, "wb", opener=lambda p, flags: os.open(p, flags, 0o600)) as target:
            write_sealed(content, target, key=key, name=stored.id.hex)
            target.flush()
            os.fsync(target.fileno())
        temporary.rename(stored.path)
    except OSError:
        temporary.unlink(missing_ok=True)  # a full disk is not filled further
        raise


def open_file(stored: StoredFile, *, by: Any, purpose: str) -> BinaryIO:
    """A seekable reader of the plaintext; each opening is a security event. Raises NotFound when the file was destroyed."""
    key = vault.open_key(stored.key_id) if stored.destroyed_at is None else None
    if key is None or not stored.path.exists():
        raise NotFound(_("文件已到期销毁。"), remedy=_("请向提供文件的单位重新索取。"), code="file.destroyed")
    record_security(by=by, kind="files.opened", file=str(stored.id), purpose=purpose)
    reader = SealedReader(open(stored.path, "rb"), key=key, name=stored.id.hex, size=stored.size)  # noqa: SIM115
    return io.BufferedReader(reader, buffer_size=1 << 16)  # type: ignore[arg-type,return-value]


@transaction.atomic
def destroy_file(stored: StoredFile, *, by: Any, reason: str) -> None:
    """Destroys the key (so copies in backups are unreadable too) and removes the content; the row stays as a record."""
    found = StoredFile.objects.select_for_update().get(pk=stored.pk)
    if found.destroyed_at is not None:
        return
    vault.destroy_keys([found.key_id], by=by, reason=reason, subject=found.id)
    found.destroyed_at = timezone.now()
    found.save(update_fields=["destroyed_at"])
    transaction.on_commit(lambda: found.path.unlink(missing_ok=True))


def destroy_due(*, today: dt.date) -> int:
    """Destroys what is past its term."""
    due = StoredFile.objects.filter(keep_until__lt=today, destroyed_at=None).order_by("keep_until")[:DESTROY_BATCH]
    for stored in due:
        destroy_file(stored, by="system", reason="保存期满")
    return len(due)


def close_unreadable(*, by: Any) -> int:
    """After a restore: files whose key is on the list of destroyed keys lose their content and are marked."""
    closed = 0
    for stored in StoredFile.objects.filter(destroyed_at=None).iterator(chunk_size=500):
        if vault.open_key(stored.key_id) is None:
            stored.destroyed_at = timezone.now()
            stored.save(update_fields=["destroyed_at"])
            stored.path.unlink(missing_ok=True)
            closed += 1
    if closed:
        record_security(by=by, kind="files.closed", files=closed)
    return closed


def remove_orphans() -> int:
    """Removes contents whose row never came to be (the transaction was rolled back)."""
    folder, removed = paths.var_dir() / "files", 0
    for path in folder.glob("*/*"):
        old = path.stat().st_mtime < timezone.now().timestamp() - ORPHAN_AGE_S
        if old and not _has_row(path):
            path.unlink(missing_ok=True)
            removed += 1
    return removed


def _has_row(path: Path) -> bool:
    return path.suffix == "" and StoredFile.objects.filter(pk=path.name, destroyed_at=None).exists()
