"""A firm as rules read one, for its own page; and which of its people it may apply for.

Of its people a firm learns one thing: that it may apply for somebody under a policy, or which fact of its own making is missing. No value of
a person is shown, nobody is told to be refused, and a policy that reads what the firm may not see of its people (sensitive facts) is not
asked here at all: the person takes part in that application.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django.db.models import QuerySet

from bole.core.linkage import Chosen, Profile
from bole.core.rules import UNKNOWN, Result, RuleSet
from bole.core.vocabulary import Fact, Subject
from bole.governance.policies.queries import mine, wording
from bole.governance.policies.queries.facts import EMPLOYER, facts_of, firm_facts
from bole.governance.policies.queries.reads import paths_of_policy
from bole.governance.policies.queries.situation import Situation
from bole.kernel.accounts.services import Grant
from bole.people.registry import queries as registry
from bole.people.registry.queries import Organisation, Person, Words
from bole.people.registry.queries.vocabulary import label

HIRED = "hired_talent"
"""The person an application is for (规划: 按人申报)."""


@dataclass(frozen=True)
class FirmSituation(Situation):
    """The same for a firm; `person` is not there. Corrections of a firm's facts go through its department."""

    subject: ClassVar[Subject] = "organisation"

    @property
    def senders(self) -> dict[int, tuple[str, dt.date | None]]:  # type: ignore[override]
        return {}

    def _correction(self, fact: Fact) -> str:
        return ""


def own_firm(grant: Grant) -> Organisation | None:
    """The firm whose officer the viewer is; None where the register does not know it."""
    return Organisation.objects.filter(grant.filter(Organisation), uscc=grant.unit.code).first()


def firm_situation(firm: Organisation, known: RuleSet, words: Words, grant: Grant, on: dt.date) -> FirmSituation:
    """What is on file of the firm, with the day it stands for."""
    facts = firm_facts(firm, known, on)
    source = firm.sources[0] if len(firm.sources) == 1 else ""
    day = firm.as_of or dt.date.min
    values = {key: Chosen(value, None, source, day, "") for key, value in facts.items() if not isinstance(value, list)}
    profile = Profile(values, {key: value for key, value in facts.items() if isinstance(value, list)})
    return FirmSituation(None, profile, facts, known, words, grant)  # type: ignore[arg-type]


# --- our people -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Possible:
    """A policy under which the firm may apply for somebody. `missing`: facts that are still to be told, "" amounts are not known."""

    key: str
    name: str
    amount: str
    missing: tuple[str, ...] = ()


@dataclass(frozen=True)
class OnePerson:
    person: Person
    may: list[Possible]
    near: list[Possible]


def policies_per_person(known: RuleSet, grant: Grant) -> tuple[list[str], int]:
    """Policies for firms that are applied for by person, of which the firm may see all that they read of the person; and how many more
    there are."""
    own = [
        key for key, policy in known.policies.items() if policy.subject == "organisation" and policy.kind == "benefit"
    ]
    asked = {key: [path for path in paths_of_policy(known, key) if path.startswith(f"{HIRED}.")] for key in own}
    per_person = {key: paths for key, paths in asked.items() if paths}
    seen = [key for key, paths in per_person.items() if all(_may_see(known, grant, path) for path in paths)]
    return sorted(seen), len(per_person) - len(seen)


def _may_see(known: RuleSet, grant: Grant, path: str) -> bool:
    fact = known.vocabulary.facts.get(path.rpartition(".")[2])
    return fact is not None and fact.privacy != "sensitive" and grant.can_see(fact.privacy)


def people_of(grant: Grant) -> QuerySet[Person]:
    """The firm's own people, as far as the grant reaches."""
    return registry.within(grant).order_by("name_pinyin", "id")


def what_for(
    situation: FirmSituation, people: Sequence[Person], policies: Sequence[str], on: dt.date
) -> list[OnePerson]:
    """For each of these people what the firm may apply for now, and what lacks one fact alone."""
    facts = facts_of("person", [one.pk for one in people], on)
    return [_one(situation, one, facts.get(one.pk, {}), policies, on) for one in people]


def _one(
    situation: FirmSituation, person: Person, facts: Mapping[str, Any], policies: Sequence[str], on: dt.date
) -> OnePerson:
    hired = {key: value for key, value in facts.items() if key != EMPLOYER}
    decision = situation.known.decide({**situation.facts, HIRED: hired}, on, "organisation", list(policies))
    found = [result for result in decision.results.values() if result.in_force is True]
    may = [_possible(situation, result) for result in found if result.eligible is True]
    near = [_possible(situation, result) for result in found if result.eligible is UNKNOWN and result.distance == 1]
    return OnePerson(person, may, near)


def _possible(situation: FirmSituation, result: Result) -> Possible:
    missing = mine.unknown_of(situation.words, result) if result.eligible is UNKNOWN else []
    known = result.is_money and result.value("amount") is not UNKNOWN
    amount = wording.money(int(result.value("amount"))) if known else ""
    return Possible(result.policy.key, label(result.policy), amount, tuple(missing))
