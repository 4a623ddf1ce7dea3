"""What people answer to a review: verdicts through the flow `link_review`, decisions that follow, and taking one's last one back."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop as _

from bole.core.errors import Conflict as Clash
from bole.core.errors import InvalidInput, NotFound
from bole.kernel.accounts.queries import User
from bole.kernel.casework import queries as cases
from bole.kernel.casework import services as casework
from bole.people.registry import queries as people
from bole.people.registry import services as registry
from bole.people.sources.models import Answer, BulkDecision, Conflict, Decision, Membership, Record, Review
from bole.people.sources.services.base import linkage_settings
from bole.people.sources.services.base.declarations import wrong_number
from bole.people.sources.services.reviewing import bulk_deciding
from bole.people.sources.services.reviewing.deciding import correction_key, decide_pair, retract_decision
from bole.people.sources.services.reviewing.locking import lock_bulk_of
from bole.people.sources.services.reviewing.questions import BY, FLOW, open_again

EFFECT = "sources.apply_verdict"
NUMBER_WRONG = (Answer.SAME_LEFT, Answer.SAME_RIGHT)
SAME = (Answer.SAME, *NUMBER_WRONG)


def answers_for(review: Review) -> tuple[Answer, ...]:
    """What may be answered: two different valid numbers are never one person as they stand, one of them must be wrong."""
    if review.reason == Conflict.Reason.DIFFERENT_IDS:
        return (Answer.DIFFERENT, *NUMBER_WRONG, Answer.UNSURE)
    return (Answer.SAME, Answer.DIFFERENT, Answer.UNSURE)


def needs_reason(review: Review, answer: str, step: str = "check") -> bool:
    """Against the machine's leaning, beside another person's opinion, and where a number is called wrong."""
    if step in ("second", "third") or answer in (*NUMBER_WRONG, Answer.UNSURE):
        return True
    leans_to_same = (review.probability or 0.0) > linkage_settings.figure("review", "leaning", most=1)
    return (answer in SAME) != leans_to_same and review.reason == Conflict.Reason.BAND


@transaction.atomic
def give_verdict(*, by: User, review: Review, answer: str, reason: str, seat: int, version: int) -> Review:
    """`by` answers; `seat` and `version` (the case's `lock`) are those that were seen.

    Raises Conflict when somebody was faster (it says who and what) or the question is gone, InvalidInput for an answer that this
    question does not have or a missing reason, NotAllowed when it is not for `by` to decide.
    """
    todo = cases.Todo.objects.filter(pk=seat, case=review.case_id).first()
    if todo is None or review.state == Review.State.GONE:
        raise Clash(
            _("这个问题已不用再答:新数据或别的判定已经给出答案。"), remedy=_("请看下一对。"), code="review.gone"
        )
    if answer not in answers_for(review):
        raise InvalidInput(_("这一对不能这样判定。"), remedy=_("请从列出的结论中选择。"), code="review.answer")
    if todo.is_open and not reason.strip() and needs_reason(review, answer, todo.step):
        raise InvalidInput(_("请写明理由:点一条常用理由,或自己写。"), code="review.reason")
    lock_bulk_of(todo.case_id)
    casework.act(todo=todo.pk, by=by, outcome=answer, reason=reason, version=version)
    casework.run_automatic_steps(case_id=todo.case_id)
    review.refresh_from_db()
    return review


# --- effect of the flow ------------------------------------------------------------------------------------------------


def apply_verdict(case: Any, event: Any) -> str | None:
    """Settles the review, or says who has to look next. Runs in the transaction of the case's step."""
    review = Review.objects.select_for_update().get(case=case)
    answer = event.data["outcome"]
    officer = User.objects.filter(pk=event.actor_id).first()
    if answer not in answers_for(review):
        raise InvalidInput(_("这一对不能这样判定。"), remedy=_("请从列出的结论中选择。"), code="review.answer")
    coming = next_step(review, event.step, answer)
    if coming == "again":
        bulk_deciding.retract_bulk(by=officer, bulk=review.bulk, besides=review)
    elif coming:
        Review.objects.filter(pk=review.pk, first_verdict="").update(first_verdict=answer)
    else:
        settle(review, answer, by=officer, reason=event.said.get("reason", ""))
    return coming or None


def next_step(review: Review, step: str, answer: str) -> str:
    """ "" when this verdict stands, else the outcome of the automatic step: second, third, or again (a bulk was wrong)."""
    weighty = answer in SAME and review.reason in linkage_settings.section("review")["second"]
    if step == "check":
        return "second" if answer == Answer.UNSURE or weighty else ""
    if step == "recheck":
        return "" if answer == review.first_verdict else "again"
    if step == "second":
        agreed = answer == review.first_verdict != Answer.UNSURE
        alone = review.first_verdict == Answer.UNSURE and answer != Answer.UNSURE and not weighty
        return "" if agreed or alone else "third"
    return ""


def settle(review: Review, answer: str, *, by: User | None, reason: str) -> None:
    """The decision that a verdict makes; the next link run, a local one, follows it."""
    known: dict[str, Any] = {"weight": review.weight, "pattern": review.pattern}
    wrong = {Answer.SAME_LEFT: review.left, Answer.SAME_RIGHT: review.right}.get(Answer(answer))
    if wrong is not None:
        known |= {"anchor": wrong, "value": wrong_number(wrong)}
    decision = decide_pair(by=by, left=review.left, right=review.right, same=answer in SAME, reason=reason, **known)
    if wrong is not None:
        _ask_the_source(decision, by=by)
    Review.objects.filter(pk=review.pk).update(
        state=Review.State.DECIDED, verdict=answer, decision=decision, closed_at=timezone.now()
    )
    bulk_deciding.follow_sample(review)


def _ask_the_source(decision: Decision, *, by: User | None) -> None:
    """The department that sent the wrong number is asked to correct it; here it only stops keeping the rows apart."""
    node = decision.anchor
    row = Record.objects.filter(node=node, valid_to_batch=None).first()
    person = people.Person.objects.filter(pk__in=Membership.objects.filter(node=node).values("person")).first()
    if row is not None and person is not None:
        registry.request_correction(
            by=by or BY,
            person=person,
            fact="id_number",
            should_be="",
            reason=decision.reason or "核对时认定号码有误",
            source=row.source,
            key=correction_key(decision),
        )


# --- taking one's last verdict back --------------------------------------------------------------------------------------


def last_verdict(by: User) -> Review | None:
    """The review on which `by` spoke last, today, if nobody spoke after: what U takes back."""
    today = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    spoken = cases.Todo.objects.filter(done_by=by, case__flow__key=FLOW, done_at__gte=today).exclude(outcome="")
    asked = Review.objects.exclude(part=Review.Part.BULK).exclude(state=Review.State.GONE)
    todo = spoken.filter(case__in=asked.values("case")).order_by("-done_at", "-pk").first()
    if todo is None:
        return None
    later = cases.Todo.objects.filter(case=todo.case_id, visit__gt=todo.visit, done_at__isnull=False).exclude(
        outcome=""
    )
    if later.exists():
        return None
    return Review.objects.select_related("decision", "case").get(case=todo.case_id)


@transaction.atomic
def undo_last(*, by: User) -> Review:
    """Takes back what `by` said last today: the decision is retracted, the question is open again under a new case.

    Raises NotFound when there is nothing to take back.
    """
    found = last_verdict(by)
    if found is None:
        raise NotFound(
            _("今天没有可以撤回的判定。"), remedy=_("更早的判定请到“人工判定”页面收回。"), code="review.nothing"
        )
    lock_bulk_of(found.case_id)
    if found.decision is not None and found.decision.retracted_at is None:
        retract_decision(by=by, decision=found.decision, reason=_("判定人当天撤回"))
    casework.close_cases(by=by, cases=[found.case_id], reason=_("判定人当天撤回"))
    review = Review.objects.select_for_update().get(pk=found.pk)
    part, bulk = review.part, review.bulk
    open_again([review])
    if part == Review.Part.SAMPLE and bulk is not None and bulk.state == BulkDecision.State.SAMPLING:
        Review.objects.filter(pk=review.pk).update(part=part, bulk=bulk)
    return review
