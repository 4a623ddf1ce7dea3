"""The library for everybody: search, and one policy in plain words."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from bole.governance.policies import queries
from bole.governance.policies.forms import LibraryForm, choice_names, chosen_of
from bole.kernel.accounts.perms import OUTSIDE_STAFF
from bole.kernel.accounts.services import active_membership, can, grant_for, public
from bole.people.registry import queries as registry

PAGE = 20


def _shell(request: HttpRequest) -> dict[str, Any]:
    """Staff read the library beside their work, everybody else on the public pages."""
    membership = active_membership(request)
    staff = membership is not None and membership.role not in OUTSIDE_STAFF
    return {"shell": "ui/staff.html" if staff else "ui/public.html", "may_see_own": can(request, "policies.view_own")}


@require_GET
@public
def library(request: HttpRequest) -> HttpResponse:
    known, words, today = queries.rules(), registry.words(), timezone.localdate()
    text, chosen = " ".join(request.GET.get("q", "").split())[:100], chosen_of(request.GET)
    found = queries.search(known, words, text, chosen, today, request.GET.get("sort", ""))
    page = Paginator(found.policies, PAGE).get_page(request.GET.get("page"))
    context = {
        "form": LibraryForm(request.GET, words, found.counts),
        "page": page,
        "entries": [queries.entry(policy, words, today) for policy in page],
        "total": found.total,
        "text": text,
        "chips": _chips(request, words, chosen, text),
    }
    return render(request, "policies/library.html", context | _shell(request))


def _chips(request: HttpRequest, words: registry.Words, chosen: dict[str, str], text: str) -> list[tuple[str, str]]:
    """The filters in force, each with the address without it."""
    shown = {
        facet: choice_names(facet, words, {value: 0}).get(value, value) for facet, value in chosen.items() if value
    }
    shown |= {"q": f"“{text}”"} if text else {}
    found = []
    for name, value in shown.items():
        query = request.GET.copy()
        for drop in (name, "page"):
            query.pop(drop, None)
        found.append((value, f"?{query.urlencode()}"))
    return found


@require_GET
@public
def policy(request: HttpRequest, key: str) -> HttpResponse:
    known = queries.rules()
    found = queries.policy_of(known, key)
    page = queries.page_of(known, registry.words(), found, timezone.localdate())
    grant = grant_for(request, "policies.draft")
    drafts = grant is not None and (grant.scope == "county" or found.department in grant.unit_codes)
    return render(request, "policies/policy.html", {"page": page, "may_draft": drafts} | _shell(request))
