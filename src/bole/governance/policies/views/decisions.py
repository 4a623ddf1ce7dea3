"""A stored decision for officers: what came out, why, on which facts; and deciding it again."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from bole.governance.policies import queries
from bole.governance.policies.queries import records
from bole.governance.policies.queries.basis import person_now
from bole.governance.policies.queries.papers import Paper
from bole.kernel.accounts.services import requires
from bole.people.registry import queries as registry
from bole.people.registry import services as registry_services


@require_GET
@requires("policies.view_decision")
def decision(request: HttpRequest, decision_id: UUID) -> HttpResponse:
    """`?replay=1` decides it again with the kept rules and facts, and with those of today."""
    grant = request.grant  # type: ignore[attr-defined]
    found = records.decision_within(grant, decision_id)
    person = None
    if found.subject == "person" and not found.forgotten_at:
        person = person_now(UUID(found.subject_id))
        registry_services.note_reading(by=request.user, people=[person], grant=grant, purpose=_("查看规则决定"))
    paper = Paper.of(found, grant, registry.words())
    context = {"decision": found, "paper": paper, "person": person, "unit": registry.words().unit(found.department)}
    if request.GET.get("replay"):
        replay = queries.replay(found)
        context |= {
            "replay": replay,
            "changes": paper.differences(replay.differences),
            "outputs": paper.differences(replay.outputs),
            "facts": paper.fact_changes(replay),
        }
    return render(request, "policies/recognition/decision.html", context)
