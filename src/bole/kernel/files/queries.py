"""Reads of stored files."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from bole.kernel.files.models import StoredFile

__all__ = ["StoredFile"]


def files_of(user: Any) -> QuerySet[StoredFile]:
    return StoredFile.objects.filter(owner=user).order_by("-created_at")


def file_by_id(file_id: UUID) -> StoredFile | None:
    return StoredFile.objects.filter(pk=file_id).first()
