"""Reads of the audit trail. All lists are keyset-paged by falling id."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from django.db.models import Count, Model, QuerySet, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from bole.kernel.audit.models import ReadLog, Seal, SecurityEvent, Verification
from bole.kernel.audit.tracking import event_models

__all__ = ["ReadLog", "SecurityEvent", "event_models"]


def reads_of(subject: UUID) -> QuerySet[ReadLog]:
    """Who looked at a person's data, newest first."""
    return ReadLog.objects.filter(subjects__contains=[subject]).order_by("-id")


def reads(
    *,
    actor: str = "",
    subject: UUID | None = None,
    purpose: str = "",
    since: dt.date | None = None,
    until: dt.date | None = None,
) -> QuerySet[ReadLog]:
    rows = reads_of(subject) if subject else ReadLog.objects.order_by("-id")
    return _within(_by_text(rows, actor=actor, purpose=purpose), "at", since, until)


def security_events(
    *, actor: str = "", kind: str = "", since: dt.date | None = None, until: dt.date | None = None
) -> QuerySet[SecurityEvent]:
    return _within(_by_text(SecurityEvent.objects.order_by("-id"), actor=actor, kind=kind), "at", since, until)


def changes(
    *, table: str, actor: str = "", object_id: str = "", since: dt.date | None = None, until: dt.date | None = None
) -> QuerySet[Any]:
    """Events of one tracked table, newest first; an unknown table or a malformed object id finds nothing."""
    model = event_models().get(table)
    if model is None:
        return ReadLog.objects.none()
    rows = model._default_manager.select_related("pgh_context").order_by("-pgh_id")
    if actor:
        rows = rows.filter(pgh_context__metadata__actor=actor)
    if object_id:
        rows = rows.filter(pgh_obj_id=object_id) if _is_id(model, object_id) else rows.none()
    return _within(rows, "pgh_created_at", since, until)


def changed_fields(event: Model) -> list[str]:
    """Names (not values) of what an update changed against the event before; all fields for the others."""
    fields = [field for field in event._meta.concrete_fields if not field.name.startswith("pgh_")]
    if event.pgh_label != "update":  # type: ignore[attr-defined]
        return []
    before = (
        type(event)
        ._default_manager.filter(pgh_obj_id=event.pgh_obj_id, pgh_id__lt=event.pgh_id)  # type: ignore[attr-defined]
        .order_by("-pgh_id")
        .first()
    )
    same = [f for f in fields if before is not None and getattr(before, f.attname) == getattr(event, f.attname)]
    return [_(str(field.verbose_name)) for field in fields if field not in same]


def tracked_tables() -> list[tuple[str, str]]:
    """(event table, name for people) of every tracked model, by name."""
    named = [(table, _(str(model.pgh_tracked_model._meta.verbose_name))) for table, model in event_models().items()]
    return sorted(named, key=lambda pair: pair[1])


def change_filters(parameters: Mapping[str, str]) -> dict[str, Any]:
    """Filters of `changes` from a query string."""
    found: dict[str, Any] = {key: parameters.get(key, "").strip() for key in ("actor", "object_id")}
    return found | {key: _day(parameters.get(key, "")) for key in ("since", "until")}


def sealed_counts() -> dict[str, int]:
    """How many seals and sealed rows there are."""
    return Seal.objects.aggregate(seals=Count("number"), rows=Coalesce(Sum("rows"), 0))


def latest_seals(count: int = 50) -> QuerySet[Seal]:
    return Seal.objects.order_by("-number")[:count]


def last_seal() -> Seal | None:
    return Seal.objects.order_by("-number").first()


def last_verification() -> Verification | None:
    return Verification.objects.order_by("-id").first()


def read_filters(name: str, parameters: Mapping[str, str]) -> dict[str, Any]:
    """The filters of the list `name` ("reads" or "security") from a query string; what cannot be read is left out."""
    found: dict[str, Any] = {"actor": parameters.get("actor", "").strip()}
    found["since"], found["until"] = (_day(parameters.get(key, "")) for key in ("since", "until"))
    if name == "reads":
        found |= {"purpose": parameters.get("purpose", "").strip(), "subject": _uuid(parameters.get("subject", ""))}
    else:
        found["kind"] = parameters.get("kind", "").strip()
    return found


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text.strip())
    except ValueError:
        return None


def export_rows(name: str, filters: Mapping[str, Any]) -> Iterator[tuple[Any, ...]]:
    """Rows of a list for export: "reads" (time, actor, role, unit, purpose, persons, classes, page) or "security"."""
    if name == "reads":
        for row in reads(**filters).iterator(chunk_size=2000):
            persons = " ".join(str(subject) for subject in row.subjects)
            yield (row.at, row.actor, row.role, row.unit, row.purpose, persons, " ".join(row.field_classes), row.where)
    else:
        for event in security_events(**filters).iterator(chunk_size=2000):
            yield (event.at, event.actor, event.role, event.unit, event.kind, str(event.detail), event.where)


def _by_text(rows: QuerySet[Any], **texts: str) -> QuerySet[Any]:
    lookups = {"actor": "actor", "purpose": "purpose__contains", "kind": "kind__startswith"}
    return rows.filter(**{lookups[name]: text for name, text in texts.items() if text})


def _within(rows: QuerySet[Any], field: str, since: dt.date | None, until: dt.date | None) -> QuerySet[Any]:
    if since:
        rows = rows.filter(**{f"{field}__gte": _midnight(since)})
    if until:
        rows = rows.filter(**{f"{field}__lt": _midnight(until + dt.timedelta(days=1))})
    return rows


def _midnight(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time()))


def _is_id(model: type[Model], text: str) -> bool:
    target = model._meta.get_field("pgh_obj").related_model._meta.pk  # type: ignore[union-attr]
    if target.get_internal_type() == "UUIDField":
        return _uuid(text) is not None
    return text.isdigit() and len(text) < 19
