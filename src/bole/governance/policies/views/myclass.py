"""The talent's own class and points: on record, until when, why; and the appeal."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from bole.core.errors import NotFound
from bole.governance.policies import queries, services
from bole.governance.policies.forms.recognition import AppealForm
from bole.governance.policies.models import Recognition
from bole.governance.policies.queries import records, standing
from bole.governance.policies.views.mine import own_situation
from bole.kernel.accounts.services import grant_for, requires
from bole.people.registry import queries as registry

State = Recognition.State
OPEN_TO_APPEAL = (State.SUSPENDED, State.REVOKED, State.ENDED)


@require_GET
@requires("policies.view_own")
def my_class(request: HttpRequest) -> HttpResponse:
    situation = own_situation(request)
    if situation is None:
        return render(request, "policies/mine_empty.html")
    found = standing.standing_of(situation, timezone.localdate())
    lines = [line for each in found.classes for line in each.held] + found.past
    context = {
        "standing": found,
        "told": [(line, line.row.events.last(), line.row.state in OPEN_TO_APPEAL) for line in lines],
    }
    return render(request, "policies/recognition/mine.html", context)


@requires("policies.appeal")
def appeal(request: HttpRequest, recognition_id: UUID) -> HttpResponse:
    """Against a suspension, revocation or end of one's own."""
    person = queries.own_person(request.grant.subject)  # type: ignore[attr-defined]
    row = records.of_person(person.pk).filter(pk=recognition_id).first() if person else None
    if row is None:
        raise NotFound("没有找到这项认定。", code="policies.no_recognition")
    form = AppealForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        case = services.appeal(by=request.user, recognition=row, reason=form.cleaned_data["reason"])  # type: ignore[arg-type]
        messages.success(request, _("异议已提出,由没有参与原决定的人复核。"))
        return redirect("casework:case", case.pk)
    line = records.line_of(row, registry.words(), request.grant, person)  # type: ignore[attr-defined]
    context = {"form": form, "line": line, "may": row.state in OPEN_TO_APPEAL, "last": row.events.last()}
    return render(request, "policies/recognition/appeal.html", context, status=422 if form.is_bound else 200)


def section(person: registry.Person, request: HttpRequest) -> dict[str, Any] | None:
    """On the page of the own data."""
    grant = grant_for(request, "policies.view_own")
    if grant is None or grant.subject is None:
        return None
    rows = [row for row in records.of_person(person.pk) if row.is_current]
    return {"lines": records.lines(rows, registry.words(), grant) if rows else []}
