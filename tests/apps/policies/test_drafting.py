"""A clerk changes an amount from a day on, mends the cases, and a second person publishes it: the rules in force differ from then on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

import pytest
from django.utils import timezone

from bole.core.errors import BoleError, Conflict, InvalidInput, NotAllowed
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
