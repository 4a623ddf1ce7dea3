"""What a link run gives to the register: persons, organisations, places, and the owners of keys."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import polars as pl
from django.utils import timezone

from bole.core.linkage import Assignment, Clustering
from bole.kernel.taxonomy import queries as taxonomy
from bole.kernel.vault import services as vault
from bole.people.registry import services as registry
from bole.people.sources.models import Decision
from bole.people.sources.services.base.progress import RunProgress
from bole.people.sources.services.publishing.deriving import (
    PART,
    Deriver,
    Part,
    overrides_by_person,
    part_of,
)
from bole.people.sources.services.publishing.spreading import AHEAD, CHILDREN, Spread


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
