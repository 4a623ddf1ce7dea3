"""The order in which questions are locked: bulk decisions, then cases, then reviews, each by number.

Whoever answers holds a case; a check that disagrees, a bulk decision and a link run reach for the cases of others. In one order
two of them wait for each other once, and never for ever.
"""

from __future__ import annotations

from django.db.models import QuerySet

from bole.people.sources.models import BulkDecision, Review

UNDER_WAY = (BulkDecision.State.SAMPLING, BulkDecision.State.CHECKING)


def lock_bulk_of(case_id: int) -> None:
    """The bulk decision to which the question of a case belongs; before the case is locked."""
    bulks = Review.objects.filter(case=case_id).values("bulk")
    _lock(BulkDecision.objects.filter(pk__in=bulks))


def lock_bulks_under_way() -> None:
    """All of them, for a run that moves and closes any question."""
    _lock(BulkDecision.objects.filter(state__in=UNDER_WAY))


def lock_questions(asked: QuerySet[Review]) -> dict[int, Review]:
    """These reviews by case, locked with their cases: nobody else answers them from now on. Those answered meanwhile fall out."""
    seen = asked.select_related("case").order_by("case_id").select_for_update(of=("case",))
    cases = [review.case_id for review in seen]
    rows = asked.filter(case__in=cases).order_by("pk").select_for_update(of=("self",))
    return {review.case_id: review for review in rows if review.case_id}


def _lock(bulks: QuerySet[BulkDecision]) -> None:
    list(bulks.select_for_update().order_by("pk"))
