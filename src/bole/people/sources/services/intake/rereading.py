"""Reading stored batches anew after their mapping was taken back: rehearsed inside a transaction, or done."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from bole.core.errors import BoleError
from bole.people.sources.models import Batch, Status
from bole.people.sources.services.intake import processing, storing
from bole.people.sources.services.intake.layouts import latest_versions
from bole.people.sources.services.intake.marks import marks_for
from bole.people.sources.services.intake.stopping import Pause


def rehearse_reading(batch: Batch) -> BoleError | None:
    """Writes the rows that reading the batch again would write; kept files stay as they are. Call it where all is rolled back.

    Returns what would stop the reading; the rows then stay as they were.
    """
    try:
        with transaction.atomic():
            found = processing.recognise(batch)
            processing.describe(batch, found)
            checked = processing.check(batch, found, marks_for(found.layout.id))
            storing.store_rows(batch, checked, found.layout)
            Batch.objects.filter(pk=batch.pk).update(status=Status.STORED)
    except Pause as pause:
        return pause.error
    except BoleError as error:
        return error
    return None


def read_again(batches: Iterable[Batch]) -> None:
    """In order: a partial file changes what the file before it brought. A batch that another process has read meanwhile with the
    mapping in force is left alone."""
    for batch in batches:
        batch.refresh_from_db()
        version = latest_versions().get(batch.source)
        if batch.mapping_version_id != (version.pk if version else None):
            processing.process_batch(batch, again=True)
