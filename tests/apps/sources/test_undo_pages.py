"""Pages on which something is taken back, as their users meet them."""

from __future__ import annotations

import json

import pytest
from django.db import connection
from django.urls import reverse

from bole.kernel.audit import queries as audit
from bole.kernel.outbox.models import Event, Job
from bole.people.sources import services, tasks
from bole.people.sources.models import (
    BulkDecision,
    Decision,
    MappingVersion,
    Membership,
    Review,
    Status,
    UnknownCode,
)
from bole.people.sources.services.undoing import carrying_out
from tests import cast
from tests.factories.jobs import run_jobs
from tests.factories.reviews import PATTERN
from tests.factories.sources import S01, id_number, insured, load

pytestmark = pytest.mark.django_db
WANG, LI = (id_number("19900307", sequence=n) for n in (121, 347))


@pytest.fixture
def steward(client, as_role):
    as_role(client, "steward")
    return client


@pytest.fixture
def merged() -> Decision:
    """王小明 and 李芳, wrongly declared one by the office."""
    load(S01, [insured("王小明", WANG), insured("李芳", "")])
    left, right = Membership.objects.order_by("node").values_list("node", flat=True)
    decision = services.decide_pair(by=cast.user_of("office"), left=left, right=right, same=True, reason="同住一处")
    services.link_pending()
    return decision


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every batch is a large one."""
    monkeypatch.setattr(
        carrying_out, "undo_settings", lambda: carrying_out.UndoSettings(lines=20, rows_at_once=0, announced=10)
    )


def text(response) -> str:
    return response.content.decode()


def run_job(task: str) -> None:
    run_jobs(tasks, task)


def test_a_decision_is_found_seen_and_taken_back(steward, merged, post, django_assert_max_num_queries) -> None:
    page = reverse("sources:decision", args=[merged.pk])
    with django_assert_max_num_queries(25):
        listed = text(
            steward.get(reverse("sources:decisions"), {"q": "李芳", "kind": "must_link", "state": "in_force"})
        )
    assert page in listed
    assert page not in text(steward.get(reverse("sources:decisions"), {"q": "查无此人"}))
    assert page not in text(steward.get(reverse("sources:decisions"), {"state": "retracted"}))
    seen = text(steward.get(page))
    assert "拆成几个人" in seen
    assert "同住一处" in seen
    reads = audit.reads_of(Membership.objects.first().person)
    assert {"查看判定", "查看收回的影响"} <= {read.purpose for read in reads}
    url = reverse("sources:retract_decision", args=[merged.pk])
    assert post(url, {"reason": " "}, using=steward).status_code == 400
    answer = post(url, {"reason": "不是一家"}, using=steward)
    assert answer.status_code == 302
    after = text(steward.get(page))
    assert "2 人的档案有变化" in after
    assert "不是一家" in after
    assert url not in after
    second_tab = post(url, {"reason": "不是一家"}, using=steward)
    assert second_tab.status_code == 409
    assert "已经有人收回" in text(second_tab)


def test_taken_back_by_mistake_is_decided_again(steward, merged, post) -> None:
    services.carry_out(services.undo_of(decision=merged), by=None, reason="误点")
    url = reverse("sources:decision_again", args=[merged.pk])
    assert url in text(steward.get(reverse("sources:decision", args=[merged.pk])))
    assert post(url, {"reason": "确是一人"}, using=steward).status_code == 302
    assert Decision.objects.order_by("-pk").first().reason == "确是一人"


def test_who_may_not_see_names_sees_masks_and_no_form(client, as_role, merged) -> None:
    as_role(client, "auditor")
    listed = text(client.get(reverse("sources:decisions"), {"q": "李芳"}))
    assert "李芳" not in listed.replace('value="李芳"', "")
    assert "王*明" in listed
    page = text(client.get(reverse("sources:decision", args=[merged.pk])))
    assert "王小明" not in page
    assert reverse("sources:retract_decision", args=[merged.pk]) not in page
    as_role(client, "clerk")
    assert client.get(reverse("sources:decisions")).status_code == 403


def test_a_batch_shows_what_goes_before_it_goes(steward, post) -> None:
    batch = load(S01, [insured("王小明", WANG), insured("李芳", LI)])
    url = reverse("sources:retract", args=[batch.pk])
    assert url in text(steward.get(reverse("sources:batch", args=[batch.pk])))
    page = text(steward.get(url))
    assert "没有记录了" in page
    assert "退出的行" in page
    batch.refresh_from_db()
    assert batch.status == Status.PUBLISHED
    assert post(url, {"reason": "发错"}, using=steward).status_code == 302
    assert "已经收回" in text(steward.get(url))


def test_a_large_batch_is_previewed_and_taken_back_by_jobs(steward, small, post) -> None:
    batch = load(S01, [insured("王小明", WANG), insured("李芳", LI)])
    url = reverse("sources:retract", args=[batch.pk])
    assert "计算影响" in text(steward.get(url))
    post(reverse("sources:preview_batch", args=[batch.pk]), using=steward)
    run_job("sources.preview_undo")
    job = Job.objects.get(kind="sources.preview_undo")
    assert "王小明" not in json.dumps(job.result, ensure_ascii=False)
    assert "没有记录了" in text(steward.get(job.result["url"]))
    undo = services.undo_of(batch=batch)
    assert services.finished_preview(by=cast.user_of("office"), number=job.pk, undo=undo) is None
    post(url, {"reason": "王小明发错"}, using=steward)
    with connection.cursor() as cursor:
        cursor.execute("select args::text from procrastinate_jobs where task_name = 'sources.undo'")
        assert "王小明" not in cursor.fetchone()[0]
    run_job("sources.undo")
    batch.refresh_from_db()
    assert (batch.status, batch.retract_reason) == (Status.RETRACTED, "王小明发错")


def test_a_mapping_version_is_taken_back_on_its_page(steward, post) -> None:
    row = insured("王小明", WANG)
    row[6] = "神秘状态"
    batch = load(S01, [row])
    unknown = UnknownCode.objects.get(value="神秘状态")
    code = next(iter(services.code_choices("S01", "参保状态")))
    services.decide_code(by=cast.user_of("office"), unknown=unknown, code=code)
    services.process_batch(batch, again=True)
    services.link_pending()
    version = MappingVersion.objects.get()
    url = reverse("sources:retract_mapping", args=[version.pk])
    assert url in text(steward.get(reverse("sources:source", args=["S01"])))
    page = text(steward.get(url))
    assert "重新读取的批次" in page
    assert "记录或值变化" in page
    answer = post(url, {"reason": "说错了"}, using=steward)
    assert "正在重新读取 1 个批次" in text(steward.get(answer["Location"]))
    run_job("sources.read_again")
    batch.refresh_from_db()
    assert batch.mapping_version is None
    source = text(steward.get(reverse("sources:source", args=["S01"])))
    assert "说错了" in source
    assert url not in source
    assert "神秘状态" in text(steward.get(reverse("sources:codes")))


def test_a_bulk_decision_is_taken_back_as_a_whole(steward, merged, post) -> None:
    bulk = BulkDecision.objects.create(
        reason="band", pattern=PATTERN, state="checking", decided=1, decided_by=cast.user_of("office")
    )
    pair = {"left": merged.left, "right": merged.right, "reason": "band", "weight": 1, "pattern": PATTERN}
    Review.objects.create(**pair, state="decided", verdict="same", decision=merged, bulk=bulk, part="bulk")
    url = reverse("sources:bulk_retract", args=[bulk.pk])
    assert url in text(steward.get(reverse("sources:bulk", args=[bulk.pk])))
    assert "拆成几个人" in text(steward.get(url))
    post(url, {"reason": "样本看错"}, using=steward)
    merged.refresh_from_db()
    assert "样本看错" in merged.retract_reason
    assert len(set(Membership.objects.values_list("person", flat=True))) == 2
    assert Event.objects.get(topic="sources.retracted", key=f"bulk-{bulk.pk}").payload["persons_changed"] == 2
    assert "已经收回" in text(steward.get(url))


def test_a_reviewer_who_takes_the_last_verdict_back_is_announced_too(merged) -> None:
    services.retract_decision(by=None, decision=merged, reason="判定人当天撤回")
    payload = Event.objects.get(topic="sources.retracted").payload
    assert (payload["kind"], payload["complete"], len(payload["persons"])) == ("decision", False, 1)


def test_decisions_go_out_as_a_sheet_without_names(steward, merged, post) -> None:
    from bole.kernel.accounts.services import grant_of
    from bole.people.sources.services.reviewing import exporting

    member = cast.user_of("steward").memberships.get()
    grant = grant_of(member, "sources.view_decisions")
    rows = list(exporting._rows(grant, {"query": "state=in_force"}))
    assert [(row[0], row[2]) for row in rows] == [(merged.pk, "S01")]
    assert "王小明" not in str(rows)
    assert list(exporting._rows(grant, {"query": "state=retracted"})) == []
    assert (
        post(
            reverse("documents:export", args=[exporting.NAME]), {"query": "", "form": "xlsx"}, using=steward
        ).status_code
        == 302
    )
