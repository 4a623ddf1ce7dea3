"""A file arrives: kept once by its content, and the work on it started."""

from __future__ import annotations

import calendar
import datetime as dt
import hashlib
import re
from pathlib import Path
from typing import Any, BinaryIO

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_noop as _

from bole.core.errors import InvalidInput
from bole.kernel.files import services as files
from bole.kernel.vault.queries import mask_text
from bole.people.sources.models import Batch, Status
from bole.people.sources.services.base.jobs import start_processing
from bole.people.sources.services.intake.originals import is_kept
from bole.people.sources.services.intake.stopping import MACHINE_ERRORS, machine_error

KEEP_ORIGINAL = dt.timedelta(days=180)
_DAY = re.compile(r"(20\d{2})[-_.年]?(0[1-9]|1[0-2])(?:[-_.月]?(0[1-9]|[12]\d|3[01]))?(?!\d)")


def receive_file(
    *,
    by: Any,
    name: str,
    content: BinaryIO,
    source: str | None = None,
    as_of: dt.date | None = None,
    mode: str = "",
    department: str = "",
    employer: str = "",
    start: bool = True,
) -> Batch:
    """Keeps a file (encrypted) and starts its way into the register; the same content again gives the batch it has already.

    `source` forces a layout; `as_of` defaults to the date in the file's name, else today. `department` or `employer` is the unit
    of a sender who may send for that unit only: such a sender never meets the batch of another, even of the same content. Raises
    InvalidInput when the file is empty.
    """
    sha256, size = _digest(content)
    name, dated = mask_text(name), date_in_name(name)  # some files are called after a person's number
    if size == 0:
        raise InvalidInput("“%(name)s”是空文件。", remedy=_("请确认导出成功后重新发送。"), code="file.empty", name=name)
    known = _same_content(sha256, department, employer)
    if known is not None:
        return _again(known, by=by, name=name, content=content, start=start)
    try:
        with transaction.atomic():
            batch = Batch.objects.create(
                file_name=name[:255],
                sha256=sha256,
                size=size,
                asked_source=source or "",
                asked_mode=mode,
                department=department,
                sender=department or employer,
                as_of=as_of or dated or timezone.localdate(),
                received_by=by if getattr(by, "pk", None) else None,
                note=_("已收到,等待读取"),
            )
            _keep_original(batch, by=by, name=name, content=content)
            if start:
                start_processing(batch.pk)
    except IntegrityError:
        known = _same_content(sha256, department, employer)  # another browser was faster
        if known is None:
            raise
        return known
    except MACHINE_ERRORS as error:
        stopped = machine_error(error)
        if stopped is None:
            raise
        raise stopped from error
    return batch


def _keep_original(batch: Batch, *, by: Any, name: str, content: BinaryIO) -> None:
    content.seek(0)
    term = timezone.localdate() + KEEP_ORIGINAL
    own_name = f"批次{batch.pk}{Path(name).suffix}"  # what the sender called it stands in one place, on the batch
    stored = files.store_file(by=by, name=own_name, content=content, purpose="sources.original", keep_until=term)
    batch.original = str(stored.pk)
    batch.save(update_fields=["original"])


@transaction.atomic
def _again(known: Batch, *, by: Any, name: str, content: BinaryIO, start: bool) -> Batch:
    """The same file once more: what failed is tried again, and an original that was destroyed is kept again (without the rows that
    may not be kept, once it is read)."""
    if not is_kept(known):
        known.purged, known.excluded_rows, known.cleaned_to = False, [], 0
        known.save(update_fields=["purged", "excluded_rows", "cleaned_to"])
        _keep_original(known, by=by, name=name, content=content)
        if start:
            start_processing(known.pk, again=True)
    elif known.status == Status.FAILED and start:
        start_processing(known.pk, again=True)
    return known


def date_in_name(name: str) -> dt.date | None:
    """2026-03-01, 20260301 or 2026年3月 in a file name; a month means its last day (never after today)."""
    found = _DAY.search(name)
    if found is None:
        return None
    year, month, day = found.groups()
    last = calendar.monthrange(int(year), int(month))[1]
    found_day = dt.date(int(year), int(month), min(int(day or last), last))
    return min(found_day, timezone.localdate())


def _digest(content: BinaryIO) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    content.seek(0)
    while block := content.read(1 << 20):
        digest.update(block)
        size += len(block)
    return digest.hexdigest(), size


def _same_content(sha256: str, department: str, employer: str) -> Batch | None:
    """The batch of this content that the sender may see: one's own, the own department's, or, for the county, what came in for it
    or has been stored."""
    rows = Batch.objects.filter(sha256=sha256).exclude(status=Status.RETRACTED).order_by("id")
    if employer:
        return rows.filter(sender=employer).first()
    stored = Q(stored_at__isnull=False) | Q(sender="")
    if department:
        return rows.filter(Q(sender=department) | Q(department=department) & stored).first()
    return rows.filter(stored).first()
