"""Facts that other engines own (a recognition, a nomination, a review) come into profiles through providers.

Such a fact is decided and never read from a file: its vocabulary says `from: decision`. Nothing is copied: who asks gets what the
provider says for that day, under the id that the person has now.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop as _

from bole.core.errors import Conflict, Unavailable
from bole.core.linkage import Chosen, Profile
from bole.core.vocabulary import Fact, Subject
from bole.kernel.outbox import services as outbox
from bole.kernel.taxonomy import queries as taxonomy
from bole.people.registry.models import PersonRedirect
from bole.people.registry.queries.people import moved_ids

CHANGED = "registry.facts_changed"
PROVIDED = "provided"
"""The rule by which a provided value stands in a profile (`queries.profiles.RULES`)."""


@dataclass(frozen=True, slots=True)
class Given:
    """A value as profiles keep it (codes, ISO days, 分; a list of rows for a record set). None: since then there is none.
    `source`: a Chinese msgid, no layout."""

    value: Any
    source: str
    as_of: dt.date


Id = UUID | str
"""A person's UUID; of an organisation its code."""
Facts = Mapping[str, Given]
Of = Callable[[Collection[Id] | None, dt.date], Mapping[Id, Facts]]


@dataclass(frozen=True, slots=True)
class Provider:
    name: str
    subject: Subject
    keys: frozenset[str]
    of: Of


_providers: dict[str, Provider] = {}


def register_facts(name: str, subject: Subject, keys: Iterable[str], of: Of) -> None:
    """Called in `apps.ready()`. `of(ids, on)` says what is so on a day, for some subjects or (None) for everybody, in few statements;
    it is asked with absorbed ids too and answers under the ids it keeps.

    Raises:
        Conflict: another provider serves one of these facts already.
    """
    asked = frozenset(keys)
    for other in _providers.values():
        if other.name != name and other.subject == subject and (twice := asked & other.keys):
            raise Conflict(
                _("事实“%(fact)s”已由“%(other)s”提供,“%(provider)s”不能再提供。"),
                code="registry.fact_served_twice",
                fact=min(twice),
                other=other.name,
                provider=name,
            )
    _providers[name] = Provider(name, subject, asked, of)


def provided(subject: Subject, ids: Collection[Id] | None, on: dt.date) -> dict[Id, dict[str, Given]]:
    """What all providers say, by id and fact; whoever has nothing is left out. Persons come under the id they have now: what stood
    under an absorbed id is theirs, of two values the later one holds, and rows of record sets come together.

    Raises:
        Conflict: a provider serves a fact that is not its own, or that no decision makes (`from: decision`).
    """
    known = _vocabulary() if _providers else {}
    served = [
        (each, keys) for each in _providers.values() if each.subject == subject and (keys := _served(each, known))
    ]
    if not served or (ids is not None and not ids):
        return {}
    asked, heirs = (ids, None) if ids is None or subject != "person" else _with_absorbed(ids)
    said = [(each, keys, each.of(asked, on)) for each, keys in served]
    if subject == "person" and heirs is None:
        heirs = dict(moved_ids({key for _each, _keys, answer in said for key in answer}))
    found: dict[Id, dict[str, Given]] = {}
    for provider, keys, answer in said:
        for key, facts in answer.items():
            _require_declared(provider, facts)
            mine = found.setdefault((heirs or {}).get(key, key), {})
            for fact in facts.keys() & keys:
                mine[fact] = _joined(mine.get(fact), facts[fact])
    return {key: facts for key, facts in found.items() if facts}


def _joined(one: Given | None, other: Given) -> Given:
    if one is None:
        return other
    first, last = sorted((one, other), key=lambda given: given.as_of)
    if isinstance(last.value, list) and isinstance(first.value, list):
        return Given([*first.value, *last.value], last.source, last.as_of)
    return last


def _vocabulary() -> Mapping[str, Fact]:
    """The words of the county in force; none before the first pack."""
    try:
        return taxonomy.current_pack().vocabulary.facts
    except Unavailable:
        return {}


def _served(provider: Provider, known: Mapping[str, Fact]) -> frozenset[str]:
    """The provider's facts that this county's vocabulary has; a county without a fact is not given it."""
    for key in provider.keys & known.keys():
        fact = known[key]
        if fact.source_kind != "decision" or fact.subject != provider.subject:
            raise Conflict(
                _(
                    "“%(provider)s”不能提供事实“%(fact)s”:词汇表里它不是由决定产生的(from: decision),或者属于另一种对象。"
                ),
                remedy=_("请改词汇表里这个事实的来源,或者不由它提供。"),
                code="registry.fact_not_decided",
                provider=provider.name,
                fact=key,
            )
    return provider.keys & known.keys()


def _require_declared(provider: Provider, facts: Facts) -> None:
    if strange := facts.keys() - provider.keys:
        raise Conflict(
            _("“%(provider)s”给出了没有登记过的事实“%(fact)s”。"),
            code="registry.fact_not_registered",
            provider=provider.name,
            fact=min(strange),
        )


# --- absorbed ids -----------------------------------------------------------------------------------------------------


def _with_absorbed(ids: Collection[Id]) -> tuple[list[Id], dict[Id, Id]]:
    """The ids with all that lead to them, and whom each absorbed one leads to."""
    heirs: dict[Id, Id] = {}
    layer: list[Id] = list(ids)
    while layer:
        rows = PersonRedirect.objects.filter(person__in=layer).values_list("absorbed", "person")
        new = {old: heirs.get(now, now) for old, now in rows if old not in heirs}
        heirs |= new
        layer = list(new)
    return list(dict.fromkeys([*ids, *heirs])), heirs


# --- profiles, news ---------------------------------------------------------------------------------------------------


def with_provided(profile: Profile, person: UUID, on: dt.date | None = None) -> Profile:
    """A profile with what providers say of the person on that day (None: today). A decided value stands before any other."""
    facts = provided("person", [person], on or timezone.localdate()).get(person, {})
    if not facts:
        return profile
    values, sets = dict(profile.values), dict(profile.sets)
    for key, given in facts.items():
        if given.value is None:
            values.pop(key, None)
        elif isinstance(given.value, list):
            sets[key] = [{**row, "record_id": None} for row in given.value]
        else:
            values[key] = Chosen(given.value, None, given.source, given.as_of, PROVIDED)
    return Profile(values, sets)


@transaction.atomic
def announce_facts(*, subject: Subject, ids: Collection[Id], keys: Iterable[str], by: Any = None) -> None:
    """Tells whoever keeps results (matches, standings) that provided facts of these subjects have changed, in this transaction."""
    if ids:
        payload = {"subject": subject, "ids": sorted(map(str, ids)), "keys": sorted(keys)}
        outbox.publish(topic=CHANGED, key=uuid.uuid4().hex, payload=payload)
