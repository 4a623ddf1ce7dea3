"""A person asks a person: the form beside the result, and what officers see on the page of the case."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from bole.governance.policies import queries
from bole.governance.policies.forms import QuestionForm
from bole.governance.policies.services import asking
from bole.governance.policies.views.mine import own_situation
from bole.kernel.accounts.services import grant_for, requires
from bole.people.registry import queries as registry
from bole.people.registry import services as registry_services


@requires("policies.ask")
def ask(request: HttpRequest, key: str) -> HttpResponse:
    """The question goes to the department of the policy; its answer comes as a message and stands with the case."""
    situation = own_situation(request)
    if situation is None:
        return render(request, "policies/mine_empty.html")
    policy = queries.policy_of(situation.known, key)
    form = QuestionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        case = asking.ask_human(
            by=request.user,
            situation=situation,
            key=policy.key,
            question=form.cleaned_data["question"],
            today=timezone.localdate(),
        )
        return redirect("casework:case", case.pk)
    item = queries.explain(situation, policy, timezone.localdate()).item
    return render(request, "policies/asking/ask.html", {"form": form, "item": item})


def question_panel(case: Any, request: HttpRequest) -> dict[str, Any] | None:
    """What the rules say of the person today, condition by condition, for those who may open the person; the reading is recorded."""
    grant = grant_for(request, "registry.view_person")
    known, key = queries.rules(), case.data.get("policy")
    if grant is None or case.subject is None or key not in known.policies:
        return None
    person = (
        registry.Person.objects.select_related("employer")
        .filter(grant.filter(registry.Person), pk=case.subject, erased_at=None)
        .first()
    )
    if person is None:
        return None
    registry_services.note_reading(
        by=request.user, people=[person], grant=grant, purpose=_("核对政策咨询"), shown=grant.field_classes
    )
    situation = queries.situation_of(person, known, registry.words(), grant)
    found = queries.explain(situation, known.policies[key], timezone.localdate())
    return {"why": found, "person": person, "changed": known.sha256 != case.data.get("rules_sha256")}
