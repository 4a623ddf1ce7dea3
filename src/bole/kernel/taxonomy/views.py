"""The pack as staff read it: what is declared, where it comes from, how sure we are. Nothing is changed here."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from bole.core.vocabulary import Fact, Pack, fold
from bole.kernel.accounts.services import requires
from bole.kernel.taxonomy import queries
from bole.kernel.taxonomy.queries import PackVersion, Region

view_pack = requires("taxonomy.view_pack")
PAGE = 50


@view_pack
def overview(request: HttpRequest) -> HttpResponse:
    pack = queries.current_pack()
    versions = Paginator(queries.versions(), 20).get_page(request.GET.get("page"))
    marks = sorted(queries.mark_counts().items())
    context = {"pack": pack, "page": versions, "marks": marks, "tabs": _tabs("overview")}
    return render(request, "taxonomy/overview.html", context)


@view_pack
def facts(request: HttpRequest) -> HttpResponse:
    """The dictionary, searched by any of a fact's names or columns."""
    pack = queries.current_pack()
    chosen = {key: request.GET.get(key, "") for key in ("q", "kind", "subject", "privacy")}
    found = [one for one in pack.vocabulary.facts.values() if _matches(one, chosen)]
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context = {"pack": pack, "page": page, "chosen": chosen, "choices": _choices(pack), "tabs": _tabs("facts")}
    return render(request, "taxonomy/facts.html", context)


@view_pack
def fact(request: HttpRequest, key: str) -> HttpResponse:
    pack = queries.current_pack()
    found = _one(pack.vocabulary.facts, key)
    writers = [layout for layout in pack.sources.values() if any(_writes(c.targets, key) for c in layout.columns)]
    trusted = [pack.sources[source] for source in found.trusted]
    context = {"pack": pack, "one": found, "writers": writers, "trusted": trusted, "tabs": _tabs("facts")}
    return render(request, "taxonomy/fact.html", context)


@view_pack
def code_lists(request: HttpRequest) -> HttpResponse:
    pack = queries.current_pack()
    return render(request, "taxonomy/code_lists.html", {"pack": pack, "tabs": _tabs("code_lists")})


@view_pack
def code_list(request: HttpRequest, key: str) -> HttpResponse:
    pack = queries.current_pack()
    found = _one(pack.code_lists, key)
    word = fold(request.GET.get("q", ""))
    items = [item for item in found.items.values() if word in fold(" ".join((item.code, item.name, *item.aliases)))]
    page = Paginator(items, PAGE).get_page(request.GET.get("page"))
    context = {"pack": pack, "list": found, "page": page, "q": request.GET.get("q", ""), "tabs": _tabs("code_lists")}
    return render(request, "taxonomy/code_list.html", context)


@view_pack
def sources(request: HttpRequest) -> HttpResponse:
    pack = queries.current_pack()
    return render(request, "taxonomy/sources.html", {"pack": pack, "tabs": _tabs("sources")})


@view_pack
def source(request: HttpRequest, source_id: str) -> HttpResponse:
    pack = queries.current_pack()
    layout = _one(pack.sources, source_id)
    context = {"pack": pack, "layout": layout, "unit": pack.units.get(layout.department), "tabs": _tabs("sources")}
    return render(request, "taxonomy/source.html", context)


@view_pack
def classifications(request: HttpRequest) -> HttpResponse:
    pack = queries.current_pack()
    return render(request, "taxonomy/classifications.html", {"pack": pack, "tabs": _tabs("classifications")})


@view_pack
def regions(request: HttpRequest) -> HttpResponse:
    context = {"pack": queries.current_pack(), "regions": Region.objects.prefetch_related("codes")}
    return render(request, "taxonomy/regions.html", {**context, "tabs": _tabs("regions")})


@view_pack
def calendar(request: HttpRequest) -> HttpResponse:
    pack = queries.current_pack()
    years = [
        (year, queries.spans(year.holidays)) for year in sorted(pack.calendar.values(), key=lambda year: -year.year)
    ]
    return render(request, "taxonomy/calendar.html", {"pack": pack, "years": years, "tabs": _tabs("calendar")})


@view_pack
def version(request: HttpRequest, version_id: int) -> HttpResponse:
    """One version and what it changed against the one before."""
    row = get_object_or_404(PackVersion.objects.select_related("loaded_by"), pk=version_id)
    changes = Paginator(queries.changes_of(row), PAGE).get_page(request.GET.get("page"))
    context = {"pack": queries.current_pack(), "version": row, "page": changes}
    return render(request, "taxonomy/version.html", context)


def _one(table: Any, key: str) -> Any:
    if key not in table:
        raise Http404
    return table[key]


def _writes(targets: tuple[str, ...], key: str) -> bool:
    return any(target.partition(".")[0] == key for target in targets)


def _matches(one: Fact, chosen: dict[str, str]) -> bool:
    columns = [word for column in one.columns for word in (column.key, column.name)]
    text = fold(" ".join((one.key, one.name, one.name_en, *one.aliases, *columns)))
    narrowed = all(not chosen[name] or getattr(one, name) == chosen[name] for name in ("kind", "subject", "privacy"))
    return narrowed and fold(chosen["q"]) in text


def _choices(pack: Pack) -> dict[str, list[str]]:
    """The values that occur, for the three selects."""
    every = pack.vocabulary.facts.values()
    return {name: sorted({getattr(one, name) for one in every}) for name in ("kind", "subject", "privacy")}


def _tabs(current: str) -> list[dict[str, Any]]:
    labels = {
        "overview": _("概览"),
        "facts": _("事实词典"),
        "sources": _("来源"),
        "code_lists": _("代码表"),
        "classifications": _("分类"),
        "regions": _("乡镇街道"),
        "calendar": _("工作日历"),
    }
    return [
        {"label": label, "url": reverse(f"taxonomy:{name}"), "current": name == current}
        for name, label in labels.items()
    ]
