"""Reads of the queue of reviews: what waits, for whom, in which order, and how such questions were answered so far."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from bole.kernel.accounts.services import Grant
from bole.kernel.casework import queries as cases
from bole.people.sources.models import Answer, BulkDecision, Record, Review

SORTS = {
    "weight": ("weight", "pk"),
    "-weight": ("-weight", "pk"),
    "probability": (F("probability").asc(nulls_last=True), "pk"),
    "-probability": (F("probability").desc(nulls_last=True), "pk"),
    "opened": ("opened_at", "pk"),
    "-opened": ("-opened_at", "-pk"),
    "closed": ("closed_at", "pk"),
    "-closed": ("-closed_at", "-pk"),
}
FIRST_STEP = "check"
FILTERS = ("q", "reason", "pattern", "who", "bulk", "sort")
AHEAD = 20_000


def waiting_count() -> int:
    """Open questions of the county (the badge)."""
    return Review.objects.filter(state=Review.State.OPEN).count()


def reviews(grant: Grant) -> QuerySet[Review]:
    return Review.objects.filter(grant.filter(Review)).select_related("case__flow", "bulk")


def open_for(user: Any, grant: Grant) -> QuerySet[Review]:
    """Questions that `user` may answer now: his seat, unclaimed by others, and where four eyes are asked for, not his own case."""
    seats = cases.Todo.objects.filter(cases.seats_of(user), case=OuterRef("case"), done_at=None)
    seats = seats.filter(Q(assignee=None) | Q(assignee=user))
    spoke = cases.Todo.objects.filter(case=OuterRef("case"), done_by=user).exclude(outcome="")
    rows = reviews(grant).filter(Exists(seats), state=Review.State.OPEN)
    return rows.filter(Q(case__step=FIRST_STEP) | ~Exists(spoke))


def find_reviews(user: Any, grant: Grant, filters: Mapping[str, str]) -> QuerySet[Review]:
    """By who ("" = for me, "all" = every open one, "decided"), reason, pattern, bulk (its sample and checks), q (name), sort."""
    who = filters.get("who", "")
    if who == "decided":
        rows = reviews(grant).filter(state=Review.State.DECIDED).select_related("decision", "decision__decided_by")
    elif who == "all":
        rows = reviews(grant).filter(state=Review.State.OPEN)
    else:
        rows = open_for(user, grant)
    for name in ("reason", "pattern"):
        if filters.get(name):
            rows = rows.filter(**{name: filters[name]})
    if (bulk := filters.get("bulk", "")).isdecimal() and len(bulk) < 18:
        rows = rows.filter(bulk=int(bulk), part__in=[Review.Part.SAMPLE, Review.Part.CHECK])
    if filters.get("q", "").strip() and grant.can_see("personal"):
        rows = rows.filter(_named(filters["q"].strip()))
    start = "-closed" if who == "decided" else "-weight"
    return rows.order_by(*SORTS.get(filters.get("sort", ""), SORTS[start]))


def _named(text: str) -> Q:
    """Either side has this name now (or its pinyin)."""
    found = Q(name__icontains=text) | Q(pinyin__istartswith=text.replace(" ", "").lower())
    rows = Record.objects.filter(found, valid_to_batch=None)
    return Exists(rows.filter(node=OuterRef("left"))) | Exists(rows.filter(node=OuterRef("right")))


@dataclass(frozen=True, slots=True)
class Place:
    """Where a question stands in the queue in front of the reader: `number` from 1 (0: not in it), and what comes next."""

    number: int
    total: int
    following: int | None


def place_of(review: Review, rows: QuerySet[Review]) -> Place:
    ids = list(rows.values_list("pk", flat=True)[:AHEAD])
    if review.pk not in ids:
        return Place(0, len(ids), ids[0] if ids else None)
    here = ids.index(review.pk)
    following = ids[here + 1] if here + 1 < len(ids) else None
    return Place(here + 1, len(ids), following)


@dataclass(frozen=True, slots=True)
class Group:
    """Open questions of one reason and pattern."""

    reason: str
    pattern: str
    count: int
    weight: float


def counts_by_reason(rows: QuerySet[Review]) -> dict[str, int]:
    return dict(rows.order_by().values_list("reason").annotate(Count("pk")))


def groups(grant: Grant, reasons: Sequence[str], least: int) -> list[Group]:
    """Patterns so frequent that they may be decided in bulk: untouched questions only, most frequent first."""
    rows = reviews(grant).filter(
        state=Review.State.OPEN, reason__in=reasons, first_verdict="", bulk=None, case__step=FIRST_STEP
    )
    found = rows.exclude(pattern="").order_by().values("reason", "pattern").annotate(n=Count("pk"), top=F("weight"))
    counts: dict[tuple[str, str], list[float]] = {}
    for row in found.values_list("reason", "pattern", "n", "top"):
        total = counts.setdefault((row[0], row[1]), [0, row[3]])
        total[0] += row[2]
        total[1] = max(total[1], row[3])
    listed = [Group(reason, pattern, int(n), top) for (reason, pattern), (n, top) in counts.items() if n >= least]
    return sorted(listed, key=lambda group: (-group.count, group.pattern))


def bulks(grant: Grant) -> QuerySet[BulkDecision]:
    """Bulk decisions, those under way first."""
    rows = BulkDecision.objects.filter(grant.filter(BulkDecision)).select_related("started_by", "decided_by")
    return rows.order_by(F("state").desc(), "-pk")


def sample_reviews(bulk: BulkDecision) -> QuerySet[Review]:
    """Those of a bulk decision that people look at one by one, and how they answered."""
    rows = Review.objects.filter(bulk=bulk, part__in=[Review.Part.SAMPLE, Review.Part.CHECK])
    return rows.select_related("decision", "decision__decided_by", "case").order_by("-part", "pk")


@dataclass(frozen=True, slots=True)
class Precedent:
    """How people answered the questions with the same evidence: decisions in force, bulk ones aside."""

    count: int
    same: int

    @property
    def share(self) -> float:
        return self.same / self.count if self.count else 0.0


def precedent(review: Review) -> Precedent:
    rows = Review.objects.filter(
        state=Review.State.DECIDED, reason=review.reason, pattern=review.pattern, decision__retracted_at=None
    ).exclude(part=Review.Part.BULK)
    same = Q(verdict__in=[Answer.SAME, Answer.SAME_LEFT, Answer.SAME_RIGHT])
    found = rows.exclude(pk=review.pk).aggregate(count=Count("pk"), same=Count("pk", filter=same))
    return Precedent(found["count"], found["same"])


def opinions(review: Review) -> list[cases.Todo]:
    """Who said what about this question so far, oldest first."""
    if review.case_id is None:
        return []
    rows = cases.Todo.objects.filter(case=review.case_id, done_at__isnull=False).exclude(outcome="")
    return list(rows.select_related("done_by").order_by("done_at", "pk"))


def seat_of(review: Review, user: Any) -> cases.Todo | None:
    """The seat from which `user` may answer now; None when it is not for him, or four eyes forbid it."""
    if review.case is None or review.state != Review.State.OPEN:
        return None
    todo = cases.open_seat(review.case, user)
    if todo is None or todo.step == FIRST_STEP:
        return todo
    spoke = cases.Todo.objects.filter(case=review.case_id, done_by=user).exclude(outcome="").exists()
    return None if spoke else todo
