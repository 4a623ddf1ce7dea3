"""People whom the demo county's rules would recognise, and recognitions by the real verbs."""

from __future__ import annotations

import datetime as dt
from typing import Any

from bole.governance.policies import services
from bole.governance.policies.models import Decision, Recognition
from bole.people.registry.models import Person
from tests.factories.registry import person_row, publish

POLICY = "talent_class"
HONOUR = {"honour": "国务院政府特殊津贴", "honour_level": "national", "honour_year": 2020}
B_FACTS: dict[str, Any] = {
    "honours": [HONOUR],
    "insurance_status": "active",
    "insured_months_continuous": 31,
    "employment_mode": "contract",
    "annual_review": "passed",
}
DOCTOR: dict[str, Any] = {"honours": [], "degree": "2", "insurance_status": "active", "insured_months_continuous": 31}


def somebody(name: str = "沈若溪", **facts: Any) -> Person:
    """Somebody whom the rules put into class B, unless other facts are given."""
    return publish(person_row(name, facts={**B_FACTS, **facts}))[0]


def decided(person: Person, on: dt.date | None = None, by: Any = "test") -> Decision:
    return services.store_decision(by=by, purpose="recognition", policy=POLICY, subject_id=person.pk, on=on)


def recognised(person: Person, level: str = "", on: dt.date | None = None, **more: Any) -> Recognition:
    """By the rules; another class with a reason."""
    return services.recognise(by=more.pop("by", "test"), decision=decided(person, on), level=level, on=on, **more)
