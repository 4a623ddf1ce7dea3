"""Editions: what two people published stands over the pack's texts; what was decided under earlier rules can be replayed."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from bole.core.errors import Conflict, NotAllowed, NotFound
from bole.governance.policies import queries, services
from bole.governance.policies.models import Draft, Edition
from bole.governance.policies.queries import reviewing
from bole.governance.policies.services import publishing
from bole.kernel.accounts import services as accounts
from bole.kernel.casework import queries as casework
from bole.kernel.casework import services as casework_services
from bole.kernel.outbox.models import Event
from bole.kernel.taxonomy import services as taxonomy
from bole.kernel.taxonomy.models import PackVersion
from tests import cast
from tests.apps.policies.test_drafting import (
    CASES,
    FILE,
    KEY,
    as_,
    begun,
    decide,
    ready,
    send,
    simulate,
    submitted,
    with_amount,
    with_cases_mended,
)
from tests.races import at_once

pytestmark = pytest.mark.django_db


def test_without_an_edition_the_rules_are_those_of_the_pack() -> None:
    assert queries.rules().sha256 == queries.pack_rules().sha256


def test_a_rule_set_that_decided_is_found_by_its_hash(django_assert_max_num_queries: Any) -> None:
    known = queries.rules()
    with pytest.raises(NotFound):
        queries.rules_by_hash("0" * 64)
    assert services.keep_rules(known).pk == services.keep_rules(known).pk, "kept once"
    assert queries.rules_by_hash(known.sha256).sha256 == known.sha256
    with django_assert_max_num_queries(2):
        queries.rules()


def published(**more: Any) -> Edition:
    decide(submitted(ready(**more)))
    return Edition.objects.first()


def test_the_change_is_announced_with_the_policies_it_touches() -> None:
    before = queries.rules().sha256
    edition = published()
    event = Event.objects.get(topic=publishing.IN_FORCE)
    assert event.payload["edition"] == edition.number
    assert (event.payload["before"], event.payload["sha256"]) == (before, queries.rules().sha256)
    assert KEY in event.payload["policies"]


def test_a_publication_that_breaks_leaves_nothing_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    case, before = submitted(ready()), queries.rules().sha256

    def broken(**_more: Any) -> None:
        raise OSError("the machine stops here")

    monkeypatch.setattr(publishing.outbox, "publish", broken)
    with pytest.raises(OSError, match="stops"), transaction.atomic():
        decide(case)
    monkeypatch.undo()
    assert not Edition.objects.exists()
    assert Draft.objects.get().state == Draft.State.SUBMITTED
    assert queries.rules().sha256 == before
    assert decide(case).status == "closed", "the same step once more"


def test_an_edition_is_withdrawn_by_two_people_and_the_one_before_is_in_force_again() -> None:
    at_first = queries.rules().sha256
    edition = published()
    office = as_("office")
    assert "撤回现行版次" in office.get("/policies/editions/").text
    send(office, f"/policies/editions/{edition.number}/withdraw/", reason="金额写错")
    case = casework.Case.objects.get(flow__key=publishing.FLOW, status="open")
    with pytest.raises(NotAllowed):
        decide(case, by="office")
    decide(case, by="approver")
    assert queries.rules().sha256 == at_first
    assert queries.rules_by_hash(edition.rules_sha256).sha256 == edition.rules_sha256, (
        "found from the editions themselves"
    )
    assert Edition.objects.count() == 2
    page = office.get("/policies/editions/").text
    assert "撤回:" in page
    assert "撤回现行版次" not in page
    with pytest.raises(DatabaseError), transaction.atomic():
        Edition.objects.filter(number=1).update(title="x")


def packed(change: dict[str, str]) -> None:
    """The county's pack with other texts of policies comes into force."""
    row = PackVersion.objects.get(in_force=True, base__gt="")
    taxonomy.load_files({**row.files, **{f"policies/{file}": text for file, text in change.items()}}, by=None)


def test_what_the_pack_takes_over_is_absorbed_and_what_it_says_otherwise_is_named() -> None:
    edition = published()
    in_force = queries.rules()
    packed({FILE: edition.files[FILE]})
    assert {each.file: each.state for each in reviewing.standings(edition)} == {FILE: "absorbed", CASES: "holds"}
    assert queries.rules().sha256 == in_force.sha256
    packed({FILE: in_force.files[FILE].replace("3万元", "3.3万元")})
    assert {each.file: each.state for each in reviewing.standings(edition)} == {FILE: "diverged", CASES: "holds"}
    assert queries.rules().sha256 == in_force.sha256, "what two people published stays in force"
    assert "仍以本版次为准" in as_("office").get("/policies/editions/").text


def test_a_pack_over_which_the_edition_no_longer_holds_is_refused() -> None:
    published()
    row = PackVersion.objects.get(in_force=True, base__gt="")
    facts = row.files["facts.yaml"].replace("name: 学历\n", "name: 学历程度\n", 1)
    facts = facts.replace("name: 学历,", "name: 学历程度,", 1)
    assert facts != row.files["facts.yaml"]
    with pytest.raises(taxonomy.PackRefused):
        taxonomy.load_files({**row.files, "facts.yaml": facts}, by=None)


def test_the_policies_in_force_are_written_as_files(tmp_path: Path) -> None:
    edition = published()
    written = services.write_policies(to=tmp_path)
    assert set(queries.rules().files) == set(written)
    assert (tmp_path / FILE).read_text("utf-8") == edition.files[FILE]
    assert services.write_policies(to=tmp_path) == []


def test_faults_of_all_rules_are_seen_by_the_office() -> None:
    assert "算例全部通过" in as_("office").get("/policies/check/").text
    assert as_("clerk").get("/policies/check/").status_code == 403


@pytest.mark.django_db(transaction=True)
def test_of_two_who_publish_at_once_one_does() -> None:
    case = submitted(ready())
    case.refresh_from_db()
    seat = casework.Todo.objects.get(case=case, done_at=None)
    other = accounts.add_membership(
        by=None, user=cast.user_of("office"), unit=cast.user_of("approver").memberships.get().unit, role="approver"
    )

    def act(name: str) -> Any:
        return casework_services.act(todo=seat.pk, by=cast.user_of(name), outcome="publish", version=case.lock)

    found = at_once(lambda: act("approver"), lambda: act("office"))
    assert sum(isinstance(each, Conflict) for each in found) == 1, found
    at_once(*(lambda: casework_services.run_automatic_steps(case_id=case.pk) for _turn in range(2)))
    assert Edition.objects.count() == 1
    assert other.role == "approver"


@pytest.mark.django_db(transaction=True)
def test_of_two_drafts_of_one_policy_published_at_once_one_is_stale() -> None:
    first, second = ready(), with_cases_mended(with_amount(begun(since=dt.date(2028, 1, 1))))
    simulate(second)
    cases = [submitted(first), submitted(second)]
    for case in cases:
        case.refresh_from_db()
        seat = casework.Todo.objects.get(case=case, done_at=None)
        casework_services.act(todo=seat, by=cast.user_of("approver"), outcome="publish", version=case.lock)
    at_once(*(lambda pk=case.pk: casework_services.run_automatic_steps(case_id=pk) for case in cases))
    assert Edition.objects.count() == 1
    assert sorted(casework.Case.objects.filter(flow__key=publishing.FLOW).values_list("step", flat=True)) == [
        "approve",
        "published",
    ]
