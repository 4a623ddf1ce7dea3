"""How we know: profiles with lineage on both times, the rows behind a person, and the one way to see a sealed value."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import orjson
from django.db import transaction
from django.utils.translation import gettext_noop as _

from bole.core.errors import NotFound
from bole.core.linkage import Profile, SourceRecord, derive_profile
from bole.kernel.audit import services as audit
from bole.kernel.taxonomy import queries as taxonomy
from bole.kernel.vault import services as vault
from bole.people.sources.models import Edge, Membership, Record
from bole.people.sources.scoring import RULES
from bole.people.sources.services.deriving import NOTHING_PROVED, PROVED, overrides_by_person, plan_of
from bole.people.sources.services.storing import SEALED_FIELD

LABELS = {rule.name: rule.label for rule in RULES}


@dataclass(frozen=True, slots=True)
class LinkedRecord:
    """One row behind a person. `file_name` and `row` lead back to what was sent; `why` is the strongest rule that ties it."""

    id: int
    node: int
    source: str
    source_name: str
    department: str
    batch_id: int
    file_name: str
    row: int
    as_of: dt.date
    known_from: dt.datetime | None
    known_to: dt.datetime | None
    values: dict[str, Any]
    why: str
    weight: float | None

    @property
    def is_current(self) -> bool:
        return self.known_to is None


class Evidence:
    """The provider that `registry` asks (registered in `wiring`)."""

    def profile(self, person_id: UUID, true_at: dt.date | None = None, known_at: dt.datetime | None = None) -> Profile:
        """The person's profile with lineage; `true_at`: what was said by that day, `known_at`: what we had by then."""
        records = [_source_record(record) for record in _versions(person_id)]
        overrides = (
            overrides_by_person(person_id).get(str(person_id), {}) if known_at is None and true_at is None else {}
        )
        return derive_profile(records, plan_of(), overrides, true_at, known_at)

    def records(self, person_id: UUID) -> list[LinkedRecord]:
        """All rows of a person, current ones first, each with the strongest evidence that ties it to another."""
        records = list(_versions(person_id))
        ties = _ties({record.node for record in records})
        sources = taxonomy.current_pack().sources
        found = [_linked(record, sources, ties) for record in records]
        return sorted(found, key=lambda row: (not row.is_current, row.source, row.node, -row.id))

    @transaction.atomic
    def reveal(self, person_id: UUID, fact: str, by: Any, purpose: str) -> str:
        """The plain value of a sealed fact (证件号码, 手机号码 …); the read is logged. NotFound when there is none any more."""
        profile = self.profile(person_id)
        chosen = profile.values.get(fact)
        record = Record.objects.filter(pk=chosen.record_id).first() if chosen and chosen.record_id else None
        value = _open(record).get(fact) if record is not None else None
        if not value:
            raise NotFound("没有可显示的原值。", remedy=_("可能已按期限或本人要求销毁。"), code="reveal.none")
        audit.record_read(
            by=by, purpose=purpose, subjects=[person_id], field_classes=["sensitive"], where=f"sources.reveal {fact}"
        )
        return str(value)


def _open(record: Record) -> dict[str, Any]:
    if record.sealed is None:
        return {}
    text = vault.unseal([bytes(record.sealed)], field=SEALED_FIELD, owners=[str(record.pk)])[0]
    return orjson.loads(text) if text else {}


def _versions(person_id: UUID) -> Iterable[Record]:
    nodes = Membership.objects.filter(person=person_id).values("node")
    return (
        Record.objects.filter(node__in=nodes, subject="person")
        .exclude(valid_from_batch__status="retracted")
        .select_related("valid_from_batch", "valid_to_batch")
        .order_by("id")
    )


def _source_record(record: Record) -> SourceRecord:
    ended = record.valid_to_batch
    return SourceRecord(
        record.pk,
        record.source,
        record.as_of,
        record.values,
        PROVED if record.id_state == "valid" else NOTHING_PROVED,
        record.valid_from_batch.stored_at,
        ended.stored_at if ended else None,
    )


def _ties(nodes: set[int]) -> dict[int, tuple[float, str]]:
    """Per node the strongest edge to another node of the same person."""
    found: dict[int, tuple[float, str]] = {}
    edges = Edge.objects.filter(left__in=nodes, right__in=nodes).order_by("weight")
    for left, right, weight, rule in edges.values_list("left", "right", "weight", "rule"):
        found[left] = found[right] = (weight, rule)
    return found


def _linked(record: Record, sources: Any, ties: dict[int, tuple[float, str]]) -> LinkedRecord:
    batch, layout = record.valid_from_batch, sources.get(record.source)
    weight, rule = ties.get(record.node, (None, ""))
    return LinkedRecord(
        record.pk,
        record.node,
        record.source,
        layout.name if layout else record.source,
        layout.department if layout else "",
        batch.pk,
        batch.file_name,
        record.row,
        record.as_of,
        batch.stored_at,
        record.valid_to_batch.stored_at if record.valid_to_batch else None,
        record.values,
        LABELS.get(rule, ""),
        weight,
    )
