"""What headers and words mean: confirmed once by a person, kept as versions."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bole.kernel.accounts.services import can, requires
from bole.kernel.taxonomy import queries as taxonomy
from bole.people.sources import queries, services
from bole.people.sources.forms import MappingForm
from bole.people.sources.models import UnknownCode
from bole.people.sources.perms import batch_or_404

PER_PAGE = 40


@requires("sources.confirm")
def mapping(request: HttpRequest, batch_id: int) -> HttpResponse:
    """Which column of the source each unknown header means. Confirmed once; the batch goes on."""
    batch = batch_or_404(request, batch_id)
    source = request.POST.get("source") or request.GET.get("source", "")
    form = MappingForm(batch, request.POST or None, source=source)
    if request.method != "POST" or not form.is_valid():
        layout = taxonomy.current_pack().sources.get(source or batch.source or batch.asked_source)
        context = {"batch": batch, "form": form, "layout": layout}
        return render(request, "sources/mapping.html", context, status=422 if request.method == "POST" else 200)
    chosen = form.cleaned_data["source"]
    version = services.confirm_mapping(by=request.user, batch=batch, source=chosen, headers=form.chosen())
    done = (
        _("已确认为第 %(version)s 版,批次接着处理。") % {"version": version.version} if version else _("批次接着处理。")
    )
    messages.success(request, done)
    return redirect("sources:batch", batch_id)


@requires("sources.view")
def code_list(request: HttpRequest) -> HttpResponse:
    """Words that no code list knows, most frequent first."""
    decided = request.GET.get("decided") == "1"
    rows = queries.unknown_codes(grant=request.grant, source=request.GET.get("source", ""), decided=decided)  # type: ignore[attr-defined]
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    sources = taxonomy.current_pack().sources
    listed = [
        (
            code,
            taxonomy.name_of(sources[code.source]) if code.source in sources else code.source,
            services.code_choices(code.source, code.header),
        )
        for code in page
    ]
    context = {"page": page, "listed": listed, "decided": decided, "may_confirm": can(request, "sources.confirm")}
    return render(request, "sources/codes.html", context)


@require_POST
@requires("sources.confirm")
def code_decide(request: HttpRequest, code_id: int) -> HttpResponse:
    visible = UnknownCode.objects.filter(request.grant.filter(UnknownCode))  # type: ignore[attr-defined]
    unknown = get_object_or_404(visible, pk=code_id)
    services.decide_code(by=request.user, unknown=unknown, code=request.POST.get("code", ""))
    messages.success(request, _("已记下“%(word)s”的含义,以后都按它读取。") % {"word": unknown.value})
    return redirect("sources:codes")


@requires("sources.view")
def source_page(request: HttpRequest, source_id: str) -> HttpResponse:
    """One source: layout, legal basis, freshness, mapping versions, recent batches."""
    pack = taxonomy.current_pack()
    layout = pack.sources.get(source_id)
    if layout is None:
        raise Http404
    grant = request.grant  # type: ignore[attr-defined]
    state = next(found for found in queries.source_states(grant) if found.layout.id == source_id)
    context = {
        "layout": layout,
        "state": state,
        "department": queries.department_name(layout.department, pack),
        "versions": (versions := list(queries.mapping_versions(source_id)[:10])),
        "in_force": next((version.pk for version in versions if version.retracted_at is None), None),
        "recent": queries.find_batches(grant, source=source_id)[:10],
        "columns": [(column, ", ".join(column.synonyms)) for column in layout.columns],
    }
    return render(request, "sources/source.html", context)
