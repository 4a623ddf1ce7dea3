"""Two reviewers at one question, on a real database with two connections."""

from __future__ import annotations

import pytest

from bole.core.errors import Conflict as Clash
from bole.kernel.casework import services as casework
from bole.people.sources import services
from bole.people.sources.models import Conflict, Decision, Review
from bole.people.sources.services.reviewing import bulk_deciding
from tests import cast
from tests.factories.reviews import PATTERN, alike, answer, colleague
from tests.races import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_exactly_one_of_two_wins_and_the_other_is_told_who_said_what():
    review, other = alike(2)
    people = [cast.user_of("steward"), colleague("second", "steward")] * 2
    seat, version = review.case.todos.get().pk, review.case.lock
    answers = ["same", "different", "different", "same"]
    found = at_once(*[
        lambda by=by, said=said: services.give_verdict(
            by=by, review=Review.objects.get(pk=review.pk), answer=said, reason="看过", seat=seat, version=version
        )
        for by, said in zip(people, answers, strict=True)
    ])  # fmt: skip
    winners = [item for item in found if isinstance(item, Review)]
    losers = [item for item in found if isinstance(item, Clash)]
    assert (len(winners), len(losers)) == (1, 3), found
    decision = Decision.objects.get()
    assert all(str(decision.decided_by) in str(error) for error in losers)
    # while somebody answers, a run closes the question: one of the two happens, never both
    Conflict.objects.all().delete()
    seat, version = other.case.todos.get().pk, other.case.lock
    at_once(
        services.sync_reviews,
        lambda: services.give_verdict(
            by=people[0], review=other, answer="same", reason="看过", seat=seat, version=version
        ),
    )
    other.refresh_from_db()
    decided = Decision.objects.filter(left=other.left).count()
    assert (other.state, other.case.result, decided) in {("gone", "withdrawn", 0), ("decided", "granted", 1)}


def disagreement(review, by):
    """The call that `by` makes who has the page of a check before him as it is now."""
    seen = {"seat": review.case.todos.get(done_at=None).pk, "version": review.case.lock}
    return lambda: services.give_verdict(by=by, review=review, answer="different", reason="看过", **seen)


def on_the_page_of_the_case(review, by):
    """The same from casework's own page: the verdict stands, then the automatic step runs."""
    todo, version = review.case.todos.get(done_at=None).pk, review.case.lock

    def act():
        casework.act(todo=todo, by=by, outcome="different", version=version)
        casework.run_automatic_steps(case_id=review.case_id)
        return review

    return act


def test_two_checkers_who_disagree_at_once_both_get_an_answer(monkeypatch):
    """Each holds the case of a check; the first to disagree takes all of it back, the other's case with it."""
    limits = bulk_deciding.Rules(("band",), least=4, sample=1, agreement=1.0, checks=4)
    monkeypatch.setattr(bulk_deciding, "rules", lambda: limits)
    alike(5)
    bulk = services.begin_bulk(by=cast.user_of("steward"), reason="band", pattern=PATTERN)
    answer(Review.objects.get(bulk=bulk), "steward", "same")
    services.confirm_bulk(by=cast.user_of("office"), bulk=bulk)
    checks = list(Review.objects.filter(part="check").select_related("case"))
    people = [cast.user_of("steward"), *(colleague(name, "steward") for name in ("second", "third", "fourth"))]
    ways = [disagreement, on_the_page_of_the_case] * 2
    found = at_once(*[way(review, by) for way, by, review in zip(ways, people, checks, strict=True)])
    assert all(isinstance(item, Review | Clash) for item in found), found
    bulk.refresh_from_db()
    assert bulk.state == "retracted"
    assert Review.objects.filter(state="open", part="", case__step="check").count() == len(checks)
