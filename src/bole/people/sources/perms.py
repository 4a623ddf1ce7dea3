"""Fetch and authorise: batches within the grant of the request, else 404."""

from __future__ import annotations

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from bole.people.sources.models import Batch


def batch_or_404(request: HttpRequest, batch_id: int) -> Batch:
    """The batch, if this grant may see it."""
    return get_object_or_404(Batch.objects.filter(request.grant.filter(Batch)), pk=batch_id)  # type: ignore[attr-defined]
