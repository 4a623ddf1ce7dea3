"""What a draft would cost: the figures of its last simulation, starting one, two drafts side by side, papers."""

from __future__ import annotations

import io
from typing import Any

from django.db.models import Q
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from bole.core.errors import InvalidInput, NotFound
from bole.core.rules import RuleSet
from bole.governance.policies.forms import BudgetForm
from bole.governance.policies.models import Draft
from bole.governance.policies.queries import simulations
from bole.governance.policies.queries.ruleset import rules
from bole.governance.policies.queries.simulations import tracing
from bole.governance.policies.queries.simulations.stored import running
from bole.governance.policies.services import drafting, simulating
from bole.governance.policies.services.simulating import papers
from bole.governance.policies.services.simulating.running import reform_of
from bole.governance.policies.views.drafting import tabs
from bole.kernel.accounts.services import can, requires
from bole.kernel.snapshots import queries as snapshots
from bole.people.registry import queries as registry


def draft_within(request: HttpRequest, number: int) -> Draft:
    """A draft that the viewer may see; to others there is none."""
    grant = request.grant  # type: ignore[attr-defined]
    found = Draft.objects.select_related("saved_by").filter(grant.filter(Draft), pk=number).first()
    if found is None:
        raise NotFound("没有这份草案。", remedy="可能不在您的权限范围内。", code="policies.no_draft")
    return found


@require_GET
@requires("policies.view_simulation")
def simulation(request: HttpRequest, draft: int) -> HttpResponse:
    found = draft_within(request, draft)
    last, base = simulations.simulated(found), rules()
    shown = sections_of(found, last, base) if last else []
    job = running(found)
    context = {
        "draft": found,
        "last": last,
        "as_of": last.kept.snapshot.as_of if last else None,
        "stale": last.stale if last else [],
        "sections": shown,
        "without_data": tracing.kind_of(base, found.policy) not in simulating.SUBJECTS,
        "job": job,
        "mine": job is not None and job.owner_id == request.user.pk,
        "has_snapshot": snapshots.latest() is not None,
        "may_publish": can(request, "snapshots.publish"),
        "may_simulate": can(request, "policies.simulate"),
        "may_trace": can(request, "policies.trace_draft"),
        "tabs": tabs(request, found, "simulation") if can(request, "policies.view_drafts") else [],
        "budget_form": _budget_form(found, shown) if found.is_open and can(request, "policies.draft") else None,
        "others": list(_others(request, found)),
    }
    return render(request, "policies/simulating/simulation.html", context)


def sections_of(draft: Draft, last: simulations.Simulated, base: RuleSet) -> list[simulations.Section]:
    """The stored figures with names as the draft has them now."""
    kept = last.kept
    return simulations.sections(
        kept.result, base, _named(draft, base), registry.words(), draft.budget, kept.snapshot.as_of
    )


def _named(draft: Draft, base: RuleSet) -> RuleSet:
    """Whose names are shown: a draft that has faults by now has none."""
    try:
        return reform_of(draft)
    except InvalidInput:
        return base


def _others(request: HttpRequest, draft: Draft) -> Any:
    """Drafts to compare with: those of the same policy first."""
    grant = request.grant  # type: ignore[attr-defined]
    rows = Draft.objects.filter(grant.filter(Draft), Q(simulations__isnull=False)).exclude(pk=draft.pk).distinct()
    return sorted(rows.only("title", "policy", "saved_at")[:50], key=lambda each: each.policy != draft.policy)


def _budget_form(draft: Draft, sections: list[simulations.Section], data: Any = None) -> BudgetForm:
    """For the years that the figures show, else the five that begin now."""
    first = timezone.localdate().year
    years = sections[0].result["years"] if sections else list(range(first, first + 5))
    return BudgetForm(data, years, draft.budget.get(draft.policy, {}))


@require_POST
@requires("policies.draft")
def budget(request: HttpRequest, draft: int) -> HttpResponse:
    found = draft_within(request, draft)
    last = simulations.simulated(found)
    form = _budget_form(found, sections_of(found, last, rules()) if last else [], request.POST)
    if not form.is_valid():
        return render(request, "policies/simulating/budget.html", {"draft": found, "budget_form": form}, status=422)
    drafting.set_budget(
        by=request.user,
        draft=found.pk,
        version=found.version,
        policy=found.policy,
        amounts=form.amounts(),  # type: ignore[arg-type]
    )
    return redirect("policies:simulation", found.pk)


@require_POST
@requires("policies.simulate")
def run(request: HttpRequest, draft: int) -> HttpResponse:
    job = simulating.simulate(by=request.user, draft=draft_within(request, draft))  # type: ignore[arg-type]
    return redirect("outbox:job", job.pk) if job.owner_id == request.user.pk else redirect("policies:simulation", draft)


@require_GET
@requires("policies.view_simulation")
def beside(request: HttpRequest, draft: int, other: int) -> HttpResponse:
    drafts, base = [draft_within(request, draft), draft_within(request, other)], rules()
    lasts = [simulations.simulated(each) for each in drafts]
    shown = [sections_of(each, last, base) if last else [] for each, last in zip(drafts, lasts, strict=True)]
    context = {"drafts": list(zip(drafts, lasts, strict=True)), "tables": simulations.beside(shown)}
    return render(request, "policies/simulating/beside.html", context)


# --- papers -----------------------------------------------------------------------------------------------------------

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def _last(request: HttpRequest, number: int) -> tuple[Draft, simulations.Simulated]:
    draft = draft_within(request, number)
    last = simulations.simulated(draft)
    if last is None:
        raise NotFound("这份草案还没有测算过。", remedy="请先测算。", code="policies.no_simulation")
    return draft, last


def _file(content: bytes, kind: str, name: str) -> FileResponse:
    return FileResponse(io.BytesIO(content), as_attachment=True, filename=name, content_type=kind)


@require_GET
@requires("policies.view_simulation")
def sheet(request: HttpRequest, draft: int) -> FileResponse:
    found, last = _last(request, draft)
    content = papers.workbook(found, last, sections_of(found, last, rules()))
    return _file(content, XLSX, f"{found.title} {last.kept.on}.xlsx")


@require_GET
@requires("policies.view_simulation")
def report(request: HttpRequest, draft: int) -> FileResponse:
    found, last = _last(request, draft)
    base = rules()
    sections = sections_of(found, last, base)
    changes = papers.changes_of(found, base)
    return _file(papers.report(found, last, sections, changes), DOCX, f"{found.title} {last.kept.on}.docx")
