"""Reads of notices."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest

from bole.kernel.notices.models import Notice, Outgoing

__all__ = ["Notice"]


def inbox(user: Any, *, unread_only: bool = False) -> QuerySet[Notice]:
    rows = Notice.objects.filter(user=user).order_by("-id")
    return rows.filter(read_at=None) if unread_only else rows


def unread_count(user: Any) -> int:
    return Notice.objects.filter(user=user, read_at=None).count()


def unread_badge(request: HttpRequest) -> int | None:
    """For the navigation: None where there is nothing to read."""
    return unread_count(request.user) or None if request.user.is_authenticated else None


def outgoing(*, state: str = "", channel: str = "") -> QuerySet[Outgoing]:
    rows = Outgoing.objects.select_related("notice__user").order_by("-id")
    filters = {key: value for key, value in (("state", state), ("channel", channel)) if value}
    return rows.filter(**filters)
