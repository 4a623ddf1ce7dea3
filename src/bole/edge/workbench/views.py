"""The staff home: what waits for me first, then what runs, then where things stand."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from bole.edge.workbench import queries
from bole.kernel.accounts.services import active_membership, is_staff_role, requires


@requires("workbench.view_home")
def home(request: HttpRequest) -> HttpResponse:
    membership = active_membership(request)
    if membership is not None and not is_staff_role(membership.role):
        return redirect("registry:me" if membership.role == "talent" else "registry:persons")
    return render(request, "workbench/home.html", {"membership": membership, "desk": queries.desk(request)})
