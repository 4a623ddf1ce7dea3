"""The own page of a talent: what I get, what I could get, and why."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from bole.core.errors import NotFound
from bole.governance.policies import queries
from bole.kernel.accounts.services import requires
from bole.people.registry import queries as registry


@require_GET
@requires("policies.view_own")
def mine(request: HttpRequest) -> HttpResponse:
    situation = own_situation(request)
    if situation is None:
        return render(request, "policies/mine_empty.html")
    today = timezone.localdate()
    context = {"mine": queries.decide_mine(situation, today), "person": situation.person, "today": today}
    return render(request, "policies/mine.html", context)


@require_GET
@requires("policies.view_own")
def why(request: HttpRequest, key: str) -> HttpResponse:
    """One policy with every condition, its outcome, its clause and the facts it read."""
    found = queries.policy_of(queries.rules(), key)
    if found.subject != "person":
        raise NotFound("这项政策不是给个人的。", remedy="请在政策库里查看。", code="policies.not_for_persons")
    situation = own_situation(request)
    if situation is None:
        return render(request, "policies/mine_empty.html")
    return render(request, "policies/why.html", {"why": queries.explain(situation, found, timezone.localdate())})


def own_situation(request: HttpRequest) -> queries.Situation | None:
    """The own profile; reading it is no reading by others and leaves no row, as on the page of the own data."""
    grant = request.grant  # type: ignore[attr-defined]
    person = queries.own_person(grant.subject)
    if person is None:
        return None
    return queries.situation_of(person, queries.rules(), registry.words(), grant)
