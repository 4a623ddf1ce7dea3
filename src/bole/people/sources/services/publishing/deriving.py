"""From stored rows to what the register takes. `part_of` reads the database; `Deriver` is pure and works in any process."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import groupby
from typing import Any, NamedTuple
from uuid import UUID

import orjson
import polars as pl
from django.db.models import QuerySet

from bole.core.linkage import Override, ProfilePlan, SourceRecord, compile_plan, derive_facts
from bole.core.rules import Classifier
from bole.core.vocabulary import Pack
from bole.kernel.taxonomy import queries as taxonomy
from bole.people.registry import services as registry
from bole.people.sources.models import Decision, Membership
from bole.people.sources.services.base import frames
from bole.people.sources.services.base.declarations import wrong_numbers

PART = 5_000
"""Persons that are read, derived and written together."""
PROVED = frozenset({"id_number"})
NOTHING_PROVED: frozenset[str] = frozenset()
CALLED_WRONG = "called_wrong"
DEATH = "death"  # code list deregistration_reason
HIDDEN_TYPES = ("identifier", "phone")

ROW = (
    "person", "id", "source", "as_of", "values", "id_state", "name",
    "pinyin", "initials", "latin", "id_index", "passport_index", "phone_index",
)  # fmt: skip
_STATE = "case when r.node = any(%s) and encode(r.id_index, 'hex') = any(%s) then 'called_wrong' else r.id_state end"
_COLUMNS = (
    ", ".join(f"r.{name}" for name in ROW if name not in ("person", "values"))
    .replace("r.as_of", 'r.as_of, r."values"')
    .replace("r.id_state", _STATE)
)


def _kinds() -> dict[str, Any]:
    texts: dict[str, Any] = dict.fromkeys(ROW, pl.String)
    return {**texts, "id": pl.Int64, "as_of": pl.Date, "latin": pl.Boolean}


class Row(NamedTuple):
    """A stored row as the derivation reads it."""

    person: str
    id: int
    source: str
    as_of: dt.date
    values: str
    id_state: str | None
    name: str | None
    pinyin: str | None
    initials: str | None
    latin: bool | None
    id_index: str | None
    passport_index: str | None
    phone_index: str | None


@lru_cache(maxsize=4)
def _plan(sha256: str, subject: str) -> ProfilePlan:
    pack = taxonomy.current_pack()
    return compile_plan(pack.vocabulary, pack.code_lists, subject)


def plan_of(subject: str = "person") -> ProfilePlan:
    """The compiled plan of the current pack."""
    return _plan(taxonomy.current_pack().sha256, subject)


class Part(NamedTuple):
    """Some persons with all that deriving them needs: their rows as `frames.read_bytes` gives them (columns of `ROW`), the weakest
    edge and the corrections by person."""

    rows: bytes
    weakest: Mapping[str, float | None]
    overrides: Mapping[str, Mapping[str, Override]]


def part_of(
    weakest: Mapping[str, float | None], rows: pl.DataFrame, overrides: Mapping[str, Mapping[str, Override]]
) -> Part:
    """Reads the persons in `weakest`; `rows` are their current rows (person, record)."""
    frames.fill_temporary("wanted_rows", rows.select("person", "record"), {"person": "uuid", "record": "bigint"})
    with frames.by_index():
        data = frames.read_bytes(
            f"select w.person, {_COLUMNS} from wanted_rows w"  # noqa: S608 - constants of ours
            " join sources_record r on r.id = w.record order by w.person, r.id",
            _called_wrong(),
        )
    return Part(data, weakest, {person: overrides[person] for person in weakest if person in overrides})


def _called_wrong() -> list[list[Any]]:
    numbers = wrong_numbers()
    return [sorted({node for node, _number in numbers}), sorted({number for _node, number in numbers})]


def source_record(row: Row) -> SourceRecord:
    """A number that people called wrong is no value of this person."""
    proved = PROVED if row.id_state == "valid" else NOTHING_PROVED
    values = orjson.loads(row.values)
    if row.id_state == CALLED_WRONG:
        values.pop("id_number", None)
    return SourceRecord(row.id, row.source, row.as_of, values, proved)


def overrides_of(person: UUID) -> dict[str, Override]:
    """Corrections in force for one person; the latest per fact wins."""
    nodes = Membership.objects.filter(person=person).values_list("node", flat=True)
    decisions = _corrections().filter(anchor__in=nodes)
    return _overrides(decisions, dict.fromkeys(nodes, str(person))).get(str(person), {})


def overrides_by_person(holders: Mapping[int, str | None]) -> dict[str, dict[str, Override]]:
    """Corrections in force, by the person that holds their row (`holders`: node to person)."""
    return _overrides(_corrections(), holders)


def _corrections() -> QuerySet[Decision]:
    return Decision.objects.filter(kind=Decision.Kind.FIELD_OVERRIDE, retracted_at__isnull=True).order_by("id")


def _overrides(decisions: Iterable[Decision], holders: Mapping[int, str | None]) -> dict[str, dict[str, Override]]:
    found: dict[str, dict[str, Override]] = {}
    for decision in decisions:
        person = holders.get(decision.anchor) if decision.anchor is not None else None
        if person is not None:
            override = Override(decision.value, decision.pk, decision.decided_at.date())
            found.setdefault(person, {})[decision.fact] = override
    return found


class Deriver:
    """From parts to the register's lines. Needs the pack and nothing of the database."""

    def __init__(self, pack: Pack, classifier: Classifier, on: dt.date) -> None:
        facts = pack.vocabulary.facts.values()
        self.hidden = frozenset(fact.key for fact in facts if fact.type in HIDDEN_TYPES)
        self.plan = compile_plan(pack.vocabulary, pack.code_lists)
        self.writer = registry.PersonLines(pack, lambda facts: classifier.classify(facts, on))

    def lines(self, part: Part) -> bytes:
        """A part as `registry.publish_persons` takes it."""
        return self.writer.lines(self.persons(part))

    def persons(self, part: Part) -> Iterator[dict[str, Any]]:
        """PersonRow after PersonRow."""
        rows = map(Row._make, frames.parse(part.rows, _kinds()).iter_rows())
        for person, own in groupby(rows, key=lambda row: row.person):
            yield self._person(person, list(own), part)

    def _person(self, person: str, rows: list[Row], part: Part) -> dict[str, Any]:
        facts = derive_facts([source_record(row) for row in rows], self.plan, part.overrides.get(person))
        value = facts.get
        latin_name = value("latin_name") or ""
        name = value("name") or latin_name or _any_name(rows)
        spoken = next((row for row in rows if row.name == name), rows[0])
        return {
            "id": person,
            "name": name,
            "latin_name": latin_name,
            "other_names": sorted({row.name for row in rows if row.name} - {name, latin_name}),
            "pinyin": spoken.pinyin or "",
            "initials": spoken.initials or "",
            "sex": value("sex") or "",
            "birth_date": value("birth_date"),
            "township": value("township") or "",
            "employer_name": value("employer_name") or "",
            "employer_uscc": value("employer_uscc"),
            "masked_id": value("id_number") or value("passport_no") or "",
            "identifier_indexes": _indexes(_identifier_indexes(rows)),
            "phone_indexes": _indexes({row.phone_index for row in rows}),
            "deceased_on": value("deregistered_on") if value("deregistration_reason") == DEATH else None,
            "facts": {key: given for key, given in facts.items() if key not in self.hidden},
            "record_count": len(rows),
            "sources": sorted({row.source for row in rows}),
            "as_of": max([row.as_of for row in rows]),
            "weakest": part.weakest[person],
        }


def _identifier_indexes(rows: list[Row]) -> set[str | None]:
    return {row.id_index for row in rows} | {row.passport_index for row in rows}


def _any_name(rows: list[Row]) -> str:
    return next((row.name for row in rows if row.name), "(无姓名)")


def _indexes(values: set[str | None]) -> list[bytes]:
    return [bytes.fromhex(value[2:]) for value in sorted(filter(None, values))]
