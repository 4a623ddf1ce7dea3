"""Two officers at once, on a real database with two connections: exactly one wins, the other is told."""

import pytest

from bole.core.errors import Conflict
from bole.kernel.casework import queries, services
from bole.kernel.casework.queries import Case, Event, Todo
from tests.cast import user_of
from tests.factories.casework import SIGN, correction, publish, seat
from tests.races import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_exactly_one_of_eight_wins():
    case, clerk = correction(user_of("talent")), user_of("clerk")
    todo, version = seat(case).pk, case.lock
    outcomes = ["confirm", "refuse"] * 4
    found = at_once(*[
        lambda outcome=outcome: services.act(todo=todo, by=clerk, outcome=outcome, reason="理由", version=version)
        for outcome in outcomes
    ])  # fmt: skip
    winners = [item for item in found if isinstance(item, Case)]
    losers = [item for item in found if isinstance(item, Conflict)]
    assert (len(winners), len(losers)) == (1, 7), found
    assert all("已由" in str(error) for error in losers)
    case.refresh_from_db()
    assert Event.objects.filter(case=case, name="decided").count() == 1
    assert services.verify_chain(case) == []


def test_three_units_that_sign_at_once_all_count():
    publish(SIGN.replace("quorum: 2", "quorum: all"))
    case = services.open_case(flow="signing", by="test", subject=None, unit_code="ANJI-RLSBJ", title="甲")
    people = {"clerk": "ANJI-RLSBJ", "neighbour": "ANJI-KJJ", "steward": "ANJI-DSJ"}
    users = {name: user_of(name) for name in people}
    calls = []
    for name, unit in people.items():
        todo = Todo.objects.get(case=case, unit=unit)
        calls.append(
            lambda todo=todo, by=users[name]: services.act(todo=todo, by=by, outcome="agree", version=case.lock)
        )
    found = at_once(*calls)
    assert all(isinstance(item, Case) for item in found), found
    case.refresh_from_db()
    assert case.step == "show"
    assert len([event for event in case.events.all() if event.name == "voted"]) == 3
    assert services.verify_chain(case) == []


def test_an_effect_started_twice_runs_once(monkeypatch):
    from bole.kernel.casework.services import registering

    calls = []
    effects = {"registry.apply_correction": lambda case, event: calls.append(case.pk)}
    monkeypatch.setattr(registering, "_effects", effects)
    case = correction(user_of("talent"))
    services.act(todo=seat(case), by=user_of("clerk"), outcome="confirm", version=case.lock)
    found = at_once(*[lambda: services.run_automatic_steps(case_id=case.pk)] * 3)
    assert sorted(found) == [0, 0, 1]
    assert calls == [case.pk]
    case.refresh_from_db()
    assert queries.state_of(case).status == "closed"


def test_a_case_closed_by_a_program_while_somebody_decides():
    """Decided or closed, never both, and whoever comes late is told."""
    publish(SIGN.replace("public:", "withdraw: {from: [sign], to: gone}\npublic:"))
    clerk = user_of("clerk")
    for _round in range(4):
        case = services.open_case(flow="signing", by="test", subject=None, unit_code="ANJI-RLSBJ", title="甲")
        todo = Todo.objects.get(case=case, unit="ANJI-RLSBJ")
        found = at_once(
            lambda todo=todo, lock=case.lock: services.act(todo=todo, by=clerk, outcome="agree", version=lock),
            lambda case=case: services.close_cases(by="test", cases=[case.pk], reason="不再需要"),
        )
        assert all(item is not None for item in found), found
        assert isinstance(found[0], Case | Conflict)
        case.refresh_from_db()
        assert (case.status, services.verify_chain(case)) == ("closed", [])
