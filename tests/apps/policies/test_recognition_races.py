"""Two officers at once: one recognition, one suspension; the other is told."""

from __future__ import annotations

import pytest

from bole.core.errors import Conflict
from bole.governance.policies import services
from bole.governance.policies.models import Recognition
from tests.factories.recognition import decided, recognised, somebody
from tests.races import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_who_record_at_once_leave_one_in_force() -> None:
    person = somebody()
    papers = [decided(person), decided(person)]
    found = at_once(*[lambda paper=paper: services.recognise(by="test", decision=paper) for paper in papers])
    current = Recognition.objects.filter(state="in_force")
    assert current.count() == 1, found
    assert all(isinstance(one, Recognition | Conflict) for one in found), found


def test_two_who_suspend_at_once_write_one_event() -> None:
    row = recognised(somebody())
    found = at_once(*[lambda: services.suspend(by="test", recognition=row.pk, reason="核查")] * 2)
    assert sorted(type(one).__name__ for one in found) == ["Conflict", "Recognition"]
    assert row.events.filter(kind="suspended").count() == 1
