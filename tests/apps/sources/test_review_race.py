"""Two reviewers at one question, on a real database with two connections."""

from __future__ import annotations

import threading

import pytest
from django.db import connections

from bole.core.errors import Conflict as Clash
from bole.people.sources import services
from bole.people.sources.models import Conflict, Decision, Review
from tests import cast
from tests.factories.reviews import alike, colleague

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*calls):
    barrier, found = threading.Barrier(len(calls)), [None] * len(calls)

    def run(place, call):
        try:
            barrier.wait(timeout=10)
            found[place] = call()
        except Clash as error:
            found[place] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=item) for item in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return found


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
