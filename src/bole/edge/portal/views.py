"""The front door."""

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from bole.edge.portal import queries
from bole.edge.portal.forms import ObjectionForm
from bole.kernel.accounts.services import active_membership, public, throttle
from bole.kernel.casework import queries as casework
from bole.kernel.casework import services as cases
from bole.kernel.taxonomy import queries as taxonomy


@public
def home(request: HttpRequest) -> HttpResponse:
    """Who has a post goes to work or to the own page, everybody else sees what this is."""
    membership = active_membership(request)
    if membership is not None and "stay" not in request.GET:
        return redirect("workbench:home")
    context = {"county": queries.county_name(), "figures": queries.public_figures()}
    context["on_notice"] = casework.on_publicity().count()
    lost = request.user.is_authenticated and membership is None
    return render(request, "portal/home.html", {**context, "demo": settings.DEMO, "lost": lost})


PAGE = 50
OBJECTIONS_AN_HOUR = 5


def _unindexed(response: HttpResponse) -> HttpResponse:
    """Names on public notice end with their term: no search engine and no cache keeps them."""
    response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    response["Cache-Control"] = "no-store"
    return response


@require_GET
@public
def publicity(request: HttpRequest) -> HttpResponse:
    """Everything that is on public notice today."""
    page = Paginator(casework.on_publicity(), PAGE).get_page(request.GET.get("page"))
    rows = [(case, casework.public_face(case)) for case in page]
    return _unindexed(render(request, "portal/publicity.html", {"page": page, "rows": rows}))


@require_http_methods(["GET", "POST"])
@public
def publicity_case(request: HttpRequest, pk: int) -> HttpResponse:
    """One public notice, and the form for an objection to it."""
    case = get_object_or_404(casework.on_publicity(), pk=pk)
    form = ObjectionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        throttle(request, "objection", limit=OBJECTIONS_AN_HOUR, seconds=3600)
        made = cases.raise_objection(case=case, **form.cleaned_data)
        number = f"{case.number}-{made.seq}"
        messages.success(request, _("异议已收到,编号 %(number)s;负责单位核查后按您留的方式答复。") % {"number": number})
        return redirect("portal:publicity_case", pk)
    public = casework.flow_of(case.flow).public
    context = {"case": case, "face": casework.public_face(case), "form": form, "keep_days": public and public.keep_days}
    return _unindexed(render(request, "portal/publicity_case.html", context, status=422 if form.is_bound else 200))


@public
def about(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/about.html", {"pack": taxonomy.current_pack(), "demo": settings.DEMO})
