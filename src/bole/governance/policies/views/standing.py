"""One person's class and points for officers: what is on record, what the rules give, a proposal, points that are decided."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from bole.core.errors import NotFound
from bole.governance.policies import services
from bole.governance.policies.forms.recognition import ProposalForm
from bole.governance.policies.queries import records, situation_of, standing
from bole.governance.policies.queries.ruleset import rules
from bole.governance.policies.queries.terms import recognised_policies
from bole.kernel.accounts.services import can, grant_for, requires
from bole.people.registry import queries as registry
from bole.people.registry import services as registry_services


def _situation(request: HttpRequest, person_id: UUID, purpose: str) -> Any:
    """The person within the grant; the reading is recorded."""
    grant = request.grant  # type: ignore[attr-defined]
    person = registry.person_within(grant, registry.resolve_redirect(person_id) or person_id)
    if person.erased_at:
        raise NotFound("没有找到这个人。", remedy="档案可能已经删除。", code="registry.no_person")
    registry_services.note_reading(by=request.user, people=[person], grant=grant, purpose=purpose)
    return situation_of(person, rules(), registry.words(), grant)


@require_GET
@requires("policies.view_recognitions")
def person(request: HttpRequest, person_id: UUID) -> HttpResponse:
    situation = _situation(request, person_id, _("查看类别与积分"))
    context = {
        "person": situation.person,
        "standing": standing.standing_of(situation, timezone.localdate()),
        "may_propose": can(request, "policies.recognise"),
        "may_see_decision": can(request, "policies.view_decision"),
    }
    return render(request, "policies/recognition/person.html", context)


@requires("policies.recognise")
def propose(request: HttpRequest, person_id: UUID, key: str) -> HttpResponse:
    """The form beside the computed class with its trace; sent, it opens the case."""
    situation = _situation(request, person_id, _("提出认定"))
    if key not in recognised_policies() or key not in situation.known.policies:
        raise NotFound("本县不按这项政策认定。", code="policies.not_recognised_by")
    classes = standing.standing_of(situation, timezone.localdate()).classes
    found = next(each for each in classes if each.key == key)
    form = ProposalForm(request.POST or None, standing.level_names(situation, key), found.level)
    if request.method == "POST" and form.is_valid():
        unit = request.grant.unit.code  # type: ignore[attr-defined]
        person_now = situation.person.pk
        case = services.propose(by=request.user, unit_code=unit, person=person_now, policy=key, **form.cleaned_data)  # type: ignore[arg-type]
        messages.success(request, _("已提出,等第二人审核。"))
        return redirect("casework:case", case.pk)
    context = {"person": situation.person, "each": found, "form": form}
    return render(request, "policies/recognition/propose.html", context, status=422 if form.is_bound else 200)


@require_POST
@requires("policies.recognise")
def store_points(request: HttpRequest, person_id: UUID, key: str) -> HttpResponse:
    """The points of today are decided and kept with what gave them."""
    situation = _situation(request, person_id, _("评定积分"))
    if key not in standing.points_policies(situation):
        raise NotFound("没有这项积分办法。", code="policies.no_points")
    stored = services.store_decision(by=request.user, purpose="points", policy=key, subject_id=situation.person.pk)
    messages.success(request, _("积分已按今天的事实评定存档。"))
    if can(request, "policies.view_decision"):
        return redirect("policies:decision", stored.pk)
    return redirect("policies:person", situation.person.pk)


def section(person: registry.Person, request: HttpRequest) -> dict[str, Any] | None:
    """On the page of a person: what is on record, with the way to the rest. Computing waits for that page."""
    grant = grant_for(request, "policies.view_recognitions")
    scope = grant.filter(registry.Person) if grant else None
    if grant is None or (scope and not registry.Person.objects.filter(scope, pk=person.pk).exists()):
        return None
    rows = [row for row in records.of_person(person.pk) if row.is_current]
    return {"lines": records.lines(rows, registry.words(), grant) if rows else []}
