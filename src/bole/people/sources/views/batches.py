"""Batches: send files, follow them, correct what came back, take one back."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bole.core.errors import BoleError, Unavailable
from bole.kernel.accounts.services import can, requires
from bole.kernel.files import queries as file_queries
from bole.kernel.files import services as files
from bole.kernel.taxonomy import queries as taxonomy
from bole.people.sources import queries, services
from bole.people.sources.forms import BatchFilter, UploadForm
from bole.people.sources.models import Batch, Status
from bole.people.sources.perms import batch_or_404
from bole.people.sources.views.drifts import drift_lines

PER_PAGE = 30


@requires("sources.upload")
def upload(request: HttpRequest) -> HttpResponse:
    """Many files at once."""
    grant = request.grant  # type: ignore[attr-defined]
    files.refuse_cut_off(request)
    form = UploadForm(request.POST or None, request.FILES or None, is_employer=grant.scope == "employer")
    if request.method != "POST" or not form.is_valid():
        status = 422 if request.method == "POST" else 200
        context = {"form": form, "problems": [], "unit": grant.unit}
        return render(request, "sources/upload.html", context, status=status)
    received, problems = _receive(request, form)
    if problems:
        context = {"form": form, "problems": problems, "received": received, "unit": grant.unit}
        return render(request, "sources/upload.html", context)
    messages.success(request, _("收到 %(count)s 个文件,正在处理。") % {"count": len(received)})
    return redirect("sources:batch", received[0].pk) if len(received) == 1 else redirect("sources:batches")


def _receive(request: HttpRequest, form: UploadForm) -> tuple[list[Batch], list[tuple[str, str]]]:
    grant, data = request.grant, form.cleaned_data  # type: ignore[attr-defined]
    own = {grant.scope: grant.unit.code} if grant.scope in ("department", "employer") else {}
    received, problems = [], []
    for file in data["files"]:
        try:
            batch = services.receive_file(
                by=request.user,
                name=file.name,
                content=file.file,
                source=data.get("source") or None,
                as_of=data["as_of"],
                mode=data["mode"],
                **own,
            )
        except BoleError as error:
            problems.append((file.name, f"{error} {error.advice}"))
        else:
            received.append(batch)
    return received, problems


@requires("sources.follow")
def batch_list(request: HttpRequest) -> HttpResponse:
    """All batches of the grant, filtered by source, state and file name."""
    form = BatchFilter(request.GET or None)
    chosen = form.cleaned_data if form.is_bound and form.is_valid() else {}
    rows: QuerySet[Batch] = queries.find_batches(
        request.grant,  # type: ignore[attr-defined]
        source=chosen.get("source", ""),
        status=chosen.get("status", ""),
        words=chosen.get("q", ""),
    )
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    names = {key: taxonomy.name_of(layout) for key, layout in taxonomy.current_pack().sources.items()}
    listed = [(batch, names.get(batch.source, ""), tone_of(batch)) for batch in page]
    context = {"form": form, "page": page, "listed": listed, "may_upload": can(request, "sources.upload")}
    return render(request, "sources/batches.html", context)


@requires("sources.follow")
def batch_page(request: HttpRequest, batch_id: int) -> HttpResponse:
    """One batch: counts that add up, what is wrong by rule, and what can be done."""
    batch = batch_or_404(request, batch_id)
    rule = request.GET.get("rule", "")
    page = Paginator(queries.issues(batch, rule), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        **_state_context(batch),
        "original_kept": services.is_kept(batch),
        "layout": taxonomy.current_pack().sources.get(batch.source),
        "drift": drift_lines(batch),
        "rules": queries.issue_rules(batch),
        "rule": rule,
        "page": page,
        "may_retract": can(request, "sources.retract") and batch.status != Status.RETRACTED,
        "may_confirm": can(request, "sources.confirm"),
        "may_download": can(request, "sources.download_rejects") and bool(batch.rejects),
    }
    return render(request, "sources/batch.html", context)


@requires("sources.follow")
def batch_state(request: HttpRequest, batch_id: int) -> HttpResponse:
    """The polled part of a batch page."""
    return render(request, "sources/_batch_state.html", _state_context(batch_or_404(request, batch_id)))


def _state_context(batch: Batch) -> dict[str, Any]:
    moving = batch.status in (Status.RECEIVED, Status.READING, Status.CHECKED, Status.STORED, Status.LINKED)
    queued = batch.status in (Status.PAUSED, Status.FAILED) and not batch.error
    return {"batch": batch, "tone": tone_of(batch), "moving": moving or queued}


def tone_of(batch: Batch) -> str:
    """How a state looks: good, warn, bad or info."""
    if batch.status == Status.PUBLISHED:
        return "good"
    if batch.status == Status.FAILED:
        return "bad"
    return "warn" if batch.status == Status.PAUSED else "" if batch.status == Status.RETRACTED else "info"


@requires("sources.download_rejects")
def rejects(request: HttpRequest, batch_id: int) -> HttpResponse:
    """The rejected rows in the sender's own layout, with reasons. The opening is logged by `files`."""
    batch = batch_or_404(request, batch_id)
    stored = file_queries.file_by_id(UUID(batch.rejects)) if batch.rejects else None
    if stored is None:
        raise Http404
    if not services.is_clean(batch):
        raise Unavailable(
            _("正在按删除请求清理这个批次的文件。"), remedy=_("请几分钟后再下载。"), code="batch.cleaning"
        )
    content = files.open_file(stored, by=request.user, purpose=_("下载退回表"))
    return FileResponse(content, as_attachment=True, filename=f"退回-{Path(batch.file_name).stem}.xlsx")


@require_POST
@requires("sources.upload")
def pause(request: HttpRequest, batch_id: int) -> HttpResponse:
    services.pause_batch(by=request.user, batch=batch_or_404(request, batch_id))
    return redirect("sources:batch", batch_id)


@require_POST
@requires("sources.upload")
def resume(request: HttpRequest, batch_id: int) -> HttpResponse:
    services.resume_batch(by=request.user, batch=batch_or_404(request, batch_id))
    return redirect("sources:batch", batch_id)


@require_POST
@requires("sources.confirm")
def take_as_full(request: HttpRequest, batch_id: int) -> HttpResponse:
    services.confirm_shrink(by=request.user, batch=batch_or_404(request, batch_id))
    return redirect("sources:batch", batch_id)
