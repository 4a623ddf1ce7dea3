"""What stands on a desk: composed from the rooms below, each part only for those who may open it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from bole.insight.plan import queries as plan
from bole.kernel.accounts.services import can, grant_for
from bole.kernel.casework import queries as casework
from bole.kernel.casework.services import queues
from bole.kernel.outbox import queries as outbox
from bole.kernel.taxonomy import queries as taxonomy
from bole.people.registry import queries as registry
from bole.people.sources import queries as sources

SHOWN = 6


@dataclass(frozen=True)
class Desk:
    """Parts of the home page; None where the role may not open what stands behind."""

    waiting: int
    todos: Sequence[Any]
    jobs: Sequence[Any]
    batches: Sequence[Any] | None
    stock: dict[str, int] | None
    plan: Sequence[Any] | None


def _source(source: str) -> str:
    """The name of a source in the reader's language; its key where the pack does not know it."""
    layout = taxonomy.current_pack().sources.get(source) if source else None
    return casework.translated(layout) if layout else source


def desk(request: HttpRequest) -> Desk:
    todos = casework.worklist(request.user, without=queues())
    files, stock = grant_for(request, "sources.view"), grant_for(request, "registry.view_libraries")
    return Desk(
        waiting=casework.waiting_count(request.user, without=queues()),
        todos=list(todos[:SHOWN]),
        jobs=list(outbox.jobs_for(request.user)[:SHOWN]),
        batches=[(batch, _source(batch.source)) for batch in sources.batches(files)[:SHOWN]] if files else None,
        stock=registry.stock_counts(stock) if stock else None,
        plan=plan.cockpit_rows()[:1] if can(request, "plan.view_cockpit") else None,
    )
