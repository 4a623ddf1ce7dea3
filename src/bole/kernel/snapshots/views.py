"""Which snapshots there are and what is in them."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bole.kernel.accounts.services import can, requires
from bole.kernel.outbox import services as outbox
from bole.kernel.snapshots import queries, services, tasks

PER_PAGE = 20


@requires("snapshots.view")
def snapshot_list(request: HttpRequest) -> HttpResponse:
    page = Paginator(queries.snapshots().defer("manifest"), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "snapshots/list.html", {"page": page, "may_publish": can(request, "snapshots.publish")})


@requires("snapshots.view")
def snapshot_page(request: HttpRequest, snapshot_id: int) -> HttpResponse:
    snapshot = get_object_or_404(queries.Snapshot, pk=snapshot_id)
    damaged = services.verify_snapshot(snapshot) if snapshot.removed_at is None else []
    return render(request, "snapshots/page.html", {"snapshot": snapshot, "damaged": damaged})


@require_POST
@requires("snapshots.publish")
def publish(request: HttpRequest) -> HttpResponse:
    with transaction.atomic():
        job = outbox.start_job(kind="snapshots.publish", by=request.user, title=_("发布数据快照"))
        tasks.publish.defer(job_id=job.pk)
    return redirect("outbox:job", job.pk)
