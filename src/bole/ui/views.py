"""The two switches and the gallery. The access mark is set by hand: the decorators live above this layer."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from bole.ui import gallery as samples
from bole.ui.context_processors import LANGUAGES, SIZE_COOKIE

YEAR = 365 * 24 * 3600


def _back(request: HttpRequest) -> HttpResponseRedirect:
    """To the page one came from, never to another host."""
    target = request.POST.get("next", "/")
    safe = url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return HttpResponseRedirect(target if safe else "/")


def _remember(response: HttpResponse, name: str, value: str) -> None:
    response.set_cookie(name, value, max_age=YEAR, samesite="Lax", httponly=True, secure=settings.SESSION_COOKIE_SECURE)


@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    response = _back(request)
    if (code := request.POST.get("language", "")) in LANGUAGES:
        _remember(response, settings.LANGUAGE_COOKIE_NAME, code)
    return response


@require_POST
def set_size(request: HttpRequest) -> HttpResponse:
    response = _back(request)
    if (size := request.POST.get("size", "")) in ("normal", "large"):
        _remember(response, SIZE_COOKIE, size)
    return response


@require_GET
def gallery(request: HttpRequest) -> HttpResponse:
    """Every component in every state; only where nobody mistakes it for data."""
    if not (settings.DEMO or settings.DEBUG):
        raise Http404
    return render(request, "ui/gallery.html", samples.context(request))


for _view in (set_language, set_size, gallery):
    _view.access = "public"  # type: ignore[attr-defined]
