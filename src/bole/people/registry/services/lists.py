"""Saved lists."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import unquote_plus
from uuid import UUID

from django.db import transaction
from django.http import QueryDict
from django.utils.translation import gettext_noop as _

from bole.core.errors import InvalidInput, NotFound
from bole.people.registry.models import Person, SavedList
from bole.people.registry.queries.searching import clean
from bole.people.registry.queries.tickets import is_ticket, number_in

MOST = 100


@transaction.atomic
def save_list(
    *, by: Any, unit: Any, name: str, query: str, columns: Sequence[str] = (), shared: bool = False
) -> SavedList:
    """Keeps a query under a name; the same name again replaces it. `shared`: everybody of the unit sees it too."""
    text = " ".join(name.split())[:60]
    if not text:
        raise InvalidInput(_("请给名单起一个名字。"), code="registry.no_name")
    if SavedList.objects.filter(owner=by).count() >= MOST:
        raise InvalidInput(
            _("名单已满 %(most)s 个。"), remedy=_("请先删除不用的名单。"), code="registry.lists", most=MOST
        )
    values = {"query": without_number(query)[:4000], "columns": list(columns), "shared": shared}
    saved, _made = SavedList.objects.update_or_create(owner=by, unit=unit, name=text, defaults=values)
    return saved


def without_number(query: str) -> str:
    """The query without a searched number: an identifier or phone is no list and must not stand in the database in plain text."""
    kept = QueryDict(query, mutable=True)
    if is_ticket(kept.get("q", "")) or number_in(clean(kept.get("q", ""))):
        del kept["q"]
    return kept.urlencode()


@transaction.atomic
def drop_list(*, by: Any, list_id: int) -> None:
    if not SavedList.objects.filter(owner=by, pk=list_id).delete()[0]:
        raise NotFound(_("没有这个名单。"), code="registry.no_list")


def drop_lists_naming(person_id: UUID) -> int:
    """Saved lists that carry a person's name, in their own name or in what they search for; returns how many went."""
    person = Person.objects.filter(pk=person_id).first()
    names = {name for name in (person.name, person.latin_name, *person.other_names) if name} if person else set()
    naming = [
        saved.pk
        for saved in (SavedList.objects.all() if names else ())
        if any(name in f"{saved.name} {unquote_plus(saved.query)}" for name in names)
    ]
    return SavedList.objects.filter(pk__in=naming).delete()[0]
