"""Reads about decisions: lists, whose rows they speak of, and their names as far as the reader may see them."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

from bole.core.identity import mask_name
from bole.kernel.accounts.services import Grant
from bole.people.registry import queries as registry
from bole.people.sources.models import Decision, Membership, PastMembership, Record

IN_FORCE, WAITING, RETRACTED, REFUSED = "in_force", "waiting", "retracted", "refused"


def find_decisions(grant: Grant, *, kind: str = "", who: int | None = None, state: str = "",
                   since: dt.date | None = None, until: dt.date | None = None) -> QuerySet[Decision]:  # fmt: skip
    """Decisions within a grant, newest first. `state`: in_force, waiting (not applied yet), retracted, or refused (see `refused_decisions`)."""
    rows = Decision.objects.filter(grant.filter(Decision)).select_related("decided_by", "retracted_by")
    if kind:
        rows = rows.filter(kind=kind)
    if who is not None:
        rows = rows.filter(decided_by=who)
    if since:
        rows = rows.filter(decided_at__date__gte=since)
    if until:
        rows = rows.filter(decided_at__date__lte=until)
    if state == RETRACTED:
        rows = rows.filter(retracted_at__isnull=False)
    elif state == REFUSED:
        rows = rows.filter(pk__in=refused_decisions().values("pk"))
    elif state:
        rows = rows.filter(retracted_at=None, applied=state == IN_FORCE)
    return rows.order_by("-id")


def refused_decisions() -> QuerySet[Decision]:
    """Decisions in force that two rows are one person, which could not be carried out: two valid numbers, or another decision, keep
    the rows apart."""
    holder = Membership.objects.filter(person__isnull=False)
    sides = {side: Subquery(holder.filter(node=OuterRef(side)).values("person")) for side in ("left", "right")}
    asked = Decision.objects.filter(kind=Decision.Kind.MUST_LINK, retracted_at=None, applied=True)
    both = asked.filter(Exists(holder.filter(node=OuterRef("left"))), Exists(holder.filter(node=OuterRef("right"))))
    held = both.annotate(left_person=sides["left"], right_person=sides["right"])
    return held.exclude(left_person=F("right_person"))


def filters_of(query: Mapping[str, str]) -> dict[str, Any]:
    """The arguments of `find_decisions` in a list's address; what cannot be read is left out."""
    who, days = query.get("who", ""), {}
    for name in ("since", "until"):
        with contextlib.suppress(ValueError):
            days[name] = dt.date.fromisoformat(query.get(name, ""))
    words = {name: query.get(name, "") for name in ("kind", "state")}
    return {**words, **days, "who": int(who) if who.isdecimal() else None}


def about_persons(rows: QuerySet[Decision], persons: Collection[UUID]) -> QuerySet[Decision]:
    """Those that speak of a row of these persons, also of one that has ended since."""
    nodes = [
        node
        for model in (Membership, PastMembership)
        for node in model.objects.filter(person__in=persons).values_list("node", flat=True)
    ]
    return rows.filter(Q(left__in=nodes) | Q(right__in=nodes) | Q(anchor__in=nodes))


def persons_named(grant: Grant, text: str) -> list[UUID]:
    """Persons of exactly this name (or one of its other forms) within a grant; nobody where names may not be seen."""
    if not grant.can_see("personal") or not text.strip():
        return []
    name = text.strip()
    people = registry.within(grant).filter(Q(name=name) | Q(other_names__contains=[name]))
    return list(people.values_list("pk", flat=True)[:200])


def deciders() -> list[tuple[int, str]]:
    """Everybody who has decided something."""
    rows = Decision.objects.filter(decided_by__isnull=False).order_by("decided_by").distinct("decided_by")
    return [(row.decided_by_id, str(row.decided_by)) for row in rows.select_related("decided_by")]


@dataclass(frozen=True, slots=True)
class Side:
    """One row that a decision or a preview speaks of. `name` is masked where the reader may not see it; "" when the row is gone."""

    node: int
    name: str
    source: str
    batch: int | None
    person: UUID | None


def nodes_of(decision: Decision) -> list[int]:
    return list(dict.fromkeys(node for node in (decision.left, decision.right, decision.anchor) if node is not None))


def sides(nodes: Iterable[int], grant: Grant) -> dict[int, Side]:
    """Rows by node, in their newest version: three statements however many they are."""
    wanted = set(nodes)
    newest = (
        Record.objects.filter(node__in=wanted)
        .exclude(valid_from_batch=F("valid_to_batch"))
        .order_by("node", "-id")
        .distinct("node")
        .values_list("node", "name", "source", "valid_from_batch")
    )
    persons = dict(Membership.objects.filter(node__in=wanted).values_list("node", "person"))
    found = {
        node: Side(node, shown_name(name or "", grant), source, batch, persons.get(node))
        for node, name, source, batch in newest
    }
    return {node: found.get(node) or Side(node, "", "", None, persons.get(node)) for node in wanted}


def shown_name(name: str, grant: Grant) -> str:
    return name if grant.can_see("personal") else mask_name(name)


def names_of_persons(persons: Iterable[str], grant: Grant) -> Mapping[str, str]:
    """Names of persons of the register by id, masked where the reader may not see them."""
    found = registry.Person.objects.filter(pk__in=set(persons)).values_list("pk", "name")
    return {str(pk): shown_name(name, grant) for pk, name in found}
