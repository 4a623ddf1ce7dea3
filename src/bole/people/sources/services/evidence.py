"""How we know: profiles with lineage on both times, the rows behind a person, and the one way to see a sealed value."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any
from uuid import UUID

import orjson
from django.urls import reverse
from django.utils.translation import gettext

from bole.core.linkage import Profile, SourceRecord, derive_profile
from bole.kernel.taxonomy import queries as taxonomy
from bole.kernel.vault import services as vault
from bole.people.registry.services import LinkedRecord
from bole.people.sources.models import Edge, Membership, Record
from bole.people.sources.scoring import agreeing
from bole.people.sources.services.base.declarations import wrong_numbers
from bole.people.sources.services.erasing.persons import erase_person
from bole.people.sources.services.intake.storing import SEALED_FIELD
from bole.people.sources.services.linking import modelling
from bole.people.sources.services.publishing.deriving import NOTHING_PROVED, PROVED, overrides_of, plan_of
from bole.people.sources.services.reviewing.deciding import correct_value, read_value


class Evidence:
    """The provider that `registry` asks (registered in `wiring`)."""

    def profile(self, person_id: UUID, true_at: dt.date | None = None, known_at: dt.datetime | None = None) -> Profile:
        """The person's profile with lineage; `true_at`: what was said by that day, `known_at`: what we had by then."""
        wrong = wrong_numbers()
        records = [_source_record(record, wrong) for record in _versions(person_id)]
        overrides = overrides_of(person_id) if known_at is None and true_at is None else {}
        return derive_profile(records, plan_of(), overrides, true_at, known_at)

    def records(self, person_id: UUID) -> list[LinkedRecord]:
        """All rows of a person, current ones first, newest first, each with the strongest evidence that ties it to another."""
        records = list(_versions(person_id))
        ties = _ties({record.node for record in records})
        found = [_linked(record, ties) for record in records]
        return sorted(found, key=lambda row: (row.known_to is not None, row.source, -row.record_id))

    def reveal(self, person_id: UUID, fact: str, *, by: Any, purpose: str) -> str | None:
        """The plain value of a sealed fact (证件号码, 手机号码 …); None when there is none or its key was destroyed.

        The caller logs the read (`registry.reveal_value`).
        """
        chosen = self.profile(person_id).values.get(fact)
        if chosen is None or chosen.record_id is None:
            return None
        value = _open(Record.objects.get(pk=chosen.record_id)).get(fact)
        return str(value) if value else None

    def read_value(self, fact: str, text: str) -> Any:
        """What somebody typed for a scalar fact, as a profile would hold it; raises InvalidInput."""
        return read_value(taxonomy.current_pack().vocabulary.facts[fact], text)

    def correct(self, *, person_id: UUID, fact: str, value: Any, by: Any, case: Any) -> None:
        """Writes a decided correction (effect of the correction flow); it holds from the next link run on."""
        correct_value(by=by, person=person_id, fact=fact, value=value, reason=f"更正办件 {case}")

    def erase(self, person_id: UUID, *, by: Any, reason: str) -> None:
        """Everything about the person goes, here and from the files that are kept (see `erasing`)."""
        erase_person(person_id, by=by, reason=reason)


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


def _source_record(record: Record, wrong: set[tuple[int, str]]) -> SourceRecord:
    """A number that people called wrong is no value of this person; the row keeps it."""
    ended, values = record.valid_to_batch, record.values
    if wrong and record.id_index is not None and (record.node, bytes(record.id_index).hex()) in wrong:
        values = {target: value for target, value in values.items() if target != "id_number"}
    return SourceRecord(
        record.pk,
        record.source,
        record.as_of,
        values,
        PROVED if record.id_state == "valid" else NOTHING_PROVED,
        record.valid_from_batch.stored_at,
        ended.stored_at if ended else None,
    )


def _ties(nodes: set[int]) -> dict[int, tuple[float, str]]:
    """Per node the strongest edge to another node of the same person."""
    found: dict[int, tuple[float, str]] = {}
    edges = Edge.objects.filter(left__in=nodes, right__in=nodes).order_by("weight")
    for left, right, weight, pattern in edges.values_list("left", "right", "weight", "pattern"):
        found[left] = found[right] = (weight, pattern)
    return found


def _linked(record: Record, ties: dict[int, tuple[float, str]]) -> LinkedRecord:
    batch = record.valid_from_batch
    weight, pattern = ties.get(record.node, (None, ""))
    return LinkedRecord(
        record_id=record.pk,
        source=record.source,
        file=batch.file_name,
        row=record.row,
        as_of=record.as_of,
        known_from=batch.stored_at,
        known_to=record.valid_to_batch.stored_at if record.valid_to_batch else None,
        weight=weight,
        rule="、".join(gettext(label) for label in agreeing(modelling.current_model(), pattern)) if pattern else "",
        name=record.name or "",
        url=reverse("sources:batch", args=[batch.pk]),
        extra={"node": record.node},
    )
