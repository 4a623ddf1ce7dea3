"""Reads of the queue."""

from __future__ import annotations

from typing import Any

from bole.people.sources.models import Review


def waiting_count(user: Any) -> int:
    """Open questions of the county (the badge)."""
    return Review.objects.filter(state=Review.State.OPEN).count()
