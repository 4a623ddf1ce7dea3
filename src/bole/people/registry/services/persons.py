"""Publishing and retiring persons: called by `sources` with derived profiles, always in bulk."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from bole.core.vocabulary import Pack
from bole.people.registry.models import Person
from bole.people.registry.queries.vocabulary import classifying, pack_or_none
from bole.people.registry.services.bulk import Written, copy_lines, copy_rows, stage, stage_lines, upsert
from bole.people.registry.services.shaping import (
    CLASS_CODES,
    Classify,
    PersonShaper,
    cell,
    class_codes,
    copy_line,
    stock_of,
)

ANALYZE_FROM = 5_000
REBUILD_FROM, REBUILD_SHARE = 30_000, 0.4


class PersonLines:
    """Turns derived profiles into the lines that `publish_persons` writes. Pure, so that it can work in another process.

    A profile (PersonRow) is a mapping with id, name, latin_name, other_names, pinyin, initials, sex, birth_date, township,
    employer_name, employer_uscc, masked_id, identifier_indexes, phone_indexes, facts (a dict, or its JSON), record_count, sources,
    as_of, weakest, deceased_on.
    """

    def __init__(self, pack: Pack | None, classify: Classify | None) -> None:
        self.shaper = PersonShaper(pack, classify)

    def lines(self, rows: Iterable[Mapping[str, Any]]) -> bytes:
        return "".join([copy_line(self.shaper.shape(row)) for row in rows]).encode()


def person_lines() -> PersonLines:
    """The writer for the pack and the day in force."""
    return PersonLines(pack_or_none(), classifying(timezone.localdate()))


@transaction.atomic
def publish_persons(parts: Iterable[bytes], *, by: Any = None) -> Written:
    """Writes persons, each part some of them as `PersonLines.lines`; a person may come once only. Writing the same again changes
    nothing; erased persons stay empty."""
    if not Person.objects.exists():  # the first county of an instance: nothing to compare with
        total = copy_lines("registry_person", PersonShaper.COLUMNS, parts)
        written, source = Written(total, 0, 0), "registry_person"
    else:
        total = stage_lines("registry_person", PersonShaper.COLUMNS, parts)
        new, changed = upsert("registry_person", PersonShaper.COLUMNS, key="id", keep="t.erased_at is null")
        written, source = Written(new, changed, total - new - changed), "incoming"
    _note_employer_names(source)
    _end_redirects(source)
    return written


def _end_redirects(source: str) -> None:
    """An id that has come back to life leads nowhere else."""
    with connection.cursor() as cursor:
        cursor.execute(f"delete from registry_personredirect r using {source} i where r.absorbed = i.id")  # noqa: S608 - two names of ours


@contextlib.contextmanager
def bulk_loading(incoming: int) -> Iterator[None]:
    """Stands around the transaction of a load. One that is large beside the table finds the secondary indexes dropped, and they
    are built once after it: measured at 200,000 persons about four times faster than keeping fourteen of them up to date. Both are
    transactions of their own, so nobody waits: lists are read without an index meanwhile. Killed in between, the next load
    builds them (`restore_indexes`).
    """
    with connection.cursor() as cursor:
        cursor.execute("select greatest(reltuples, 0) from pg_class where oid = 'registry_person'::regclass")
        large = incoming >= REBUILD_FROM and incoming >= REBUILD_SHARE * cursor.fetchone()[0]
    if not large:
        yield
        if incoming >= ANALYZE_FROM:
            refresh_statistics()
        return
    with connection.cursor() as cursor:
        cursor.execute("select registry_suspend_indexes()")
    try:
        yield
    finally:
        restore_indexes()
        refresh_statistics()


def restore_indexes() -> None:
    """Builds the secondary indexes that an interrupted load left dropped; does nothing where all are there."""
    with connection.cursor() as cursor:
        cursor.execute("select registry_restore_indexes()")


def _note_employer_names(source: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            f"insert into registry_employername (name) select distinct employer_name from {source}"  # noqa: S608 - two names of ours
            " where employer_name <> '' on conflict do nothing"
        )


@transaction.atomic
def redirect_persons(pairs: Sequence[tuple[str, str]]) -> int:
    """Remembers (absorbed id, id now) for ever and removes the absorbed profiles. Chains are followed at reading."""
    pairs = [(old, new) for old, new in pairs if old != new]
    if not pairs:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(
            "create temporary table if not exists absorbed (absorbed uuid, person uuid) on commit delete rows"
        )
        cursor.execute("delete from absorbed")
    copy_rows("absorbed", ("absorbed", "person"), pairs)
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into registry_personredirect (absorbed, person_id, since)"
            " select distinct on (absorbed) absorbed, person, now() from absorbed"
            " on conflict (absorbed) do update set person_id = excluded.person_id, since = excluded.since"
            " where registry_personredirect.person_id <> excluded.person_id"
        )
        cursor.execute("delete from registry_personredirect where absorbed in (select person from absorbed)")
        cursor.execute("delete from registry_person where id in (select absorbed from absorbed)")
    return len(pairs)


@transaction.atomic
def retire_persons(ids: Iterable[UUID | str], *, by: Any = None) -> int:
    """Persons without any record left (their files were retracted): the profile is emptied, the id stays."""
    empty = {"facts": {}, "sets": {}, "codes": [], "identifier_indexes": [], "phone_indexes": [], "sources": []}
    classes = {"libraries": [], "staff_categories": [], "tier": "", "department_codes": []}
    state = {"stock": Person.Stock.LEFT, "record_count": 0, "masked_id": "", "weakest": None, "digest": ""}
    return Person.objects.filter(pk__in=list(ids)).update(**empty, **classes, **state)


def refresh_statistics() -> None:
    """Tells the planner about a bulk load at once (ANALYZE by the owner's function: the application owns no table)."""
    with connection.cursor() as cursor:
        cursor.execute("select registry_analyze()")


@transaction.atomic
def classify_persons(ids: Iterable[UUID | str] | None = None, *, by: Any = None) -> int:
    """Applies the criteria in force to published profiles (all, or `ids`): after a new pack, or when a day makes the
    difference. Returns how many were written."""
    classify = classifying(timezone.localdate())
    if classify is None:
        return 0
    people = Person.objects.filter(erased_at=None) if ids is None else Person.objects.filter(pk__in=list(ids))
    columns = ("id", "libraries", "staff_categories", "tier", "stock", "codes")
    total = stage("registry_person", columns, (_classified(person, classify) for person in people.iterator(2_000)))
    with connection.cursor() as cursor:
        cursor.execute(
            "update registry_person p set libraries = i.libraries, staff_categories = i.staff_categories, tier = i.tier,"
            " stock = i.stock, codes = i.codes, updated_at = now() from incoming i where p.id = i.id and"
            " (p.libraries, p.staff_categories, p.tier, p.stock) is distinct from"
            " (i.libraries, i.staff_categories, i.tier, i.stock)"
        )
        return min(total, cursor.rowcount)


def _classified(person: Person, classify: Any) -> list[str]:
    classes = classify({**person.facts, **person.sets})
    row = {"deceased_on": person.deceased_on, "record_count": person.record_count}
    codes = [code for code in person.codes if not code.startswith(CLASS_CODES)]
    values = [
        *(person.pk, classes["libraries"], classes["staff"], next(iter(classes["tiers"]), "")),
        *(stock_of(row, classes), codes + class_codes(classes)),
    ]
    return [cell(value) for value in values]
