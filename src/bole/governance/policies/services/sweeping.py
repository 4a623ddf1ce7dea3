"""What happens to recognitions without anybody's decision: terms end, who was not checked in time is suspended, people die."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop as _

from bole.governance.policies.models import Recognition
from bole.governance.policies.services import recognising
from bole.people.registry import queries as registry

BY = "policies.follow_terms"
SLICE = 500
State, Kind = recognising.State, recognising.Kind


def follow_terms(today: dt.date | None = None) -> dict[str, int]:
    """Safe to repeat and to interrupt: slices, each one transaction. Returns how many ended, expired and were suspended."""
    day = today or timezone.localdate()
    over = {"state__in": recognising.CURRENT, "valid_until__lt": day}
    late = {"state": State.IN_FORCE, "revalidate_by__lt": day}
    dead = registry.Person.objects.filter(deceased_on__isnull=False).values("pk")
    gone = {"state__in": recognising.CURRENT, "person__in": dead}
    return {
        "ended": _all(gone, Kind.ENDED, State.ENDED, _("本人已故")),
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
