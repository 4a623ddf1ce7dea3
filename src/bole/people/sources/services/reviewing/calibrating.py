"""How likely a pair of a given weight is one person: what the pack ships, corrected by what people have decided.

Only verdicts that somebody gave on a pair itself count: decisions taken back do not, nor those that followed a bulk verdict
unseen. Below the weight that joins, pairs of a sample count when they stood apart, above it when they were joined: those are the
pairs that carry such a weight and await an answer.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Any

from django.db.models import Count, Max, Q

from bole.core.linkage.estimation import Interval, Knot, learn, nearest_knot, probability_at, wilson
from bole.kernel.taxonomy import queries as taxonomy
from bole.people.sources.models import Conflict, Decision, Review, SamplePair, Verdict
from bole.people.sources.services.base import linkage_settings

PAIR_KINDS = (Decision.Kind.MUST_LINK, Decision.Kind.CANNOT_LINK)
CLEAR = (Verdict.SAME, Verdict.DIFFERENT)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table: pairs of `low` ≤ weight < `high` (None: no border)."""

    weight: float
    low: float | None
    high: float | None
    shipped: float
    probability: float
    checked: int
    matches: int

    @property
    def observed(self) -> Interval | None:
        return wilson(self.matches, self.checked)


@dataclass(frozen=True, slots=True)
class Calibration:
    """The curve by weight, and the shares of the reasons about which a weight says nothing."""

    rows: tuple[Row, ...]
    knots: tuple[Knot, ...]
    reasons: Mapping[str, float]

    def probability(self, weight: float, reason: str = "") -> float:
        """That a pair is one person (0..1)."""
        return self.reasons[reason] if reason in self.reasons else probability_at(self.knots, weight)


def calibrated(weight: float, reason: str = "") -> float:
    """That a pair of this weight is one person (0..1); `reason`: of a conflict or review. For many pairs ask `calibration()` once."""
    return calibration().probability(weight, reason)


def calibration_table() -> tuple[Row, ...]:
    """The curve as lines, weakest first, with what people found beside it."""
    return calibration().rows


def calibration() -> Calibration:
    """Kept per process until a verdict comes or goes or another pack is loaded (one small query to know)."""
    return _calibration(taxonomy.current_pack().sha256, _stamp())


def _stamp() -> tuple[Any, ...]:
    decided = Decision.objects.filter(kind__in=PAIR_KINDS).aggregate(
        last=Max("pk"), count=Count("pk"), back=Count("retracted_at"), latest_back=Max("retracted_at")
    )
    sampled = SamplePair.objects.exclude(verdict="").aggregate(count=Count("pk"), last=Max("decided_at"))
    return (*decided.values(), *sampled.values())


@lru_cache(maxsize=2)
def _calibration(pack: str, stamp: tuple[Any, ...]) -> Calibration:
    """`pack` and `stamp` only say which state of the facts this is."""
    shipped = linkage_settings.section("calibration")
    prior = tuple(Knot(*(float(row[key]) for key in Knot._fields)) for row in shipped["by_weight"])
    by_weight, by_reason = _verdicts(prior)
    knots = learn(prior, by_weight)
    reasons = {
        reason: learn([Knot(0.0, float(row["probability"]), float(row["checks"]))], {0: by_reason[reason]})[0][1]
        for reason, row in (shipped.get("by_reason") or {}).items()
    }
    return Calibration(tuple(_rows(prior, knots, by_weight)), knots, reasons)


Counts = dict[Any, tuple[int, int]]


def _verdicts(prior: tuple[Knot, ...]) -> tuple[Counts, Counts]:
    """(matches, checked) by place of the knot, and by reason of the question."""
    pairs = [*_sampled(), *_decided()]
    by_weight = _counted((nearest_knot(prior, weight), same) for weight, reason, same in pairs if reason in WEIGHED)
    return by_weight, _counted((reason, same) for _weight, reason, same in pairs)


WEIGHED = ("", Conflict.Reason.BAND, Conflict.Reason.BIG_COMPONENT)
"""Questions that the weight answers; "" stands for a pair that nobody was asked about in the queue."""


def _sampled() -> Iterable[tuple[float, str, bool]]:
    auto = linkage_settings.current().auto
    asked = Q(weight__lt=auto, linked=False) | Q(weight__gte=auto, linked=True)
    rows = SamplePair.objects.filter(asked, verdict__in=CLEAR).exclude(pattern="")
    return [(weight, "", verdict == Verdict.SAME) for weight, verdict in rows.values_list("weight", "verdict")]


def _decided() -> Iterable[tuple[float, str, bool]]:
    """Each decision once, under the reason for which it was asked."""
    unseen = Review.objects.filter(part=Review.Part.BULK, decision__isnull=False).values("decision")
    rows = Decision.objects.filter(kind__in=PAIR_KINDS, retracted_at__isnull=True, weight__isnull=False)
    rows = rows.exclude(pk__in=unseen).values_list("pk", "weight", "kind", "reviews__reason")
    return {
        key: (weight, reason or "", kind == Decision.Kind.MUST_LINK)
        for key, weight, kind, reason in rows.order_by("reviews__pk")
    }.values()


def _counted(found: Iterable[tuple[Any, bool]]) -> Counts:
    counts: dict[Any, tuple[int, int]] = defaultdict(lambda: (0, 0))
    for key, same in found:
        matches, checked = counts[key]
        counts[key] = matches + same, checked + 1
    return counts


def _rows(prior: tuple[Knot, ...], knots: tuple[Knot, ...], seen: Counts) -> Iterable[Row]:
    borders = [None, *((low.weight + high.weight) / 2 for low, high in pairwise(prior)), None]
    for place, (shipped, knot) in enumerate(zip(prior, knots, strict=True)):
        matches, checked = seen.get(place, (0, 0))
        low, high = borders[place], borders[place + 1]
        yield Row(knot.weight, low, high, shipped.probability, knot.probability, checked, matches)
