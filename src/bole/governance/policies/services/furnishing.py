"""Recognitions of the demo county, put on record by the real verbs once people are there; the same people give the same ones."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop as _

from bole.core.errors import BoleError
from bole.governance.policies.models import Recognition
from bole.governance.policies.queries.facts import facts_of
from bole.governance.policies.queries.ruleset import rules
from bole.governance.policies.queries.terms import recognised_policies
from bole.governance.policies.services import recognising
from bole.governance.policies.services.deciding import store_decision
from bole.people.registry import queries as registry
from bole.runtime import paths

BY = _("演示数据")
LOOKED_AT, WANTED, SLICE = 1_000, 24, 100
AGES = (40, 200, 380, 560, 690, 710)
"""Days since the recognition: young ones, some in the months of their check."""


def follow_link_run(message: Any) -> None:
    """Handler of `sources.linked`: where the made-up county was fed, it gets some recognitions, once. A real county never does."""
    if settings.DEMO and (paths.var_dir() / "demo" / "fed").exists():
        furnish()


@transaction.atomic
def furnish() -> int:
    """Up to two dozen of those who reach a class today; how many. Does nothing where anybody was ever recognised."""
    if Recognition.objects.exists():
        return 0
    made = 0
    for policy in recognised_policies():
        made += _some(policy, WANTED)
    return made


def _some(policy: str, wanted: int) -> int:
    known, day, made = rules(), timezone.localdate(), 0
    if policy not in known.policies:
        return 0
    people = registry.Person.objects.filter(erased_at=None, deceased_on=None, stock=registry.Person.Stock.IN_STOCK)
    ids = list(people.order_by("-record_count", "id").values_list("pk", flat=True)[:LOOKED_AT])
    for start in range(0, len(ids), SLICE):
        for person, facts in facts_of("person", ids[start : start + SLICE], day).items():
            result = known.decide(facts, day, "person", only=[policy]).results[policy]
            if isinstance(result.value("level"), str) and _recognised(policy, person, day, made):
                made += 1
            if made == wanted:
                return made
    return made


def _recognised(policy: str, person: Any, day: dt.date, place: int) -> bool:
    on = day - dt.timedelta(days=AGES[place % len(AGES)])
    try:
        with transaction.atomic():
            decision = store_decision(by=BY, purpose="recognition", policy=policy, subject_id=person, on=on)
            row = recognising.recognise(by=BY, decision=decision, on=on, basis=BY)
            if place % 8 == 5:
                recognising.suspend(by=BY, recognition=row.pk, reason=_("演示数据:核查材料"))
    except BoleError:  # the class was not reached on that day yet
        return False
    return True
