"""Pages of casework: worklist, case, own cases, delegations, overview, flows."""

from __future__ import annotations

import io
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from bole.core.casework import export_bpmn
from bole.kernel.accounts.services import grant_for, is_staff_role, requires
from bole.kernel.audit.services import record_security
from bole.kernel.casework import queries, services
from bole.kernel.casework.forms import CommentForm, DelegationForm, FilterForm, ReassignForm, act_form
from bole.kernel.casework.models import Case, Delegation, FlowVersion, Todo
from bole.kernel.documents.services import Column, Sheet, render_csv, render_xlsx

PAGE = 50
EXPORT_ROWS = 50_000
TONES = {"calm": "good", "soon": "info", "due": "warn", "overdue": "bad", "stopped": "none"}


def _shell(request: HttpRequest) -> str:
    return "ui/staff.html" if is_staff_role(request.grant.role) else "casework/talent.html"  # type: ignore[attr-defined]


def _show(request: HttpRequest, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    return render(request, f"casework/{template}", {"shell": _shell(request), "tones": TONES, **context}, status=status)


def _filters(request: HttpRequest) -> dict[str, str]:
    return {name: request.GET.get(name, "")[:80] for name in ("q", "flow", "level", "unit", "mine", "sort", "status")}


def _page(request: HttpRequest, rows: Any) -> Any:
    return Paginator(rows, PAGE).get_page(request.GET.get("page"))


# --- worklist --------------------------------------------------------------------------------------------------------


@require_GET
@requires("casework.work")
def worklist(request: HttpRequest) -> HttpResponse:
    """Everything this user may decide, soonest first."""
    filters = _filters(request)
    queues = services.queues()
    page = _page(request, queries.worklist(request.user, filters=filters, without=queues))  # type: ignore[arg-type]
    names = queries.unit_names(todo.unit for todo in page)
    rows = [(todo, names.get(todo.unit, _("申请人"))) for todo in page]
    return _show(
        request,
        "worklist.html",
        {
            "page": page,
            "rows": rows,
            "queues": _queues(request) if queues else [],
            "form": FilterForm(request.GET),
            "filters": filters,
            "all_shown": not request.GET,
        },
    )


def _queues(request: HttpRequest) -> list[dict[str, Any]]:
    """Flows that are worked off on pages of their own: name, address, how many wait for this user."""
    known = services.queues()
    found = queries.queued(request.user, known)  # type: ignore[arg-type]
    return [{"flow": flow, "url": reverse(known[flow.key].url_name), "count": count} for flow, count in found]


@require_GET
@requires("casework.work")
def worklist_export(request: HttpRequest) -> HttpResponse:
    rows = queries.worklist(request.user, filters=_filters(request), without=services.queues())[:EXPORT_ROWS]  # type: ignore[arg-type]
    heads = (_("编号"), _("事项"), _("流程"), _("步骤"), _("单位"))
    columns = [*map(Column, heads), Column(_("到期日"), "date"), Column(_("开始时间"), "datetime")]
    lines = (
        [todo.case.number, queries.outside_title(todo.case), queries.translated(todo.case.flow), todo.step_name, todo.unit, todo.due,
         todo.case.opened_at]
        for todo in rows
    )  # fmt: skip
    return _download(request, Sheet(_("待办"), columns, lines))


def _download(request: HttpRequest, sheet: Sheet) -> HttpResponse:
    """A list as xlsx, or csv with ?format=csv; leaves a security event."""
    form = "csv" if request.GET.get("format") == "csv" else "xlsx"
    content = render_csv(sheet) if form == "csv" else render_xlsx([sheet])
    record_security(by=request.user, kind="casework.exported", list=sheet.title, form=form)
    return FileResponse(
        io.BytesIO(content), as_attachment=True, filename=f"{sheet.title} {timezone.localdate().isoformat()}.{form}"
    )


# --- one case --------------------------------------------------------------------------------------------------------


def _visible(request: HttpRequest, pk: int) -> Case:
    """The case if this user may see it, else 404."""
    scope = request.grant.filter(Case)  # type: ignore[attr-defined]
    return get_object_or_404(queries.visible_cases(request.user, scope), pk=pk)  # type: ignore[arg-type]


@require_GET
@requires("casework.view_case")
def case(request: HttpRequest, pk: int) -> HttpResponse:
    return _case_page(request, _visible(request, pk))


def _case_page(request: HttpRequest, found: Case, form: Any = None, status: int = 200) -> HttpResponse:
    flow, user = queries.flow_of(found.flow), request.user
    todo = queries.open_seat(found, user) if found.is_open else None  # type: ignore[arg-type]
    if todo is not None and form is None:
        form = act_form(flow, found)
    log = list(found.events.all())
    names = queries.unit_names([found.unit_code, *(seat.unit for seat in found.todos.filter(done_at=None))])
    own = queries.own_cases(user).filter(pk=found.pk).exists()  # type: ignore[arg-type]
    objections = _objections(request, found, log)
    context = {
        "case": found,
        "objections": objections,
        "answering": next((row for row in objections if todo and row["seq"] == todo.slot), None),
        "flow": flow,
        "todo": todo,
        "form": form,
        "shown": [{"label": queries.translated(item), "value": found.data.get(item.key) or None} for item in flow.show],
        "steps": queries.timeline(found),
        "panels": services.panels_for(found, request),
        "notes": [entry for entry in log if entry.name == "commented"],
        "log": log,
        "seats": [(seat, names.get(seat.unit, _("申请人"))) for seat in found.todos.filter(done_at=None)],
        "unit_name": names.get(found.unit_code, found.unit_code),
        "may_withdraw": own and found.is_open and found.step in flow.withdraw_from,
        "may_reassign": _may_reassign(request, found),
        "comment_form": CommentForm(),
        "tone": TONES[found.level],
    }
    return _show(request, "case.html", context, status)


def _objections(request: HttpRequest, found: Case, log: list[Any]) -> list[dict[str, Any]]:
    """Objections to a case; names and contacts only for those who answer them, and each such reading is recorded."""
    rows = queries.objections_to(log)
    if rows and queries.answers_objections(found, request.user):  # type: ignore[arg-type]
        people = services.read_objectors(case=found, by=request.user)
        rows = [{**row, "who": people.get(row["seq"])} for row in rows]
    return rows


def _may_reassign(request: HttpRequest, found: Case) -> bool:
    grant = grant_for(request, "casework.supervise")
    return grant is not None and Todo.objects.filter(grant.filter(Todo), case=found, done_at=None).exists()


def _seat(request: HttpRequest, pk: int) -> Todo:
    """A todo of a case this user may see, else 404."""
    seat = get_object_or_404(Todo.objects.select_related("case", "case__flow"), pk=pk)
    seat.case = _visible(request, seat.case_id)
    return seat


@require_POST
@requires("casework.view_case")
def act(request: HttpRequest, pk: int) -> HttpResponse:
    """The decision of a person; typed text comes back when something is missing."""
    seat = _seat(request, pk)
    form = act_form(queries.flow_of(seat.case.flow), seat.case, request.POST)
    if seat.is_open and form is not None and not form.is_valid():
        return _case_page(request, seat.case, form, status=422)
    cleaned = form.cleaned_data if form is not None and form.is_valid() else {}
    services.act(
        todo=seat.pk,
        by=request.user,  # type: ignore[arg-type]
        outcome=cleaned.get("outcome", request.POST.get("outcome", "")),
        reason=cleaned.get("reason", ""),
        data=form.facts() if form is not None and cleaned else {},
        version=cleaned.get("version", -1),
    )
    messages.success(request, _("已办理:%(title)s") % {"title": seat.case.title})
    return redirect("casework:worklist" if request.POST.get("then") == "worklist" else seat_url(seat))


def seat_url(seat: Todo) -> str:
    return reverse("casework:case", args=[seat.case_id])


@require_POST
@requires("casework.work")
def claim(request: HttpRequest, pk: int) -> HttpResponse:
    services.claim(todo=_seat(request, pk), by=request.user)  # type: ignore[arg-type]
    return redirect(seat_url(_seat(request, pk)))


@require_POST
@requires("casework.work")
def release(request: HttpRequest, pk: int) -> HttpResponse:
    seat = services.release(todo=_seat(request, pk), by=request.user)  # type: ignore[arg-type]
    return redirect(seat_url(seat))


@require_POST
@requires("casework.view_case")
def comment(request: HttpRequest, pk: int) -> HttpResponse:
    found = _visible(request, pk)
    services.comment(case=found, by=request.user, text=request.POST.get("text", ""))  # type: ignore[arg-type]
    return redirect("casework:case", pk=found.pk)


@require_POST
@requires("casework.apply")
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(queries.own_cases(request.user), pk=pk)  # type: ignore[arg-type]
    services.withdraw(case=found, by=request.user, reason=request.POST.get("reason", ""))  # type: ignore[arg-type]
    messages.success(request, _("已撤回。"))
    return redirect("casework:mine")


# --- own cases, delegations ------------------------------------------------------------------------------------------


@require_GET
@requires("casework.apply")
def home(request: HttpRequest) -> HttpResponse:
    """Who decides goes to the worklist, others to their own cases."""
    return redirect("casework:worklist" if grant_for(request, "casework.work") else "casework:mine")


@require_GET
@requires("casework.apply")
def mine(request: HttpRequest) -> HttpResponse:
    """Cases this user began or that are about this user."""
    rows = queries.own_cases(request.user)  # type: ignore[arg-type]
    return _show(request, "mine.html", {"page": _page(request, rows)})


@require_http_methods(["GET", "POST"])
@requires("casework.delegate")
def delegations(request: HttpRequest) -> HttpResponse:
    """Who stands in for me, and for whom I stand in."""
    user: Any = request.user
    form = DelegationForm(request.POST or None, user=user)
    if request.method == "POST" and form.is_valid():
        services.delegate(by=user, **form.cleaned_data)
        messages.success(request, _("已委托。"))
        return redirect("casework:delegations")
    given = Delegation.objects.filter(giver=user).select_related("taker")[:100]
    context = {"form": form, "given": given, "taken": queries.delegations_to(user), "today": timezone.localdate()}
    return _show(request, "delegations.html", context, 422 if form.is_bound else 200)


@require_POST
@requires("casework.delegate")
def delegation_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Delegation, pk=pk, giver=request.user)
    services.withdraw_delegation(delegation=found, by=request.user)  # type: ignore[arg-type]
    messages.success(request, _("已收回委托。"))
    return redirect("casework:delegations")


# --- supervisors -----------------------------------------------------------------------------------------------------


@require_GET
@requires("casework.supervise")
def overview(request: HttpRequest) -> HttpResponse:
    """What is overdue, and who carries how much."""
    filters, grant = _filters(request), request.grant  # type: ignore[attr-defined]
    page = _page(request, queries.open_cases(grant.filter(Case), filters=filters))
    load = queries.load_by_unit(grant.filter(Todo))
    names = queries.unit_names(found.unit_code for found in page)
    context = {
        "page": page,
        "rows": [(found, names.get(found.unit_code, found.unit_code), TONES[found.level]) for found in page],
        "load": load,
        "form": FilterForm(request.GET),
        "waiting": sum(row["waiting"] for row in load),
        "overdue": sum(row["overdue"] for row in load),
        "largest": max((row["waiting"] for row in load), default=0),
    }
    return _show(request, "overview.html", context)


@require_GET
@requires("casework.supervise")
def overview_export(request: HttpRequest) -> HttpResponse:
    rows = queries.open_cases(request.grant.filter(Case), filters=_filters(request))[:EXPORT_ROWS]  # type: ignore[attr-defined]
    heads = (_("编号"), _("事项"), _("流程"), _("步骤"), _("单位"), _("时限"))
    columns = [*map(Column, heads), Column(_("承诺到期日"), "date"), Column(_("法定到期日"), "date")]
    lines = (
        [found.number, queries.outside_title(found), queries.translated(found.flow), found.step_name, found.unit_code,
         _(str(found.get_level_display())), found.due_promised, found.due_statutory]
        for found in rows
    )  # fmt: skip
    return _download(request, Sheet(_("办件总览"), columns, lines))


@require_http_methods(["GET", "POST"])
@requires("casework.supervise")
def reassign(request: HttpRequest, pk: int) -> HttpResponse:
    """Another unit does it."""
    scope = request.grant.filter(Todo)  # type: ignore[attr-defined]
    seat = get_object_or_404(Todo.objects.filter(scope, done_at=None).select_related("case"), pk=pk)
    form = ReassignForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        unit, reason = form.cleaned_data["unit"], form.cleaned_data["reason"]
        services.reassign(todo=seat, by=request.user, unit_code=unit.code, reason=reason)  # type: ignore[arg-type]
        messages.success(request, _("已转办。"))
        return redirect("casework:overview")
    return _show(request, "reassign.html", {"form": form, "todo": seat}, 422 if form.is_bound else 200)


@require_GET
@requires("casework.view_flows")
def flows(request: HttpRequest) -> HttpResponse:
    """The flows in force, step by step."""
    return _show(request, "flows.html", {"flows": [queries.flow_of(row) for row in queries.current_flows()]})


@require_GET
@requires("casework.view_flows")
def flow_bpmn(request: HttpRequest, key: str) -> HttpResponse:
    version = get_object_or_404(FlowVersion, key=key, is_current=True)
    response = HttpResponse(export_bpmn(queries.flow_of(version)), content_type="application/xml; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{version.key}-{version.version}.bpmn"'
    return response
