"""The front door."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from bole.edge.portal import queries
from bole.kernel.accounts.services import active_membership, public
from bole.kernel.taxonomy import queries as taxonomy


@public
def home(request: HttpRequest) -> HttpResponse:
    """Who has a post goes to work or to the own page, everybody else sees what this is."""
    membership = active_membership(request)
    if membership is not None and "stay" not in request.GET:
        return redirect("workbench:home")
    context = {"county": queries.county_name(), "figures": queries.public_figures()}
    lost = request.user.is_authenticated and membership is None
    return render(request, "portal/home.html", {**context, "demo": settings.DEMO, "lost": lost})


@public
def about(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/about.html", {"pack": taxonomy.current_pack(), "demo": settings.DEMO})
