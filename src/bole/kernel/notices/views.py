"""The inbox, and what goes out by other channels as an administrator sees it."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from bole.kernel.accounts.services import is_staff_role, requires
from bole.kernel.notices import channels, kinds, queries, services
from bole.kernel.notices.models import Outgoing

PER_PAGE = 30


@requires("notices.read")
def inbox(request: HttpRequest) -> HttpResponse:
    unread_only = request.GET.get("unread") == "1"
    page = Paginator(queries.inbox(request.user, unread_only=unread_only), PER_PAGE).get_page(request.GET.get("page"))
    rows = [(n, kinds.subject_of(n.kind, n.params), kinds.text_of(n.kind, n.params)) for n in page]
    base = "ui/staff.html" if is_staff_role(request.grant.role) else "ui/talent.html"  # type: ignore[attr-defined]
    context = {"page": page, "rows": rows, "unread_only": unread_only, "base": base}
    return render(request, "notices/inbox.html", {**context, "unread": queries.unread_count(request.user)})


@require_POST
@requires("notices.read")
def open_notice(request: HttpRequest, notice_id: int) -> HttpResponse:
    """Marks a notice as read and goes where it leads."""
    notice = queries.inbox(request.user).filter(pk=notice_id).first()
    if notice is None:
        raise Http404
    services.mark_read(by=request.user, notice_id=notice_id)  # type: ignore[arg-type]
    inside = url_has_allowed_host_and_scheme(notice.url, {request.get_host()})
    return redirect(notice.url if notice.url and inside else "notices:inbox")


@require_POST
@requires("notices.read")
def read_all(request: HttpRequest) -> HttpResponse:
    services.mark_read(by=request.user)  # type: ignore[arg-type]
    return redirect("notices:inbox")


@requires("notices.manage")
def outgoing(request: HttpRequest) -> HttpResponse:
    state, channel = request.GET.get("state", ""), request.GET.get("channel", "")
    page = Paginator(queries.outgoing(state=state, channel=channel), PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "states": Outgoing.State.choices, "channels": channels.all_channels()}
    return render(request, "notices/outgoing.html", {**context, "state": state, "channel": channel})


@require_POST
@requires("notices.manage")
def retry(request: HttpRequest, outgoing_id: int) -> HttpResponse:
    if not Outgoing.objects.filter(pk=outgoing_id).exists():
        raise Http404
    services.retry_outgoing(by=request.user, outgoing_id=outgoing_id)
    return redirect("notices:outgoing")
