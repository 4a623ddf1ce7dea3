"""The door to evidence: `sources`, which lies above, registers how a profile is derived and from which rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol
from uuid import UUID

from bole.core.linkage import Profile
from bole.core.linkage.survivorship import Chosen
from bole.people.registry.models import Person


@dataclass(frozen=True)
class LinkedRecord:
    """One row of one file that says something about a person. `weight` None = the row stands on its own identifier."""

    record_id: int
    source: str
    file: str
    row: int | None
    as_of: dt.date | None
    known_from: dt.datetime | None = None
    known_to: dt.datetime | None = None
    weight: float | None = None
    rule: str = ""
    name: str = ""
    url: str = ""
    extra: dict[str, Any] = field(default_factory=dict)


class EvidenceProvider(Protocol):
    """What `sources` can tell about a person."""

    def profile(self, person_id: UUID, true_at: dt.date | None = None, known_at: dt.datetime | None = None) -> Profile:
        """The profile as it was true on a day, by what was known at a moment."""

    def records(self, person_id: UUID) -> Sequence[LinkedRecord]:
        """The rows behind it, newest first; the weakest link carries its weight and rule."""

    def read_value(self, fact: str, text: str) -> Any:
        """What somebody typed for a fact, read as a file's cell would be. Raises InvalidInput with what to do instead."""

    def reveal(self, person_id: UUID, fact: str, *, by: Any, purpose: str) -> str | None:
        """The plaintext of an identifier or phone; None when there is none or its key was destroyed."""


class PublishedFacts:
    """Without a provider: the published values, without lineage."""

    def profile(self, person_id: UUID, true_at: dt.date | None = None, known_at: dt.datetime | None = None) -> Profile:
        person = Person.objects.get(pk=person_id)
        day = person.as_of or dt.date.min
        values = {key: Chosen(value, None, "", day, "") for key, value in person.facts.items()}
        return Profile(values, {key: [dict(row) for row in rows] for key, rows in person.sets.items()})

    def records(self, person_id: UUID) -> Sequence[LinkedRecord]:
        return ()

    def read_value(self, fact: str, text: str) -> Any:
        return text

    def reveal(self, person_id: UUID, fact: str, *, by: Any, purpose: str) -> str | None:
        return None


_provider: EvidenceProvider = PublishedFacts()


def register_evidence(provider: EvidenceProvider) -> None:
    """Called by `sources` in `apps.ready()`."""
    global _provider
    _provider = provider


def evidence() -> EvidenceProvider:
    return _provider
