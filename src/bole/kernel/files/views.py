"""One's own files, and handing a file out."""

from __future__ import annotations

from uuid import UUID

from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from bole.kernel.accounts.services import requires
from bole.kernel.files import kinds, perms, queries, services

PER_PAGE = 30


@requires("files.use")
def file_list(request: HttpRequest) -> HttpResponse:
    page = Paginator(queries.files_of(request.user), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "files/list.html", {"page": page})


@requires("files.use")
def download(request: HttpRequest, file_id: UUID) -> HttpResponse:
    """Always as an attachment, never interpreted by the browser."""
    stored = perms.file_for(request, file_id)
    if stored is None:
        raise Http404
    content = services.open_file(stored, by=request.user, purpose=stored.purpose)
    kind = kinds.CONTENT_TYPES.get(stored.kind, "application/octet-stream")
    response = FileResponse(content, as_attachment=True, filename=stored.name, content_type=kind)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    response["Content-Length"] = str(stored.size)
    return response
