"""People behind a draft: who gains and who loses as far as the viewer may see, and anybody tried before and after."""

from __future__ import annotations

import datetime as dt
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from bole.core.errors import NotFound
from bole.governance.policies.forms import TraceForm
from bole.governance.policies.models import Draft
from bole.governance.policies.queries.facts import facts_of
from bole.governance.policies.queries.ruleset import rules
from bole.governance.policies.queries.simulations import simulated, tracing
from bole.governance.policies.services.simulating import movers as moving
from bole.governance.policies.services.simulating.running import reform_of
from bole.governance.policies.views.simulating import draft_within
from bole.kernel.accounts.services import Grant, requires
from bole.kernel.snapshots import queries as snapshots
from bole.people.registry import queries as registry
from bole.people.registry.queries import Organisation

PAGE, FOUND, CHOSEN = 50, 8, 6
SUBJECTS = ("person", "organisation")


@require_GET
@requires("policies.trace_draft")
def movers(request: HttpRequest, draft: int, subject: str, way: str) -> HttpResponse:
    grant: Grant = request.grant  # type: ignore[attr-defined]
    found = draft_within(request, draft)
    if subject not in SUBJECTS or way not in moving.WAYS:
        raise NotFound("没有这个名单。", code="policies.no_movers")
    last = simulated(found)
    on = last.kept.on if last else timezone.localdate()
    if snapshots.latest() is None:
        return render(request, "policies/simulating/no_movers.html", {"draft": found})
    every = moving.movers(draft=found, subject=subject, way=way, grant=grant, on=on)  # type: ignore[arg-type]
    page = Paginator(every.seen, PAGE).get_page(request.GET.get("page"))
    rows = moving.shown(by=request.user, rows=list(page), subject=subject, grant=grant)  # type: ignore[arg-type]
    context = {"draft": found, "subject": subject, "way": way, "page": page, "rows": rows, "all": every.all, "on": on}
    return render(request, "policies/simulating/movers.html", context | {"words": registry.words()})


@require_GET
@requires("policies.trace_draft")
def trace(request: HttpRequest, draft: int) -> HttpResponse:
    """Decided anew at every look; an open page asks whether the draft is still at the version it shows (`seen`), and follows."""
    found = draft_within(request, draft)
    seen = request.GET.get("seen")
    if seen == str(found.version):
        return HttpResponse(status=204)
    base, reform = rules(), reform_of(found)
    subject = _kind(request, tracing.kind_of(reform, found.policy))
    on = _day(base, reform, subject)
    tried = tracing.Tracing(base, reform, registry.words(), _changed(base, reform, found, subject, on))
    form = TraceForm({"q": request.GET.get("q", "")}, auto_id="trace-%s")
    asked = {name: request.GET.get(name, "")[:60] for name in ("who", "example", "edge")}
    edge = bool(asked["edge"])
    context = {
        "draft": found,
        "form": form,
        "subject": subject,
        "on": on,
        "hits": _hits(request, subject, form.cleaned_data["q"]) if form.is_valid() else [],
        "examples": _examples(reform, found.policy, edge=edge),
        "edge": edge,
        "follow": f"?{urlencode({**_chosen(asked), 'seen': found.version})}",
    }
    context |= _subject(request, tried, subject, asked, on, context["examples"])
    page = "trace" if seen is None else "_traced"
    return render(request, f"policies/simulating/{page}.html", context)


def _chosen(asked: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in asked.items() if value}


def _kind(request: HttpRequest, usual: Any) -> Any:
    """A draft may concern both: whoever was chosen tells by the key which of them is meant."""
    who = request.GET.get("who", "")
    return ("person" if "-" in who else "organisation") if who else usual


def _day(base: Any, reform: Any, subject: Any) -> dt.date:
    """Today, or the day from which the draft counts."""
    from bole.core.rules.reform import difference

    return difference(base, reform, subject, timezone.localdate()).start


def _changed(base: Any, reform: Any, draft: Draft, subject: Any, on: dt.date) -> tuple[str, ...]:
    from bole.core.rules.reform import difference

    return difference(base, reform, subject, on).changed or (draft.policy,)


def _hits(request: HttpRequest, subject: str, text: str) -> list[tuple[str, str, str]]:
    """Key, name and a word to tell them apart: of those whom the viewer may see."""
    grant: Grant = request.grant  # type: ignore[attr-defined]
    if not text:
        return []
    if subject == "person":
        return moving.people_named(by=request.user, text=text, grant=grant, most=FOUND)
    firms = Organisation.objects.filter(grant.filter(Organisation), search__contains=text.lower())
    return [(firm.uscc, firm.name, registry.words().township(firm.township_code)) for firm in firms[:FOUND]]


def _examples(reform: Any, policy: str, *, edge: bool) -> list[tuple[str, tracing.Example]]:
    """Made-up people by a key that an address can carry."""
    found = [(f"w{place}", each) for place, each in enumerate(tracing.worked(reform, policy))]
    if edge:
        found += [(f"e{place}", each) for place, each in enumerate(tracing.at_the_edge(reform, policy))]
    return found


def _subject(
    request: HttpRequest, tried: tracing.Tracing, subject: str, asked: dict[str, Any], on: dt.date, examples: Any
) -> dict[str, Any]:
    """Who was chosen, and what came out."""
    grant: Grant = request.grant  # type: ignore[attr-defined]
    made_up = dict(examples).get(asked["example"])
    if made_up is not None:
        traced = tried.trace(made_up.facts, made_up.on, lambda fact, own: True)
        return {"name": made_up.name, "made_up": True, "traced": traced, "on": made_up.on}
    if not asked["who"]:
        return {"name": "", "made_up": False, "traced": []}
    if subject == "person":
        person = moving.person_to_trace(by=request.user, key=_uuid(asked["who"]), grant=grant)
        name, facts = person.name, facts_of("person", [person.pk], on).get(person.pk)
    else:
        firm = Organisation.objects.filter(grant.filter(Organisation), uscc=asked["who"]).first()
        if firm is None:
            raise NotFound("没有找到这个单位。", remedy="可能不在您的权限范围内。", code="policies.no_subject")
        name, facts = firm.name, facts_of("organisation", [firm.uscc], on).get(firm.uscc)
    if facts is None:
        raise NotFound("没有找到这个人。", code="policies.no_subject")
    sees = lambda fact, own: fact.privacy == "open" or (own and grant.can_see(fact.privacy))  # noqa: E731
    return {"name": name, "made_up": False, "traced": tried.trace(facts, on, sees)}


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise NotFound("没有找到这个人。", code="policies.no_subject") from None
