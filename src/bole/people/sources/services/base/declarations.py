"""What people declared: which rows are one person, which are not, and which numbers are wrong (valid by their check digit, but not
this person's: they no longer keep two rows apart)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bole.people.sources.models import Decision, Membership, Record

KEY = "wrong_number"
Pair = tuple[int, int]


@dataclass
class Declared:
    """What people decided about pairs of rows. `wrong`: rows by the number on them that a person called wrong: it proves nothing."""

    must: list[Pair]
    cannot: list[Pair]
    wrong: dict[int, str]


def declared() -> Declared:
    """The decisions about pairs that are in force."""
    pairs: dict[str, list[Pair]] = {Decision.Kind.MUST_LINK: [], Decision.Kind.CANNOT_LINK: []}
    rows = Decision.objects.filter(kind__in=list(pairs), retracted_at__isnull=True)
    for kind, left, right in rows.values_list("kind", "left", "right"):
        pairs[kind].append((min(left, right), max(left, right)))
    wrong = {node: "\\x" + number for node, number in sorted(wrong_numbers())}
    return Declared(pairs[Decision.Kind.MUST_LINK], pairs[Decision.Kind.CANNOT_LINK], wrong)


def wrong_number(node: int) -> dict[str, Any]:
    """What a decision remembers of a wrong number (`Decision.value`): its index, and the current rows of the person that carry it.

    Only these rows: the same number may be the right one of somebody else (a number copied from the row above).
    """
    found = Record.objects.filter(node=node, valid_to_batch=None).values_list("id_index", flat=True).first()
    if found is None:
        return {KEY: "", "nodes": [node]}
    person = Membership.objects.filter(node=node, person__isnull=False).values("person")
    own = Membership.objects.filter(person__in=person).values("node")
    rows = Record.objects.filter(node__in=own, valid_to_batch=None, id_index=found).values_list("node", flat=True)
    return {KEY: bytes(found).hex(), "nodes": sorted({node, *rows})}


def wrong_numbers() -> set[tuple[int, str]]:
    """(node, index in hex) of every number that a decision in force calls wrong. A corrected number is another one and counts."""
    rows = Decision.objects.filter(
        kind=Decision.Kind.MUST_LINK, retracted_at=None, anchor__isnull=False, value__isnull=False
    )
    return {
        (node, value[KEY])
        for value in rows.values_list("value", flat=True)
        if value.get(KEY)
        for node in value["nodes"]
    }
