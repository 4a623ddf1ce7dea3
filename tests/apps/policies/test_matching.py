"""Who may have what now is kept up to date with as little deciding as can be, and is always what deciding everybody anew would say."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from typing import Any

import polars as pl
import pytest
from django.db import connection, transaction
from django.utils import timezone

from bole.core.rules import RuleSet
from bole.governance.policies import queries
from bole.governance.policies.models import Match, MatchRun, Standing, Tally
from bole.governance.policies.queries.facts import facts_of
from bole.governance.policies.services.matching import (
    checking,
    deciding,
    dependencies,
    judging,
    running,
    tables,
    telling,
    writing,
)
from bole.kernel.notices.models import Notice
from bole.people.registry import queries as registry
from bole.people.registry.models import Person
from bole.people.registry.services import providing, publish_organisations, redirect_persons, retire_persons
from bole.people.registry.services.providing import Given
from tests import cast
from tests.factories.policies import county
from tests.factories.registry import person_row, publish, write

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 11, 1)


def kept(subject: str) -> dict[str, tuple[Any, ...]]:
    """By subject what stands in the tables."""
    due: dict[str, list[str]] = {}
    for row in Match.objects.filter(subject_kind=subject, until=None):
        due.setdefault(row.subject_id, []).append(row.policy)
    return {
        row.subject_id: (row.outcome, tuple(sorted(due.get(row.subject_id, ()))), tuple(row.maybe), tuple(row.near))
        for row in Standing.objects.filter(subject_kind=subject)
    }


def anew(known: RuleSet, subject: Any, on: dt.date) -> dict[str, tuple[Any, ...]]:
    """What deciding everybody by the reference says."""
    policies = judging.decided_policies(known, subject)
    model = registry.Person if subject == "person" else registry.Organisation
    ids = list(model.objects.filter(erased_at=None, deceased_on=None, record_count__gt=0).values_list("pk", flat=True)
               if subject == "person" else model.objects.values_list("uscc", flat=True))  # fmt: skip
    made = {}
    for key, facts in facts_of(subject, ids, on).items():
        found = judging.judge(known, subject, facts, on, policies)
        made[str(key)] = (json.loads(json.dumps(found.outcome)), found.due, found.maybe, found.near)
    return made


def counted(subject: str) -> dict[tuple[str, str, str], tuple[int, ...]]:
    """The tallies, counted again."""
    found: dict[tuple[str, str, str], list[int]] = {}
    for row in Standing.objects.filter(subject_kind=subject):
        place = (row.township, row.talent_class)
        for match in Match.objects.filter(subject_kind=subject, subject_id=row.subject_id):
            one = found.setdefault((match.policy, *place), [0] * 7)
            held = match.until is None
            add = [held, 0, 0, match.telling == "told", match.taken_up_on is not None, held * (match.amount or 0), 0]
            one[:] = [a + int(b) for a, b in zip(one, add, strict=True)]
        for policy in row.maybe:
            one = found.setdefault((policy, *place), [0] * 7)
            add = [0, 1, policy in row.near, 0, 0, 0, row.outcome.get(policy, 0)]
            one[:] = [a + int(b) for a, b in zip(one, add, strict=True)]
    return {key: tuple(figures) for key, figures in found.items() if any(figures)}


def tallies(subject: str) -> dict[tuple[str, str, str], tuple[int, ...]]:
    rows = Tally.objects.filter(subject_kind=subject).values_list(
        "policy", "township", "talent_class", *writing.FIGURES
    )
    return {tuple(row[:3]): tuple(row[3:]) for row in rows if any(row[3:])}


@pytest.mark.parametrize("subject", ["person", "organisation"])
@pytest.mark.parametrize("few", [0, 400])
def test_the_first_run_decides_everybody(subject: Any, few: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deciding, "FEW", few)
    county(queries.rules(), 90, 25)
    report = running.bring_up_to_date(subject, on=DAY)
    assert report.everybody == (90 if subject == "person" else 25)
    assert kept(subject) == anew(queries.rules(), subject, DAY)
    assert tallies(subject) == counted(subject) != {}
    run = MatchRun.objects.get()
    assert (run.state, run.cause, run.sampled) == ("done", "first", 0 if few else report.everybody)
    again = running.bring_up_to_date(subject, on=DAY)
    assert (again.everybody, again.some, again.gone) == (0, 0, 0)


# --- what depends on what ---------------------------------------------------------------------------------------------


@pytest.fixture
def decisions(monkeypatch: pytest.MonkeyPatch) -> dict[Any, dict[str, Given]]:
    """What engines decided of persons and firms."""
    monkeypatch.setattr(providing, "_providers", {})
    said: dict[Any, dict[str, Given]] = {}

    def served(keys: set[str]) -> providing.Of:
        def of(ids: Any, on: dt.date) -> Mapping[Any, Mapping[str, Given]]:
            asked = {key: facts for key, facts in said.items() if ids is None or key in ids}
            return {key: facts for key, facts in asked.items() if facts.keys() <= keys}

        return of

    for name, subject, keys in (
        ("classes", "person", {"recognised_class"}),
        ("firms", "organisation", {"org_accident"}),
    ):
        providing.register_facts(name, subject, keys, served(keys))  # type: ignore[arg-type]
    return said


def given(value: Any) -> Given:
    return Given(value, "例", DAY)


def test_only_what_reads_a_changed_fact_of_whom_it_is_of_is_decided_again(
    decisions: dict[Any, dict[str, Given]], monkeypatch: pytest.MonkeyPatch
) -> None:
    known = queries.rules()
    people, _firms = county(known, 40, 5)
    running.bring_up_to_date("person", on=DAY)
    asked: list[Any] = []
    judge = judging.judge
    monkeypatch.setattr(judging, "judge", lambda *args: asked.append(args) or judge(*args))
    decisions[people[7]] = {"recognised_class": given("B")}
    assert running.mark_stale("person", [str(people[7])], ["recognised_class"]) == 1
    report = running.bring_up_to_date("person", on=DAY)
    assert (report.some, len(asked)) == (1, 1)
    assert report.policies == set(dependencies.touched_policies(known, "person", ["recognised_class"]))
    assert 0 < len(report.policies) < len(judging.decided_policies(known, "person"))
    assert kept("person") == anew(known, "person", DAY)
    assert Standing.objects.get(subject_id=str(people[7])).talent_class == "B"
    assert tallies("person") == counted("person")


def test_a_fact_that_no_rule_reads_moves_nobody() -> None:
    people, _firms = county(queries.rules(), 5, 1)
    running.bring_up_to_date("person", on=DAY)
    assert running.mark_stale("person", [str(people[0])], ["introducer"]) == 0


def test_a_change_of_the_employer_concerns_its_people_alone(decisions: dict[Any, dict[str, Given]]) -> None:
    known = queries.rules()
    _people, firms = county(known, 60, 6)
    for subject in running.SUBJECTS:
        running.bring_up_to_date(subject, on=DAY)
    decisions[firms[2]] = {"org_accident": given(True)}
    staff = registry.Person.objects.filter(employer=firms[2]).count()
    assert 0 < staff < 60
    assert running.mark_stale("organisation", [firms[2]], ["org_accident"]) == staff + 1
    assert running.bring_up_to_date("person", on=DAY).some == staff
    assert running.bring_up_to_date("organisation", on=DAY).some == 1
    for subject in running.SUBJECTS:
        assert kept(subject) == anew(known, subject, DAY)


def test_a_published_change_of_a_firm_reaches_its_people() -> None:
    known = queries.rules()
    _people, firms = county(known, 60, 6)
    running.bring_up_to_date("person", on=DAY)
    publish_organisations(
        [{"uscc": firms[1], "org_name": "改", "facts": {"is_high_tech": True, "is_above_scale": True}}]
    )
    staff = registry.Person.objects.filter(employer=firms[1]).count()
    assert running.bring_up_to_date("person", on=DAY).some == staff > 0
    assert kept("person") == anew(known, "person", DAY)


def test_on_the_day_that_was_stored_it_is_decided_again() -> None:
    known = queries.rules()
    [person] = publish(
        person_row(facts={"birth_date": "1990-11-20", "education_level": "11", "employment_mode": "contract"})
    )
    running.bring_up_to_date("person", on=DAY)
    due = Standing.objects.get().next_change
    assert due == dt.date(2026, 11, 20)  # thirty-six then
    assert running.bring_up_to_date("person", on=due - dt.timedelta(days=1)).some == 0
    assert running.bring_up_to_date("person", on=due).some == 1
    standing = Standing.objects.get(subject_id=str(person.pk))
    assert standing.decided_on == due
    assert standing.next_change is None or standing.next_change > due
    assert kept("person") == anew(known, "person", due)


@pytest.mark.parametrize("few", [0, 400])
def test_other_rules_decide_again_what_they_change(few: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deciding, "FEW", few)
    known = queries.rules()
    people, _firms = county(known, 50, 5)
    running.bring_up_to_date("person", on=DAY)
    Person.objects.filter(pk=people[3]).update(erased_at=timezone.now())
    write([person_row("沈若溪")])
    reformed = known.overlay({"living-allowance/policy.yaml": "", "living-allowance/cases.yaml": ""})
    assert dependencies.changed_policies(reformed, "person", dependencies.policy_keys(known, "person")) == [
        "living_allowance"
    ]
    monkeypatch.setattr(running, "rules", lambda: reformed)
    report = running.bring_up_to_date("person", on=DAY)
    assert (report.policies, report.everybody, report.some, report.gone) == ({"living_allowance"}, 50, 1, 1)
    assert kept("person") == anew(reformed, "person", DAY)
    assert not Match.objects.filter(policy="living_allowance", until=None).exists()
    monkeypatch.setattr(running, "rules", lambda: known)
    running.bring_up_to_date("person", on=DAY)
    assert kept("person") == anew(known, "person", DAY)
    assert tallies("person") == counted("person")
    assert set(Match.objects.filter(policy="living_allowance").values_list("telling", flat=True)) <= {"held"}


def test_another_note_in_a_policy_changes_only_what_was_said_of_it() -> None:
    known = queries.rules()
    keys = dependencies.policy_keys(known, "person")
    name = "home-purchase/policy.yaml"
    reformed = known.overlay({name: known.files[name].replace("summary: ", "summary: 注。", 1)})
    assert dependencies.changed_policies(reformed, "person", keys) == ["home_purchase"]
    assert dependencies.changed_policies(known, "person", keys) == []


# --- trust ------------------------------------------------------------------------------------------------------------


def test_a_table_that_disagrees_with_the_reference_is_not_adopted(monkeypatch: pytest.MonkeyPatch) -> None:
    known = queries.rules()
    county(known, 60, 5)
    running.bring_up_to_date("person", on=DAY)
    before, counts = kept("person"), tallies("person")
    Person.objects.update(digest="other")
    monkeypatch.setattr(deciding, "FEW", 0)
    judge_all = tables.judge_all

    def wrong(*args: Any) -> Any:
        judged = judge_all(*args)
        flipped = judged["due/living_allowance"].not_()
        return judged.with_columns(flipped)

    monkeypatch.setattr(deciding.tables, "judge_all", wrong)
    with pytest.raises(deciding.Refused) as caught:
        running.bring_up_to_date("person", on=DAY)
    assert "living_allowance" in str(caught.value)
    assert "60" in str(caught.value)
    run = MatchRun.objects.first()
    assert run is not None
    assert (run.state, run.differences[0]["policy"], run.differences[0]["subjects"]) == (
        "refused",
        "living_allowance",
        60,
    )
    assert 0 < len(run.differences[0]["some"]) <= checking.SHOWN
    assert (kept("person"), tallies("person")) == (before, counts)
    monkeypatch.setattr(deciding.tables, "judge_all", judge_all)
    running.bring_up_to_date("person", on=DAY)
    assert kept("person") == anew(known, "person", DAY)


def test_a_day_that_comes_too_late_is_a_difference(monkeypatch: pytest.MonkeyPatch) -> None:
    county(queries.rules(), 60, 5)
    monkeypatch.setattr(deciding, "FEW", 0)
    late = lambda known, subject, people, on: pl.Series(  # noqa: E731
        "next_change", [on + dt.timedelta(400)] * people.frame.height
    )
    monkeypatch.setattr(deciding.timing, "next_changes", late)
    with pytest.raises(deciding.Refused, match="next_change"):
        running.bring_up_to_date("person", on=DAY)
    assert not Standing.objects.exists()


def test_one_at_a_time() -> None:
    with running.alone("person"), running.alone("organisation"):
        pass
    running.bring_up_to_date("person", on=DAY)


# --- people who come together, leave, die ----------------------------------------------------------------------------


def test_who_was_joined_leaves_what_he_was_told_to_the_other() -> None:
    known = queries.rules()
    people, _firms = county(known, 20, 3)
    running.bring_up_to_date("person", on=DAY)
    old, new = str(people[1]), str(people[2])
    Match.objects.filter(subject_id__in=[old, new]).delete()
    Match.objects.create(subject_kind="person", subject_id=old, policy="living_allowance", since=DAY, telling="told")
    Match.objects.create(subject_kind="person", subject_id=old, policy="home_purchase", since=DAY, telling="told")
    Match.objects.create(subject_kind="person", subject_id=new, policy="home_purchase", since=DAY, telling="queued")
    redirect_persons([(old, new)])
    running.bring_up_to_date("person", on=DAY)
    assert not Match.objects.filter(subject_id=old).exists()
    assert not Standing.objects.filter(subject_id=old).exists()
    assert Match.objects.get(subject_id=new, policy="living_allowance").telling == "told"
    assert Match.objects.get(subject_id=new, policy="home_purchase").telling == "queued"


@pytest.mark.parametrize("event", ["retired", "dead", "erased"])
def test_who_left_stands_nowhere(event: str) -> None:
    people, _firms = county(queries.rules(), 20, 3)
    running.bring_up_to_date("person", on=DAY)
    if event == "retired":
        retire_persons([people[0]])
    elif event == "dead":
        Person.objects.filter(pk=people[0]).update(deceased_on=DAY)
    else:
        Person.objects.filter(pk=people[0]).update(erased_at=timezone.now())
    report = running.bring_up_to_date("person", on=DAY)
    assert (report.gone, report.some) == (1, 0)
    assert not Standing.objects.filter(subject_id=str(people[0])).exists()
    assert not Match.objects.filter(subject_id=str(people[0])).exists()
    assert tallies("person") == counted("person")


# --- killed anywhere --------------------------------------------------------------------------------------------------


class Killed(Exception):
    pass


def _killed_after(statements: int, work: Any) -> bool:
    """Runs `work` and stops it at a statement; True where it came to its end before."""
    left = [statements]

    def stop(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        left[0] -= 1
        if (
            left[0] < 0 and not sql.startswith("ROLLBACK") and "advisory_unlock" not in sql
        ):  # what a dead process leaves to others
            raise Killed
        return execute(sql, params, many, context)

    try:
        with connection.execute_wrapper(stop), transaction.atomic():
            work()
    except Killed:
        return False
    return True


def _everything() -> None:
    for subject in running.SUBJECTS:
        running.bring_up_to_date(subject, on=DAY)
    telling.tell_queued()


@pytest.mark.prove
@pytest.mark.parametrize("few", [0, 400])
def test_killed_at_any_statement_it_goes_on_and_tells_nobody_twice(few: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deciding, "FEW", few)
    monkeypatch.setattr(deciding, "tell_at_once", lambda: 1_000)
    known = queries.rules()
    people, _firms = county(known, 12, 3)
    Person.objects.filter(pk=people[0]).update(digest="first", facts={"recognised_class": "F"})
    good = {
        "recognised_class": "D",
        "employment_mode": "contract",
        "annual_review": "passed",
        "insurance_status": "active",
    }
    cast.bind("talent", subject=people[0])
    _everything()
    for turn, step in enumerate(range(0, 200, 1 if few else 4)):
        other = {"recognised_class": "ABCDEF"[turn % 6]}
        Person.objects.filter(pk=people[1 + turn % 11]).update(digest=f"step {step}", facts=other)
        Person.objects.filter(pk=people[0]).update(digest=f"step {step}", facts=other if turn % 2 else good)
        done = _killed_after(step, _everything)
        _everything()
        assert kept("person") == anew(known, "person", DAY), step
        assert tallies("person") == counted("person"), step
        if done:
            break
    else:
        pytest.fail("never came to an end")
    told = Notice.objects.values_list("user", "key")
    assert len(told) == len(set(told)) > 0
    assert Match.objects.filter(telling="told").count() == len({key for _user, key in told})
