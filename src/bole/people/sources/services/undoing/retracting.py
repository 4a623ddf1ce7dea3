"""Taking a batch back: its rows go, what they replaced comes back, and the next link run re-derives whom it touched."""

from __future__ import annotations

from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from bole.core.errors import Conflict, InvalidInput
from bole.people.sources.models import Batch, Status
from bole.people.sources.services.base.jobs import queue_linking
from bole.people.sources.services.base.locks import STORE, hold
from bole.people.sources.services.intake.processing import NO_ERROR, advance


@transaction.atomic
def retract_batch(*, by: Any, batch: Batch, reason: str) -> Batch:
    """Undoes a batch; everything is as if it had never come, but for the audit trail and redirects.

    Raises InvalidInput without a reason and Conflict when it is retracted already. Linking is queued; call
    `link_pending` where the result must stand at once.
    """
    if not reason.strip():
        raise InvalidInput("请写明撤回原因。", code="retract.reason")
    batch = Batch.objects.select_for_update().get(pk=batch.pk)
    if batch.status == Status.RETRACTED:
        raise Conflict("这个批次已经撤回。", code="batch.retracted")
    if batch.stored_at is not None:
        _restore_rows(batch)
    batch.issues.all().delete()
    advance(
        batch,
        Status.RETRACTED,
        retracted_at=timezone.now(),
        retracted_by=by if getattr(by, "pk", None) else None,
        retract_reason=reason[:200],
        note="",
        **NO_ERROR,
    )
    queue_linking()
    return batch


def _restore_rows(batch: Batch) -> None:
    """Versions this batch began get an empty span; versions it ended last on until the next file that would have ended them."""
    given = {"batch": batch.pk, "source": batch.source}
    hold(STORE + batch.source)
    with connection.cursor() as cursor:
        cursor.execute("drop table if exists taken_back")
        cursor.execute(_TAKEN_BACK, given)
        cursor.execute(
            "update sources_record set valid_to_batch_id = %(batch)s where valid_from_batch_id = %(batch)s", given
        )
        cursor.execute(
            "insert into sources_stale (node) select distinct node from sources_record where valid_from_batch_id = %(batch)s",
            given,
        )
        cursor.execute(_REOPEN, given)


_TAKEN_BACK = """
create temporary table taken_back on commit drop as
select node, valid_to_batch_id as ended from sources_record
 where valid_from_batch_id = %(batch)s and valid_to_batch_id is distinct from %(batch)s"""

# A version that the batch replaced lasts as long as its successor did; one that it ended lasts until the row came back or until
# the next full file, whichever was first.
_REOPEN = """
with back as (
update sources_record r
   set valid_to_batch_id = case when t.node is not null then t.ended else least(n.next, l.id) end
  from sources_record old
  left join taken_back t on t.node = old.node
  left join lateral (select min(x.valid_from_batch_id) as next from sources_record x
                      where x.node = old.node and x.valid_from_batch_id > %(batch)s
                        and x.valid_to_batch_id is distinct from x.valid_from_batch_id) n on true
  cross join (select min(id) as id from sources_batch
               where source = %(source)s and id > %(batch)s and mode = 'full' and stored_at is not null
                 and status <> 'retracted') l
 where r.id = old.id and old.valid_to_batch_id = %(batch)s and old.valid_from_batch_id <> %(batch)s
returning r.node) insert into sources_stale (node) select node from back"""
