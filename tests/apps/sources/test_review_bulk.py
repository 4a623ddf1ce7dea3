"""One verdict for many alike: never without a sample, a second person and a check."""

from __future__ import annotations

import pytest
from django.db import transaction

from bole.core.errors import Conflict as Clash
from bole.core.errors import InvalidInput, NotAllowed
from bole.kernel.casework import services as casework
from bole.people.sources import services, tasks
from bole.people.sources.models import BulkDecision, Decision, Review
from bole.people.sources.services.base import linkage_settings
from bole.people.sources.services.reviewing import bulk_deciding, bulk_jobs
from tests import cast
from tests.factories.reviews import PATTERN, alike, answer, colleague

pytestmark = pytest.mark.django_db
COUNT, SAMPLE, CHECKS = 12, 3, 2
SECTION = linkage_settings.section


@pytest.fixture
def rules(monkeypatch):
    """The pack's rules with smaller numbers."""
    limits = {"reasons": ["band"], "least": 6, "sample": SAMPLE, "agreement": 1.0, "checks": CHECKS}
    monkeypatch.setattr(
        linkage_settings,
        "section",
        lambda name: {**SECTION(name), "bulk": limits} if name == "review" else SECTION(name),
    )
    return limits


@pytest.fixture
def bulk(rules):
    alike(COUNT)
    return services.begin_bulk(by=cast.user_of("steward"), reason="band", pattern=PATTERN)


def decide_sample(bulk: BulkDecision, verdict: str = "same", by: str = "steward") -> None:
    for review in Review.objects.filter(bulk=bulk, part="sample", state="open"):
        answer(review, by, verdict)


def parts(bulk: BulkDecision) -> dict[str, int]:
    rows = list(Review.objects.filter(bulk=bulk))
    return {part: sum(1 for row in rows if row.part == part) for part in ("sample", "bulk", "check")}


def test_grave_questions_few_ones_and_two_at_once_are_refused(rules):
    steward = cast.user_of("steward")
    alike(5)
    with pytest.raises(InvalidInput, match="不足"):
        services.begin_bulk(by=steward, reason="band", pattern=PATTERN)
    rules["least"] = 4
    services.begin_bulk(by=steward, reason="band", pattern=PATTERN)
    rules["least"] = 1
    with pytest.raises(Clash):
        services.begin_bulk(by=steward, reason="band", pattern=PATTERN)
    Review.objects.update(bulk=None, part="", reason="different_ids")
    for reason in ("different_ids", "different_names", "big_component"):
        with pytest.raises(InvalidInput, match="逐一"):
            services.begin_bulk(by=steward, reason=reason, pattern=PATTERN)


def test_nothing_before_the_sample_is_decided_and_never_by_who_decided_it(bulk):
    office = cast.user_of("office")
    with pytest.raises(InvalidInput):
        services.confirm_bulk(by=office, bulk=bulk)
    decide_sample(bulk)
    with pytest.raises(NotAllowed):
        services.confirm_bulk(by=cast.user_of("steward"), bulk=bulk)
    assert Decision.objects.count() == SAMPLE


def test_the_rest_is_decided_at_once_and_some_of_it_checked(bulk, django_assert_max_num_queries):
    decide_sample(bulk)
    office = cast.user_of("office")
    with django_assert_max_num_queries(90):
        done = services.confirm_bulk(by=office, bulk=bulk)
    assert (done.state, done.decided, done.checks, done.verdict) == ("checking", COUNT - SAMPLE, CHECKS, "same")
    assert parts(bulk) == {"sample": SAMPLE, "bulk": COUNT - SAMPLE - CHECKS, "check": CHECKS}
    assert Decision.objects.filter(kind="must_link", decided_by=office).count() == COUNT - SAMPLE - CHECKS
    for review in Review.objects.filter(bulk=bulk, part="bulk").select_related("case"):
        assert (review.state, review.verdict, review.case.result) == ("decided", "same", "granted")
        assert casework.verify_chain(review.case) == []
    for review in Review.objects.filter(part="check"):
        with pytest.raises(NotAllowed):  # not by who decided in bulk
            answer(review, "office", "same")
        answer(review, "steward", "same")
    bulk.refresh_from_db()
    assert bulk.state == "done"
    assert Decision.objects.filter(retracted_at=None).count() == COUNT


def test_a_job_that_is_interrupted_begins_anew_and_one_that_is_repeated_does_nothing(bulk, monkeypatch):
    decide_sample(bulk)
    office = cast.user_of("office")
    job = bulk_jobs.start_confirm(by=office, bulk=bulk)
    with pytest.raises(Clash, match="同事"):
        bulk_jobs.start_confirm(by=colleague("second", "office"), bulk=bulk)

    def die(*_rows):
        raise KeyboardInterrupt

    with monkeypatch.context() as killed:
        killed.setattr(bulk_deciding, "_write_decisions", die)
        with pytest.raises(KeyboardInterrupt), transaction.atomic():
            tasks.decide_bulk(job.pk, bulk.pk)
    assert Decision.objects.count() == SAMPLE
    for _delivery in range(2):
        tasks.decide_bulk(job.pk, bulk.pk)
    job.refresh_from_db()
    assert (job.state, job.total, job.result["pairs"]) == ("done", COUNT - SAMPLE, COUNT - SAMPLE)
    assert bulk_jobs.confirm_as_job(job, bulk.pk)["pairs"] == COUNT - SAMPLE
    assert Decision.objects.count() == COUNT - CHECKS
    with pytest.raises(Clash, match="抽样阶段"):
        bulk_jobs.start_confirm(by=office, bulk=bulk)


def test_one_check_that_disagrees_takes_all_of_it_back(bulk):
    decide_sample(bulk)
    services.confirm_bulk(by=cast.user_of("office"), bulk=bulk)
    review = Review.objects.filter(part="check").first()
    answer(review, "steward", "different")
    bulk.refresh_from_db()
    assert (bulk.state, bulk.retracted_by) == ("retracted", cast.user_of("steward"))
    assert Decision.objects.filter(retracted_at=None).count() == SAMPLE  # what was looked at one by one stays
    opened = list(Review.objects.filter(state="open").select_related("case"))
    assert len(opened) == COUNT - SAMPLE
    assert {(row.case.step, row.first_verdict, row.part, row.bulk) for row in opened} == {("check", "", "", None)}
    answer(review, "steward", "different")
    assert Decision.objects.filter(kind="cannot_link").count() == 1


def test_a_check_that_is_answered_but_not_recorded_yet_is_taken_back_too(bulk):
    """From the page of the case the verdict stands a moment before its automatic step has run."""
    decide_sample(bulk)
    services.confirm_bulk(by=cast.user_of("office"), bulk=bulk)
    one, other = Review.objects.filter(part="check").select_related("case")
    seat = other.case.todos.get(done_at=None)
    casework.act(todo=seat, by=cast.user_of("steward"), outcome="same", version=other.case.lock)
    answer(one, "steward", "different")
    bulk.refresh_from_db()
    assert bulk.state == "retracted"
    assert casework.run_automatic_steps(case_id=other.case_id) == 0
    other.refresh_from_db()
    assert (other.state, other.case.step, other.part) == ("open", "check", "")


def test_a_sample_that_does_not_agree_is_given_up(bulk):
    drawn = list(Review.objects.filter(bulk=bulk))
    answer(drawn[0], "steward", "same")
    answer(drawn[1], "steward", "different")
    bulk.refresh_from_db()
    assert bulk.state == "dropped"
    drawn[2].refresh_from_db()
    assert (drawn[2].state, drawn[2].bulk) == ("open", None)
    with pytest.raises(Clash):
        services.confirm_bulk(by=cast.user_of("office"), bulk=bulk)


def test_a_gap_in_the_sample_is_drawn_anew(bulk):
    gone = Review.objects.filter(bulk=bulk).first()
    Review.objects.filter(pk=gone.pk).update(state="gone")
    decide_sample(bulk)
    again = services.confirm_bulk(by=cast.user_of("office"), bulk=bulk)
    assert again.state == "sampling"
    assert Review.objects.filter(bulk=bulk, part="sample", state="open").count() == 1
    decide_sample(bulk)
    assert services.confirm_bulk(by=cast.user_of("office"), bulk=bulk).state == "checking"


def test_all_of_it_can_be_taken_back_later(bulk):
    decide_sample(bulk, "different")
    services.confirm_bulk(by=colleague("second", "steward"), bulk=bulk)
    services.retract_bulk(by=cast.user_of("office"), bulk=bulk)
    assert Review.objects.filter(state="open").count() == COUNT - SAMPLE
    with pytest.raises(Clash):
        services.retract_bulk(by=cast.user_of("office"), bulk=bulk)
