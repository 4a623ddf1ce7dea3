"""Objections of the public during a publicity: who objects is asked and sealed, what was said goes into the log."""

from __future__ import annotations

import datetime as dt
import json
import uuid
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop as _

from bole.core.errors import InvalidInput, NotFound
from bole.kernel.audit.services import record_read
from bole.kernel.casework import queries
from bole.kernel.casework.models import Case, Objection
from bole.kernel.casework.services.moving import locked, object_to
from bole.kernel.vault import services as vault

NAME, CONTACT = "casework.objection.name", "casework.objection.contact"
SHORTEST = 10


@transaction.atomic
def raise_objection(*, case: Case, name: str, contact: str, grounds: str) -> Objection:
    """Somebody objects under a real name; the unit in charge of the publicity gets a todo, the log what was said.

    The same words of the same person again return the first objection. Raises NotFound for a case that is not on public
    notice, InvalidInput for missing parts.
    """
    who, where, said = name.strip(), contact.strip(), grounds.strip()
    if not who or not where or len(said) < SHORTEST:
        raise InvalidInput(_("请写明姓名、联系方式和至少 %(least)s 个字的异议理由。"), code="casework.objection_parts",
                           least=SHORTEST)  # fmt: skip
    found = locked(case.pk)
    if not queries.on_publicity().filter(pk=found.pk).exists():
        raise NotFound(_("这项公示已经结束或不存在。"), code="casework.not_public")
    mark = _fingerprint(who, where, said)
    if known := Objection.objects.filter(case=found, fingerprint=mark).first():
        return known
    todo = object_to(case=found, by=None, reason=said)
    number = uuid.uuid4()
    keys = vault.new_keys([number])
    sealed = [vault.seal([text], keys=keys, field=field, owners=[str(number)])[0]
              for field, text in ((NAME, who), (CONTACT, where))]  # fmt: skip
    return Objection.objects.create(
        id=number, case=found, seq=todo.slot, fingerprint=mark, name=sealed[0], contact=sealed[1]
    )


def _fingerprint(*texts: str) -> bytes:
    """A keyed digest: the same objection is known again, nobody can be guessed from it."""
    return bytes(vault.keyed_digest(json.dumps(texts, ensure_ascii=False), purpose="casework.objection"))


@transaction.atomic
def read_objectors(*, case: Case, by: Any) -> dict[int, tuple[str, str]]:
    """Name and contact of those who objected to a case, by log entry; the reading is recorded. Destroyed ones are missing."""
    rows = list(Objection.objects.filter(case=case, destroyed_at=None))
    owners = [str(row.pk) for row in rows]
    names = vault.unseal([row.name for row in rows], field=NAME, owners=owners)
    contacts = vault.unseal([row.contact for row in rows], field=CONTACT, owners=owners)
    record_read(by=by, purpose=_("核查异议"), subjects=[row.pk for row in rows], field_classes=["personal"],
                where=f"casework:{case.pk}")  # fmt: skip
    found = zip(rows, names, contacts, strict=True)
    return {row.seq: (name, contact) for row, name, contact in found if name and contact}


def destroy_objectors() -> int:
    """Destroys names and contacts whose term after the end of the case is over; returns how many."""
    now, count = timezone.now(), 0
    rows = Objection.objects.filter(destroyed_at=None, case__closed_at__isnull=False).select_related("case__flow")
    for row in rows.iterator(500):
        public = queries.flow_of(row.case.flow).public
        if row.case.closed_at and row.case.closed_at + dt.timedelta(days=public.keep_days if public else 0) < now:
            count += _destroy(row, now)
    return count


@transaction.atomic
def _destroy(row: Objection, now: dt.datetime) -> int:
    vault.destroy_subject(row.pk, by="casework", reason="异议人信息保存期满")
    return Objection.objects.filter(pk=row.pk).update(name=None, contact=None, destroyed_at=now)
