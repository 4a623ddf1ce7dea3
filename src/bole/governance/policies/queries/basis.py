"""What is known of a subject on a day, as the rules take it, and where each fact came from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple
from uuid import UUID

from bole.core.errors import NotFound
from bole.core.linkage import Profile
from bole.core.vocabulary import Subject
from bole.governance.policies.queries.facts import facts_of
from bole.people.registry import queries as registry
from bole.people.registry import services as providing
from bole.people.registry.services.evidence import evidence


class Origin(NamedTuple):
    """Who says a fact. `source`: ids of layouts or a name, by commas; `record`: of `sources`, None where there is no single one."""

    source: str = ""
    record: int | None = None
    as_of: dt.date | None = None


@dataclass(frozen=True)
class Basis:
    """`facts` as `RuleSet.decide` takes them. `key`: the person's id as it is now, or the firm's code."""

    subject: Subject
    key: str
    facts: Mapping[str, Any]
    profile: Profile
    organisation: registry.Organisation | None = None
    given: Mapping[str, providing.Given] = field(default_factory=dict)

    def origin(self, path: str) -> Origin:
        if "." in path:
            first, _dot, rest = path.partition(".")
            firm = self.organisation if first == "employer" and "." not in rest else None
            return _of_firm(firm)
        given, chosen = self.given.get(path), self.profile.values.get(path)
        if given is not None:
            return Origin(given.source, None, given.as_of)
        if chosen is not None:
            return Origin(chosen.source, chosen.record_id, _real(chosen.as_of))
        if path in self.profile.sets:
            return self._of_rows(path)
        return _of_firm(self.organisation) if self.subject == "organisation" else Origin()

    def origins(self, path: str) -> list[Origin]:
        """Of each row of a record set, in its order; nothing where a row is not told apart."""
        rows = self.profile.sets.get(path, [])
        if [{k: v for k, v in row.items() if k != "record_id"} for row in rows] != self.facts.get(path):
            return []
        said = [self._senders.get(row.get("record_id") or 0) for row in rows]
        return [Origin(one[0], None, one[1]) if one else Origin() for one in said]

    def _of_rows(self, path: str) -> Origin:
        rows = [self._senders[r["record_id"]] for r in self.profile.sets[path] if r.get("record_id") in self._senders]
        days = [day for _source, day in rows if day]
        return Origin(",".join(dict.fromkeys(source for source, _day in rows)), None, max(days, default=None))

    @cached_property
    def _senders(self) -> dict[int, tuple[str, dt.date | None]]:
        if self.subject != "person":
            return {}
        return {row.record_id: (row.source, row.as_of) for row in evidence().records(UUID(self.key))}


def _of_firm(firm: registry.Organisation | None) -> Origin:
    return Origin(",".join(firm.sources), None, firm.as_of) if firm else Origin()


def _real(day: dt.date | None) -> dt.date | None:
    return day if day and day > dt.date.min else None


def basis_of(subject: Subject, key: str | UUID, on: dt.date) -> Basis:
    """Raises NotFound: nobody of that id is in the register (any more)."""
    return _of_person(UUID(str(key)), on) if subject == "person" else _of_organisation(str(key), on)


def _of_person(key: UUID, on: dt.date) -> Basis:
    person = person_now(key)
    given = providing.provided("person", [person.pk], on).get(person.pk, {})
    facts = facts_of("person", [person.pk], on)[person.pk]
    return Basis("person", str(person.pk), facts, evidence().profile(person.pk), person.employer, given)


def person_now(key: UUID) -> registry.Person:
    """The living record behind an id, also after records were joined. Raises NotFound."""
    current = registry.resolve_redirect(key) or key
    person = registry.Person.objects.select_related("employer").filter(pk=current, erased_at=None).first()
    if person is None:
        raise NotFound("没有找到这个人。", remedy="档案可能已经删除。", code="registry.no_person")
    return person


def _of_organisation(key: str, on: dt.date) -> Basis:
    firm = registry.Organisation.objects.filter(uscc=key).first()
    if firm is None:
        raise NotFound("没有找到这个单位。", code="registry.no_organisation")
    return Basis("organisation", key, facts_of("organisation", [key], on)[key], Profile(), firm)
