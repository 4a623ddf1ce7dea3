"""The pages of the queue: what a reviewer sees, does and is told; who sees less; what is recorded."""

from __future__ import annotations

import re
import uuid

import pytest
from django.test import Client
from django.urls import reverse

from bole.kernel.audit.models import ReadLog
from bole.people.sources import services, tasks
from bole.people.sources.models import Conflict, Decision, Membership, Review
from tests import cast
from tests.cast import as_role
from tests.factories.jobs import run_jobs
from tests.factories.reviews import ONE, OTHER, PATTERN, alike, answer, people_in_doubt

pytestmark = pytest.mark.django_db
LIST = "/sources/reviews/"


@pytest.fixture
def steward(client):
    as_role(client, "steward")
    return client


def text(response) -> str:
    found = re.sub(r"<(script|style)[^>]*>.*?</\1>", " ", response.content.decode(), flags=re.S)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", found))


def page_of(review: Review, query: str = "") -> str:
    return reverse("sources:review", args=[review.pk]) + query


def post_answer(client: Client, review: Review, verdict: str, **more: str):
    shown = client.get(page_of(review, more.pop("query", ""))).content.decode()
    hidden = {name: re.search(rf'name="{name}" value="(\d+)"', shown).group(1) for name in ("seat", "version")}
    address = re.search(r'action="([^"]*verdict/[^"]*)"', shown).group(1).replace("&amp;", "&")
    return send(client, address, **hidden, answer=verdict, **more)


def send(client: Client, address: str, *, follow: bool = False, **data: str):
    """A form as the page sends it."""
    return client.post(address, {"_idempotency": str(uuid.uuid4()), **data}, follow=follow)


# --- what is shown -------------------------------------------------------------------------------------------------------


def test_both_sides_field_by_field_with_the_evidence_and_no_number(steward):
    people_in_doubt()
    review = Review.objects.get(reason="different_ids")
    seen = text(steward.get(page_of(review)))
    for word in (
        "是同一个人吗?",
        "有效证件号码不同",
        "许嘉懿",
        "第 1 对,共 2 对",
        "社会保险参保",
        "手机号码 ",
        "身份证号码不同",
    ):
        assert word in seen, word
    assert re.search(r"仅末三位不同|仅前九位不同|仅第 10–15 位不同|多处不同", seen)
    assert ONE not in seen
    assert OTHER not in seen
    assert "138****6120" in seen
    assert "同类还没有判定过" in seen
    assert "2 份档案、3 条记录并为一人" in seen
    assert "乙的其他记录" in seen or "甲的其他记录" in seen


def test_what_was_read_is_recorded(steward):
    people_in_doubt()
    review = Review.objects.get(reason="different_ids")
    steward.get(page_of(review))
    log = ReadLog.objects.latest("pk")
    persons = set(Membership.objects.filter(node__in=[review.left, review.right]).values_list("person", flat=True))
    assert set(log.subjects) == persons
    assert log.purpose == "核对是否同一人"
    before = ReadLog.objects.count()
    steward.get(LIST)
    assert ReadLog.objects.count() == before + 1


def test_an_auditor_sees_questions_but_no_names(client):
    people_in_doubt()
    review = Review.objects.get(reason="different_names")
    answer(review, "steward", "same", "李明改过名")
    as_role(client, "auditor")
    for address in (LIST + "?who=all", page_of(review)):
        seen = text(client.get(address))
        assert "证件号码相同,姓名不同" in seen
        for word in ("李明", "钱强", "139****6121", "138****6121", "改过名"):
            assert word not in seen, (address, word)
    assert "跳过" not in text(client.get(page_of(review)))


def test_precedents_speak_of_the_same_evidence_only(steward):
    reviews = alike(4)
    answer(reviews[0], "steward", "same", "")
    answer(reviews[1], "steward", "same", "")
    answer(reviews[2], "steward", "different", "同名的两个人")
    assert "同类已判 3 对,66.7% 为同一人" in text(steward.get(page_of(reviews[3])))
    services.undo_last(by=cast.user_of("steward"))
    assert "同类已判 2 对,100% 为同一人" in text(steward.get(page_of(reviews[3])))


def test_the_queue_filters_by_reason_name_and_who(steward):
    people_in_doubt()
    everything = text(steward.get(LIST))
    assert "许嘉懿" in everything
    assert "李明" in everything
    assert "许嘉懿" not in text(steward.get(LIST + "?reason=different_names"))
    assert "李明" not in text(steward.get(LIST + "?q=许嘉懿"))
    assert "李明" in text(steward.get(LIST + "?q=liming"))
    answer(Review.objects.get(reason="different_names"), "steward", "same")
    assert "李明" not in text(steward.get(LIST))  # now somebody else's
    assert "第二人判定" in text(steward.get(LIST + "?who=all"))
    assert "没有符合条件的" in text(steward.get(LIST + "?q=没有这个人"))


def test_lists_of_any_length_need_the_same_statements(steward, django_assert_max_num_queries):
    alike(12)
    steward.get(LIST)
    with django_assert_max_num_queries(34):
        steward.get(LIST)
    with django_assert_max_num_queries(45):
        steward.get(page_of(Review.objects.first()))


def test_the_worklist_points_to_the_queue(steward):
    alike(3)
    seen = text(steward.get(reverse("casework:worklist")))
    assert "3 件等您判定" in seen
    assert "证据不足以自动归并" not in seen
    case = Review.objects.first().case
    assert "打开对照与证据" in text(steward.get(reverse("casework:case", args=[case.pk])))


# --- what is done --------------------------------------------------------------------------------------------------------


def test_an_answer_leads_to_the_next_question_in_the_same_order(steward):
    alike(3)
    queue = list(Review.objects.order_by("-weight", "pk"))
    done = post_answer(steward, queue[0], "same", query="?reason=band", usual="曾用名或更名", reason="电话问过")
    assert done.url == page_of(queue[1], "?reason=band")
    assert Decision.objects.get().reason == "曾用名或更名;电话问过"
    skip = re.search(r'href="([^"]+)" data-key="s"', steward.get(done.url).content.decode()).group(1)
    assert skip == page_of(queue[2], "?reason=band")
    last = post_answer(steward, queue[2], "same", query="?reason=band")
    assert last.url == LIST + "?reason=band"


def test_a_missing_reason_is_asked_for_on_the_same_page(steward):
    [review] = alike(1)
    Review.objects.update(probability=0.95)
    answered = post_answer(steward, review, "different")
    assert answered.status_code == 422
    assert "请写明理由" in text(answered)
    assert Decision.objects.count() == 0


def test_who_comes_second_is_told_who_said_what_and_goes_on(steward):
    reviews = alike(2)
    shown = steward.get(page_of(reviews[0])).content.decode()
    hidden = {name: re.search(rf'name="{name}" value="(\d+)"', shown).group(1) for name in ("seat", "version")}
    answer(reviews[0], "steward", "different", "同名的两个人")
    late = send(steward, reverse("sources:review_verdict", args=[reviews[0].pk]), follow=True, answer="same", **hidden)
    assert re.search(r"已由.*办理,结果是“不是同一人”", text(late))
    assert late.redirect_chain[-1][0] == page_of(reviews[1])
    assert Decision.objects.count() == 1


def test_the_last_answer_is_taken_back_from_the_page(steward):
    reviews = alike(2)
    post_answer(steward, reviews[0], "same")
    assert "撤回上一判定" in text(steward.get(page_of(reviews[1])))
    back = send(steward, reverse("sources:review_undo"))
    assert back.url == page_of(reviews[0])
    assert Decision.objects.get().retracted_at is not None
    again = send(steward, reverse("sources:review_undo"), follow=True)
    assert "没有可以撤回的判定" in text(again)


def test_second_opinions_are_given_without_seeing_the_first(client):
    people_in_doubt()
    review = Review.objects.get(reason="different_names")
    answer(review, "steward", "same", "李明改过名")
    as_role(client, "office")
    seen = text(client.get(page_of(review)))
    assert "改过名" not in seen
    assert post_answer(client, review, "same").status_code == 422  # a second opinion says why
    post_answer(client, review, "different", reason="两个人都来过窗口")
    as_role(client, "auditor")
    review.refresh_from_db()
    assert review.case.step == "third"


def test_a_question_whose_row_ended_is_shown_as_such(steward):
    [review] = alike(1)
    from bole.people.sources.models import Record

    row = Record.objects.get(node=review.left)
    row.valid_to_batch = row.valid_from_batch
    row.save()
    assert "有一条记录已不在库中" in text(steward.get(page_of(review)))


def test_a_gone_and_a_decided_question_say_so(steward):
    reviews = alike(2)
    answer(reviews[0], "steward", "same", "")
    seen = text(steward.get(page_of(reviews[0])))
    assert "已判定" in seen
    assert "查看或收回这个判定" in seen
    Conflict.objects.all().delete()
    services.sync_reviews()
    assert "这个问题已不用再答" in text(steward.get(page_of(reviews[1])))


def test_bulk_decisions_from_the_pages(steward, monkeypatch):
    from bole.people.sources.services.base import linkage_settings

    section = linkage_settings.section
    limits = {"reasons": ["band"], "least": 4, "sample": 2, "agreement": 1.0, "checks": 1}
    monkeypatch.setattr(
        linkage_settings,
        "section",
        lambda name: {**section(name), "bulk": limits} if name == "review" else section(name),
    )
    alike(6)
    assert "出生日期相同" in text(steward.get(LIST)) or "抽样判定" in text(steward.get(LIST))
    begun = send(steward, reverse("sources:bulk_begin"), reason="band", pattern=PATTERN)
    bulk = Review.objects.exclude(bulk=None).first().bulk
    assert begun.url == reverse("sources:bulk", args=[bulk.pk])
    assert "还要判定" in text(steward.get(begun.url))
    for review in Review.objects.filter(bulk=bulk):
        post_answer(steward, review, "same", query=f"?bulk={bulk.pk}")
    assert "请另一位同事打开本页确认" in text(steward.get(begun.url))
    assert send(steward, reverse("sources:bulk_confirm", args=[bulk.pk])).status_code == 403
    office = Client()
    as_role(office, "office")
    asked = text(office.get(begun.url))
    assert "把其余 4 对都判为“是同一人”?" in asked
    assert "随机抽 1 对给第二人复看" in asked
    clicks = [send(office, reverse("sources:bulk_confirm", args=[bulk.pk])).url for _click in range(2)]
    assert clicks[0] == clicks[1]  # one job, to which both lead
    assert "正在一并判定" in text(office.get(begun.url))
    assert "还有 4 对没有人看过" in text(steward.get(begun.url))
    assert run_jobs(tasks, "sources.decide_bulk") == 1
    assert "看结果" in text(office.get(clicks[0]))
    seen = text(steward.get(begun.url))
    assert "已一并判定 4 对" in seen
    assert "还剩 1 对" in seen
    check = Review.objects.get(part="check")
    assert "同类已判" not in text(steward.get(page_of(check)))  # a check is made without hearing the others
    post_answer(steward, check, "same")
    assert "完成" in text(steward.get(begun.url))
