"""One person: who, what, since when, how do we know."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bole.core.errors import NotFound
from bole.kernel.accounts.services import can, requires
from bole.kernel.audit import queries as audit
from bole.kernel.casework import queries as casework
from bole.kernel.taxonomy import queries as taxonomy
from bole.people.registry import queries, services
from bole.people.registry.forms import CorrectionForm, DeleteForm, HistoryForm
from bole.people.registry.models import Person
from bole.people.registry.queries import profiles
from bole.people.registry.queries.vocabulary import Words, label
from bole.people.registry.services.evidence import evidence
from bole.people.registry.services.providing import with_provided

READS, CASES = 12, 8


@requires("registry.view_person")
def person(request: HttpRequest, person_id: UUID) -> HttpResponse:
    moved = queries.resolve_redirect(person_id)
    if moved is not None and moved != person_id:
        return redirect("registry:person", moved, permanent=False)
    found = queries.person_within(request.grant, person_id)  # type: ignore[attr-defined]
    if found.erased_at:
        return render(request, "registry/erased.html", {"person": found})
    services.note_reading(by=request.user, people=[found], grant=request.grant, purpose=_("查看个人档案"))  # type: ignore[attr-defined]
    return render(request, "registry/person.html", _context(request, found))


def _context(request: HttpRequest, found: Person) -> dict[str, Any]:
    known, grant, today = queries.words(), request.grant, timezone.localdate()  # type: ignore[attr-defined]
    history = HistoryForm(request.GET or None)
    true_at, known_at = _times(history)
    profile = with_provided(evidence().profile(found.pk, true_at, known_at), found.pk, true_at)
    records = evidence().records(found.pk)
    reveal = can(request, "registry.reveal")
    return {
        "person": found,
        "township": known.township(found.township_code),
        "sex": known.code("sex", found.sex) if found.sex else "",
        "lines": profiles.lines_of(profile, known, grant, today, revealable=reveal, masked_id=found.masked_id),
        "tables": profiles.tables_of(profile, known, grant),
        "groups": profiles.groups_of(found, known),
        "sections": services.sections_of("person", found, request),
        "records": [(record, known.source(record.source)) for record in records],
        "weakest": min((r for r in records if r.weight is not None), key=lambda r: r.weight, default=None),
        "history_form": history,
        "looking_back": bool(true_at or known_at),
        "true_at": true_at,
        "known_at": known_at,
        "reads": _reads(found, request),
        "cases": casework.cases_about(found.pk)[:CASES],
        "purposes": [_(text) for text in services.PURPOSES],
        "may_reveal": reveal,
        "may_correct": can(request, "registry.request_correction"),
        **_deletion(request, found),
        "organisation": found.employer if can(request, "registry.view_organisations") else None,
    }


def _deletion(request: HttpRequest, found: Person) -> dict[str, Any]:
    """The form, and what stands on the record, for those who may delete it."""
    if not can(request, "registry.delete_person"):
        return {"delete_form": None, "dependants": []}
    return {"delete_form": DeleteForm(auto_id="delete-%s"), "dependants": services.dependants_of([found.pk])}


def _times(form: HistoryForm) -> tuple[dt.date | None, dt.datetime | None]:
    """A day of knowledge means its end."""
    if not form.is_bound or not form.is_valid():
        return None, None
    day = form.cleaned_data["known_at"]
    end = timezone.make_aware(dt.datetime.combine(day + dt.timedelta(days=1), dt.time())) if day else None
    return form.cleaned_data["true_at"], end


def _reads(found: Person, request: HttpRequest) -> list[dict[str, Any]]:
    from bole.kernel.accounts.queries import Role

    names = dict(Role.choices)
    rows = list(audit.reads_of(found.pk)[:READS])
    units = casework.unit_names(r.unit for r in rows)
    return [
        {
            "at": r.at,
            "who": _("本人") if r.role == Role.TALENT else names.get(r.role, r.actor),
            "unit": units.get(r.unit, r.unit),
            "purpose": r.purpose,
        }
        for r in rows
    ]


@require_POST
@requires("registry.reveal")
def reveal(request: HttpRequest, person_id: UUID, fact: str) -> HttpResponse:
    grant = request.grant  # type: ignore[attr-defined]
    found = queries.person_within(grant, person_id)
    purpose = request.POST.get("purpose", "")
    value = services.reveal_value(by=request.user, grant=grant, person=found, fact=fact, purpose=purpose)
    known = queries.words()
    context = {"person": found, "name": label(known.facts[fact]), "value": value, "purpose": purpose}
    context |= _shell(request)
    response = render(request, "registry/revealed.html", context)
    response["Cache-Control"] = "no-store"
    return response


@requires("registry.request_correction")
def correct(request: HttpRequest, person_id: UUID, fact: str) -> HttpResponse:
    found = queries.person_within(request.grant, person_id)  # type: ignore[attr-defined]
    known = queries.words()
    declared = known.facts.get(fact)
    if declared is None or declared.kind != "scalar" or declared.source_kind == "decision":
        raise NotFound(_("没有这项数据。"), code="registry.no_fact")
    chosen = with_provided(evidence().profile(found.pk), found.pk).values.get(fact)
    hidden = declared.type in profiles.HIDDEN
    now = chosen.value if chosen else None
    form = CorrectionForm(request.POST or None, fact=declared, words=known, hidden=hidden, now=now)
    if request.method == "POST" and form.is_valid():
        source = chosen.source if chosen else ""
        texts = {"should_be": form.cleaned_data.get("should_be", ""), "reason": form.cleaned_data["reason"]}
        services.request_correction(by=request.user, person=found, fact=fact, source=source, **texts)
        messages.success(request, _("更正申请已送来源部门核对。"))
        return redirect("registry:own") if _is_own(request) else redirect("registry:person", found.pk)
    shown = known.value(declared, chosen.value) if chosen and not hidden and _sees(request, declared) else ""
    context = {"person": found, "name": label(declared), "form": form, "value": shown, "source": _source(known, chosen)}
    context |= _shell(request)
    return render(request, "registry/correct.html", context, status=422 if form.is_bound else 200)


def _is_own(request: HttpRequest) -> bool:
    """A talent on the own record, who knows other pages than the staff does."""
    return bool(request.grant.scope == "self")  # type: ignore[attr-defined]


def _shell(request: HttpRequest) -> dict[str, str]:
    own = _is_own(request)
    return {"shell": "ui/talent.html" if own else "ui/staff.html", "back": reverse("registry:own") if own else ""}


def _sees(request: HttpRequest, fact: Any) -> bool:
    return bool(request.grant.can_see(fact.privacy))  # type: ignore[attr-defined]


def _source(known: Words, chosen: Any) -> str:
    return known.source(chosen.source) if chosen and chosen.source else ""


@requires("registry.view_person")
def why(request: HttpRequest, person_id: UUID, group: str, key: str) -> HttpResponse:
    """Why somebody is (not) in a library, category or tier: the criteria, each with its outcome and the facts read."""
    found = queries.person_within(request.grant, person_id)  # type: ignore[attr-defined]
    known, today = queries.words(), timezone.localdate()
    declared = known.pack.classifications.get(group)
    category = next((c for c in declared.categories if c.key == key), None) if declared else None
    if category is None:
        raise NotFound(_("没有这个分类。"), code="registry.no_category")
    facts = {**found.facts, **found.sets}
    step = taxonomy.classifier("person").explain(group, key, facts, today)
    lines = [(part.text, _outcome(part.value)) for part in step.walk() if not part.parts] if step else []
    missing = [label(known.facts[m]) if m in known.facts else m for m in step.missing()] if step else []
    context = {"person": found, "group": declared, "category": category, "name": label(category), "lines": lines}
    return render(
        request, "registry/why.html", {**context, "holds": step.value is True if step else None, "missing": missing}
    )


def _outcome(value: Any) -> tuple[str, str]:
    return {True: ("good", _("符合")), False: ("none", _("不符合"))}.get(
        value if isinstance(value, bool) else None, ("warn", _("未知"))
    )


@require_POST
@requires("registry.delete_person")
def delete(request: HttpRequest, person_id: UUID) -> HttpResponse:
    found = queries.person_within(request.grant, person_id)  # type: ignore[attr-defined]
    form = DeleteForm(request.POST)
    if not form.is_valid():
        context = {"person": found, "form": form, "dependants": services.dependants_of([found.pk])}
        return render(request, "registry/delete.html", context, status=422)
    services.delete_person(by=request.user, person=found, reason=form.cleaned_data["reason"])
    messages.success(request, _("档案已删除,密钥已销毁。"))
    return redirect("registry:people")
