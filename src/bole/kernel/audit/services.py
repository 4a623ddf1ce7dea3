"""Writes of the audit trail."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any
from uuid import UUID

from django.db import connection

from bole.kernel.audit import sealing
from bole.kernel.audit.context import acting_as, current, name_of
from bole.kernel.audit.marks import public_mark, requires_action
from bole.kernel.audit.models import ReadLog, Seal, SecurityEvent, Verification
from bole.kernel.audit.tracking import event_models, tracked

__all__ = ["acting_as", "public_mark", "record_read", "record_security", "requires_action", "tracked"]

PROBLEMS_KEPT = 200


def record_read(
    *, by: Any, purpose: str, subjects: Iterable[UUID], field_classes: Iterable[str], where: str = ""
) -> None:
    """One row for one page or export that showed personal data of `subjects`. `by`: a user, or the name of a program.

    Call it in the transaction that reads; role, unit and request come from the audit context. No subjects: no row.
    """
    persons = list(dict.fromkeys(subjects))
    if persons:
        ReadLog.objects.create(
            **_who(by, where), purpose=purpose, subjects=persons, field_classes=sorted(set(field_classes))
        )


def record_security(*, by: Any, kind: str, where: str = "", **detail: Any) -> None:
    """A security event such as "vault.destroyed"; `detail` names things by id and never holds values of persons."""
    SecurityEvent.objects.create(**_who(by, where), kind=kind, detail=detail)


def _who(by: Any, where: str) -> dict[str, Any]:
    acting = current()
    name, number = name_of(by)
    return {
        "actor": name or acting.actor,
        "actor_id": number if name else acting.actor_id,
        "role": acting.role,
        "unit": acting.unit,
        "where": (where or acting.where)[:200],
        "request_id": acting.request_id,
    }


def seal(*, by: str = "system") -> int:
    """Seals all that is new in every stream; returns the number of seals made."""
    with acting_as(by, "audit.seal"):
        return sealing.seal_all()


def verify(*, by: Any) -> Verification:
    """Checks every seal against its rows, the chain, the signatures and the anchors, and keeps the result."""
    started, seals, rows, problems = time.monotonic(), 0, 0, sealing.missing_tail()
    for checked, found in sealing.verify_all():
        seals, rows = seals + 1, rows + checked.rows
        problems += found
    with acting_as(by, "audit.verify"):
        return Verification.objects.create(
            seals=seals,
            rows=rows,
            seconds=round(time.monotonic() - started, 2),
            problems=[asdict(problem) for problem in problems[:PROBLEMS_KEPT]],
        )


def accept_restore(*, by: Any) -> int:
    """After a restore: the trail goes on from the backup's last seal; returns how many later seals are lost. On record."""
    lost = sealing.accept_restore()
    record_security(by=by, kind="backup.restored", lost_seals=lost)
    return lost


def protect_tables(*, role: str) -> list[str]:
    """Takes UPDATE, DELETE and TRUNCATE on all audit tables from the application's role; run by the owner after migrations."""
    own = [model._meta.db_table for model in (ReadLog, SecurityEvent, Seal, Verification)]
    tables = [*event_models(), *own, "pghistory_context"]
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        cursor.execute("select 1 from pg_roles where rolname = %s", [role])
        if cursor.fetchone() is None:
            return []
        for table in tables:
            rights = "delete, truncate" if table == "pghistory_context" else "update, delete, truncate"
            cursor.execute(f"revoke {rights} on {quote(table)} from {quote(role)}")
    return tables
