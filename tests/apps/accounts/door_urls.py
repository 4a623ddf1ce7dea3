"""Addresses of the access tests: one view per kind of mark, and one that counts its effects."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import include, path

from bole.core.errors import Conflict
from bole.kernel.accounts.queries import Unit
from bole.kernel.accounts.services import public, requires


@public
def open_door(request: HttpRequest) -> HttpResponse:
    return HttpResponse("open")


@requires("accounts.manage_users")
def administrators_only(request: HttpRequest) -> HttpResponse:
    return HttpResponse(request.grant.scope)


def unmarked(request: HttpRequest) -> HttpResponse:
    return HttpResponse("nobody decided who may see this")


@requires("accounts.use")
def make_unit(request: HttpRequest) -> HttpResponse:
    Unit.objects.create(kind="department", code=request.POST["code"], name="新单位")
    if request.POST.get("fail"):
        raise Conflict("别人已经处理了这一项。", remedy="请刷新后再看。", code="taken")
    return redirect("/after/")


urlpatterns = [
    path("open/", open_door),
    path("closed/", administrators_only),
    path("unmarked/", unmarked),
    path("make/", make_unit),
    path("accounts/", include("allauth.urls")),
    path("accounts/", include("bole.kernel.accounts.urls")),
]
