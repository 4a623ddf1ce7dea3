"""The quality page as its readers meet it: figures with doors, figures of the sample, and what a department may see."""

from __future__ import annotations

import io

import openpyxl
import pytest
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob

from bole.kernel.accounts.queries import Membership
from bole.kernel.accounts.services import grant_of
from bole.kernel.outbox.models import Job
from bole.people.sources.models import Batch, ClericalSample, LinkRun, SamplePair
from bole.people.sources.services.quality import measuring, sampling
from bole.people.sources.tasks import draw_sample
from tests.cast import user_of
from tests.factories.sources import S01, S04, id_number, insured, load, titled

pytestmark = pytest.mark.django_db
WANG, LI = id_number("19900307", sequence=121), id_number("19851112", sequence=348)
PAGE = reverse("sources:quality")


@pytest.fixture
def steward(client, as_role):
    as_role(client, "steward")
    return client


@pytest.fixture
def county():
    """Two people in one source, one of them in another; one row sent back, one number with a wrong check digit."""
    bad = WANG[:-1] + ("1" if WANG[-1] != "1" else "2")
    load(S01, [insured("王小明", WANG), insured("李华", LI), insured("", LI), insured("赵六", bad)])
    load(S04, [titled("王小明", WANG, "ZC1")])


def text(response) -> str:
    return response.content.decode()


def test_an_empty_county_says_so(steward):
    assert "还没有数据" in text(steward.get(PAGE))


def test_figures_of_a_source_add_up(county, steward):
    rows = {row.layout.id: row for row in measuring.source_quality(_county_grant(), measuring.measured())}
    s01 = rows["S01"]
    assert (s01.rows, s01.rejected, s01.rejected_share) == (3, 1, 0.25)
    assert (s01.numbered, s01.valid_share) == (3, pytest.approx(2 / 3))
    assert (s01.matched, rows["S04"].matched_share) == (1, 1.0)
    assert 0 < s01.completeness < 1
    assert rows["S02"].files == 0
    assert rows["S02"].valid_share is None
    register = measuring.register_quality(measuring.measured())
    assert (register.persons, register.alone, register.rows) == (3, 2, 4)
    assert register.auto_share == 1.0


def _county_grant():
    return grant_of(Membership.objects.get(user=user_of("steward")), "sources.quality")


def test_the_page_costs_the_same_queries_however_much_there_is(county, steward, django_assert_max_num_queries):
    steward.get(PAGE)
    with django_assert_max_num_queries(30):
        page = text(steward.get(PAGE))
    assert "社会保险参保" in page
    assert "只有一个来源知道" in page
    load(S04, [titled("李华", LI, "ZC2"), titled("钱多", "", "ZC3")], name="more.csv", mode="delta")
    steward.get(PAGE)
    with django_assert_max_num_queries(30):
        steward.get(PAGE)


def test_sorted_by_a_figure_with_unknown_ones_last(county, steward):
    rows = measuring.source_quality(_county_grant(), measuring.measured())
    by_rows = [row.layout.id for row in measuring.sorted_sources(rows, "-rows")]
    assert by_rows[:2] == ["S01", "S04"]
    valid = [row.valid_share for row in measuring.sorted_sources(rows, "valid")]
    known = [share for share in valid if share is not None]
    assert known == sorted(known)
    assert valid[: len(known)] == known
    assert steward.get(PAGE, {"sort": "-valid"}).status_code == 200


def test_a_department_sees_its_own_sources_and_nothing_of_the_register(county, client, as_role):
    as_role(client, "clerk")
    page = text(client.get(PAGE))
    assert "社会保险参保" in page
    assert "外国人来华工作许可" not in page
    assert "估计查准率" not in page


def test_the_workbook_has_the_figures_of_the_page(county, steward):
    answer = steward.get(reverse("sources:quality_export"))
    book = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    lines = {row[0]: row for row in book.active.iter_rows(min_row=2, values_only=True)}
    assert lines["S01"][2:5] == (3, 1, 0.25)


def test_large_registers_are_measured_after_the_run_not_on_the_page(county, monkeypatch):
    measuring.measure()
    monkeypatch.setattr(measuring, "AT_ONCE", 1)
    LinkRun.objects.create()
    before = measuring.measured()
    assert before["run"] != LinkRun.objects.order_by("-pk").first().pk
    measuring.measure()
    assert measuring.measured()["run"] == LinkRun.objects.order_by("-pk").first().pk


def test_many_runs_are_measured_by_one_waiting_job():
    for _run in range(3):
        measuring.follow_link_run(None)
    assert ProcrastinateJob.objects.filter(task_name=measuring.TASK).count() == 1


def test_a_changed_column_stands_in_the_history(county, steward):
    batch = Batch.objects.filter(source="S01").get()
    batch.drift = [
        {"header": "手机号码", "measure": "filled", "before": 0.98, "after": 0.0, "kind": "", "distance": 0.0}
    ]
    batch.drift_confirmed = True
    batch.save()
    page = text(steward.get(PAGE))
    assert "“手机号码” 填写率" in page
    assert "98% → 0%" in page


# --- the sample ----------------------------------------------------------------------------------------------------------


def test_a_pair_is_judged_blind_by_one_key(county, steward, post):
    sample = sampling.draw_sample(by=user_of("steward"), size=10, seed=1)
    page = text(steward.get(reverse("sources:sample", args=[sample.pk])))
    assert 'data-key="y"' in page
    assert "王小明" in page
    for word in ("权重", "可信", "已归并", "weight", "probab"):
        assert word not in page.split("<main", 1)[1].split("</main", 1)[0]
    pair = sampling.open_pairs(sample, user_of("steward")).first()
    post(reverse("sources:sample", args=[sample.pk]), {"pair": pair.pk, "verdict": "same"}, using=steward)
    pair.refresh_from_db()
    assert (pair.verdict, pair.decided_by) == ("same", user_of("steward"))
    post(reverse("sources:sample_back", args=[sample.pk]), using=steward)
    pair.refresh_from_db()
    assert pair.verdict == ""


def test_the_result_shows_estimates_and_sends_wrong_links_to_review(county, steward, post):
    sample = sampling.draw_sample(by=user_of("steward"), size=10, seed=1)
    SamplePair.objects.filter(sample=sample).update(verdict="different", twice=False, decided_by=user_of("office"))
    assert steward.get(reverse("sources:sample", args=[sample.pk])).status_code == 302  # nothing left to judge
    result = reverse("sources:sample_result", args=[sample.pk])
    page = text(steward.get(result))
    assert "送去核对" in page
    assert "95% 区间" in page
    assert "王小明" in page
    wrong = sample.pairs.filter(linked=True).first()
    post(reverse("sources:sample_send", args=[sample.pk, wrong.pk]), using=steward)
    assert "已送去核对" in text(steward.get(result))
    assert "95% 区间" in text(steward.get(PAGE))


def test_drawing_runs_as_a_job(county, steward, post):
    answer = post(reverse("sources:sample_draw"), using=steward)
    assert answer.status_code == 302
    draw_sample(Job.objects.latest("pk").pk)
    sample = ClericalSample.objects.get()
    assert Job.objects.latest("pk").result["url"] == reverse("sources:sample", args=[sample.pk])
