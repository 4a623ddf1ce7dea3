"""The staff home: what waits for me first, then what runs, then where things stand."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from bole.edge.workbench import queries
from bole.kernel.accounts.services import active_membership, can, is_staff_role, requires

DOORS = (("registry.view_own", "registry:own"), ("registry.list_people", "registry:people"))
"""Where somebody outside the staff begins: the first that their role may open, else their own cases."""


@requires("workbench.view_home")
def home(request: HttpRequest) -> HttpResponse:
    membership = active_membership(request)
    if membership is not None and not is_staff_role(membership.role):
        return redirect(next((url for action, url in DOORS if can(request, action)), "casework:mine"))
    return render(request, "workbench/home.html", {"membership": membership, "desk": queries.desk(request)})
