"""Libraries, organisations, teams, projects and places."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from bole.kernel.accounts.services import can, grant_for, requires
from bole.people.registry import queries
from bole.people.registry.models import Organisation, Person, Place, Project, Team
from bole.people.registry.queries import overview
from bole.people.registry.queries.searching import clean
from bole.people.registry.queries.vocabulary import Words, label
from bole.ui.charts import LineChart, Series

PAGE = 50


@requires("registry.view_libraries")
def libraries(request: HttpRequest) -> HttpResponse:
    known, grant = queries.words(), request.grant  # type: ignore[attr-defined]
    counts = overview.overview(known, grant)
    context = {
        "groups": counts.groups,
        "stock": [(value, text, counts.stock.get(value, 0)) for value, text in Person.Stock.choices],
        "drill": can(request, "registry.list_people"),
    }
    return render(request, "registry/libraries.html", context)


def _page(request: HttpRequest, rows: Any) -> Any:
    return Paginator(rows, PAGE).get_page(request.GET.get("page", "1")[:6])


@requires("registry.view_organisations")
def organisations(request: HttpRequest) -> HttpResponse:
    known, text, township = queries.words(), clean(request.GET.get("q", "")), request.GET.get("township", "")[:12]
    page = _page(request, overview.organisations(request.grant, text, township))  # type: ignore[attr-defined]
    counts = overview.people_counts([row.uscc for row in page])
    rows = [(row, known.township(row.township_code), counts.get(row.uscc, 0)) for row in page]
    context = {"page": page, "rows": rows, "text": text, "chips": _township_chips(known, township, text)}
    return render(request, "registry/organisations.html", context)


def _township_chips(known: Words, chosen: str, text: str) -> list[tuple[str, str, bool]]:
    from urllib.parse import urlencode

    everything = [(code, label(unit)) for code, unit in known.pack.townships.items()]
    return [
        (name, "?" + urlencode({"q": text, "township": "" if code == chosen else code}), code == chosen)
        for code, name in everything
    ]


@requires("registry.view_organisations")
def organisation(request: HttpRequest, uscc: str) -> HttpResponse:
    rows = Organisation.objects.filter(request.grant.filter(Organisation))  # type: ignore[attr-defined]
    found = get_object_or_404(rows, uscc=uscc)
    known = queries.words()
    facts = {f.key: f for f in known.pack.vocabulary.facts.values() if f.subject == "organisation"}
    list_grant = grant_for(request, "registry.list_people")
    seen = (
        list(Person.objects.filter(list_grant.filter(Person), employer=found, erased_at=None)[:PAGE])
        if list_grant
        else []
    )
    grant = request.grant  # type: ignore[attr-defined]
    context = {
        "organisation": found,
        "township": known.township(found.township_code),
        "lines": [
            (label(facts[k]), known.value(facts[k], v))
            for k, v in found.facts.items()
            if k in facts and grant.can_see(facts[k].privacy)
        ],
        "charts": _charts(found, facts, known, grant),
        "people": seen,
        "count": overview.people_counts([found.uscc]).get(found.uscc, 0),
        "status": known.code("registration_status", found.status) if found.status else "",
        "source_names": [known.source(source) for source in found.sources],
    }
    return render(request, "registry/organisation.html", context)


def _charts(found: Organisation, facts: dict[str, Any], known: Words, grant: Any) -> list[tuple[str, LineChart]]:
    """One chart per yearly figure that was reported at least twice."""
    years = sorted(found.series)
    columns = {c.key: c for f in facts.values() if f.kind == "series" for c in f.columns}
    charts = []
    for key, column in columns.items():
        values = [found.series[year].get(key) for year in years]
        numeric = [v if isinstance(v, int | float) and not isinstance(v, bool) else None for v in values]
        if sum(v is not None for v in numeric) > 1 and grant.can_see(column.privacy):
            charts.append((key, _chart(column, years, numeric)))
    return charts


def _chart(column: Any, years: list[str], values: list[float | None]) -> LineChart:
    from bole.core.money import UNITS

    scale = UNITS.get(column.unit or "元", 100) if column.type == "money" else 1
    shown = [None if value is None else round(value / scale, 2) for value in values]
    return LineChart(
        title=label(column), labels=years, series=[Series(label(column), shown)], unit=column.unit or "", zero=True
    )


def _group_list(request: HttpRequest, model: Any, template: str) -> HttpResponse:
    known, text = queries.words(), clean(request.GET.get("q", ""))
    rows = model.objects.filter(request.grant.filter(model))  # type: ignore[attr-defined]
    rows = rows.filter(name__icontains=text) if text else rows
    page = _page(request, rows.annotate(size=Count("members")).order_by("-year", "name", "id"))
    shown = [(row, known.code("honour_level", row.level) if row.level else "") for row in page]
    return render(request, template, {"page": page, "rows": shown, "text": text})


def _group(request: HttpRequest, model: Any, group_id: UUID) -> HttpResponse:
    rows = model.objects.filter(request.grant.filter(model))  # type: ignore[attr-defined]
    found = get_object_or_404(rows, pk=group_id)
    members = overview.members_of(found, grant_for(request, "registry.view_person"))
    total = found.members.count()
    known = queries.words()
    context = {
        "group": found,
        "members": members,
        "total": total,
        "unseen": total - len(members),
        "kind": model._meta.verbose_name,
    }
    return render(
        request,
        "registry/group.html",
        {**context, "level": known.code("honour_level", found.level) if found.level else ""},
    )


@requires("registry.view_places")
def teams(request: HttpRequest) -> HttpResponse:
    return _group_list(request, Team, "registry/teams.html")


@requires("registry.view_places")
def team(request: HttpRequest, group_id: UUID) -> HttpResponse:
    return _group(request, Team, group_id)


@requires("registry.view_places")
def projects(request: HttpRequest) -> HttpResponse:
    return _group_list(request, Project, "registry/projects.html")


@requires("registry.view_places")
def project(request: HttpRequest, group_id: UUID) -> HttpResponse:
    return _group(request, Project, group_id)


@requires("registry.view_places")
def places(request: HttpRequest) -> HttpResponse:
    known, text, kind = queries.words(), clean(request.GET.get("q", "")), request.GET.get("kind", "")[:40]
    rows = Place.objects.filter(request.grant.filter(Place))  # type: ignore[attr-defined]
    rows = rows.filter(name__icontains=text) if text else rows
    rows = rows.filter(kind=kind) if kind else rows
    rows = rows.exclude(point_issue="") if request.GET.get("issue") else rows
    page = _page(request, rows)
    shown = [(row, *_place_words(known, row)) for row in page]
    return render(request, "registry/places.html", {"page": page, "rows": shown, "text": text})


def _place_words(known: Words, row: Place) -> tuple[str, str, str]:
    kind = known.code("place_type", row.kind) if row.kind else ""
    return kind, known.code("honour_level", row.level) if row.level else "", known.township(row.township_code)


@requires("registry.view_places")
def place(request: HttpRequest, place_id: UUID) -> HttpResponse:
    rows = Place.objects.filter(request.grant.filter(Place))  # type: ignore[attr-defined]
    found = rows.filter(pk=place_id).first()
    if found is None:
        raise Http404
    known = queries.words()
    kind, level, township = _place_words(known, found)
    context = {
        "place": found,
        "kind": kind,
        "level": level,
        "township": township,
        "issue": _(found.point_issue) if found.point_issue else "",
    }
    return render(request, "registry/place.html", {**context, "sources": [known.source(s) for s in found.sources]})
