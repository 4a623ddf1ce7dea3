"""Trust in a pair: as shipped until people have decided, then as they found it."""

from __future__ import annotations

import pytest
from django.utils import timezone

from bole.people.sources.models import BulkDecision, ClericalSample, Decision, Review, SamplePair
from bole.people.sources.services.base import linkage_settings
from bole.people.sources.services.reviewing.calibrating import calibrated, calibration_table

pytestmark = pytest.mark.django_db


def decide(weight: float, same: bool, count: int = 1, **more) -> list[Decision]:
    kind = Decision.Kind.MUST_LINK if same else Decision.Kind.CANNOT_LINK
    return Decision.objects.bulk_create(
        [Decision(kind=kind, left=n, right=n + 1, weight=weight, reason="查过", **more) for n in range(count)]
    )


def test_as_shipped_without_verdicts_and_rising_with_the_weight():
    curve = [calibrated(weight / 2) for weight in range(-20, 60)]
    assert curve == sorted(curve)
    assert calibrated(-50) < 0.01
    assert calibrated(50) > 0.999
    assert all(row.shipped == pytest.approx(row.probability) and row.observed is None for row in calibration_table())


def test_verdicts_move_the_curve_at_once_and_stay_monotone():
    before = calibrated(4.0)
    decide(4.0, same=False, count=300)
    assert calibrated(4.0) < before / 2
    curve = [calibrated(weight / 2) for weight in range(-20, 60)]
    assert curve == sorted(curve)
    row = next(row for row in calibration_table() if row.weight == 4)
    assert (row.checked, row.matches) == (300, 0)


def test_what_was_taken_back_counts_no_more():
    before = calibrated(4.0)
    decisions = decide(4.0, same=False, count=30)
    assert calibrated(4.0) < before
    for decision in decisions:
        decision.retracted_at = timezone.now()
    Decision.objects.bulk_update(decisions, ["retracted_at"])
    assert calibrated(4.0) == before


def test_a_bulk_verdict_counts_only_where_somebody_looked():
    before = calibrated(4.0)
    bulk = BulkDecision.objects.create(pattern="AB", reason="band")
    for decision in decide(4.0, same=False, count=20):
        Review.objects.create(
            left=decision.pk,
            right=decision.pk + 1,
            reason="band",
            weight=4.0,
            state="decided",
            decision=decision,
            bulk=bulk,
            part="bulk",
        )
    assert calibrated(4.0) == before


def test_conflicting_numbers_are_judged_by_their_own_kind():
    """Two valid numbers differ: such pairs are seldom one person, however heavy they weigh, and they say nothing of others."""
    assert calibrated(12.0, "different_ids") < 0.5 < calibrated(12.0)
    before = calibrated(12.0)
    for decision in decide(12.0, same=True, count=40):
        Review.objects.create(
            left=decision.pk,
            right=decision.pk + 1,
            reason="different_ids",
            weight=12.0,
            state="decided",
            decision=decision,
        )
    assert calibrated(12.0, "different_ids") > 0.7
    assert calibrated(12.0) == before


def test_pairs_of_a_sample_teach_too():
    weak = linkage_settings.current().auto - 1
    before = calibrated(weak)
    sample = ClericalSample.objects.create(model_version="m")
    SamplePair.objects.bulk_create(
        SamplePair(sample=sample, left=n, right=n + 1, weight=weak, pattern="AB", linked=False, stratum=0,
                   verdict="same", decided_at=timezone.now())
        for n in range(20)
    )  # fmt: skip
    assert calibrated(weak) > before
