"""Jobs as their owners see them, the queue as an administrator sees it, and the feed for programs outside."""

from __future__ import annotations

import json

from django.core.paginator import Paginator
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from bole.kernel.audit.services import public_mark, requires_action
from bole.kernel.outbox import perms, queries, services
from bole.kernel.outbox.forms import TokenForm

PER_PAGE = 30
FEED_LIMIT = 500


@requires_action("outbox.view_jobs")
def job_list(request: HttpRequest) -> HttpResponse:
    page = Paginator(queries.jobs_for(request.user), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "outbox/jobs.html", {"page": page})


@requires_action("outbox.view_jobs")
def job_page(request: HttpRequest, job_id: int) -> HttpResponse:
    return render(request, "outbox/job.html", {"job": perms.job_for(request, job_id)})


@requires_action("outbox.view_jobs")
def job_progress(request: HttpRequest, job_id: int) -> HttpResponse:
    """The fragment that replaces itself while the job runs."""
    response = render(request, "outbox/_job.html", {"job": perms.job_for(request, job_id)})
    response["Cache-Control"] = "no-store"
    return response


@require_POST
@requires_action("outbox.view_jobs")
def cancel(request: HttpRequest, job_id: int) -> HttpResponse:
    services.cancel_job(by=request.user, job=perms.job_for(request, job_id))
    return redirect("outbox:job", job_id)


@requires_action("outbox.manage")
def operations(request: HttpRequest) -> HttpResponse:
    return render(request, "outbox/operations.html", _operations())


def _operations(**more: object) -> dict[str, object]:
    return {
        "dead": queries.dead_letters()[:100],
        "waiting": queries.waiting_count(),
        "queues": queries.queue_counts(),
        "running": queries.running_jobs()[:50],
        "tokens": queries.feed_tokens(),
        "form": TokenForm(),
        "token": "",
        **more,
    }


@require_POST
@requires_action("outbox.manage")
def retry(request: HttpRequest, receipt_id: int) -> HttpResponse:
    services.retry_dead(by=request.user, receipt_id=receipt_id)
    return redirect("outbox:operations")


@require_POST
@requires_action("outbox.manage")
def issue_token(request: HttpRequest) -> HttpResponse:
    """The token is shown once, in the answer itself."""
    form = TokenForm(request.POST)
    if not form.is_valid():
        return render(request, "outbox/operations.html", _operations(form=form), status=422)
    role = request.grant.role  # type: ignore[attr-defined]
    token = services.issue_feed_token(by=request.user, role=role, **form.cleaned_data)
    response = render(request, "outbox/operations.html", _operations(token=token))
    response["Cache-Control"] = "no-store"
    return response


@require_POST
@requires_action("outbox.manage")
def withdraw_token(request: HttpRequest, token_id: int) -> HttpResponse:
    services.withdraw_feed_token(by=request.user, token_id=token_id)
    return redirect("outbox:operations")


@csrf_exempt
@require_GET
@public_mark
def feed(request: HttpRequest) -> HttpResponse:
    """JSON lines behind the cursor `after`, at most `limit` (500). The token comes as `Authorization: Bearer …`."""
    token = services.check_feed_token(request.headers.get("Authorization", "").removeprefix("Bearer ").strip())
    if token is None:
        return JsonResponse({"error": _("令牌无效或已过期。")}, status=401, headers={"WWW-Authenticate": "Bearer"})
    after, limit = request.GET.get("after", ""), request.GET.get("limit", "")
    if after and not all(part.isdigit() for part in after.split("-", 1)):
        return JsonResponse({"error": _("游标格式不对。")}, status=422)
    count = min(int(limit), FEED_LIMIT) if limit.isdigit() else FEED_LIMIT
    lines = [
        json.dumps(row, cls=DjangoJSONEncoder, ensure_ascii=False)
        for row in queries.feed(token, after=after, limit=count)
    ]
    return HttpResponse("".join(f"{line}\n" for line in lines), content_type="application/jsonl; charset=utf-8")
