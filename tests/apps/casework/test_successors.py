"""Units are merged and renamed: what waited for the old one waits for its successor, and so do rights, delegates and warnings."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from bole.core.errors import NotAllowed
from bole.kernel.accounts.queries import Membership, Unit
from bole.kernel.accounts.services import grant_of, open_account
from bole.kernel.casework import queries, services
from bole.kernel.casework.queries import Case
from bole.kernel.notices import queries as notices
from tests.cast import as_role, user_of
from tests.factories.casework import correction, seat

pytestmark = pytest.mark.django_db
OLD = "ANJI-RLSBJ"


def heir(code: str = "ANJI-NEW", name: str = "人力资源局") -> Unit:
    parent = Unit.objects.get(code=OLD).parent
    return Unit.objects.create(kind="department", code=code, name=name, parent=parent)


def merge(old: str, new: Unit, on: date | None = None) -> None:
    """`old` ends on that day; its people have left their posts."""
    day = on or timezone.localdate()
    Unit.objects.filter(code=old).update(successor=new, valid_to=day, valid_from=date(2000, 1, 1))
    Membership.objects.filter(unit__code=old).update(valid_from=date(2000, 1, 1), valid_to=day)


def officer(unit: Unit, role: str = "clerk", name: str = "heir"):
    return open_account(by=None, username=name, full_name=f"新{name}", password=None, unit=unit, role=role)


def test_todos_wait_for_the_successor_and_the_successors_successor():
    case, clerk = correction(user_of("talent")), user_of("clerk")
    middle, last = heir("ANJI-MID", "中间局"), heir()
    merge(OLD, middle)
    first, second = officer(middle, name="first"), officer(last, name="second")
    assert [todo.case_id for todo in queries.worklist(first)] == [case.pk]
    assert queries.waiting_count(second) == 0
    assert queries.waiting_count(clerk) == 0
    merge("ANJI-MID", last)
    assert queries.waiting_count(second) == 1
    with pytest.raises(NotAllowed):
        services.act(todo=seat(case), by=clerk, outcome="confirm", version=case.lock)
    decide_by = services.act(todo=seat(case), by=second, outcome="confirm", version=case.lock)
    assert decide_by.step == "apply"


def test_a_successor_written_down_ahead_takes_over_on_its_day():
    correction(user_of("talent"))
    new = heir()
    Unit.objects.filter(code=OLD).update(successor=new, valid_to=timezone.localdate() + timedelta(days=1))
    assert queries.waiting_count(officer(new)) == 0
    assert queries.waiting_count(user_of("clerk")) == 1


def test_later_steps_go_to_the_successor_and_the_log_says_so():
    case = correction(user_of("talent"))
    new = heir()
    merge(OLD, new)
    clerk, approver = officer(new), officer(new, "approver", "approver2")
    services.act(todo=seat(case), by=clerk, outcome="refuse", reason="无误", version=case.lock)
    assert (seat(case).role, seat(case).unit) == ("approver", "ANJI-NEW")
    assert case.events.get(name="reassigned").data["to"] == "ANJI-NEW"
    assert queries.waiting_count(approver) == 1
    case.refresh_from_db()
    assert services.verify_chain(case) == []


def test_rights_follow_the_work(client):
    case = correction(user_of("talent"))
    closed = correction(user_of("talent"))
    services.withdraw(case=closed, by=user_of("talent"))
    new = heir()
    merge(OLD, new)
    approver = officer(new, "approver", "approver2")
    grant = grant_of(approver.memberships.get(), "casework.view_case")
    assert set(Case.objects.filter(grant.filter(Case))) == {case, closed}
    client.force_login(approver)
    session = client.session
    session["demo_login"] = True
    session.save()
    page = client.get("/cases/overview/").content.decode()
    assert case.title in page
    assert "人力资源局" in page
    assert client.get(f"/cases/{closed.pk}/").status_code == 200
    as_role(client, "neighbour")
    assert client.get(f"/cases/{case.pk}/").status_code == 404


def test_a_delegation_goes_on_where_the_giver_goes_on():
    clerk, approver, today = user_of("clerk"), user_of("approver"), timezone.localdate()
    services.delegate(by=clerk, to=approver, membership=clerk.memberships.get(), valid_from=today,
                      valid_to=today + timedelta(days=7))  # fmt: skip
    case = correction(user_of("talent"))
    new = heir()
    merge(OLD, new)
    assert queries.waiting_count(approver) == 0, "the giver has no post any more"
    Membership.objects.create(user=clerk, unit=new, role="clerk")
    assert queries.waiting_count(approver) == 1
    services.act(todo=seat(case), by=approver, outcome="confirm", version=case.lock)
    assert case.events.get(name="decided").for_name == str(clerk)


def test_warnings_and_messages_reach_the_successor(monkeypatch):
    from tests.apps.casework.test_moving import at

    at(monkeypatch, 2026, 11, 23, 9)
    case = correction(user_of("talent"))
    new = heir()
    merge(OLD, new, date(2026, 11, 24))
    clerk, approver = officer(new), officer(new, "approver", "approver2")
    Membership.objects.filter(unit=new).update(valid_from=date(2026, 11, 1))
    at(monkeypatch, 2026, 11, 30, 9)
    services.escalate_overdue()
    services.notify_waiting()
    assert [notice.kind for notice in notices.inbox(approver)] == ["casework.escalated"]
    assert [notice.kind for notice in notices.inbox(clerk)] == ["casework.waiting"]
    assert not notices.inbox(user_of("approver")).exists()
    case.refresh_from_db()
    assert case.level == "due"
