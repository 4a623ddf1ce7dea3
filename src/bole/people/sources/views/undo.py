"""Pages on which something is taken back: what it would change, what stands on it, then done."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bole.core.errors import Unavailable
from bole.kernel.accounts.services import Grant, can, grant_for, requires
from bole.kernel.taxonomy import queries as taxonomy
from bole.people.registry import queries as registry_queries
from bole.people.registry import services as registry
from bole.people.sources import services
from bole.people.sources.forms import AgainForm, DecisionFilter, UndoForm
from bole.people.sources.models import BulkDecision, Decision, MappingVersion
from bole.people.sources.perms import batch_or_404
from bole.people.sources.queries import decisions
from bole.people.sources.views.previewing import shown_preview

PER_PAGE = 30


@requires("sources.view_decisions")
def decision_list(request: HttpRequest) -> HttpResponse:
    """What people decided about rows and values, newest first."""
    grant: Grant = request.grant  # type: ignore[attr-defined]
    form = DecisionFilter(request.GET or None, by_name=grant.can_see("personal"))
    rows = decisions.find_decisions(grant, **decisions.filters_of(request.GET))
    within, name = grant_for(request, "registry.list_people"), request.GET.get("q", "").strip()
    if name and within:
        rows = decisions.about_persons(rows, decisions.persons_named(within, name))
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    refused = decisions.find_decisions(grant, state=decisions.REFUSED).count()
    context = {"form": form, "page": page, "listed": _listed(request, page.object_list), "refused": refused}
    return render(request, "sources/decisions.html", context)


def _listed(request: HttpRequest, rows: Any) -> list[tuple[Decision, list[decisions.Side], str, str]]:
    """Each with its rows, its state and how that looks; the reading is recorded."""
    found = list(rows)
    sides = decisions.sides([node for row in found for node in decisions.nodes_of(row)], request.grant)  # type: ignore[attr-defined]
    _note(request, sides.values(), _("查看判定"))
    return [(row, [sides[node] for node in decisions.nodes_of(row)], *state_of(row)) for row in found]


def state_of(decision: Decision) -> tuple[str, str]:
    if decision.retracted_at:
        return _("已收回"), ""
    return (_("在用"), "good") if decision.applied else (_("等待比对"), "info")


def _note(request: HttpRequest, sides: Any, purpose: str) -> None:
    persons = registry_queries.Person.objects.filter(pk__in={side.person for side in sides if side.person})
    people = list(persons.only("pk"))
    if people:
        grant = request.grant  # type: ignore[attr-defined]
        registry.note_reading(by=request.user, people=people, grant=grant, purpose=purpose, shown=("personal",))


def _decision_or_404(request: HttpRequest, decision_id: int) -> Decision:
    rows = Decision.objects.select_related("decided_by", "retracted_by")
    return get_object_or_404(rows.filter(request.grant.filter(Decision)), pk=decision_id)  # type: ignore[attr-defined]


@requires("sources.view_decisions")
def decision_page(request: HttpRequest, decision_id: int) -> HttpResponse:
    """One decision, and for those who may take it back what that would change."""
    decision = _decision_or_404(request, decision_id)
    [(_decision, sides, state, tone)] = _listed(request, [decision])
    may = can(request, "sources.retract")
    again = decision.retracted_at is not None and decision.kind != Decision.Kind.FIELD_OVERRIDE
    context = {
        "decision": decision,
        "sides": sides,
        "state": state,
        "tone": tone,
        "fact": _fact_name(decision),
        "may_view": can(request, "registry.view_person"),
        "again_form": AgainForm() if may and again else None,
        **(_undo_context(request, services.undo_of(decision=decision)) if may else {"undo": None}),
    }
    return render(request, "sources/decision.html", context)


def _fact_name(decision: Decision) -> str:
    found = taxonomy.current_pack().vocabulary.facts.get(decision.fact) if decision.fact else None
    return taxonomy.name_of(found) if found else decision.fact


@require_POST
@requires("sources.retract")
def decision_retract(request: HttpRequest, decision_id: int) -> HttpResponse:
    undo = services.undo_of(decision=_decision_or_404(request, decision_id))
    return _carried_out(request, undo, "sources:decision", decision_id)


@require_POST
@requires("sources.retract")
def decision_again(request: HttpRequest, decision_id: int) -> HttpResponse:
    """A decision that was taken back is made anew, as a decision of its own."""
    found = _decision_or_404(request, decision_id)
    made = services.decide_again(by=request.user, decision=found, reason=request.POST.get("reason", ""))
    messages.success(request, _("已重新判定。"))
    return redirect("sources:decision", made.pk)


@requires("sources.retract")
def retract(request: HttpRequest, batch_id: int) -> HttpResponse:
    """What goes with a batch, then the batch."""
    batch = batch_or_404(request, batch_id)
    undo = services.undo_of(batch=batch)
    if request.method == "POST":
        return _carried_out(request, undo, "sources:batch", batch_id)
    back = reverse("sources:batch", args=[batch_id])
    return _undo_page(request, undo, title=batch.file_name, heading=_("撤回这一批"), back=back)


@requires("sources.review")
def bulk_retract(request: HttpRequest, bulk_id: int) -> HttpResponse:
    """What followed from a bulk decision, then all of it."""
    bulk = get_object_or_404(BulkDecision.objects.filter(request.grant.filter(BulkDecision)), pk=bulk_id)  # type: ignore[attr-defined]
    undo = services.undo_of(bulk=bulk)
    if request.method == "POST":
        return _carried_out(request, undo, "sources:bulk", bulk_id)
    title = _("批量判定第 %(number)s 号") % {"number": bulk.pk}
    return _undo_page(
        request, undo, title=title, heading=_("收回批量判定"), back=reverse("sources:bulk", args=[bulk_id])
    )


@requires("sources.retract")
def retract_mapping(request: HttpRequest, version_id: int) -> HttpResponse:
    """What was read with a mapping version, then the version."""
    version = get_object_or_404(MappingVersion, pk=version_id)
    undo = services.undo_of(mapping=version)
    if request.method == "POST":
        return _carried_out(request, undo, "sources:source", version.source)
    named = _("%(source)s 第 %(version)s 版") % {"source": version.source, "version": version.version}
    back = reverse("sources:source", args=[version.source])
    return _undo_page(request, undo, title=named, heading=_("收回映射版本"), back=back)


@require_POST
@requires("sources.retract")
def preview_batch(request: HttpRequest, batch_id: int) -> HttpResponse:
    """Starts the preview of a large batch."""
    job = services.start_preview(by=request.user, undo=services.undo_of(batch=batch_or_404(request, batch_id)))
    return redirect("outbox:job", job.pk)


@require_POST
@requires("sources.review")
def preview_bulk(request: HttpRequest, bulk_id: int) -> HttpResponse:
    rows = BulkDecision.objects.filter(request.grant.filter(BulkDecision))  # type: ignore[attr-defined]
    undo = services.undo_of(bulk=get_object_or_404(rows, pk=bulk_id))
    return redirect("outbox:job", services.start_preview(by=request.user, undo=undo).pk)


@require_POST
@requires("sources.retract")
def preview_mapping(request: HttpRequest, version_id: int) -> HttpResponse:
    undo = services.undo_of(mapping=get_object_or_404(MappingVersion, pk=version_id))
    return redirect("outbox:job", services.start_preview(by=request.user, undo=undo).pk)


def _undo_page(request: HttpRequest, undo: Any, *, title: str, heading: str, back: str) -> HttpResponse:
    words = {"title": title, "heading": heading, "back": back, "action": request.path}
    start = {"preview_action": f"{request.path}preview/"}
    return render(request, "sources/undo.html", {**words, **start, **_undo_context(request, undo)})


def _undo_context(request: HttpRequest, undo: Any) -> dict[str, Any]:
    """The preview, or how to get it; nothing of it where it is taken back already."""
    if undo.is_done():
        return {"undo": undo, "preview": None, "is_large": False, "busy": None, "undo_form": None}
    large, number, found, busy = services.is_large(undo), request.GET.get("job", ""), None, None
    if large:
        found = (
            services.finished_preview(by=request.user, number=int(number), undo=undo) if number.isdecimal() else None
        )
    else:
        try:
            found = services.preview(undo, by=request.user)
        except Unavailable as error:
            busy = error
    shown = shown_preview(request, found) if found else None
    return {"undo": undo, "preview": shown, "is_large": large, "busy": busy, "undo_form": UndoForm()}


def _carried_out(request: HttpRequest, undo: Any, page: str, argument: Any) -> HttpResponse:
    reason = request.POST.get("reason", "")
    services.refuse_undo(undo, reason)
    if services.is_large(undo):
        return redirect("outbox:job", services.start_undo(by=request.user, undo=undo, reason=reason).pk)
    done = services.carry_out(undo, by=request.user, reason=reason, here=False)
    said = _("已收回,%(count)s 人的档案有变化。") if done.persons else _("已收回,没有人的档案因此变化。")
    messages.success(request, said % {"count": done.persons})
    if done.read_again:
        messages.info(
            request, _("正在重新读取 %(count)s 个批次,读完后档案随之更新。") % {"count": len(done.read_again)}
        )
    return redirect(page, argument)
