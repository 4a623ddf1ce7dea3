"""A clerk changes an amount from a day on, mends the cases, and a second person publishes it: the rules in force differ from then on."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from bole.core.rules.editing import cases, cells
from bole.governance.policies import queries
from bole.governance.policies.models import Draft, Edition, Simulation
from bole.governance.policies.queries import reviewing
from bole.governance.policies.queries.ruleset import digest_of
from bole.governance.policies.services import drafting, publishing
from bole.kernel.casework import queries as casework
from bole.kernel.casework import services as casework_services
from bole.kernel.snapshots.models import Snapshot
from tests import cast

pytestmark = pytest.mark.django_db
KEY, FILE, CASES = (
    "graduate_living_subsidy",
    "graduate-living-subsidy/policy.yaml",
    "graduate-living-subsidy/cases.yaml",
)
SINCE = dt.date(2027, 1, 1)
REASON = "规划5.4;与周边县的标准看齐"


def begun(by: str = "clerk", **more: Any) -> Draft:
    values = {"policy": KEY, "kind": Draft.Kind.VERSION, "since": SINCE, "reason": REASON, **more}
    return drafting.begin_draft(by=cast.user_of(by), **values)


def place_of(draft: Draft, name: str = "标准") -> Mapping[cells.Path, cells.Cell]:
    from bole.core.rules.editing.source import Source

    source = Source(draft.files[FILE])
    return {cell.path: cell for cell in cells.cells_of(cells.parts(source, 1)) if cell.kind == "money"}


def with_amount(draft: Draft, typed: str = "") -> Draft:
    """The first amount of the new version raised."""
    path, cell = next(iter(place_of(draft).items()))
    text = cells.change(draft.files[FILE], 1, {path: typed or doubled(cell.value)})
    return drafting.save_draft(by=cast.user_of("clerk"), draft=draft.pk, version=draft.version, files={FILE: text})


def doubled(value: str) -> str:
    unit = value.lstrip("0123456789.")
    return f"{float(value.removesuffix(unit)) * 2:g}{unit}"


def with_cases_mended(draft: Draft) -> Draft:
    text = draft.files[CASES]
    for run in reviewing.check_of(draft).failed:
        out = dict(run.out)
        expect = "\n".join(
            f"{key}: {out.get(key, value)}" for key, value in (line.split(": ", 1) for line in run.expect.split("\n"))
        )
        text = cases.put_case(text, run.place, cases.case_text(run.name, run.on, run.given, expect))
    return drafting.save_draft(by=cast.user_of("clerk"), draft=draft.pk, version=draft.version, files={CASES: text})


def simulate(draft: Draft) -> None:
    values = {"folder": "none", "as_of": timezone.localdate(), "rows": 0, "size": 0, "manifest": {}, "by": "test"}
    snapshot = Snapshot.objects.first() or Snapshot.objects.create(**values)
    Simulation.objects.create(
        draft=draft,
        draft_sha256=digest_of(draft.files),
        draft_version=draft.version,
        base_sha256=queries.rules().sha256,
        snapshot=snapshot,
        on=timezone.localdate(),
        cpu_seconds=0,
        by=draft.saved_by,
    )


def ready(by: str = "clerk") -> Draft:
    draft = with_cases_mended(with_amount(begun(by)))
    simulate(draft)
    return draft


def submitted(draft: Draft, by: str = "clerk") -> Any:
    return publishing.submit_draft(by=cast.user_of(by), draft=draft.pk, version=draft.version)


def decide(case: Any, by: str = "approver", outcome: str = "publish", reason: str = "") -> Any:
    case.refresh_from_db()
    seat = casework.Todo.objects.get(case=case, done_at=None)
    done = casework_services.act(todo=seat, by=cast.user_of(by), outcome=outcome, reason=reason, version=case.lock)
    casework_services.run_automatic_steps(case_id=case.pk)
    done.refresh_from_db()
    return done


def test_two_people_publish_a_changed_amount() -> None:
    before = queries.rules()
    case = decide(submitted(ready()))
    assert (case.status, case.step) == ("closed", "published")
    after = queries.rules()
    assert after.sha256 != before.sha256
    assert [version.since for version in after.policies[KEY].versions][-1] == SINCE
    assert len(after.policies[KEY].versions) == len(before.policies[KEY].versions) + 1
    edition = Edition.objects.get()
    assert (edition.by.username, edition.approved_by.username) == ("clerk", "approver")
    assert edition.rules_sha256 == after.sha256
    assert Draft.objects.get().state == Draft.State.PUBLISHED
    assert queries.rules_by_hash(after.sha256).sha256 == after.sha256


def as_(name: str) -> Client:
    client = Client()
    cast.as_role(client, name)
    return client


def send(client: Client, url: str, **data: Any) -> Any:
    return client.post(url, {"_idempotency": uuid4().hex, **data})


def field_of(page: str, value: str) -> str:
    """The name of the first field that shows a value."""
    found = re.search(rf'name="(c\d+)" value="{value}"', page)
    assert found, value
    return found[1]


def test_a_clerk_changes_an_amount_by_form_and_the_cases_tell() -> None:
    clerk = as_("clerk")
    assert f"/policies/drafts/begin/{KEY}/" in clerk.get(f"/policies/{KEY}/").text
    answer = send(clerk, f"/policies/drafts/begin/{KEY}/", kind="version", since="2027-01-01", reason=REASON)
    draft = Draft.objects.get()
    assert answer["Location"] == f"/policies/drafts/{draft.pk}/form/"
    page = clerk.get(f"/policies/drafts/{draft.pk}/form/").text
    name = field_of(page, "3万元")
    refused = send(clerk, f"/policies/drafts/{draft.pk}/form/", **{name: "3.5", "version": 1})
    assert refused.status_code == 422
    assert "没有写单位" in refused.text
    assert f'name="{name}" value="3.5"' in refused.text, "what was typed is not lost"
    send(clerk, f"/policies/drafts/{draft.pk}/form/", **{name: "3.5 万", "version": 1})
    draft.refresh_from_db()
    assert draft.version == 2
    assert "博士研究生毕业: 3.5万元" in draft.files[FILE]
    page = clerk.get(f"/policies/drafts/{draft.pk}/").text
    for words in ("2027-01-01 起", "3万元", "3.5万元", "应为 3万元,实为 35000元", "去改算例"):
        assert words in page, words
    page = clerk.get(f"/policies/drafts/{draft.pk}/cases/?only=failed").text
    assert "没通过" in page
    assert "amount: 3.5万元" in page
    send(clerk, f"/policies/drafts/{draft.pk}/cases/", do="mend_all", version=2)
    draft.refresh_from_db()
    assert "还没有测算" in clerk.get(f"/policies/drafts/{draft.pk}/").text
    simulate(draft)
    assert "都齐了" in clerk.get(f"/policies/drafts/{draft.pk}/").text
    answer = send(clerk, f"/policies/drafts/{draft.pk}/act/submit/", version=draft.version)
    case = casework.Case.objects.get(flow__key=publishing.FLOW)
    assert answer["Location"].endswith(f"/{case.pk}/")
    page = as_("approver").get(f"/cases/{case.pk}/").text
    for words in ("3.5万元", REASON, "看要花多少"):
        assert words in page, words
    decide(case)
    page = Client().get(f"/policies/{KEY}/").text
    assert "2027-01-01 起改了什么" in page
    assert "3.5万元" in page


@pytest.mark.parametrize("tab", ["", "form/", "cases/", "source/", "tables/", "history/"])
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_page_of_a_draft_opens_in_both_languages(tab: str, language: str) -> None:
    draft = with_amount(begun())
    clerk = as_("clerk")
    clerk.cookies["bole_language"] = language
    answer = clerk.get(f"/policies/drafts/{draft.pk}/{tab}")
    assert answer.status_code == 200
    assert draft.title in answer.text
