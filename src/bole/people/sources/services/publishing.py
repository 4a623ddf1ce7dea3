"""What a link run gives to the register: persons, organisations, places, and the owners of keys."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from typing import Any
from uuid import UUID, uuid5

import orjson
import polars as pl
from django.db import connection
from django.utils import timezone

from bole.core.linkage import Assignment, Clustering, Profile, SourceRecord, derive_profile
from bole.kernel.taxonomy import queries as taxonomy
from bole.kernel.vault import services as vault
from bole.people.registry import services as registry
from bole.people.sources.models import Decision
from bole.people.sources.services import frames
from bole.people.sources.services.deriving import (
    NOTHING_PROVED,
    PART,
    Deriver,
    Part,
    overrides_by_person,
    part_of,
    plan_of,
)
from bole.people.sources.services.progress import RunProgress
from bole.people.sources.services.spreading import AHEAD, CHILDREN, Spread

ORGANISATION_NAMESPACE = UUID("b01eb01e-0000-4000-8000-000000000002")


def nodes_decided(decisions: Iterable[Decision]) -> set[int]:
    """The rows that decisions speak of."""
    return {node for d in decisions for node in (d.left, d.right, d.anchor) if node is not None}


def publish_touched(
    clustering: Clustering,
    assignment: Assignment[str],
    held: pl.DataFrame,
    write_memberships: Callable[[], set[str]],
    *,
    progress: RunProgress,
    spread: Spread | None,
) -> registry.Written:
    """Derives and publishes the persons of this run; those left without rows are retired, absorbed ids redirect.

    `held`: who holds the touched rows (node, record, person). `write_memberships` stores that and returns the persons before; it
    is called when children have enough to do meanwhile.
    """
    weakest = {person: clustering.weakest.get(group) for group, person in sorted(assignment.person_of.items())}
    former: set[str] = set()

    def settle() -> None:
        former.update(write_memberships())
        _assign_keys()

    deriver = Deriver(taxonomy.current_pack(), taxonomy.classifier(), timezone.localdate())
    parts = _parts(weakest, held, settle, progress)
    written = registry.publish_persons(map(deriver.lines, parts) if spread is None else spread.lines(parts, deriver))
    registry.redirect_persons(list(assignment.absorbed.items()))
    registry.retire_persons(sorted(former - set(weakest) - set(assignment.absorbed)))
    return written


def _parts(
    weakest: dict[str, float | None], held: pl.DataFrame, settle: Callable[[], None], progress: RunProgress
) -> Iterator[Part]:
    """Part by part, in the order of the oldest rows: neighbours lie side by side in the table of rows too."""
    overrides = overrides_by_person(dict(held.select("node", "person").iter_rows()))
    persons = list(weakest)
    places = pl.DataFrame(
        {"person": persons, "place": range(len(persons))}, schema={"person": pl.String, "place": pl.Int64}
    )
    rows = held.join(places.with_columns(pl.col("place") // PART), on="person").sort("place", "record")
    slices = rows.partition_by("place", maintain_order=True)
    for number, part in enumerate(slices):
        start = number * PART
        yield part_of({person: weakest[person] for person in persons[start : start + PART]}, part, overrides)
        progress.count(persons_done=min(start + PART, len(persons)))
        if number == AHEAD * CHILDREN:
            settle()
    if len(slices) <= AHEAD * CHILDREN:
        settle()


def _assign_keys() -> None:
    """Every version of a touched row: its key belongs to the person who holds the row now."""
    vault.assign_keys(
        "select r.key, m.person from touched_nodes t join sources_record r on r.node = t.node"
        " left join sources_membership m on m.node = t.node where r.key is not null"
    )


# --- organisations and places: no linking, one key each ---------------------------------------------------------------

_OTHER = ("subject", "own_key", "node", "id", "source", "as_of", "values")
_KEY = "coalesce(r.organisation, r.\"values\"->>'uscc', r.\"values\"->>'org_name', r.\"values\"->>'place_name')"


def publish_organisations_and_places() -> int:
    """Derives and publishes the organisations and places whose rows changed; returns how many."""
    with connection.cursor() as cursor:
        cursor.execute("drop table if exists changed_keys")
        cursor.execute(
            f"create temporary table changed_keys on commit drop as select distinct r.subject, {_KEY} as own_key"  # noqa: S608
            " from sources_record r left join sources_membership m on m.node = r.node"
            " where r.subject <> 'person' and ((r.valid_to_batch_id is null and m.record is distinct from r.id)"
            " or (m.record = r.id and r.valid_to_batch_id is not null))"
        )
        cursor.execute(
            "delete from sources_membership m using sources_record r where m.record = r.id"  # noqa: S608 - constants
            f" and r.subject <> 'person' and ({_KEY}) in (select own_key from changed_keys)"
        )
    rows = frames.read_frame(
        f'select r.subject, c.own_key, r.node, r.id, r.source, r.as_of, r."values" from sources_record r'  # noqa: S608
        f" join changed_keys c on c.own_key = {_KEY} and c.subject = r.subject"
        " where r.valid_to_batch_id is null order by 1, 2, r.id",
        dict.fromkeys(_OTHER, pl.String) | {"node": pl.Int64, "id": pl.Int64, "as_of": pl.Date},
    )
    if rows.is_empty():
        return 0
    ids = {key: str(uuid5(ORGANISATION_NAMESPACE, key)) for key in rows["own_key"].unique().to_list()}
    person = rows["own_key"].replace_strict(ids, return_dtype=pl.String)
    frames.copy_in("sources_membership", pl.DataFrame({"node": rows["node"], "record": rows["id"], "person": person}))
    organisations = list(_derived(rows, "organisation"))
    places = list(_derived(rows, "place"))
    if organisations:
        registry.publish_organisations(organisations)
    if places:
        registry.publish_places(places)
    return len(organisations) + len(places)


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
        "uscc": facts.get("uscc"),
        "org_name": facts.get("org_name") or key,
        "former_names": sorted({other.value for other in name.others}) if name else [],
        "facts": facts,
        "sources": sorted({member["source"] for member in members}),
        "as_of": max(member["as_of"] for member in members),
    }
