"""What this app gives to the rooms below it when the process starts."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from bole.kernel.vault.services import register_eraser
from bole.people.registry import services as registry
from bole.ui import navigation


def connect() -> None:
    """Registers the provider of evidence and the doors in the navigation."""
    from bole.people.sources.services.base import announcing
    from bole.people.sources.services.evidence import Evidence
    from bole.people.sources.services.reviewing import exporting

    evidence = Evidence()
    registry.register_evidence(evidence)
    register_eraser("sources", lambda subject: evidence.erase(subject, by="vault", reason="vault.destroyed"))
    _connect_reviews()
    navigation.register("数据", _("数据质量"), "sources:quality", "sources.quality", 18)
    navigation.register("数据", _("数据归集"), "sources:live", "sources.view", 10)
    navigation.register("数据", _("批次"), "sources:batches", "sources.follow", 12, waiting_batches)
    announcing.register_kinds()
    exporting.register()
    navigation.register("数据", _("人工判定"), "sources:decisions", "sources.view_decisions", 16)
    navigation.register("数据", _("未识别代码"), "sources:codes", "sources.view", 14)


def _connect_reviews() -> None:
    """Questions of the machine become cases after each run; verdicts become decisions."""
    from bole.kernel.casework import services as casework
    from bole.kernel.outbox.services import handles
    from bole.people.sources.services.quality import measuring, sampling
    from bole.people.sources.services.reviewing import judging, locking, questions
    from bole.people.sources.views import seen

    handles("sources.linked", "sources.reviews")(questions.follow_link_run)
    handles("sources.linked", "sources.quality")(measuring.follow_link_run)
    handles("sources.linked", "sources.samples")(sampling.follow_link_run)
    casework.register_effect(judging.EFFECT, judging.apply_verdict, before=locking.lock_bulk_of)
    casework.register_queue(questions.FLOW, "sources:reviews")
    casework.register_panel(questions.FLOW, "sources/_review_panel.html", seen.panel)
    navigation.register("数据", _("待核对"), "sources:reviews", "sources.view_reviews", 16, waiting_reviews)


def waiting_reviews(request: HttpRequest) -> int | None:
    """Open questions of the county."""
    from bole.people.sources.queries import reviews

    return reviews.waiting_count() or None


def waiting_batches(request: HttpRequest) -> int | None:
    """Batches that wait for a person."""
    from bole.kernel.accounts.services import grant_for
    from bole.people.sources import queries

    grant = grant_for(request, "sources.follow")
    return queries.waiting_count(grant) or None if grant else None
