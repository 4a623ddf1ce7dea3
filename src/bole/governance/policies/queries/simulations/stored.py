"""The last simulation of a draft, and what has changed since."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from bole.governance.policies.models import Draft, Simulation
from bole.governance.policies.queries.ruleset import digest_of, rules
from bole.kernel.outbox import queries as outbox
from bole.kernel.snapshots import queries as snapshots

KIND = "policies.simulate"
LOST_AFTER = dt.timedelta(minutes=15)


@dataclass(frozen=True)
class Simulated:
    """`stale`: why the figures do not hold any more, in words; empty where they do."""

    kept: Simulation
    stale: list[str]


def simulated(draft: Draft) -> Simulated | None:
    """None before the first simulation."""
    kept = Simulation.objects.select_related("snapshot", "by").filter(draft=draft).first()
    if kept is None:
        return None
    stale = []
    if kept.draft_sha256 != digest_of(draft.files):
        stale.append(_("草案在测算以后又改过。"))
    if draft.is_open and kept.base_sha256 != rules().sha256:
        stale.append(_("现行规则在测算以后更新过。"))
    if (
        kept.snapshot_id
        != snapshots.Snapshot.objects.filter(removed_at=None).order_by("-id").values_list("pk", flat=True).first()
    ):
        stale.append(_("数据快照在测算以后更新过。"))
    return Simulated(kept, stale)


def running(draft: Draft) -> outbox.Job | None:
    """A simulation of this draft that is on its way; one that nobody has heard of for long is none."""
    recent = timezone.now() - LOST_AFTER
    return outbox.running_jobs().filter(kind=KIND, title=job_title(draft), touched_at__gt=recent).first()


def job_title(draft: Draft) -> str:
    """Names the draft by its number, so that two of one title are told apart."""
    return f"#{draft.pk} {draft.title}"[:200]
