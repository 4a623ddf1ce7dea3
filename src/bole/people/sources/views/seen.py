"""What a question's page says beside the two rows: possible answers, opinions so far, what joining would change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from bole.kernel.accounts.services import Grant, can
from bole.kernel.casework import queries as cases
from bole.people.registry import services as registry
from bole.people.sources import services
from bole.people.sources.models import Answer, Review
from bole.people.sources.queries import reviews
from bole.people.sources.queries.pairs import Side


def panel(case: Any, request: HttpRequest) -> dict[str, Any] | None:
    """What the page of the case shows: no names, a door to the question for those who may open it."""
    if not can(request, "sources.view_reviews"):
        return None
    review = Review.objects.filter(case=case).first()
    return {"review": review} if review else None


@dataclass(frozen=True, slots=True)
class Choice:
    """One button. `needs_reason`: without a reason this answer is not taken."""

    key: str
    name: str
    hotkey: str
    kind: str
    needs_reason: bool


def outcomes_of(review: Review, seat: Any, keys: Mapping[str, str]) -> list[Choice]:
    """The answers of the step at which the question stands, as the flow names them."""
    if seat is None:
        return []
    offered = cases.flow_of(review.case.flow).steps[seat.step].outcomes
    known = [offered[answer] for answer in services.answers_for(review) if answer in offered]
    return [
        Choice(
            outcome.key,
            cases.translated(outcome),
            keys.get(outcome.key, ""),
            {"same": "primary", "different": "danger"}.get(outcome.key, ""),
            services.needs_reason(review, outcome.key, seat.step),
        )
        for outcome in known
    ]


@dataclass(frozen=True, slots=True)
class Opinion:
    who: str
    answer: str
    reason: str
    at: Any


def told(review: Review, grant: Grant, seat: Any) -> list[Opinion]:
    """Who said what so far. Who gives a second opinion, or checks a bulk decision, does not see the first one, unless that was
    "unclear". Reasons are words about people."""
    if seat is not None and seat.step in ("second", "recheck") and review.first_verdict != Answer.UNSURE:
        return []
    may = grant.can_see("personal")
    return [
        Opinion(str(todo.done_by), str(Answer(todo.outcome).label), todo.reason if may else "", todo.done_at)
        for todo in reviews.opinions(review)
        if todo.outcome in Answer.values
    ]


@dataclass(frozen=True, slots=True)
class Joined:
    """What joining the two would change."""

    persons: int
    rows: int
    dependants: list[tuple[str, int]]


def joined(sides: tuple[Side, Side]) -> Joined:
    persons = list(dict.fromkeys(side.person for side in sides if side.person))
    rows = sum(side.total for side in sides)
    found = [(_(item.label), item.count) for item in registry.dependants_of(persons)]
    return Joined(len(persons), rows, found)
