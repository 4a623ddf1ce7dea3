"""Reads of snapshots."""

from __future__ import annotations

import datetime as dt

from django.db.models import QuerySet

from bole.kernel.snapshots.models import Snapshot

__all__ = ["Snapshot"]


def latest() -> Snapshot | None:
    """The current snapshot, or None before the first one."""
    return Snapshot.objects.filter(removed_at=None).order_by("-id").first()


def as_of() -> dt.date | None:
    """The day that figures without their own date stand for."""
    return Snapshot.objects.filter(removed_at=None).order_by("-id").values_list("as_of", flat=True).first()


def snapshots() -> QuerySet[Snapshot]:
    return Snapshot.objects.order_by("-id")
