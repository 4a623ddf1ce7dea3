"""The own page of a firm: what it gets, what it could get, why, and for which of its people it may apply."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from bole.core.errors import NotFound
from bole.governance.policies import queries
from bole.governance.policies.queries import firm as reads
from bole.kernel.accounts.services import requires
from bole.people.registry import queries as registry
from bole.people.registry import services as registry_services

PAGE = 50


@require_GET
@requires("policies.view_firm")
def firm(request: HttpRequest) -> HttpResponse:
    situation = _situation(request)
    if situation is None:
        return render(request, "policies/firm/empty.html")
    today = timezone.localdate()
    found = queries.decide_mine(situation, today)
    return render(request, "policies/firm/firm.html", {"mine": found, "firm": _own(request), "today": today})


@require_GET
@requires("policies.view_firm")
def why(request: HttpRequest, key: str) -> HttpResponse:
    """One policy with every condition, its outcome, its clause and the facts it read."""
    found = queries.policy_of(queries.rules(), key)
    if found.subject != "organisation":
        raise NotFound("这项政策不是给单位的。", remedy="请在政策库里查看。", code="policies.not_for_firms")
    situation = _situation(request)
    if situation is None:
        return render(request, "policies/firm/empty.html")
    return render(request, "policies/firm/why.html", {"why": queries.explain(situation, found, timezone.localdate())})


@require_GET
@requires("policies.view_firm")
def people(request: HttpRequest) -> HttpResponse:
    """Our people, each with what the firm may apply for. Showing them leaves a row in the log of readings."""
    situation, grant, today = _situation(request), request.grant, timezone.localdate()  # type: ignore[attr-defined]
    if situation is None:
        return render(request, "policies/firm/empty.html")
    policies, hidden = reads.policies_per_person(situation.known, grant)
    page = Paginator(reads.people_of(grant), PAGE).get_page(request.GET.get("page", "1")[:6])
    shown = list(page)
    if shown:
        purpose = _("查看可以为谁申报")
        registry_services.note_reading(by=request.user, people=shown, grant=grant, purpose=purpose, shown=("personal",))
    rows = reads.what_for(situation, shown, policies, today)
    context = {"page": page, "rows": rows, "asked": len(policies), "hidden": hidden}
    return render(request, "policies/firm/people.html", context)


def _own(request: HttpRequest) -> registry.Organisation | None:
    return reads.own_firm(request.grant)  # type: ignore[attr-defined]


def _situation(request: HttpRequest) -> reads.FirmSituation | None:
    """The own firm's facts; reading them is no reading by others."""
    own = _own(request)
    if own is None:
        return None
    grant = request.grant  # type: ignore[attr-defined]
    return reads.firm_situation(own, queries.rules(), registry.words(), grant, timezone.localdate())
