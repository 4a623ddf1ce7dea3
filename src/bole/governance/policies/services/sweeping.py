"""What a day alone does to recognitions: terms end, and whoever was not checked in time is suspended."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop as _

from bole.governance.policies.models import Recognition
from bole.governance.policies.services import recognising

BY = "policies.follow_terms"
SLICE = 500
State, Kind = recognising.State, recognising.Kind


def follow_terms(today: dt.date | None = None) -> dict[str, int]:
    """Safe to repeat and to interrupt: slices, each one transaction. Returns how many expired and were suspended."""
    day = today or timezone.localdate()
    over = {"state__in": recognising.CURRENT, "valid_until__lt": day}
    late = {"state": State.IN_FORCE, "revalidate_by__lt": day}
    return {
        "expired": _all(over, Kind.EXPIRED, State.EXPIRED, _("有效期届满")),
        "suspended": _all(late, Kind.SUSPENDED, State.SUSPENDED, _("未按期复核")),
    }


def _all(which: dict[str, object], kind: str, state: str, reason: str) -> int:
    done = 0
    while count := _some(which, kind, state, reason):
        done += count
    return done


@transaction.atomic
def _some(which: dict[str, object], kind: str, state: str, reason: str) -> int:
    rows = Recognition.objects.select_for_update(skip_locked=True).filter(forgotten_at=None, **which).order_by("id")
    found = list(rows[:SLICE])
    for each in found:
        recognising.end(by=BY, recognition=each, kind=kind, state=state, reason=reason)
    return len(found)
