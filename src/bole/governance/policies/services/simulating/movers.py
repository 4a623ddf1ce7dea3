"""Who gains and who loses by a draft, decided when somebody with the right to see these people asks; nothing is kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import QueryDict
from django.utils.translation import gettext_noop as _

from bole.core.vocabulary import Subject
from bole.governance.policies.models import Draft
from bole.governance.policies.queries.ruleset import rules
from bole.governance.policies.services.simulating.running import people_for, reform_of
from bole.kernel.accounts.services import Grant
from bole.people.registry import queries as registry
from bole.people.registry import services as registry_services
from bole.people.registry.queries import Organisation, Person

LOOKED_AT = _("查看草案测算的变动名单")
WAYS = {"gain": 1, "lose": -1}


@dataclass(frozen=True)
class Mover:
    """Sums over all years, in 分; `subject`: a person or organisation that the viewer may see."""

    subject: Any
    base: int
    reform: int

    @property
    def change(self) -> int:
        return self.reform - self.base


@dataclass(frozen=True)
class Movers:
    """In order of the change, the largest first; `all`: how many there are in the county, seen by this viewer or not."""

    seen: Sequence[tuple[str, int, int]]
    all: int


def movers(*, draft: Draft, subject: Subject, way: str, grant: Grant, on: Any) -> Movers:
    """Those whom the draft gives more (gain) or less (lose), as far as the grant reaches. Computes the whole county anew.

    Raises:
        InvalidInput: the draft has faults.
        Unavailable: there is no snapshot.
    """
    import polars as pl

    from bole.core.rules.reform import movements

    base, reform = rules(), reform_of(draft)
    frame, _traits = people_for(base, reform, subject, on)
    moved = movements(base, reform, frame, on, subject).filter(pl.col("change").sign() == WAYS[way])
    moved = moved.sort(pl.col("change").abs(), "id", descending=[True, False])
    visible = _visible(moved["id"].to_list(), subject, grant)
    rows = [row for row in moved.select("id", "base", "reform").iter_rows() if row[0] in visible]
    return Movers(rows, moved.height)


def _visible(ids: Sequence[str], subject: Subject, grant: Grant) -> set[str]:
    if subject == "person":
        return {str(pk) for pk in registry.within(grant).filter(pk__in=ids).values_list("pk", flat=True)}
    return set(Organisation.objects.filter(grant.filter(Organisation), uscc__in=ids).values_list("uscc", flat=True))


def shown(*, by: Any, rows: Sequence[tuple[str, int, int]], subject: Subject, grant: Grant) -> list[Mover]:
    """One page of them with names; the reading is logged."""
    ids = [row[0] for row in rows]
    if subject == "person":
        people = {str(each.pk): each for each in registry.within(grant).filter(pk__in=ids).defer("sets", "search")}
        found = list(people.values())
        registry_services.note_reading(by=by, people=found, grant=grant, purpose=LOOKED_AT, shown={"personal"})
        return [Mover(people[key], base, reform) for key, base, reform in rows if key in people]
    firms = {each.uscc: each for each in Organisation.objects.filter(grant.filter(Organisation), uscc__in=ids)}
    return [Mover(firms[key], base, reform) for key, base, reform in rows if key in firms]


def people_named(*, by: Any, text: str, grant: Grant, most: int) -> list[tuple[str, str, str]]:
    """A few people by name whom the viewer may see: key, name, employer. The reading is logged."""
    words = registry.words()
    asked = QueryDict(mutable=True)
    asked["q"] = text
    found = registry.find_people(registry.question_of(asked, words, grant), grant, size=most).people
    registry_services.note_reading(by=by, people=found, grant=grant, purpose=_("用草案试算"), shown={"personal"})
    return [(str(each.pk), each.name, each.employer_name) for each in found]


def person_to_trace(*, by: Any, key: UUID, grant: Grant) -> Person:
    """Somebody of the register whom the viewer may see; the reading is logged. Raises NotFound."""
    person = registry.person_within(grant, key)
    registry_services.note_reading(by=by, people=[person], grant=grant, purpose=_("用草案试算"))
    return person
