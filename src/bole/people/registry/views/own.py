"""A talent's own page: my profile, who read it, correct it, take everything with me."""

from __future__ import annotations

import json

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST

from bole.core.errors import NotFound
from bole.kernel.accounts.services import requires
from bole.kernel.audit import queries as audit
from bole.kernel.casework import queries as casework
from bole.people.registry import queries, services
from bole.people.registry.models import Person
from bole.people.registry.queries import profiles
from bole.people.registry.services.evidence import evidence
from bole.people.registry.services.providing import with_provided
from bole.people.registry.views.person import _reads


def _self(request: HttpRequest) -> Person | None:
    subject = request.grant.subject  # type: ignore[attr-defined]
    subject = (queries.resolve_redirect(subject) or subject) if subject else None
    return Person.objects.select_related("employer").filter(pk=subject, erased_at=None).first() if subject else None


@requires("registry.view_own")
def own(request: HttpRequest) -> HttpResponse:
    found = _self(request)
    if found is None:
        return render(request, "registry/own_empty.html")
    known, grant = queries.words(), request.grant  # type: ignore[attr-defined]
    profile = with_provided(evidence().profile(found.pk), found.pk)
    today = timezone.localdate()
    lines = profiles.lines_of(profile, known, grant, today, revealable=True, masked_id=found.masked_id)
    context = {
        "person": found,
        "lines": lines,
        "tables": profiles.tables_of(profile, known, grant),
        "groups": profiles.groups_of(found, known),
        "sections": services.sections_of("own", found, request),
        "reads": _reads(found, request),
        "cases": casework.cases_about(found.pk)[:8],
        "sources": [known.source(source) for source in found.sources],
    }
    return render(request, "registry/own.html", context)


@require_POST
@requires("registry.view_own")
def export(request: HttpRequest) -> HttpResponse:
    """Everything about me as one JSON file (PIPL art. 45), machine-readable, with sources and readings."""
    found = _self(request)
    if found is None:
        raise NotFound("没有找到您的档案。", code="registry.no_person")
    services.note_reading(by=request.user, people=[found], grant=request.grant, purpose="本人导出全部数据")  # type: ignore[attr-defined]
    response = HttpResponse(
        json.dumps(_everything(found), ensure_ascii=False, indent=1, default=str),
        content_type="application/json; charset=utf-8",
    )
    response["Content-Disposition"] = 'attachment; filename="my-data.json"'
    response["Cache-Control"] = "no-store"
    return response


def _everything(found: Person) -> dict[str, object]:
    profile, known = with_provided(evidence().profile(found.pk), found.pk), queries.words()
    facts = [
        {
            "fact": known.facts[key].name if key in known.facts else key,
            "value": known.value(known.facts[key], chosen.value) if key in known.facts else chosen.value,
            "source": known.source(chosen.source) if chosen.source else "",
            "as_of": chosen.as_of,
            "others": [{"value": other.value, "source": known.source(other.source)} for other in chosen.others],
        }
        for key, chosen in profile.values.items()
    ]
    reads = [{"at": r.at, "who": r.role, "unit": r.unit, "purpose": r.purpose} for r in audit.reads_of(found.pk)[:5000]]
    records = [
        {"source": known.source(r.source), "file": r.file, "row": r.row, "as_of": r.as_of}
        for r in evidence().records(found.pk)
    ]
    return {
        "person": str(found.pk),
        "name": found.name,
        "masked_id": found.masked_id,
        "facts": facts,
        "sets": profile.sets,
        "records": records,
        "reads": reads,
    }
