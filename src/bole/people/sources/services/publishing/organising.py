"""Organisations and places: grouped by code and name, derived and published where a row changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any
from uuid import UUID, uuid5

import orjson
import polars as pl
from django.db import connection

from bole.core.identity.organisations import clean_organisation, short_organisation
from bole.core.identity.uscc import parse_uscc
from bole.core.linkage import Profile, SourceRecord, derive_profile
from bole.core.linkage.firms import Doubt, FirmRow, group_firms
from bole.kernel.taxonomy import queries as taxonomy
from bole.people.registry import services as registry
from bole.people.sources.models import Conflict
from bole.people.sources.reading.standard import place_names
from bole.people.sources.services.base import frames
from bole.people.sources.services.base.declarations import declared
from bole.people.sources.services.publishing.deriving import NOTHING_PROVED, plan_of

NAMESPACE = UUID("b01eb01e-0000-4000-8000-000000000002")


def publish_organisations_and_places(*, everything: bool = False) -> int:
    """Groups all rows of organisations and places (some thousands), publishes those whose rows changed, and keeps what is doubtful as
    conflicts. Returns how many were published."""
    rows = frames.read_frame(
        'select r.subject, r.node, r.id, r.source, r.as_of, r."values", r.organisation,'
        " coalesce(r.\"values\"->>'org_name', r.\"values\"->>'place_name', r.\"values\"->>'uscc', ''),"
        " coalesce(r.\"values\"->>'uscc', ''), m.record, m.person"
        " from sources_record r left join sources_membership m on m.node = r.node"
        " where r.valid_to_batch_id is null and r.subject <> 'person' order by r.node",
        _rows_schema(),
    )
    ended = _ended()
    if rows.is_empty() and not ended:
        return 0
    rows = _with_keys(rows)
    ids = {key: str(uuid5(NAMESPACE, key)) for key in rows["own_key"].unique().to_list()}
    rows = rows.with_columns(rows["own_key"].replace_strict(ids, return_dtype=pl.String).alias("now"))
    differs = (pl.col("linked") != pl.col("id")) | (pl.col("held") != pl.col("now"))
    changed = rows.filter(pl.lit(everything) | differs.fill_null(True))
    _write_memberships(changed, [node for node, _ in ended])
    persons = {*changed["now"].to_list(), *changed["held"].drop_nulls().to_list(), *(person for _, person in ended)}
    touched = rows.filter(pl.col("now").is_in(list(persons))).sort("subject", "own_key", "id")
    organisations, places = list(_derived(touched, "organisation")), list(_derived(touched, "place"))
    if organisations:
        registry.publish_organisations(organisations)
    if places:
        registry.publish_places(places)
    return len(organisations) + len(places)


def _rows_schema() -> dict[str, Any]:
    return {
        **{
            "subject": pl.String,
            "node": pl.Int64,
            "id": pl.Int64,
            "source": pl.String,
            "as_of": pl.Date,
            "values": pl.String,
        },
        **{"code": pl.String, "name": pl.String, "unnamed": pl.String, "linked": pl.Int64, "held": pl.String},
    }


def _ended() -> list[tuple[int, str]]:
    """Rows that ended and the organisations that held them."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select m.node, m.person::text from sources_membership m join sources_record l on l.id = m.record"
            " where l.subject <> 'person' and not exists (select 1 from sources_record r where r.node = m.node"
            " and r.valid_to_batch_id is null)"
        )
        return cursor.fetchall()


def _with_keys(rows: pl.DataFrame) -> pl.DataFrame:
    """`own_key`: what each row's organisation or place goes by; the doubts about organisations are written on the way."""
    places = place_names(taxonomy.current_pack())
    own = rows.filter(pl.col("subject") == "organisation")
    firms = [
        FirmRow(node, code, clean_organisation(name), "" if name == unnamed else short_organisation(name, places))
        for node, code, name, unnamed in own.select("node", "code", "name", "unnamed").iter_rows()
    ]
    decided = declared()
    grouped = group_firms(firms, _known_names(), decided.must, decided.cannot)
    _write_doubts(own["node"].to_list(), grouped.doubts)
    keys = [grouped.key_of.get(node, name) for node, name in rows.select("node", "name").iter_rows()]
    return rows.with_columns(pl.Series("own_key", keys, dtype=pl.String))


def _known_names() -> dict[str, frozenset[str]]:
    """The codes that have or had a cleaned name."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select distinct organisation, \"values\"->>'org_name' from sources_record where subject = 'organisation'"
            " and organisation is not null and valid_to_batch_id is distinct from valid_from_batch_id"
        )
        found: dict[str, set[str]] = {}
        for code, name in cursor.fetchall():
            if name:
                found.setdefault(clean_organisation(name), set()).add(code)
    return {name: frozenset(codes) for name, codes in found.items()}


def _write_doubts(nodes: list[int], doubts: Iterable[Doubt]) -> None:
    asked = {(c.left, c.right, c.reason): c.pk for c in Conflict.objects.filter(left__in=nodes)}
    now = {tuple(doubt) for doubt in doubts}
    Conflict.objects.filter(pk__in=[pk for key, pk in asked.items() if key not in now]).delete()
    fresh = sorted(now - asked.keys())
    Conflict.objects.bulk_create([Conflict(left=a, right=b, reason=reason, weight=0.0) for a, b, reason in fresh])


def _write_memberships(changed: pl.DataFrame, ended: list[int]) -> None:
    nodes = [*changed["node"].to_list(), *ended]
    with connection.cursor() as cursor:
        cursor.execute("delete from sources_membership where node = any(%s)", [nodes])
    frames.copy_in("sources_membership", changed.select("node", record="id", person="now"))


def _derived(rows: pl.DataFrame, subject: str) -> Iterator[dict[str, Any]]:
    """One dict per organisation or place."""
    own = rows.filter(pl.col("subject") == subject)
    plan = plan_of(subject)
    for key, group in groupby(own.iter_rows(named=True), key=lambda row: row["own_key"]):
        members = list(group)
        records = [
            SourceRecord(m["id"], m["source"], m["as_of"], orjson.loads(m["values"]), NOTHING_PROVED) for m in members
        ]
        yield _row(key, derive_profile(records, plan), members)


def _row(key: str, profile: Profile, members: list[dict[str, Any]]) -> dict[str, Any]:
    """Scalars as fields of their own, as the register's bulk writers take them, beside all facts."""
    facts = profile.facts()
    name = profile.values.get("org_name")
    return {
        **{fact: value for fact, value in facts.items() if not isinstance(value, list)},
        "uscc": key if parse_uscc(key) else None,
        "org_name": facts.get("org_name") or key,
        "former_names": sorted({other.value for other in name.others}) if name else [],
        "facts": facts,
        "sources": sorted({member["source"] for member in members}),
        "as_of": max(member["as_of"] for member in members),
    }
