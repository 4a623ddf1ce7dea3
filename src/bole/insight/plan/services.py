"""Writes of the plan: the reported baseline from the pack, and register counts taken at each snapshot."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from bole.insight.plan import queries
from bole.insight.plan.models import IndicatorValue
from bole.people.registry import queries as registry

REPORTED_SOURCE = "规划表1"
REGISTER_SOURCE = "人才库"


@transaction.atomic
def record_baselines() -> int:
    """The plan's own figures of the baseline year as reported observations. Repeating changes nothing."""
    rows = [
        IndicatorValue(
            indicator=one.id,
            series=IndicatorValue.Series.REPORTED,
            as_of=dt.date(one.baseline_year, 12, 31),
            value=one.baseline,
            source=REPORTED_SOURCE,
        )
        for one in queries.indicators()
        if one.baseline is not None
    ]
    return len(IndicatorValue.objects.bulk_create(rows, ignore_conflicts=True))


@transaction.atomic
def count_register(*, as_of: dt.date | None = None) -> int:
    """Counts the register for every indicator that says how (`register: {count: …, scale: …}`); one row per day and indicator."""
    counts = registry.classification_counts()
    day = as_of or timezone.localdate()
    observed = [(one, _register_value(one.register, counts)) for one in queries.indicators() if one.register]
    rows = [
        IndicatorValue(
            indicator=one.id,
            series=IndicatorValue.Series.REGISTER,
            as_of=day,
            value=value,
            source=REGISTER_SOURCE,
            is_demo=settings.DEMO,
        )
        for one, value in observed
        if value is not None
    ]
    IndicatorValue.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["indicator", "series", "as_of", "source"],
        update_fields=["value", "is_demo"],
    )
    return len(rows)


def _register_value(rule: Mapping[str, Any], counts: Mapping[str, int]) -> Decimal | None:
    """The count (or a ratio of two counts in percent) in the indicator's unit."""
    if "share" in rule:
        part, whole = (counts.get(rule["share"][key], 0) for key in ("part", "whole"))
        return Decimal(part * 100) / whole if whole else None
    count = counts.get(rule["count"])
    return None if count is None else Decimal(count) / Decimal(rule.get("scale", 1))


def on_snapshot(message: Any) -> None:
    """A new snapshot: the register is counted again."""
    record_baselines()
    count_register()
