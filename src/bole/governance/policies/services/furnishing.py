"""Recognitions of the demo county, put on record by the real verbs once people are there; the same people give the same ones."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.db import connection, transaction
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
from bole.people.registry.services import demo
from bole.runtime import paths

BY = _("演示数据")
LOOKED_AT, PER_LEVEL, SLICE = 300, 6, 100
"""Of those in a library of the county, and of all: so many are looked at."""
LOCK = 0x706F6C66
AGES = (40, 200, 380, 560, 690, 710)
"""Days since the recognition: young ones, some in the months of their check."""


def follow_link_run(message: Any) -> None:
    """Handler of `sources.linked`: where the made-up county was fed, it gets some recognitions, once. A real county never does."""
    if settings.DEMO and (paths.var_dir() / "demo" / "fed").exists():
        furnish()


@transaction.atomic
def furnish() -> int:
    """Up to six of each class among those who reach one today, and the talent of the cast; how many. Does nothing where anybody was
    ever recognised."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s)", [LOCK])
    if Recognition.objects.exists():
        return 0
    known, made = rules(), 0
    for policy in recognised_policies():
        if policy in known.policies:
            made += _talent(policy)
            chosen = [person for people in _reaching(policy).values() for person in people[:PER_LEVEL]]
            made += sum(_recognised(policy, person, place) for place, person in enumerate(chosen))
    return made


def _reaching(policy: str) -> dict[str, list[Any]]:
    """People by the class they certainly reach, the best known first."""
    known, day = rules(), timezone.localdate()
    people = registry.Person.objects.filter(erased_at=None, deceased_on=None, stock=registry.Person.Stock.IN_STOCK)
    ordered = people.order_by("-record_count", "id").values_list("pk", flat=True)
    ids = list(dict.fromkeys([*ordered.exclude(libraries=[])[:LOOKED_AT], *ordered[:LOOKED_AT]]))
    found: dict[str, list[Any]] = {}
    for start in range(0, len(ids), SLICE):
        for person, facts in facts_of("person", ids[start : start + SLICE], day).items():
            level = known.decide(facts, day, "person", only=[policy]).results[policy].value("level")
            if isinstance(level, str):
                found.setdefault(level, []).append(person)
    return {level: found[level] for level in sorted(found)}


def _talent(policy: str) -> int:
    """Whom the talent account of the cast stands for: by a committee, so that there is a class to see."""
    subject = demo.find_talent()
    if subject is None:
        return 0
    day = timezone.localdate() - dt.timedelta(days=AGES[0])
    decision = store_decision(by=BY, purpose="recognition", policy=policy, subject_id=subject[0], on=day)
    levels = recognising.classification_of(decision).levels
    level = levels[len(levels) // 2]
    recognising.recognise(by=BY, decision=decision, level=level, via=Recognition.Via.COMMITTEE, basis=BY, on=day)
    return 1


def _recognised(policy: str, person: Any, place: int) -> bool:
    on = timezone.localdate() - dt.timedelta(days=AGES[place % len(AGES)])
    if Recognition.objects.filter(person=person).exists():  # the talent of the cast
        return False
    try:
        with transaction.atomic():
            decision = store_decision(by=BY, purpose="recognition", policy=policy, subject_id=person, on=on)
            row = recognising.recognise(by=BY, decision=decision, on=on, basis=BY)
            if place % 8 == 5:
                recognising.suspend(by=BY, recognition=row.pk, reason=_("演示数据:核查材料"))
    except BoleError:  # not reached on that day yet, or recognised higher before
        return False
    return True
