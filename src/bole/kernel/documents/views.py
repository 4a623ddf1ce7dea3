"""Starting an export from a list's page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from bole.kernel.accounts.services import active_membership, requires
from bole.kernel.documents import services


@require_POST
@requires("documents.export")
def export_list(request: HttpRequest, name: str) -> HttpResponse:
    """`query`: the list's query string as it stands; `form`: xlsx or csv. Goes on to the job's page."""
    membership = active_membership(request)
    parameters = QueryDict(request.POST.get("query", "")).dict()
    job = services.export_table(
        by=request.user,  # type: ignore[arg-type]
        membership_id=membership.pk if membership else 0,
        name=name,
        parameters={key: str(value) for key, value in parameters.items()},
        form=request.POST.get("form", "xlsx"),
    )
    return redirect("outbox:job", job.pk)
