"""A class counts when it is on record: proposed with its trace, approved by a second person, and stopped when it is suspended."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from bole.core.errors import Conflict, InvalidInput
from bole.governance.policies import queries, services
from bole.governance.policies.models import Recognition, RecognitionEvent
from bole.governance.policies.queries.basis import basis_of
from bole.governance.policies.services.deciding import judge
from bole.kernel.casework import services as casework
from bole.kernel.casework.models import Case
from bole.kernel.outbox import models as outbox
from bole.people.registry import services as registry
from bole.people.registry.models import Person
from tests import cast
from tests.factories.casework import decide
from tests.factories.recognition import DOCTOR, POLICY, decided, recognised, somebody

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


def test_who_is_not_on_notice_any_more_for_lack_of_the_facts_is_sent_back() -> None:
    person = somebody()
    case = agreed(propose(person))
    Person.objects.filter(pk=person.pk).update(sets={"honours": []})
    noticed(case)
    assert case.step == "confirm"
    assert not Recognition.objects.exists()


def test_another_class_or_way_needs_a_reason() -> None:
    person = somebody()
    for given in ({"level": "A"}, {"level": "C"}, {"level": "B", "via": "committee"}, {"level": "B", "via": "direct"}):
        with pytest.raises(InvalidInput):
            propose(person, **given)
    assert not Case.objects.filter(flow__key="recognition").exists(), "nothing half done"
    case = noticed(agreed(propose(person, level="A", via="committee", basis="评审委员会纪要2026第1号")))
    found = Recognition.objects.get(case=case)
    assert (found.level, found.via, found.route, found.basis) == ("A", "committee", "", "评审委员会纪要2026第1号")


def test_one_proposal_at_a_time_and_none_below_what_is_held() -> None:
    person = somebody()
    propose(person)
    with pytest.raises(Conflict, match="正在办理"):
        propose(person)
    other = somebody("王小明")
    recognised(other)
    with pytest.raises(Conflict, match="更高"):
        propose(other, level="C", basis="改低")


def test_a_restricted_ground_never_stands_on_the_public_notice(client: Any) -> None:
    person = somebody(honours=[], restricted_flag=True, restricted_level="national")
    open_ground = agreed(propose(somebody("王小明")))
    closed = agreed(propose(person))
    assert (closed.step, closed.data["ground"]) == ("notice", "依据不公开")
    listed = client.get("/publicity/").text
    assert "王小明" in listed
    assert "国务院特殊津贴专家" in client.get(f"/publicity/{open_ground.pk}/").text
    assert "沈若溪" not in listed
    assert client.get(f"/publicity/{closed.pk}/").status_code == 404


def test_a_higher_class_takes_the_place_of_the_one_before() -> None:
    person = somebody(**DOCTOR)
    first = recognised(person)
    assert first.level == "E"
    Person.objects.filter(pk=person.pk).update(sets={"honours": [{"honour": "国务院特殊津贴"}]})
    second = recognised(person)
    first.refresh_from_db()
    assert (second.level, first.state) == ("B", State.SUPERSEDED)
    assert [event.kind for event in first.events.all()] == ["recognised", "superseded"]
    assert amount(person) == 800_000


def test_a_revocation_is_heard_and_decided_by_a_second_person() -> None:
    person = somebody()
    found = recognised(person, unit_code="ANJI-RLSBJ")
    clerk = cast.user_of("clerk")
    case = services.propose_revocation(by=clerk, unit_code="ANJI-RLSBJ", recognition=found, reason="材料不实")
    agreed(case, "clerk", "heard")
    assert amount(person) == 800_000, "until it is decided"
    agreed(case, "approver", "revoke")
    found.refresh_from_db()
    assert (case.result, found.state) == ("granted", State.REVOKED)
    event = found.events.last()
    assert (event.kind, event.by, event.case_id) == ("revoked", cast.user_of("approver"), case.pk)
    assert amount(person) is None


def appealed(found: Recognition, person: Person) -> Case:
    talent = cast.bind("talent", subject=person.pk)
    return services.appeal(by=talent, recognition=found, reason="材料是真实的")


def test_an_upheld_appeal_restores_and_a_dismissed_one_does_not() -> None:
    person = somebody()
    found = recognised(person)
    with pytest.raises(Conflict):
        appealed(found, person)
    services.suspend(by=cast.user_of("clerk"), recognition=found.pk, reason="核查材料")
    assert agreed(appealed(found, person), "office", "dismiss").result == "refused"
    assert amount(person) is None
    case = agreed(appealed(found, person), "office", "uphold")
    found.refresh_from_db()
    assert (case.result, found.state, found.events.last().kind) == ("granted", State.IN_FORCE, "restored")
    assert amount(person) == 800_000


def test_who_made_the_decision_does_not_review_it() -> None:
    person = somebody()
    found = recognised(person)
    services.suspend(by=cast.user_of("office"), recognition=found.pk, reason="核查材料")
    case = agreed(appealed(found, person), "office", "uphold")
    assert case.step == "review", "sent back"
    assert amount(person) is None


def test_a_recognition_is_checked_in_its_last_months() -> None:
    person, today = somebody(), TODAY()
    early = recognised(person, on=today - dt.timedelta(days=400))
    with pytest.raises(Conflict):
        services.revalidate(by="test", recognition=early.pk)
    Recognition.objects.filter(pk=early.pk).update(revalidate_by=today + dt.timedelta(days=30))
    again = services.revalidate(by="test", recognition=early.pk)
    assert again.revalidate_by is not None
    assert again.revalidate_by > today + dt.timedelta(days=365)
    Recognition.objects.filter(pk=early.pk).update(revalidate_by=today + dt.timedelta(days=30))
    Person.objects.filter(pk=person.pk).update(sets={"honours": []})
    with pytest.raises(InvalidInput, match="已达不到"):
        services.revalidate(by="test", recognition=early.pk)
    services.revalidate(by="test", recognition=early.pk, reason="证书原件已核,系统数据滞后")


def test_terms_end_by_the_day_alone() -> None:
    today = TODAY()
    expired, late, held, dead = (somebody(name) for name in ("沈若溪", "王小明", "王明", "李晓明"))
    rows = [recognised(each) for each in (expired, late, held, dead)]
    Recognition.objects.filter(pk=rows[0].pk).update(valid_until=today - dt.timedelta(days=1))
    Recognition.objects.filter(pk=rows[1].pk).update(revalidate_by=today - dt.timedelta(days=1))
    Person.objects.filter(pk=dead.pk).update(deceased_on=today)
    assert amount(expired) is None, "before the sweep comes by"
    assert services.follow_terms() == {"ended": 1, "expired": 1, "suspended": 1}
    assert services.follow_terms() == {"ended": 0, "expired": 0, "suspended": 0}
    states = [Recognition.objects.get(pk=row.pk).state for row in rows]
    assert states == [State.EXPIRED, State.SUSPENDED, State.IN_FORCE, State.ENDED]
    with pytest.raises(Conflict, match="复核期限已过"):
        services.resume(by="test", recognition=rows[1].pk, reason="恢复")
    assert services.revalidate(by="test", recognition=rows[1].pk).state == State.IN_FORCE


def test_a_recognition_follows_the_person_through_a_merge() -> None:
    person, other = somebody(), somebody("王小明", **DOCTOR)
    recognised(other)
    registry.redirect_persons([(str(other.pk), str(person.pk))])
    given = registry.provided("person", [person.pk], TODAY())[person.pk]
    assert given["recognised_class"].value == "E"
    assert len(given["recognitions"].value) == 1
    assert recognised(person).level == "B", "and is superseded under its old id"
    assert Recognition.objects.get(person=other.pk).state == State.SUPERSEDED


def test_looking_back_shows_what_held_then() -> None:
    person, today = somebody(), TODAY()
    found = recognised(person, on=today - dt.timedelta(days=30))
    services.suspend(by="test", recognition=found.pk, reason="核查")
    then = registry.provided("person", [person.pk], today - dt.timedelta(days=10))[person.pk]
    assert then["recognised_class"].value == "B"
    assert registry.provided("person", [person.pk], today)[person.pk]["recognised_class"].value is None
    assert registry.provided("person", [person.pk], today - dt.timedelta(days=60)) == {}


def test_each_change_is_announced_in_its_transaction() -> None:
    person = somebody()
    found = recognised(person)
    services.suspend(by="test", recognition=found.pk, reason="核查")
    told = [event.payload for event in outbox.Event.objects.filter(topic="registry.facts_changed")]
    assert [one["ids"] for one in told] == [[str(person.pk)]] * 2
    assert "recognised_class" in told[0]["keys"]


def test_history_cannot_be_rewritten() -> None:
    from django.db import InternalError, ProgrammingError, transaction

    recognised(somebody())
    event = RecognitionEvent.objects.get()
    for change in (lambda: RecognitionEvent.objects.update(reason="改写"), event.delete):
        with pytest.raises((InternalError, ProgrammingError)), transaction.atomic():
            change()


def test_an_erased_person_leaves_times_and_states_only() -> None:
    person = somebody()
    found = recognised(person, "C", basis="评审会议认为达到C类", via="committee")
    decision = decided(person)
    services.suspend(by="test", recognition=found.pk, reason="核查她的材料")
    assert {one.label for one in registry.dependants_of([person.pk])} >= {"人才认定", "存档的规则决定"}
    registry.delete_person(by=cast.user_of("office"), person=person, reason="本人申请删除")
    found.refresh_from_db()
    decision.refresh_from_db()
    assert (found.level, found.basis, found.state) == ("", "", State.ENDED)
    assert not any(event.reason for event in found.events.all())
    assert (decision.facts, decision.outcome) == ([], {})
    assert queries.replay(decision).missing == "forgotten"
    assert registry.provided("person", [person.pk], TODAY()) == {}
    assert decided(somebody("王小明")).outcome, "others keep theirs"
