"""Puts the actor into the audit context of each request."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from bole.kernel.audit.context import acting_as


class ContextMiddleware:
    """Stands behind AuthenticationMiddleware. The path alone is kept: a query string may hold what somebody searched for."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = getattr(request, "user", None)
        with acting_as(user if user is not None and user.is_authenticated else None, request.path, request) as acting:
            response = self.get_response(request)
            response["X-Request-Id"] = acting.request_id
            return response
