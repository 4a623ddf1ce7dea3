"""From what the machine asks to what people are asked: conflicts become reviews, each with a case in the worklist.

A question is about two persons. It stays the same question while a run only finds a stronger pair of rows between them; it is
closed as gone when no run asks it any more.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_noop as _

from bole.kernel.accounts.queries import Membership as Post
from bole.kernel.casework import services as casework
from bole.people.sources.models import Conflict, Decision, Review
from bole.people.sources.services.base.locks import REVIEWS, hold
from bole.people.sources.services.reviewing.calibrating import calibration
from bole.people.sources.services.reviewing.locking import lock_bulks_under_way

FLOW = "link_review"
FIRST, SECOND = "steward", "office"
"""Roles of the first seat and of those behind it; whose units they sit in is put into the case's data."""
BY = "sources"
GONE = _("新数据或别的判定已经回答了这个问题。")
RANK = {reason: place for place, reason in enumerate(
    (Conflict.Reason.DIFFERENT_IDS, Conflict.Reason.DIFFERENT_NAMES, Conflict.Reason.BIG_COMPONENT, Conflict.Reason.BAND)
)}  # fmt: skip
CHUNK = 1000

Key = tuple[Any, Any]


class Question(NamedTuple):
    """A pair that is left to people. `key`: the two persons, or the two rows where they have none (or one and the same)."""

    left: int
    right: int
    weight: float
    pattern: str
    reason: str
    key: Key


class Plan(NamedTuple):
    """What a run changes about the questions."""

    fresh: list[Question]
    moved: list[tuple[Review, Question]]
    gone: list[Review]


class Synced(NamedTuple):
    opened: int
    moved: int
    gone: int


def follow_link_run(message: Any) -> None:
    """After each link run (outbox `sources.linked`)."""
    sync_reviews()


@transaction.atomic
def sync_reviews() -> Synced:
    """Opens, moves and closes reviews so that they are the conflicts of the last run. Safe to repeat; one at a time."""
    hold(REVIEWS)
    lock_bulks_under_way()
    waiting = {(review.pk): review for review in Review.objects.filter(state=Review.State.OPEN)}
    plan = plan_sync(_strongest(_asked()), waiting, _keys_of(waiting), _answered(), _undecided_rows())
    gone = close_as_gone(plan.gone)
    _move(plan.moved)
    opened = _open(plan.fresh)
    give_cases()
    return Synced(opened, len(plan.moved), gone)


def plan_sync(
    asked: dict[Key, Question],
    waiting: dict[int, Review],
    keys: dict[int, Key],
    answered: set[Key],
    undecided: set[int],
) -> Plan:
    """`keys`: of waiting reviews. `answered`: persons and rows that a decision in force speaks of. `undecided`: rows under
    decisions that no run has applied yet; the conflicts about them are not those of today."""
    held: dict[Key, Review] = {}
    gone: list[Review] = []
    for review in sorted(waiting.values(), key=lambda r: (r.first_verdict == "", -r.weight, r.pk)):
        key = keys[review.pk]
        if key in held or key not in asked:
            if review.left not in undecided and review.right not in undecided:
                gone.append(review)
            continue
        held[key] = review
    fresh = [q for key, q in asked.items() if key not in held and not {key, (q.left, q.right)} & answered]
    taken = {(r.left, r.right) for r in waiting.values()} - {(r.left, r.right) for r in gone}
    fresh = [q for q in fresh if (q.left, q.right) not in taken]
    moved = [(review, asked[key]) for key, review in held.items() if _is_moved(review, asked[key], taken)]
    return Plan(fresh, sorted(moved, key=lambda each: each[0].pk), gone)


def _is_moved(review: Review, question: Question, taken: set[tuple[int, int]]) -> bool:
    """A question on which somebody has spoken stays as it was seen."""
    pair = (question.left, question.right)
    if review.first_verdict or review.part or (pair in taken and pair != (review.left, review.right)):
        return False
    now = (review.left, review.right, review.weight, review.pattern, review.reason)
    return now != question[:5]


_PERSONS = """
 left join sources_membership l on l.node = q."left" left join sources_membership r on r.node = q."right" """


def _asked() -> Iterable[Question]:
    with connection.cursor() as cursor:
        cursor.execute(
            'select q."left", q."right", q.weight, q.pattern, q.reason, l.person, r.person'  # noqa: S608 - constants of ours
            f" from sources_conflict q {_PERSONS}"
        )
        rows = cursor.fetchall()
    for one, other, weight, pattern, reason, person, second in rows:
        left, right = sorted((one, other))
        yield Question(left, right, weight, pattern, reason, _key(left, right, person, second))


def _key(left: int, right: int, person: Any, other: Any) -> Key:
    if person is None or other is None or person == other:
        return (left, right)
    first, last = sorted((str(person), str(other)))
    return (first, last)


def _strongest(questions: Iterable[Question]) -> dict[Key, Question]:
    """One question for two persons: the gravest reason, then the strongest pair."""
    found: dict[Key, Question] = {}
    for question in sorted(questions, key=lambda q: (RANK.get(q.reason, 9), -q.weight, q.left, q.right)):
        found.setdefault(question.key, question)
    return found


def _keys_of(waiting: dict[int, Review]) -> dict[int, Key]:
    with connection.cursor() as cursor:
        cursor.execute(
            f"select q.id, q.left, q.right, l.person, r.person from sources_review q {_PERSONS} where q.id = any(%s)",  # noqa: S608
            [list(waiting)],
        )
        return {pk: _key(left, right, one, other) for pk, left, right, one, other in cursor.fetchall()}


def _answered() -> set[Key]:
    """Pairs of rows with a decision; and persons whom one keeps apart, whatever rows they have by now."""
    with connection.cursor() as cursor:
        cursor.execute(
            f'select q.kind, q."left", q."right", l.person, r.person from sources_decision q {_PERSONS}'  # noqa: S608
            " where q.kind in ('must_link', 'cannot_link') and q.retracted_at is null"
        )
        rows = cursor.fetchall()
    apart = {
        _key(left, right, one, other) for kind, left, right, one, other in rows if kind == Decision.Kind.CANNOT_LINK
    }
    return apart | {(left, right) for _kind, left, right, _one, _other in rows}


def _undecided_rows() -> set[int]:
    rows = Decision.objects.filter(applied=False, left__isnull=False).values_list("left", "right")
    return {node for pair in rows for node in pair}


# --- writing it --------------------------------------------------------------------------------------------------------


def close_as_gone(reviews: Sequence[Review]) -> int:
    """Closes questions that are not asked any more, with the reason in the log of the case. Returns how many."""
    cases = [review.case_id for review in reviews if review.case_id]
    closed = {case.pk for case in casework.close_cases(by=BY, cases=cases, reason=GONE)}
    left = Q(pk__in=[review.pk for review in reviews], state=Review.State.OPEN)
    rows = Review.objects.filter(left & (Q(case__in=closed) | Q(case=None)))
    return rows.update(state=Review.State.GONE, closed_at=timezone.now())


def _move(moved: Sequence[tuple[Review, Question]]) -> None:
    if not moved:
        return
    curve = calibration()
    for review, question in moved:
        review.left, review.right, review.weight, review.pattern, review.reason = question[:5]
        review.probability = curve.probability(review.weight, review.reason)
    fields = ["left", "right", "weight", "pattern", "reason", "probability"]
    save_reviews([review for review, _question in moved], fields)


def _open(questions: Sequence[Question]) -> int:
    if not questions:
        return 0
    curve = calibration()
    made = [
        Review(left=q.left, right=q.right, weight=q.weight, pattern=q.pattern, reason=q.reason,
               probability=curve.probability(q.weight, q.reason))
        for q in questions
    ]  # fmt: skip
    return len(Review.objects.bulk_create(made, batch_size=CHUNK))


def give_cases() -> int:
    """Opens a case for every open review that has none: those just made, and those asked before anybody could decide them."""
    rows = list(Review.objects.filter(state=Review.State.OPEN, case=None).order_by("pk"))
    units = seats()
    if not rows or units is None:
        return 0
    return open_again(rows, units)


def seats() -> tuple[str, str] | None:
    """Units of the first and of the second seat; None while nobody serves as steward."""
    first = _unit_of(FIRST)
    return (first, _unit_of(SECOND) or first) if first else None


def _unit_of(role: str) -> str:
    post = Post.objects.valid().filter(role=role, user__is_active=True).select_related("unit").order_by("pk").first()
    return post.unit.code if post else ""


def open_again(reviews: Sequence[Review], units: tuple[str, str] | None = None) -> int:
    """A new case for each of these reviews, which stand open from now on."""
    first, second = units or seats() or ("", "")
    new = {
        review.pk: casework.NewCase(
            key=f"{FLOW}:{review.pk}:{review.case_id or 0}",
            title=str(Conflict.Reason(review.reason).label),
            data={"review": review.pk, "reason": str(Conflict.Reason(review.reason).label), "second_unit": second},
        )
        for review in reviews
    }
    cases = casework.open_cases(flow=FLOW, by=BY, unit_code=first, cases=list(new.values()), tell=False)
    for review in reviews:
        review.case = cases[new[review.pk].key]
        review.state, review.closed_at, review.decision = Review.State.OPEN, None, None
        review.first_verdict = review.verdict = review.part = ""
        review.bulk = None
    fields = ["case", "state", "closed_at", "decision", "first_verdict", "verdict", "part", "bulk"]
    save_reviews(reviews, fields)
    return len(reviews)


def save_reviews(reviews: Sequence[Review], fields: Sequence[str]) -> None:
    """Saves these fields of many reviews: an upsert of whole rows, much faster than `bulk_update`."""
    Review.objects.bulk_create(
        reviews, update_conflicts=True, update_fields=fields, unique_fields=["id"], batch_size=CHUNK
    )
