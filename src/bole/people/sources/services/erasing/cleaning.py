"""After a deletion: the person's rows leave every file that is kept.

A file is rewritten without the row and the key of the former one destroyed, so that the other rows can still be read anew and no
backup of the former opens. A file in which the row cannot be told (unreadable, or of no known layout and holding the person's
number) is destroyed whole: the law's duty weighs more than the convenience of reading it again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

import polars as pl
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop as _

from bole.core.errors import BoleError
from bole.kernel.snapshots import services as snapshots
from bole.kernel.taxonomy import queries as taxonomy
from bole.kernel.vault import services as vault
from bole.people.registry import queries as register
from bole.people.sources import reading
from bole.people.sources.models import Batch, Issue, Record, Severity, Status, Tombstone
from bole.people.sources.services.base import digests
from bole.people.sources.services.intake import originals
from bole.people.sources.services.intake.marks import last_mark, marks_for, text_of
from bole.people.sources.services.intake.processing import Recognised, recognise
from bole.people.sources.services.intake.stopping import Pause, program_errors

MOVING = (Status.RECEIVED, Status.READING, Status.CHECKED)
REASON = _("按删除请求清除")
_NUMBER = re.compile(r"[A-Z]{0,3}[0-9]{6,17}[0-9Xx]")


def clean_files() -> int:
    """Takes the rows of deleted persons out of originals, rejected rows and snapshots; returns how many rows left originals.

    Safe to repeat and to stop anywhere: each file says up to which mark it is clean.
    """
    last, rows = last_mark(), 0
    for batch in due_batches(last):
        rows += _clean(batch, last)
    snapshots.forget_rows({str(person) for person in register.erased_ids()})
    return rows


def due_batches(last: int) -> Iterable[Batch]:
    """Batches whose files may still hold a row of somebody deleted, newest first. Those that are being read meet the marks when
    they are stored."""
    return Batch.objects.filter(cleaned_to__lt=last).exclude(status__in=MOVING).order_by("-id").iterator(chunk_size=50)


def files_wait() -> bool:
    """Files are left that were in motion when the others were cleaned."""
    return Batch.objects.filter(cleaned_to__lt=last_mark()).exists()


def _clean(batch: Batch, last: int) -> int:
    rows: int | None = 0
    if originals.is_kept(batch):
        try:
            rows = _clean_known(batch, recognise(batch))
        except Pause:
            _clean_unknown(batch)
        except (BoleError, *program_errors()):
            _destroy(batch)
    else:
        Issue.objects.filter(batch=batch).update(value_masked="")  # whose they are can no longer be told
        originals.destroy(batch, reason=REASON)
    if rows is None:
        return 0
    Batch.objects.filter(pk=batch.pk).update(cleaned_to=last)
    return rows


def _clean_known(batch: Batch, found: Recognised) -> int | None:
    """How many rows left the original; None when somebody else was at it at the same time."""
    marks = marks_for(found.layout.id)
    if not marks:
        return 0
    pack, today = taxonomy.current_pack(), timezone.localdate()
    checked = reading.check_rows(
        found.raw, found.recognition, pack, today, hash_key=digests.secret("row"), erased=marks
    )
    rows = checked.excluded.filter(pl.col("name") == reading.ERASED)["row"].to_list()
    if not rows:
        return 0
    with transaction.atomic():
        read = batch.original
        batch = Batch.objects.select_for_update().get(pk=batch.pk)
        if batch.original != read or batch.status in MOVING:
            return None
        rejected = _recount(batch, rows)
        originals.replace_original(batch, found.raw, {*rows, *batch.excluded_rows}, reason=REASON)
        if rejected and batch.rejects:
            batch.rejects = originals.keep_rejects(batch, found.raw, checked, found.layout)
        batch.save()
    return len(rows)


def _recount(batch: Batch, rows: list[int]) -> int:
    """Moves the rows to those not kept, and forgets what was wrong with them; returns how many had been rejected."""
    issues = Issue.objects.filter(batch=batch, row__in=rows)
    rejected = issues.filter(severity=Severity.BLOCK).values("row").distinct().count()
    accepted = Record.objects.filter(valid_from_batch=batch, row__in=rows).count()
    issues.delete()
    left = len(rows)
    for name, wanted in (("rejected", rejected), ("accepted", accepted), ("unchanged", left)):
        counted = getattr(batch, f"rows_{name}")
        moved = min(wanted, counted, left)
        setattr(batch, f"rows_{name}", counted - moved)
        left -= moved
    batch.rows_in += left  # a file that waits and has not been counted yet
    batch.rows_excluded += len(rows)
    batch.rows_erased += len(rows)
    return rejected


def _clean_unknown(batch: Batch) -> None:
    """A file that waits for somebody to say what it is: it goes when a number of a deleted person stands anywhere in it."""
    try:
        raw = originals.read(batch, taxonomy.current_pack().sources.values())
    except (BoleError, *program_errors()):
        _destroy(batch)
        return
    cells = (text for name in raw.headers for text in raw.frame[name].drop_nulls().to_list())
    texts = [*raw.original_headers, *cells]
    if _holds_marked(texts):
        Batch.objects.filter(pk=batch.pk).update(headers=[], unknown_headers={})
        _destroy(batch)


def _holds_marked(texts: Iterable[str]) -> bool:
    numbers = sorted({number for text in texts for number in _NUMBER.findall(text)})
    kinds = Tombstone.Kind
    for kind, label in (("cn_id", kinds.IDENTITY), ("passport", kinds.PASSPORT)):
        known = {bytes(d) for d in Tombstone.objects.filter(kind=label).values_list("digest", flat=True)}
        if known.intersection(vault.blind_index(numbers, kind=kind)):
            return True
    raw = {text_of(d) for d in Tombstone.objects.filter(kind=kinds.RAW).values_list("digest", flat=True)}
    return bool(raw.intersection(digests.keyed(numbers, "raw")))


def _destroy(batch: Batch) -> None:
    with transaction.atomic():
        originals.destroy(batch, reason=REASON)
        Issue.objects.filter(batch=batch).update(value_masked="")


def is_clean(batch: Batch) -> bool:
    """No row of a deleted person can still stand in the files of this batch."""
    return batch.cleaned_to >= last_mark()
