"""What a draft would cost: computed in the background, kept as sums, shown with its age, and traced to those one may see."""

from __future__ import annotations

import html
import io
import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from docx import Document
from openpyxl import load_workbook

from bole.core.errors import Conflict, InvalidInput
from bole.governance.policies import queries, tasks
from bole.governance.policies.models import Draft, Simulation
from bole.governance.policies.queries.simulations import simulated
from bole.governance.policies.services.simulating import simulate
from bole.kernel.audit.queries import reads_of
from bole.kernel.outbox.models import Job
from bole.kernel.snapshots.services import publish_snapshot
from bole.people.registry import services as registry
from bole.people.registry.models import Person
from bole.people.registry.services import providing
from tests import cast
from tests.factories.registry import person_id, person_row, publish

pytestmark = pytest.mark.django_db
KEY, FILE = "graduate_living_subsidy", "graduate-living-subsidy/policy.yaml"
GRADUATE = {
    "education_level": "21",
    "graduation_date": "2024-07-01",
    "first_job_on": "2025-01-10",
    "employment_mode": "contract",
    "insurance_status": "active",
    "insured_months_continuous": 20,
}
PEOPLE = {
    "沈若溪": GRADUATE,
    "王小明": {**GRADUATE, "education_level": "31"},
    "李晓明": {key: value for key, value in GRADUATE.items() if key != "insured_months_continuous"},
    "欧阳建国": {**GRADUATE, "insured_months_continuous": 2},
}


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bole.runtime.paths.var_dir", lambda: tmp_path)
    monkeypatch.setattr(providing, "_providers", {})


@pytest.fixture
def county() -> dict[str, Person]:
    """Four graduates of a small county, two of them in another township."""
    registry.publish_organisations(
        [{"uscc": "91330523MA2B0AAA01", "org_name": "源瑞", "org_township": "330523001", "industry_code": "C3563"}]
    )
    rows = []
    for place, (name, facts) in enumerate(PEOPLE.items()):
        row = person_row(name, township=f"33052300{1 + place % 2}")
        rows.append({**row, "facts": facts})
    people = publish(*rows)
    publish_snapshot(by="test")
    return dict(zip(PEOPLE, people, strict=True))


def draft(
    title: str = "应届生生活补贴提标",
    change: tuple[str, str] = ("大学本科毕业: 1万元", "大学本科毕业: 2万元"),
    **more: Any,
) -> Draft:
    known, by = queries.rules(), cast.user_of("clerk")
    text = known.files[FILE]
    assert change[0] in text
    values: dict[str, Any] = {
        "title": title,
        "policy": KEY,
        "department_code": "ANJI-RLSBJ",
        "kind": Draft.Kind.CORRECTION,
        "files": {FILE: text.replace(*change)},
        "base_sha256": known.sha256,
        "opened_by": by,
        "saved_by": by,
    }
    return Draft.objects.create(**{**values, **more})


def run(found: Draft) -> Simulation:
    job = simulate(by=cast.user_of("clerk"), draft=found)
    tasks.simulate(job.pk, found.pk, cast.user_of("clerk").pk)
    job.refresh_from_db()
    assert job.state == Job.State.DONE, job.error
    return Simulation.objects.get(pk=job.result["simulation"])


YUAN = 100


def test_cost_is_told_by_year_certain_and_possible(county: dict[str, Person]) -> None:
    kept = run(draft())
    found = kept.result["person"]
    assert found["people"] == 4
    years = [10_000 * YUAN + 5_000 * YUAN] * 3 + [0, 0]  # a bachelor and a college graduate, three years each
    assert found["total"]["base"]["certain"] == years
    assert found["total"]["reform"]["certain"] == [25_000 * YUAN] * 3 + [0, 0]
    own = next(each for each in found["policies"] if each["policy"] == KEY)
    assert own["alone"]["reform"]["possible"] == [45_000 * YUAN] * 3 + [0, 0]  # with whom may be insured long enough
    assert (found["gain"]["people"], found["gain"]["amount"]) == (1, 30_000 * YUAN)
    assert {group["key"]: group["gain_people"] for group in found["groups"]["township"]} == {
        "330523001": 1,
        "330523002": 0,
    }
    assert found["groups"]["industry"][0]["key"] == "35"
    assert found["checked"] == 4


def test_nobody_stands_in_what_is_kept(county: dict[str, Person]) -> None:
    kept = json.dumps(run(draft()).result, ensure_ascii=False)
    for person in county.values():
        assert person.name not in kept
        assert str(person.pk) not in kept


def test_figures_grow_old_when_draft_or_data_change(county: dict[str, Person]) -> None:
    found = draft()
    run(found)
    last = simulated(found)
    assert last is not None
    assert last.stale == []
    found.files = {FILE: queries.rules().files[FILE].replace("大学本科毕业: 1万元", "大学本科毕业: 3万元")}
    found.save()
    publish_snapshot(by="test")
    assert [why[:4] for why in simulated(found).stale] == ["草案在测", "数据快照"]  # type: ignore[union-attr]


def test_without_a_snapshot_it_is_said_what_to_do(client: Client) -> None:
    found = draft()
    with pytest.raises(Conflict):
        simulate(by=cast.user_of("clerk"), draft=found)
    cast.as_role(client, "office")
    text = client.get(f"/policies/drafts/{found.pk}/simulation/").text
    assert "还没有数据快照" in text
    assert 'href="/snapshots/"' in text
    assert "开始测算" not in text
    assert "还没有数据快照" in client.get(f"/policies/drafts/{found.pk}/simulation/person/gain/").text


def test_a_draft_with_faults_is_not_simulated(county: dict[str, Person]) -> None:
    found = draft(change=("连续参保", "连续参保"), files={FILE: "id: nothing"})
    with pytest.raises(InvalidInput):
        simulate(by=cast.user_of("clerk"), draft=found)


def test_a_difference_from_the_reference_keeps_nothing(
    county: dict[str, Person], monkeypatch: pytest.MonkeyPatch
) -> None:
    from bole.core.rules.reform import checking

    monkeypatch.setattr(checking, "_due", lambda decision, item: 1)
    found = draft()
    job = simulate(by=cast.user_of("clerk"), draft=found)
    with pytest.raises(Conflict):
        tasks.simulate(job.pk, found.pk, cast.user_of("clerk").pk)
    job.refresh_from_db()
    assert "不一致" in job.error
    assert not Simulation.objects.exists()


def test_a_county_without_anybody_says_so(client: Client) -> None:
    publish_snapshot(by="test")
    found = draft()
    run(found)
    cast.as_role(client, "clerk")
    assert "快照里没有可以测算的对象" in client.get(f"/policies/drafts/{found.pk}/simulation/").text


def test_what_no_snapshot_holds_is_not_called_without_difference(client: Client, county: dict[str, Person]) -> None:
    known = queries.rules()
    key = next(key for key, each in known.policies.items() if each.subject == "place")
    file = known.policies[key].at.file
    found = draft(policy=key, files={file: known.files[file].replace("万元", "千元", 1)})
    run(found)
    cast.as_role(client, "clerk")
    text = client.get(f"/policies/drafts/{found.pk}/simulation/").text
    assert "只能用例子试算" in text
    assert "没有差别" not in text


# --- pages ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def done(county: dict[str, Person]) -> Draft:
    found = draft(
        budget={KEY: {"2026": 20_000 * YUAN, "2027": 20_000 * YUAN, "2028": 90_000 * YUAN}}, reason="对标周边"
    )
    run(found)
    return found


def test_the_page_tells_cost_gainers_budget_and_assumptions(client: Client, done: Draft) -> None:
    cast.as_role(client, "office")
    page = client.get(f"/policies/drafts/{done.pk}/simulation/").text
    for text in (
        "7.5",
        "比现行 +3",
        "其中新获得 0",
        "2027 年预算 2 万元",
        "10 月 19 日",
        "够用到年底",
        "这些数字的前提",
        "结果全部一致",
        "模拟规则",
        "未知的条件都成立",
    ):
        assert text in page, text
    assert page.count('<svg class="bar') > 10
    assert "确定 2.5 万元,可能" in page  # the bar, read out


def test_the_page_costs_few_queries(client: Client, done: Draft, django_assert_max_num_queries: Any) -> None:
    cast.as_role(client, "office")
    client.get(f"/policies/drafts/{done.pk}/simulation/")
    with django_assert_max_num_queries(25):
        client.get(f"/policies/drafts/{done.pk}/simulation/")


def test_a_simulation_is_begun_from_the_page(client: Client, county: dict[str, Person]) -> None:
    found = draft()
    cast.as_role(client, "clerk")
    page = client.post(f"/policies/drafts/{found.pk}/simulation/run/", {"_idempotency": "simulate-1"})
    job = Job.objects.get()
    assert page.headers["Location"] == f"/jobs/{job.pk}/"
    assert "正在测算" in client.get(f"/policies/drafts/{found.pk}/simulation/").text
    cast.as_role(client, "approver")
    page = client.post(f"/policies/drafts/{found.pk}/simulation/run/", {"_idempotency": "simulate-2"})
    assert page.headers["Location"] == f"/policies/drafts/{found.pk}/simulation/"
    assert Job.objects.count() == 1, "one at a time"


def test_a_budget_that_is_entered_is_measured(client: Client, done: Draft) -> None:
    cast.as_role(client, "clerk")
    here = f"/policies/drafts/{done.pk}/simulation/"
    wrong = client.post(f"{here}budget/", {"_idempotency": "budget-01", "y2026": "-1"})
    assert wrong.status_code == 422
    client.post(f"{here}budget/", {"_idempotency": "budget-02", "y2026": "2.50", "y2027": "1", "y2028": ""})
    page = client.get(here).text
    assert "2026 年预算 2.5 万元,按确定支出够用到年底" in page
    assert "2027 年预算 1 万元,按确定支出到 <b>5 月 26 日</b>用完" in page
    assert "2028 年预算" not in page
    assert "草案在测算以后又改过" not in page  # a budget changes no rule


def test_two_drafts_stand_side_by_side(client: Client, done: Draft) -> None:
    other = draft("更大方的一稿", ("大学本科毕业: 1万元", "大学本科毕业: 4万元"))
    run(other)
    cast.as_role(client, "office")
    page = client.get(f"/policies/drafts/{done.pk}/beside/{other.pk}/").text
    assert "7.5(比现行 +3)" in page
    assert "13.5(比现行 +9)" in page
    assert "更大方的一稿" in page


def test_who_gains_is_listed_for_those_who_may_see_them(client: Client, done: Draft, county: dict[str, Person]) -> None:
    cast.as_role(client, "office")
    page = client.get(f"/policies/drafts/{done.pk}/simulation/person/gain/").text
    assert "沈若溪" in page
    assert "王小明" not in page
    assert "30,000" in page
    assert "全县 1,您可以看到 1" in page
    assert [row.purpose for row in reads_of(county["沈若溪"].pk)] == ["查看草案测算的变动名单"]
    assert client.get(f"/policies/drafts/{done.pk}/simulation/person/lose/").text.count("沈若溪") == 0


def test_a_clerk_of_another_department_sees_neither_draft_nor_people(client: Client, done: Draft) -> None:
    cast.as_role(client, "neighbour")
    for path in ("simulation/", "simulation/person/gain/", "trace/", "simulation/sheet/", "simulation/report/"):
        assert client.get(f"/policies/drafts/{done.pk}/{path}").status_code == 404, path
    cast.as_role(client, "leader")
    assert client.get(f"/policies/drafts/{done.pk}/simulation/").status_code == 200
    assert client.get(f"/policies/drafts/{done.pk}/trace/").status_code == 403


def test_somebody_is_tried_before_and_after(client: Client, done: Draft, county: dict[str, Person]) -> None:
    cast.as_role(client, "office")
    here = f"/policies/drafts/{done.pk}/trace/"
    assert "沈若溪" in client.get(f"{here}?q=沈若溪").text
    page = client.get(f"{here}?who={county['沈若溪'].pk}").text
    for text in ("每年 1 万元", "每年 2 万元", "有变化", "参保", "20 个月"):
        assert text in page, text
    assert "用草案试算" in [row.purpose for row in reads_of(county["沈若溪"].pk)]
    done.files = {FILE: done.files[FILE].replace("2万元", "6万元")}
    done.save()
    assert "每年 6 万元" in client.get(f"{here}?who={county['沈若溪'].pk}").text  # as it was saved last
    assert client.get(f"{here}?who={person_id('nobody')}").status_code == 404


def test_an_open_trace_follows_the_draft_and_reads_nobody_while_it_stands(
    client: Client, done: Draft, county: dict[str, Person]
) -> None:
    cast.as_role(client, "office")
    here = f"/policies/drafts/{done.pk}/trace/"
    page = client.get(f"{here}?who={county['沈若溪'].pk}").text
    asks = html.unescape(re.search(r'data-poll="([^"]+)"', page)[1])
    read = len(reads_of(county["沈若溪"].pk))
    still = client.get(here + asks)
    assert (still.status_code, still.content) == (204, b"")
    assert len(reads_of(county["沈若溪"].pk)) == read, "nobody was shown"
    done.files, done.version = {FILE: done.files[FILE].replace("2万元", "6万元")}, done.version + 1
    done.save()
    part = client.get(here + asks).text
    assert part.strip().startswith('<div class="c8')
    assert "每年 6 万元" in part
    assert asks not in html.unescape(part), "it now asks about the version it shows"
    assert len(reads_of(county["沈若溪"].pk)) > read


def test_examples_stand_in_for_people(client: Client, done: Draft) -> None:
    cast.as_role(client, "clerk")
    here = f"/policies/drafts/{done.pk}/trace/"
    page = client.get(f"{here}?example=w0").text
    assert "虚构" in page
    assert "每年" in page
    edge = client.get(f"{here}?edge=on&example=e0").text
    assert "参保 · 差一点" in edge or "差一点" in edge


def test_a_firm_is_tried_as_well(client: Client, county: dict[str, Person]) -> None:
    known = queries.rules()
    key = next(key for key, each in known.policies.items() if each.subject == "organisation" and each.kind == "benefit")
    file = known.policies[key].at.file
    found = draft(change=("id:", "id:"), policy=key, files={file: known.files[file]})
    cast.as_role(client, "office")
    here = f"/policies/drafts/{found.pk}/trace/"
    assert "源瑞" in client.get(f"{here}?q=源瑞").text
    assert "没有变化" in client.get(f"{here}?who=91330523MA2B0AAA01").text


# --- papers -----------------------------------------------------------------------------------------------------------


def test_the_report_can_be_read_by_those_without_the_system(client: Client, done: Draft) -> None:
    cast.as_role(client, "office")
    answer = client.get(f"/policies/drafts/{done.pk}/simulation/report/")
    assert answer.headers["Content-Type"].endswith("wordprocessingml.document")
    paper = Document(io.BytesIO(answer.getvalue()))
    told = "\n".join(each.text for each in paper.paragraphs)
    for text in (
        "测算报告",
        "理由:对标周边",
        "一、改了什么",
        "四、这些数字的前提",
        "数据截至",
        "模拟规则",
        "抽取 4 个对象",
        "多得 1 人,共 3 万元",
    ):
        assert text in told, text
    tables = [[[cell.text for cell in row.cells] for row in table.rows] for table in paper.tables]
    changes, years = tables[0], tables[1]
    assert ["1万元", "2万元"] in [row[2:] for row in changes]
    assert ["2026", "1.5", "2.5", "+1"] in [row[:4] for row in years]


def test_the_workbook_holds_sums_and_their_assumptions(client: Client, done: Draft) -> None:
    cast.as_role(client, "office")
    book = load_workbook(io.BytesIO(client.get(f"/policies/drafts/{done.pk}/simulation/sheet/").getvalue()))
    rows = [[cell.value for cell in row] for row in book["个人 按年度"].iter_rows()]
    assert rows[1][:4] == ["2026", 15_000, 25_000, 10_000]
    assert any("确定" in str(row[0]) for row in rows[6:])
    assert "沈若溪" not in str(rows)
