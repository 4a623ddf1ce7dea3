"""What the register contributes to a snapshot: people, firms and places without names, numbers or free contact texts."""

from __future__ import annotations

import io
from pathlib import Path

import polars as pl
from django.db import connection

from bole.kernel.snapshots.services import TableInfo, register_table
from bole.people.registry.queries.vocabulary import pack_or_none

NAMING = {"name", "identifier", "phone"}
"""Types of facts that say who somebody is: they never enter a snapshot."""

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


def naming_facts() -> list[str]:
    """Keys of the vocabulary's facts that name a person or firm."""
    pack = pack_or_none()
    return sorted(key for key, fact in pack.vocabulary.facts.items() if fact.type in NAMING) if pack else []


def write_persons(path: Path) -> TableInfo:
    return _write(path, PERSONS, [naming_facts()])


def write_organisations(path: Path) -> TableInfo:
    return _write(path, ORGANISATIONS, [naming_facts()])


def write_places(path: Path) -> TableInfo:
    return _write(path, PLACES, [])


def _write(path: Path, query: str, parameters: list[list[str]]) -> TableInfo:
    """One statement to one Parquet file, by COPY: no row passes through the ORM."""
    buffer = io.BytesIO()
    with (
        connection.cursor() as cursor,
        cursor.copy(f"copy ({query}) to stdout (format csv, header)", parameters) as copy,
    ):
        for block in copy:
            buffer.write(block)
    buffer.seek(0)
    frame = pl.read_csv(buffer, infer_schema=False) if buffer.getbuffer().nbytes else pl.DataFrame()
    frame.write_parquet(path)
    return TableInfo(rows=frame.height)


def register() -> None:
    for name, writer in (("persons", write_persons), ("organisations", write_organisations), ("places", write_places)):
        register_table(name, writer)
