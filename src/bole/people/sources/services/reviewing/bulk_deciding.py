"""One verdict for many reviews whose evidence is the same, letter by letter.

A random sample is decided one by one (sampling); when all of it agrees, another person decides the rest at once (checking); some of
the rest, drawn at random, are put to somebody else: when all agree it is done, one that disagrees takes all of it back.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Count, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_noop as _

from bole.core.errors import Conflict, InvalidInput, NotAllowed
from bole.kernel.accounts.queries import User
from bole.kernel.casework import queries as cases
from bole.kernel.casework import services as casework
from bole.people.sources.models import BulkDecision, Decision, Review, Verdict
from bole.people.sources.services.base import announcing, linkage_settings
from bole.people.sources.services.base.jobs import queue_linking
from bole.people.sources.services.reviewing.locking import lock_questions
from bole.people.sources.services.reviewing.questions import open_again, save_reviews

State, Part = BulkDecision.State, Review.Part
CHANCE = random.SystemRandom()
WHY = _("批量判定 %(number)s:样本 %(decided)s 对,%(agreed)s 对一致")
TAKEN_BACK = _("批量判定 %(number)s 收回,重新判定")


@dataclass(frozen=True, slots=True)
class Rules:
    """From the pack: for which reasons, from how many on, how many are sampled and checked, what share must agree."""

    reasons: tuple[str, ...]
    least: int
    sample: int
    agreement: float
    checks: int


def rules() -> Rules:
    found = linkage_settings.section("review")["bulk"]
    return Rules(
        tuple(found["reasons"]),
        int(found["least"]),
        int(found["sample"]),
        float(found["agreement"]),
        int(found["checks"]),
    )


def untouched(reason: str, pattern: str) -> QuerySet[Review]:
    """Open reviews of one kind on which nobody has spoken and that no bulk has drawn."""
    return Review.objects.filter(
        state=Review.State.OPEN, reason=reason, pattern=pattern, first_verdict="", bulk=None, case__step="check"
    )


@transaction.atomic
def begin_bulk(*, by: User, reason: str, pattern: str) -> BulkDecision:
    """Draws the sample. Raises InvalidInput where this kind is never decided in bulk or there are too few, Conflict where it is under way."""
    limits = rules()
    waiting = list(untouched(reason, pattern).order_by("pk").values_list("pk", flat=True))
    if reason not in limits.reasons or not pattern:
        raise InvalidInput(_("这类问题只能逐一判定。"), code="bulk.never")
    if len(waiting) < limits.least:
        raise InvalidInput(_("同类待核对不足 %(least)s 对,请逐一判定。"), code="bulk.few", least=limits.least)
    try:
        with transaction.atomic():
            bulk = BulkDecision.objects.create(reason=reason, pattern=pattern, started_by=by)
    except IntegrityError as error:
        raise Conflict(
            _("这一类已有同事在做批量判定。"), remedy=_("请刷新页面查看进度。"), code="bulk.under_way"
        ) from error
    drawn = CHANCE.sample(waiting, min(limits.sample, len(waiting)))
    bulk.sampled = Review.objects.filter(pk__in=drawn).update(bulk=bulk, part=Part.SAMPLE)
    bulk.save(update_fields=["sampled"])
    return bulk


@dataclass(frozen=True, slots=True)
class Sample:
    """How the sample stands: `verdict` and `share` of those decided, `waiting` still open, `missing` that must be drawn anew."""

    decided: int
    waiting: int
    verdict: str
    agreed: int
    missing: int

    @property
    def share(self) -> float:
        return self.agreed / self.decided if self.decided else 0.0

    @property
    def is_complete(self) -> bool:
        return not self.waiting and not self.missing and self.decided > 0


def sample_of(bulk: BulkDecision) -> Sample:
    """Questions that went (new data answered them) leave a gap, which is drawn anew while there are others."""
    drawn = Review.objects.filter(bulk=bulk, part=Part.SAMPLE)
    states = dict(drawn.order_by().values_list("state").annotate(Count("pk")))
    verdicts = Counter(
        drawn.filter(state=Review.State.DECIDED, decision__retracted_at=None).values_list("verdict", flat=True)
    )
    decided, waiting = sum(verdicts.values()), states.get(Review.State.OPEN, 0)
    verdict, agreed = verdicts.most_common(1)[0] if verdicts else ("", 0)
    missing = max(0, bulk.sampled - decided - waiting)
    return Sample(decided, waiting, verdict, agreed, missing)


def follow_sample(review: Review) -> None:
    """After a verdict: a sample that can no longer agree is given up, and its kind is decided one by one."""
    if review.part == Part.CHECK and review.bulk_id:
        _finish(review.bulk)
    if review.part != Part.SAMPLE or review.bulk_id is None:
        return
    bulk = BulkDecision.objects.select_for_update().get(pk=review.bulk_id)
    found = sample_of(bulk)
    against = found.decided - found.agreed
    if bulk.state == State.SAMPLING and against and 1 - against / bulk.sampled < rules().agreement:
        bulk.state, bulk.agreed = State.DROPPED, found.agreed
        bulk.save(update_fields=["state", "agreed"])
        Review.objects.filter(bulk=bulk, state=Review.State.OPEN).update(bulk=None, part="")


def _finish(bulk: BulkDecision) -> None:
    """The last check that agrees ends it."""
    if not Review.objects.filter(bulk=bulk, part=Part.CHECK, state=Review.State.OPEN).exists():
        BulkDecision.objects.filter(pk=bulk.pk, state=State.CHECKING).update(state=State.DONE)


@transaction.atomic
def confirm_bulk(*, by: User, bulk: BulkDecision) -> BulkDecision:
    """`by`, who decided nothing of the sample, decides the rest alike; some of it is drawn for a check by somebody else.

    Where questions of the sample have gone, others are drawn first and nothing is decided yet. Raises Conflict when it is not sampling any more, InvalidInput when the sample is not complete, NotAllowed for four eyes.
    """
    bulk = BulkDecision.objects.select_for_update().get(pk=bulk.pk)
    found = ready_sample(by=by, bulk=bulk)
    if found is not None:
        _decide_rest(bulk, by, found)
    return bulk


def ready_sample(*, by: User, bulk: BulkDecision) -> Sample | None:
    """The sample of a locked bulk decision when `by` may decide the rest by it; None where gaps were filled first. Raises as
    `confirm_bulk`."""
    if bulk.state != State.SAMPLING:
        raise Conflict(_("这次批量判定已经不在抽样阶段。"), remedy=_("请刷新页面查看进度。"), code="bulk.state")
    if by.pk in samplers(bulk):
        raise NotAllowed(
            _("样本是您判定的,一并判定须由另一人确认。"), remedy=_("请由另一位同事办理。"), code="bulk.four_eyes"
        )
    found = sample_of(bulk)
    if found.missing:
        _fill_gap(bulk, found)
        return None
    if not found.is_complete or found.share < rules().agreement or found.verdict not in Verdict.values:
        raise InvalidInput(_("样本还没有判定完,或不一致。"), remedy=_("请先逐一判定样本。"), code="bulk.sample")
    return found


def samplers(bulk: BulkDecision) -> set[int]:
    """Who began it and who decided in the sample."""
    drawn = Review.objects.filter(bulk=bulk, part=Part.SAMPLE)
    spoke = cases.Todo.objects.filter(case__in=drawn.values("case"), done_by__isnull=False)
    return {bulk.started_by_id, *spoke.values_list("done_by", flat=True)}


def _fill_gap(bulk: BulkDecision, found: Sample) -> None:
    """Draws for those that went; where none are left, the sample is as large as it can be."""
    rest = list(untouched(bulk.reason, bulk.pattern).values_list("pk", flat=True))
    drawn = CHANCE.sample(rest, min(found.missing, len(rest)))
    Review.objects.filter(pk__in=drawn).update(bulk=bulk, part=Part.SAMPLE)
    BulkDecision.objects.filter(pk=bulk.pk).update(sampled=found.decided + found.waiting + len(drawn))


def _decide_rest(bulk: BulkDecision, by: User, found: Sample) -> None:
    rest = lock_questions(untouched(bulk.reason, bulk.pattern))
    checked = set(CHANCE.sample(sorted(rest), min(rules().checks, len(rest))))
    now = timezone.now()
    bulk.verdict, bulk.agreed, bulk.decided, bulk.checks = found.verdict, found.agreed, len(rest), len(checked)
    bulk.state, bulk.decided_by, bulk.decided_at = (State.CHECKING if checked else State.DONE), by, now
    bulk.save()
    kind = Decision.Kind.MUST_LINK if found.verdict == Verdict.SAME else Decision.Kind.CANNOT_LINK
    why = WHY % {"number": bulk.pk, "decided": found.decided, "agreed": found.agreed}

    def effects(moved: Sequence[Any]) -> Mapping[int, str]:
        _write_decisions([rest[case.pk] for case in moved if case.pk not in checked], bulk, kind, why)
        return {case.pk: "recheck" if case.pk in checked else "done" for case in moved}

    casework.decide_cases(by=by, cases=rest, outcome=found.verdict, reason=why, effects=effects)
    Review.objects.filter(case__in=checked).update(bulk=bulk, part=Part.CHECK, first_verdict=found.verdict)
    queue_linking()


def _write_decisions(reviews: Sequence[Review], bulk: BulkDecision, kind: str, why: str) -> None:
    made = Decision.objects.bulk_create(
        Decision(kind=kind, left=r.left, right=r.right, weight=r.weight, pattern=r.pattern, reason=why,
                 decided_by=bulk.decided_by)
        for r in reviews
    )  # fmt: skip
    for review, decision in zip(reviews, made, strict=True):
        review.decision, review.bulk, review.part = decision, bulk, Part.BULK
        review.state, review.verdict, review.closed_at = Review.State.DECIDED, bulk.verdict, bulk.decided_at
    save_reviews(reviews, ["decision", "bulk", "part", "state", "verdict", "closed_at"])


@transaction.atomic
def retract_bulk(
    *, by: User | None, bulk: BulkDecision, besides: Review | None = None, reason: str = ""
) -> BulkDecision:
    """Takes back all that followed in one stroke; its reviews are open again, to be decided one by one. The sample stays.

    `besides`: the review whose check disagreed; its own case goes on. Raises Conflict when it is taken back already.
    """
    bulk = BulkDecision.objects.select_for_update().get(pk=bulk.pk)
    if bulk.state not in (State.CHECKING, State.DONE):
        raise Conflict(_("这次批量判定已经收回,或还没有判定。"), remedy=_("请刷新页面查看进度。"), code="bulk.state")
    now = timezone.now()
    BulkDecision.objects.filter(pk=bulk.pk).update(state=State.RETRACTED, retracted_at=now, retracted_by=by)
    followed = Review.objects.filter(bulk=bulk, part__in=[Part.BULK, Part.CHECK])
    if besides is not None:
        followed.filter(pk=besides.pk).update(first_verdict="", part="", bulk=None)
        followed = followed.exclude(pk=besides.pk)
    reviews = list(followed.exclude(state=Review.State.GONE))
    Decision.objects.filter(pk__in=[r.decision_id for r in reviews if r.decision_id], retracted_at=None).update(
        retracted_at=now,
        retracted_by=by,
        applied=False,
        retract_reason=f"批量判定 {bulk.pk} 收回 {reason}".strip()[:200],
    )
    announcing.announce_rows("bulk", bulk.pk, by=by, nodes=[node for r in reviews for node in (r.left, r.right)])
    casework.close_cases(by=by, cases=[r.case_id for r in reviews], reason=TAKEN_BACK % {"number": bulk.pk})
    open_again(reviews)
    queue_linking()
    bulk.refresh_from_db()
    return bulk
