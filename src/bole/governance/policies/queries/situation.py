"""A person as rules read one: the facts of the own profile, and where each of them came from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from bole.core.linkage import Profile
from bole.core.rules import UNKNOWN, RuleSet
from bole.core.vocabulary import Fact, Subject
from bole.governance.policies.queries import wording
from bole.governance.policies.queries.facts import EMPLOYER, firm_facts
from bole.kernel.accounts.services import Grant
from bole.people.registry import queries as registry
from bole.people.registry.queries import Person, Words
from bole.people.registry.services.evidence import evidence
from bole.people.registry.services.providing import with_provided

HIDDEN = ("identifier", "phone")


@dataclass(frozen=True)
class Reading:
    """A fact that a condition read: its value as people read it ("" where it is not shown), and how we know."""

    name: str
    value: str
    source: str
    as_of: dt.date | None
    note: str
    correct_url: str


@dataclass(frozen=True)
class Situation:
    """`facts` as the engine takes them; `profile` tells their sources."""

    person: Person
    profile: Profile
    facts: Mapping[str, Any]
    known: RuleSet
    words: Words
    grant: Grant
    subject: ClassVar[Subject] = "person"

    def __post_init__(self) -> None:
        self.words.texts = self.known.words

    @cached_property
    def senders(self) -> dict[int, tuple[str, dt.date | None]]:
        """By record: the source that sent it and the day it stands for."""
        return {row.record_id: (row.source, row.as_of) for row in evidence().records(self.person.pk)}

    def reading(self, path: str, value: Any, *, decided: bool = False) -> Reading:
        """What a trace read under this path. Of a related subject (the employer, the spouse) only open values are shown."""
        fact = self.known.vocabulary.facts.get(path.rpartition(".")[2])
        name = wording.fact_name(self.known, path)
        if fact is None:
            return Reading(name, "", "", None, "", "")
        own = "." not in path
        source, as_of = self._origin(fact) if own else ("", None)
        shown = "" if value is UNKNOWN else self._shown(fact, value, own)
        return Reading(
            name, shown, source, as_of, self._note(fact, value, shown, decided), self._correction(fact) if own else ""
        )

    def _origin(self, fact: Fact) -> tuple[str, dt.date | None]:
        chosen = self.profile.values.get(fact.key)
        if chosen is not None:
            return self.words.source(chosen.source) if chosen.source else "", _real(chosen.as_of)
        rows = self.profile.sets.get(fact.key, [])
        found = [self.senders[row["record_id"]] for row in rows if row.get("record_id") in self.senders]
        days = [day for _source, day in found if day]
        names = dict.fromkeys(self.words.source(source) for source, _day in found)
        return "、".join(names), _real(max(days, default=None))

    def _shown(self, fact: Fact, value: Any, own: bool) -> str:
        if fact.type in HIDDEN or not (fact.privacy == "open" or (own and self.grant.can_see(fact.privacy))):
            return ""
        if isinstance(value, list | tuple):
            return _("%(count)s 条") % {"count": len(value)}
        chosen = self.profile.values.get(fact.key) if own else None
        return self._said(fact, chosen.value if chosen else value)

    def _said(self, fact: Fact, value: Any) -> str:
        if fact.type == "code":
            return wording.code(self.words, fact.code_list, value)
        return self.words.value(fact, value)

    def _note(self, fact: Fact, value: Any, shown: str, decided: bool) -> str:
        if value is not UNKNOWN:
            return "" if shown else _("已用于判断,不在这里显示")
        if decided:
            return _("没有记录")
        if fact.source_kind == "form":
            return _("还不知道:申请时由本人填写")
        if fact.source_kind == "decision":
            return _("还不知道:要先经过认定或审核")
        return _("还不知道:部门数据里没有")

    def _correction(self, fact: Fact) -> str:
        if fact.kind != "scalar" or fact.source_kind != "source" or fact.subject != "person":
            return ""
        return reverse("registry:correct", args=[self.person.pk, fact.key])


def _real(day: dt.date | None) -> dt.date | None:
    return day if day and day > dt.date.min else None


def own_person(subject: UUID | None) -> Person | None:
    """The person behind an account, also after two records were joined; None where there is none (any more)."""
    if subject is None:
        return None
    current = registry.resolve_redirect(subject) or subject
    return Person.objects.select_related("employer").filter(pk=current, erased_at=None).first()


def situation_of(person: Person, known: RuleSet, words: Words, grant: Grant) -> Situation:
    """The profile with its lineage, and the employer's facts beside it."""
    profile = with_provided(evidence().profile(person.pk), person.pk)
    facts: dict[str, Any] = dict(profile.facts())
    if person.employer is not None:
        facts[EMPLOYER] = firm_facts(person.employer, known, timezone.localdate())
    return Situation(person, profile, facts, known, words, grant)
