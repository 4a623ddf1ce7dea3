"""What the register contributes to a snapshot: people, firms and places without names, numbers or free texts.

Free text may name people (a team, an introducer, an address). It stays out unless a rule in force reads it (`register_texts`): a job title,
the name of an honour. Numbers, dates, codes and amounts are in, record sets and yearly series too, in the columns that rules take.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import orjson
import polars as pl

from bole.core.vocabulary import Column, Fact, Subject
from bole.kernel.snapshots.services import TableInfo, register_table
from bole.people.registry.queries.factframes import columns_of, organisation_profile, own_facts
from bole.people.registry.queries.subjects import copy_frame, person_profile
from bole.people.registry.queries.vocabulary import pack_or_none

NAMING = {"name", "identifier", "phone"}
"""Types of facts that say who somebody is: they never enter a snapshot."""

Texts = Callable[[], Mapping[Subject, frozenset[str]]]
_texts: dict[str, Texts] = {}

PERSONS = """
select p.id::text as id, p.sex, extract(year from p.birth_date)::int as birth_year, p.township_code,
       p.employer_uscc, p.stock, p.tier, array_to_string(p.libraries, ' ') as libraries,
       array_to_string(p.staff_categories, ' ') as staff_categories, array_to_string(p.sources, ' ') as sources,
       p.record_count, (p.facts - %s::text[])::text as facts, p.as_of::text as as_of
from registry_person p where p.erased_at is null order by p.id
"""
ORGANISATIONS = """
select uscc, industry_code, township_code, status, founded_on::text as founded_on, (facts - %s::text[])::text as facts,
       series::text as series, as_of::text as as_of
from registry_organisation order by uscc
"""
PLACES = """
select id::text as id, kind, level, township_code, recognised_on::text as recognised_on, longitude, latitude,
       as_of::text as as_of
from registry_place order by id
"""
PERSON_FACTS = """
select p.id::text as id, p.facts::text as facts, p.sets::text as sets from registry_person p where p.erased_at is null order by p.id
"""
ORGANISATION_FACTS = (
    "select uscc as id, facts::text as facts, series::text as series from registry_organisation order by uscc"
)


def register_texts(name: str, read: Texts) -> None:
    """Called in `apps.ready()`: the free texts that an engine reads of everybody, by subject: "post", "honours.honour"."""
    _texts[name] = read


def naming_facts() -> list[str]:
    """Keys of the vocabulary's facts that name a person or firm."""
    pack = pack_or_none()
    return sorted(key for key, fact in pack.vocabulary.facts.items() if fact.type in NAMING) if pack else []


def withheld_facts(subject: Subject) -> list[str]:
    """Scalars that stay out of a snapshot: those that name somebody, and free texts that no rule reads."""
    pack = pack_or_none()
    facts = own_facts(pack.vocabulary, subject).values() if pack else ()
    read = _read_texts(subject)
    return sorted(fact.key for fact in facts if not _is_in(fact, fact.key, read))


def _read_texts(subject: Subject) -> frozenset[str]:
    return frozenset().union(*(read().get(subject, frozenset()) for read in _texts.values()))


def _is_in(thing: Fact | Column, path: str, read: frozenset[str]) -> bool:
    return thing.type not in NAMING and (thing.type != "text" or path in read)


def shared_facts(subject: Subject) -> dict[str, Fact]:
    """The facts that stand in a snapshot, record sets with the columns that do. Of a set of texts alone only that there are rows."""
    pack = pack_or_none()
    if pack is None:
        return {}
    read, found = _read_texts(subject), {}
    for key, fact in own_facts(pack.vocabulary, subject).items():
        if fact.kind == "scalar":
            found |= {key: fact} if _is_in(fact, key, read) else {}
            continue
        kept = tuple(column for column in fact.columns if _is_in(column, f"{key}.{column.key}", read))
        found[key] = replace(fact, columns=kept or (Column(ROWS, ROWS, ROWS, "boolean"),))
    return found


ROWS = "row"
"""The column of a set that would have none."""


def write_persons(path: Path) -> TableInfo:
    return _write(path, PERSONS, [withheld_facts("person")])


def write_organisations(path: Path) -> TableInfo:
    return _write(path, ORGANISATIONS, [naming_facts()])


def write_places(path: Path) -> TableInfo:
    return _write(path, PLACES, [])


def write_person_facts(path: Path) -> TableInfo:
    """What rules read of persons, as columns: scalars by fact key, record sets and series as lists of rows."""
    frame = copy_frame(PERSON_FACTS, [])
    lists = frozenset(key for key, fact in shared_facts("person").items() if fact.kind != "scalar")
    profiles = (
        person_profile(orjson.loads(facts), orjson.loads(sets), lists) for facts, sets in _pairs(frame, "facts", "sets")
    )
    return _write_columns(path, frame, columns_of(profiles, shared_facts("person"), "person"))


def write_organisation_facts(path: Path) -> TableInfo:
    """The same of firms; `id` is the credit code."""
    frame, facts = copy_frame(ORGANISATION_FACTS, []), shared_facts("organisation")
    rows = zip(frame["id"], _pairs(frame, "facts", "series"), strict=True) if frame.height else ()
    profiles = (
        organisation_profile(code, orjson.loads(own), orjson.loads(years), facts) for code, (own, years) in rows
    )
    return _write_columns(path, frame, columns_of(profiles, facts, "organisation"))


def _pairs(frame: pl.DataFrame, *names: str) -> Iterator[tuple[Any, ...]]:
    return frame.select(names).iter_rows() if frame.height else iter(())


def _write_columns(path: Path, frame: pl.DataFrame, columns: list[pl.Series]) -> TableInfo:
    ids = frame["id"] if frame.height else pl.Series("id", [], dtype=pl.String)
    pl.DataFrame([ids, *columns]).write_parquet(path)
    return TableInfo(rows=frame.height)


def _write(path: Path, query: str, parameters: list[list[str]]) -> TableInfo:
    frame = copy_frame(query, parameters)
    frame.write_parquet(path)
    return TableInfo(rows=frame.height)


TABLES: Mapping[str, Callable[[Path], TableInfo]] = {
    "persons": write_persons,
    "organisations": write_organisations,
    "places": write_places,
    "person_facts": write_person_facts,
    "organisation_facts": write_organisation_facts,
}


def register() -> None:
    for name, writer in TABLES.items():
        register_table(name, writer)
