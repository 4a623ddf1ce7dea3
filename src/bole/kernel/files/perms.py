"""Who may open a stored file: its owner, and those whose grant for the file's action covers its unit."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest

from bole.kernel.accounts.services import grant_for
from bole.kernel.files.models import StoredFile


def file_for(request: HttpRequest, file_id: UUID) -> StoredFile | None:
    """The file, or None where it does not exist for this user (the caller answers 404 in both cases)."""
    stored = StoredFile.objects.filter(pk=file_id).first()
    if stored is None or (stored.owner_id is not None and stored.owner_id == request.user.pk):
        return stored
    grant = grant_for(request, stored.action) if stored.action else None
    if grant is None:
        return None
    return StoredFile.objects.filter(grant.filter(StoredFile), pk=file_id).first()
