"""The trail as the security auditor reads it. Lists are keyset-paged: `before` is the id under which to go on."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from bole.kernel.audit import queries, services
from bole.kernel.audit.marks import requires_action
from bole.ui.paging import Pages

PER_PAGE = 50


def _paged(rows: QuerySet[Any], key: str, request: HttpRequest) -> tuple[list[Any], Pages]:
    before = request.GET.get("before", "")
    if before.isdigit() and len(before) < 19:
        rows = rows.filter(**{f"{key}__lt": int(before)})
    found = list(rows[: PER_PAGE + 1])
    shown = found[:PER_PAGE]
    more = {"before": getattr(shown[-1], key)} if len(found) > PER_PAGE else None
    first = {"before": None} if before else None
    return shown, Pages(start=1, end=len(shown), count=None, first=first, next=more)


def _filtered(request: HttpRequest, name: str, rows: Any) -> dict[str, Any]:
    filters = queries.read_filters(name, request.GET.dict())
    shown, pages = _paged(rows(**filters), "id", request)
    return {"rows": shown, "pages": pages, "values": {key: value or "" for key, value in filters.items()}}


@requires_action("audit.view")
def read_list(request: HttpRequest) -> HttpResponse:
    return render(request, "audit/reads.html", _filtered(request, "reads", queries.reads))


@requires_action("audit.view")
def security_list(request: HttpRequest) -> HttpResponse:
    return render(request, "audit/security.html", _filtered(request, "security", queries.security_events))


@requires_action("audit.view")
def change_list(request: HttpRequest) -> HttpResponse:
    """Which rows of a table changed, by whom, which fields: names, not values."""
    tables = queries.tracked_tables()
    table = request.GET.get("table") or (tables[0][0] if tables else "")
    filters = queries.change_filters(request.GET.dict())
    shown, pages = _paged(queries.changes(table=table, **filters), "pgh_id", request)
    rows = [(event, queries.changed_fields(event)) for event in shown]
    context = {"rows": rows, "pages": pages, "tables": tables, "table": table}
    return render(request, "audit/changes.html", {**context, "values": {k: v or "" for k, v in filters.items()}})


@requires_action("audit.view")
def seal_list(request: HttpRequest) -> HttpResponse:
    context = {
        "seals": queries.latest_seals(),
        "result": queries.last_verification(),
        "counts": queries.sealed_counts(),
    }
    return render(request, "audit/seals.html", context)


@require_POST
@requires_action("audit.verify")
def verify(request: HttpRequest) -> HttpResponse:
    """Checks the trail now; the nightly check does the same."""
    services.verify(by=request.user)
    return redirect("audit:seals")
