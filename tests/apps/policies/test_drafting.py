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

from bole.core.errors import InvalidInput, NotAllowed
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


# --- four eyes, staleness, races ----------------------------------------------------------------------------------------


def test_who_wrote_in_a_draft_may_not_check_it() -> None:
    draft = ready("office")
    case = submitted(draft, "clerk")
    assert casework.Todo.objects.get(case=case, done_at=None).role == "approver"
    with pytest.raises(NotAllowed):
        decide(case, by="clerk")
    approver = cast.user_of("approver")
    draft.saves.create(number=99, base_sha256="", by=approver)
    done = decide(case, by="approver")
    assert done.step == "approve", "the effect refuses and the case waits for somebody else"
    assert not Edition.objects.exists()


@pytest.mark.parametrize(
    ("spoil", "key"),
    [
        (lambda draft: Simulation.objects.all().delete(), "not_simulated"),
        (lambda draft: Draft.objects.update(reason=""), "no_reason"),
        (lambda draft: replace(draft, CASES, "eligible: true", "eligible: false"), "case_failed"),
        (lambda draft: replace(draft, FILE, "who:", "whom:"), "faulty"),
        (lambda draft: replace(draft, FILE, "3.5万元", "3万元"), "case_failed"),
        (lambda draft: Draft.objects.update(files={}, base={}), "unchanged"),
    ],
)
def test_what_is_not_ready_is_not_sent(spoil: Any, key: str) -> None:
    draft = with_cases_mended(with_amount(begun(), "3.5万元"))
    simulate(draft)
    spoil(draft)
    draft.refresh_from_db()
    with pytest.raises(InvalidInput) as refused:
        submitted(draft)
    assert refused.value.code == f"policies.{key}"
    assert not casework.Case.objects.filter(flow__key=publishing.FLOW).exists()


def replace(draft: Draft, file: str, old: str, new: str) -> None:
    assert old in draft.files[file]
    files = {file: draft.files[file].replace(old, new)}
    drafting.save_draft(by=cast.user_of("clerk"), draft=draft.pk, version=draft.version, files=files)


def test_the_second_of_two_drafts_is_stale_and_can_be_brought_up_to_date() -> None:
    first, second = ready(), with_cases_mended(with_amount(begun(since=dt.date(2028, 1, 1))))
    simulate(second)
    case, other = submitted(first), submitted(second)
    assert decide(case).status == "closed"
    held = decide(other)
    assert held.step == "approve", "not published over what came into force meanwhile"
    assert Edition.objects.count() == 1
    decide(other, outcome="return", reason="请并入现行文本")
    second.refresh_from_db()
    assert second.is_open
    assert reviewing.stale_files(second) == [CASES, FILE]
    clashes = drafting.rebase_draft(by=cast.user_of("clerk"), draft=second.pk, version=second.version)
    assert clashes, "both began a version at the same place of the file"
    second.refresh_from_db()
    drafting.rebase_draft(by=cast.user_of("clerk"), draft=second.pk, version=second.version, prefer="own")
    second.refresh_from_db()
    assert not reviewing.stale_files(second)


def test_a_change_elsewhere_in_the_file_is_taken_over_without_a_word() -> None:
    correction = drafting.begin_draft(by=cast.user_of("clerk"), policy=KEY, kind="correction", reason="错字")
    text = queries.rules().files[FILE].replace("documents:", "documents:") + "# 末尾的说明\n"
    correction = drafting.save_draft(by=cast.user_of("clerk"), draft=correction.pk, version=1, files={FILE: text})
    decide(submitted(ready()))
    assert drafting.rebase_draft(by=cast.user_of("clerk"), draft=correction.pk, version=2) == []
    correction.refresh_from_db()
    assert "2027-01-01" in correction.files[FILE]
    assert "末尾的说明" in correction.files[FILE]


def test_two_tabs_one_wins_and_nothing_typed_is_lost() -> None:
    draft, clerk = begun(), as_("clerk")
    page = clerk.get(f"/policies/drafts/{draft.pk}/form/").text
    first, second = field_of(page, "3万元"), field_of(page, "1.5万元")
    assert send(clerk, f"/policies/drafts/{draft.pk}/form/", **{first: "4万元", "version": 1}).status_code == 302
    answer = send(clerk, f"/policies/drafts/{draft.pk}/form/", **{second: "2.5万元", "version": 1})
    assert answer.status_code == 409
    assert "保存过第 2 版" in answer.text
    assert 'value="2.5万元"' in answer.text
    assert 'value="4万元"' in answer.text, "what the other tab saved is there too"
    assert 'name="version" value="2"' in answer.text


def test_saves_are_kept_and_any_of_them_comes_back() -> None:
    draft = with_amount(with_amount(begun(), "3.5万元"), "9万元")
    clerk = as_("clerk")
    assert "9万元" in clerk.get(f"/policies/drafts/{draft.pk}/history/?save=2").text
    send(clerk, f"/policies/drafts/{draft.pk}/act/restore/", version=3, number=2)
    draft.refresh_from_db()
    assert draft.version == 4
    assert "3.5万元" in draft.files[FILE]
    send(clerk, f"/policies/drafts/{draft.pk}/act/drop/", version=4)
    assert f"/policies/drafts/{draft.pk}/" in clerk.get("/policies/drafts/?state=dropped").text
    assert "不能再改" in send_and_follow(clerk, f"/policies/drafts/{draft.pk}/act/describe/", version=5, title="x")
    send(clerk, f"/policies/drafts/{draft.pk}/act/resume/")
    draft.refresh_from_db()
    assert draft.is_open


def send_and_follow(client: Client, url: str, **data: Any) -> str:
    return client.get(send(client, url, **data)["Location"]).text


def test_lint_while_typing_names_the_fact_that_was_meant() -> None:
    draft, clerk = begun(), as_("clerk")
    page = clerk.get(f"/policies/drafts/{draft.pk}/form/").text
    name = re.search(r'name="(c\d+)"[^>]*hx-post', page[page.index('id="p-who"') :])
    assert name
    url = f"/policies/drafts/{draft.pk}/lint/?cell={name[1]}"
    answer = clerk.post(url, {name[1]: "连续缴费月 >= 6个月", "version": 1})
    assert "未知事实“连续缴费月”" in answer.text
    assert "是否指“连续缴费月数”" in answer.text
    assert "可以" in clerk.post(url, {name[1]: "连续缴费月数 >= 6个月", "version": 1}).text
    whole = clerk.post(
        f"/policies/drafts/{draft.pk}/lint/", {"file": FILE, "text": "kind: benefit\n\tid: x", "version": 1}
    ).text
    assert "制表符" in whole
    assert Draft.objects.get().version == 1


@pytest.mark.parametrize("text", ["a: &x [1]\nb: *x\n", "id: x\nid: y\n", "\ufeff- 1\n\t- 2", "{" * 500])
def test_a_source_that_cannot_be_read_is_refused_and_shown_again(text: str) -> None:
    draft, clerk = begun(), as_("clerk")
    answer = send(clerk, f"/policies/drafts/{draft.pk}/source/", file=FILE, text=text, version=1)
    assert answer.status_code == 400
    assert "没有保存" in answer.text
    assert Draft.objects.get().version == 1


# --- copies -------------------------------------------------------------------------------------------------------------


def test_a_policy_is_copied_as_a_new_one_and_published() -> None:
    clerk = as_("clerk")
    send(
        clerk,
        f"/policies/drafts/begin/{KEY}/",
        kind="new",
        key="living_subsidy_b",
        name="乙种生活补贴",
        name_en="Living subsidy B",
        reason=REASON,
    )
    draft = Draft.objects.get()
    assert send(clerk, f"/policies/drafts/begin/{KEY}/", kind="new", key=KEY, name="甲", name_en="A").status_code == 422
    assert clerk.get(f"/policies/drafts/{draft.pk}/form/").status_code == 200
    simulate(draft)
    decide(submitted(draft))
    assert "living_subsidy_b" in queries.rules().policies
    assert "乙种生活补贴" in Client().get("/policies/living_subsidy_b/").text


def test_other_departments_draft_their_own() -> None:
    assert as_("neighbour").get(f"/policies/drafts/begin/{KEY}/").status_code == 404
    draft = begun()
    assert as_("neighbour").get(f"/policies/drafts/{draft.pk}/").status_code == 404
    assert as_("approver").get(f"/policies/drafts/{draft.pk}/form/").status_code == 200
    assert "不能修改" in send_and_follow(as_("approver"), f"/policies/drafts/{draft.pk}/form/", version=1)


def test_a_change_of_the_groups_runs_the_cases_of_every_policy() -> None:
    draft, groups = ready(), queries.rules().files["groups.yaml"]
    looser = groups.replace("less: 已领租房补贴", "# less: 已领租房补贴")
    assert looser != groups
    changed = {"groups.yaml": looser}
    draft = drafting.save_draft(by=cast.user_of("clerk"), draft=draft.pk, version=draft.version, files=changed)
    known = queries.draft_rules(draft)
    assert set(reviewing.touched(known, draft)) == set(known.policies)
