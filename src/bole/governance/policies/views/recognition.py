"""Recognitions for officers: the list, one with its history, and what is done to it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from bole.core.errors import InvalidInput, NotAllowed
from bole.governance.policies import services
from bole.governance.policies.forms.recognition import FilterForm, ReasonForm
from bole.governance.policies.models import Recognition
from bole.governance.policies.queries import records
from bole.kernel.accounts.services import Grant, can, grant_for, requires
from bole.kernel.casework import queries as casework
from bole.people.registry import queries as registry
from bole.people.registry import services as registry_services

PAGE = 50
State = Recognition.State


@require_GET
@requires("policies.view_recognitions")
def recognitions(request: HttpRequest) -> HttpResponse:
    words, today, grant = registry.words(), timezone.localdate(), request.grant  # type: ignore[attr-defined]
    rows = records.listed(grant, request.GET.dict(), today)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page", "1")[:6])
    lines = records.lines(page.object_list, words, grant)
    people = [line.holder for line in lines if line.holder]
    if people:
        purpose = _("查看认定名单")
        registry_services.note_reading(by=request.user, people=people, grant=grant, purpose=purpose, shown={"personal"})
    offered = records.choices(words)
    context = {
        "page": page,
        "lines": lines,
        "form": FilterForm(request.GET, offered),
        "chips": _chips(request, offered),
        "today": today,
    }
    return render(request, "policies/recognition/list.html", context)


def _chips(request: HttpRequest, offered: Mapping[str, Mapping[str, str]]) -> list[tuple[str, str]]:
    """The filters in force, each with the address without it."""
    from bole.governance.policies.forms.recognition import DUE

    names: dict[str, Mapping[str, Any]] = {**offered, "due": dict(DUE)}
    found = []
    for name, choices in names.items():
        if value := request.GET.get(name, ""):
            query = request.GET.copy()
            for drop in (name, "page"):
                query.pop(drop, None)
            found.append((str(choices.get(value, value))[:60], f"?{query.urlencode()}"))
    return found


@require_GET
@requires("policies.view_recognitions")
def recognition(request: HttpRequest, recognition_id: UUID) -> HttpResponse:
    grant, today = request.grant, timezone.localdate()  # type: ignore[attr-defined]
    row = records.recognition_within(grant, recognition_id)
    line = records.lines([row], registry.words(), grant)[0]
    if line.holder:
        purpose = _("查看认定")
        registry_services.note_reading(by=request.user, people=[line.holder], grant=grant, purpose=purpose)
    context = {
        "line": line,
        "row": row,
        "unit": registry.words().unit(row.unit_code),
        "events": row.events.select_related("case"),
        "verbs": _verbs(request, row, today),
        "form": ReasonForm(),
        "basis_shown": row.basis if not row.restricted or grant.can_see("sensitive") else "",
        "open_cases": casework.cases_about(row.person).filter(data__recognition=str(row.pk), status="open"),
        "may_see_decision": row.decision_id and can(request, "policies.view_decision"),
    }
    return render(request, "policies/recognition/page.html", context)


def _verbs(request: HttpRequest, row: Recognition, today: Any) -> list[tuple[str, str, str]]:
    """What this officer may do now: key, words, tone of the button."""
    grant = grant_for(request, "policies.manage_recognition")
    if grant is None or row.forgotten_at or not _in_charge(grant, row):
        return []
    found = {
        State.IN_FORCE: [("suspend", _("暂停"), ""), ("revoke", _("提出撤销"), "danger")],
        State.SUSPENDED: [("resume", _("恢复"), ""), ("revoke", _("提出撤销"), "danger")],
    }.get(State(row.state), [])
    return [("revalidate", _("通过期满复核"), "primary"), *found] if records.check_opens(row, today) else found


def _in_charge(grant: Grant, row: Recognition) -> bool:
    """The office for everybody, a department for what it put on record."""
    return grant.scope == "county" or row.unit_code in grant.unit_codes


def case_panel(case: Any, request: HttpRequest) -> dict[str, Any] | None:
    """On the page of a case: the ways to its decision and to the record, for those who may open the person."""
    grant = grant_for(request, "policies.view_recognitions")
    if grant is None or case.subject is None:
        return None
    now = registry.resolve_redirect(case.subject) or case.subject
    person = registry.Person.objects.filter(grant.filter(registry.Person), pk=now, erased_at=None).first()
    if person is None:
        return None
    decision = case.data.get("decision") if can(request, "policies.view_decision") else None
    return {"person": person, "decision": decision, "recognition": case.data.get("recognition")}


@require_POST
@requires("policies.manage_recognition")
def act(request: HttpRequest, recognition_id: UUID) -> HttpResponse:
    """`verb`: suspend, resume, revalidate or revoke (which opens a case), with a reason."""
    grant = request.grant  # type: ignore[attr-defined]
    row = records.recognition_within(grant, recognition_id)
    if not _in_charge(grant, row):
        raise NotAllowed(_("这项认定由别的单位登记,不归本单位处理。"), code="policies.not_in_charge")
    verb, reason = request.POST.get("verb", ""), request.POST.get("reason", "")[:1000]
    if verb == "revoke":
        code = grant.unit.code
        case = services.propose_revocation(by=request.user, unit_code=code, recognition=row, reason=reason)  # type: ignore[arg-type]
        messages.success(request, _("撤销已提出,先听取本人陈述申辩,再由第二人决定。"))
        return redirect("casework:case", case.pk)
    done = {"suspend": services.suspend, "resume": services.resume, "revalidate": services.revalidate}.get(verb)
    if done is None:
        raise InvalidInput(_("没有这种处理。"), code="policies.no_verb")
    done(by=request.user, recognition=row.pk, reason=reason)
    messages.success(request, _("已登记。"))
    return redirect("policies:recognition", row.pk)
