"""Bulk decisions: a sample one by one, the rest by another person at once, a check afterwards."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from bole.kernel.accounts.services import can, requires
from bole.people.sources import services
from bole.people.sources.models import Answer, BulkDecision, Review
from bole.people.sources.queries import pairs, reviews
from bole.people.sources.services.reviewing import bulk_deciding, bulk_jobs
from bole.people.sources.views.reviews import _note


def _bulk_or_404(request: HttpRequest, bulk_id: int) -> BulkDecision:
    return get_object_or_404(reviews.bulks(request.grant), pk=bulk_id)  # type: ignore[attr-defined]


@require_POST
@requires("sources.review")
def bulk_begin(request: HttpRequest) -> HttpResponse:
    bulk = services.begin_bulk(
        by=request.user,  # type: ignore[arg-type]
        reason=request.POST.get("reason", ""),
        pattern=request.POST.get("pattern", ""),
    )
    messages.success(request, _("已随机抽出 %(count)s 对,请逐一判定。") % {"count": bulk.sampled})
    return redirect("sources:bulk", bulk.pk)


@require_GET
@requires("sources.view_reviews")
def bulk_page(request: HttpRequest, bulk_id: int) -> HttpResponse:
    """How far it is, what the sample said, and what this reader may do next."""
    bulk, grant = _bulk_or_404(request, bulk_id), request.grant  # type: ignore[attr-defined]
    drawn = list(reviews.sample_reviews(bulk))
    nodes = [node for row in drawn for node in (row.left, row.right)]
    names = pairs.names_of(nodes, grant)
    if drawn and grant.can_see("personal"):
        _note(request, nodes, "查看批量判定的样本")
    sample, states = services.sample_of(bulk), BulkDecision.State
    context = {
        "bulk": bulk,
        "number": str(bulk.pk),
        "listed": [(row, names.get(row.left, ("", "")), names.get(row.right, ("", ""))) for row in drawn],
        "sample": sample,
        "verdict": Answer(sample.verdict).label if sample.verdict else "",
        "rest": bulk_deciding.untouched(bulk.reason, bulk.pattern).count(),
        "limits": bulk_deciding.rules(),
        "sampling": bulk.state == states.SAMPLING,
        "checking": bulk.state == states.CHECKING,
        "retractable": bulk.state in (states.CHECKING, states.DONE),
        "ready": bulk.state == states.SAMPLING and sample.is_complete,
        "running": bulk_jobs.open_job(bulk),
        "is_sampler": request.user.pk in services.samplers(bulk),
        "may_review": can(request, "sources.review"),
        "open_checks": sum(1 for row in drawn if row.part == Review.Part.CHECK and row.state == Review.State.OPEN),
    }
    return render(request, "sources/bulk.html", context)


@require_POST
@requires("sources.review")
def bulk_confirm(request: HttpRequest, bulk_id: int) -> HttpResponse:
    """Starts the job that decides the rest."""
    job = bulk_jobs.start_confirm(by=request.user, bulk=_bulk_or_404(request, bulk_id))  # type: ignore[arg-type]
    if job is not None:
        return redirect("outbox:job", job.pk)
    messages.warning(request, _("样本里有的问题已不用再答,已补抽,请先判定。"))
    return redirect("sources:bulk", bulk_id)
