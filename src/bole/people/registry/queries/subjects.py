"""Whom policies can concern, with what they are decided from: read in bulk, in the order of their ids."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import orjson
from django.db import connection

from bole.core.vocabulary import Fact
from bole.people.registry.queries.factframes import organisation_profile

if TYPE_CHECKING:
    import polars as pl

POPULATION: Mapping[str, str] = {
    "person": (
        "select p.id::text as id, md5(p.digest || coalesce(o.digest, '')) as digest, p.township_code as township,"
        " p.employer_uscc as employer, p.id as key from registry_person p"
        " left join registry_organisation o on o.uscc = p.employer_uscc"
        " where p.erased_at is null and p.deceased_on is null and p.record_count > 0"
    ),
    "organisation": (
        "select o.uscc as id, o.digest as digest, o.township_code as township, null::text as employer, o.uscc as key"
        " from registry_organisation o where true"
    ),
}
"""By kind of subject: living people known by a record, firms. `digest` changes with all that files say of them and their employer."""


def of_population(subject: str, statement: str) -> str:
    """A statement with `{population}` replaced by the subjects of a kind."""
    return statement.replace("{population}", f"({POPULATION[subject]})")


_MORE = {
    "person": "p.facts::text as facts, p.sets::text as more",
    "organisation": "o.facts::text as facts, o.series::text as more",
}
_KEY = {"person": ("p.id", "uuid"), "organisation": ("o.uscc", "text")}


def read_part(subject: str, *, after: str = "", ids: Sequence[str] | None = None, size: int) -> pl.DataFrame:
    """The next `size` subjects behind the id `after` (of `ids`): id, digest, township, employer, facts and more (JSON). Empty: no more."""
    column, kind = _KEY[subject]
    query = POPULATION[subject].replace("select ", f"select {_MORE[subject]}, ", 1)
    parameters: list[Any] = []
    if after:
        query += f" and {column} > %s::{kind}"
        parameters.append(after)
    if ids is not None:
        query += f" and {column} = any(%s::{kind}[])"
        parameters.append(list(ids))
    return copy_frame(f"{query} order by {column} limit {int(size)}", parameters)


def copy_frame(query: str, parameters: Sequence[Any] = ()) -> pl.DataFrame:
    """One statement to one frame of texts, by COPY: no row passes through the ORM."""
    import polars as pl

    buffer = io.BytesIO()
    with (
        connection.cursor() as cursor,
        cursor.copy(f"copy ({query}) to stdout (format csv, header)", parameters) as copy,
    ):
        for block in copy:
            buffer.write(block)
    buffer.seek(0)
    return pl.read_csv(buffer, infer_schema=False) if buffer.getbuffer().nbytes else pl.DataFrame()


def person_profiles(part: pl.DataFrame, lists: frozenset[str]) -> Iterator[dict[str, Any]]:
    """Persons of a part as rules read them."""
    for facts, sets in part.select("facts", "more").iter_rows():
        yield person_profile(orjson.loads(facts), orjson.loads(sets), lists)


def person_profile(facts: Mapping[str, Any], sets: Mapping[str, Any], lists: frozenset[str]) -> dict[str, Any]:
    """A person as rules read one. What stands in place of a record set (`lists`) and is no list is no record set."""
    return {**{key: value for key, value in facts.items() if key not in lists}, **sets}


def organisation_profiles(part: pl.DataFrame, own: Mapping[str, Fact]) -> Iterator[dict[str, Any]]:
    """Firms of a part as rules read them."""
    for code, facts, series in part.select("id", "facts", "more").iter_rows():
        yield organisation_profile(code, orjson.loads(facts), orjson.loads(series), own)
