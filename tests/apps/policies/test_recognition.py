"""A class counts when it is on record: proposed with its trace, approved by a second person, and stopped when it is suspended."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from bole.governance.policies import queries, services
from bole.governance.policies.models import Recognition
from bole.governance.policies.queries.basis import basis_of
from bole.governance.policies.services.deciding import judge
from bole.kernel.casework import services as casework
from bole.kernel.casework.models import Case
from bole.people.registry.models import Person
from tests import cast
from tests.factories.casework import decide
from tests.factories.recognition import POLICY, recognised, somebody

pytestmark = pytest.mark.django_db
BENEFIT = "living_allowance"
TODAY = timezone.localdate
State = Recognition.State


def benefit(person: Person) -> Any:
    return judge(queries.rules(), basis_of("person", person.pk, TODAY()), BENEFIT, TODAY())


def amount(person: Person) -> Any:
    """What the person gets a month, None where nothing is due for certain."""
    found = benefit(person)
    return found.value("amount") if found.eligible is True else None


def propose(person: Person, by: str = "clerk", level: str = "B", **more: Any) -> Case:
    given = {"unit_code": "ANJI-RLSBJ", "policy": POLICY, **more}
    return services.propose(by=cast.user_of(by), person=person.pk, level=level, **given)


def agreed(case: Case, by: str = "approver", outcome: str = "agree") -> Case:
    """A member of the cast decides, and what follows by itself is done."""
    decide(case, cast.user_of(by), outcome)
    casework.run_automatic_steps(case_id=case.pk)
    case.refresh_from_db()
    return case


def noticed(case: Case) -> Case:
    """The days of the public notice are over."""
    assert case.step == "notice", case.step_name
    state = case.state | {"public_until": str(TODAY() - dt.timedelta(days=1))}
    Case.objects.filter(pk=case.pk).update(state=state, public_until=TODAY() - dt.timedelta(days=1))
    casework.end_publicities()
    casework.run_automatic_steps(case_id=case.pk)
    case.refresh_from_db()
    return case


def test_a_benefit_reads_the_class_on_record_and_never_the_computed_one() -> None:
    person = somebody()
    assert judge(queries.rules(), basis_of("person", person.pk, TODAY()), POLICY, TODAY()).value("level") == "B"
    assert amount(person) is None, "computed is not recognised"
    found = recognised(person)
    assert amount(person) == 800_000
    services.suspend(by="test", recognition=found.pk, reason="核查材料")
    assert amount(person) is None, "suspended"
    services.resume(by="test", recognition=found.pk, reason="核查无误")
    assert amount(person) == 800_000


def test_a_proposal_approved_by_a_second_person_and_unopposed_is_on_record() -> None:
    person = somebody()
    case = agreed(propose(person))
    assert amount(person) is None, "on notice, not yet on record"
    noticed(case)
    assert case.result == "granted"
    found = Recognition.objects.get()
    assert (found.level, found.route, found.state, found.case_id) == ("B", "TC-B-06", State.IN_FORCE, case.pk)
    assert found.decision is not None
    assert found.decision.case_id == case.pk
    assert found.events.get().by == cast.user_of("approver")
    assert found.valid_until is not None
    assert found.revalidate_by is not None
    assert amount(person) == 800_000


def test_who_proposed_does_not_approve() -> None:
    person, clerk = somebody(), cast.user_of("clerk")
    cast.user_of("approver")
    clerk.memberships.create(unit=clerk.memberships.get().unit, role="approver", valid_from=cast.SINCE)
    case = propose(person)
    agreed(case, "clerk")
    assert case.step == "confirm", "sent back"
    assert not Recognition.objects.exists()
