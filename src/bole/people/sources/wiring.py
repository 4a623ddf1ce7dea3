"""What this app gives to the rooms below it when the process starts."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from bole.kernel.vault.services import register_eraser
from bole.people.registry import services as registry
from bole.ui import navigation


def connect() -> None:
    """Registers the provider of evidence and the doors in the navigation."""
    from bole.people.sources.services.evidence import Evidence

    evidence = Evidence()
    registry.register_evidence(evidence)
    register_eraser("sources", lambda subject: evidence.erase(subject, by="vault", reason="vault.destroyed"))
    navigation.register("数据", _("数据归集"), "sources:live", "sources.view", 10)
    navigation.register("数据", _("批次"), "sources:batches", "sources.follow", 12, waiting_batches)
    navigation.register("数据", _("未识别代码"), "sources:codes", "sources.view", 14)


def waiting_batches(request: HttpRequest) -> int | None:
    """Batches that wait for a person."""
    from bole.kernel.accounts.services import grant_for
    from bole.people.sources import queries

    grant = grant_for(request, "sources.follow")
    return queries.waiting_count(grant) or None if grant else None
