"""Access by mark, one effect per idempotency key, and errors in the user's language."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable
from typing import Any
from urllib.parse import unquote_plus

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.db import IntegrityError, OperationalError, transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from bole.core.errors import BoleError, InvalidInput, Unavailable, fill
from bole.kernel.accounts import services
from bole.kernel.accounts.models import IdempotencyKey
from bole.kernel.vault.queries import mask_text

log = logging.getLogger(__name__)
Next = Callable[[HttpRequest], HttpResponse]

# Views of libraries that are part of the product. Everything else of theirs (sign-up, e-mail, recovery) answers 404.
LIBRARY_VIEWS = {
    "account_login": "public",
    "account_logout": "public",
    "account_reauthenticate": "accounts.use",
    "account_change_password": "accounts.use",
    "mfa_index": "accounts.use",
    "mfa_authenticate": "public",
    "mfa_reauthenticate": "accounts.use",
    "mfa_activate_totp": "accounts.use",
    "mfa_deactivate_totp": "accounts.use",
    "mfa_view_recovery_codes": "accounts.use",
    "mfa_generate_recovery_codes": "accounts.use",
    "mfa_download_recovery_codes": "accounts.use",
}


def access_of(request: HttpRequest, view: Callable[..., Any]) -> str | None:
    """The mark of a view: "public", an action, or None for a library view we do not offer."""
    mark = getattr(view, "access", None)
    if mark is not None:
        return mark
    match = request.resolver_match
    if view.__module__.startswith(("allauth.", "django.views.")):
        return LIBRARY_VIEWS.get(match.url_name or "") if match else None
    raise ImproperlyConfigured(f"{view.__module__}.{view.__qualname__} carries no access mark")


class AccessMiddleware:
    """Nobody reaches a view without its mark being checked against the policy table."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        mark = access_of(request, view)
        if mark is None:
            raise Http404
        if mark == "public":
            return None
        if not request.user.is_authenticated:
            return redirect_to_login(_address_without_numbers(request), reverse(settings.LOGIN_URL))
        if self._needs_second_factor(request):
            return redirect("mfa_activate_totp")
        grant = services.grant_for(request, mark)
        if grant is None:
            raise PermissionDenied
        request.grant = grant  # type: ignore[attr-defined]
        return None

    @staticmethod
    def _needs_second_factor(request: HttpRequest) -> bool:
        """Staff prove a second factor; a one-click demo session has none to prove."""
        membership = services.active_membership(request)
        if membership is None or not services.is_staff_role(membership.role):
            return False
        if request.session.get(services.SESSION_DEMO) or (request.resolver_match.url_name or "").startswith("mfa_"):
            return False
        from allauth.mfa.utils import is_mfa_enabled

        return not is_mfa_enabled(request.user)


def _address_without_numbers(request: HttpRequest) -> str:
    """Where to go on after the log-in; a question that holds an identifier or phone is not written into another address."""
    whole = request.get_full_path()
    return request.path if mask_text(unquote_plus(whole)) != unquote_plus(whole) else whole


class IdempotencyMiddleware:
    """Every POST carries a key, allauth's forms too; its effect and the key are committed together, a repeat gets the first
    answer."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        if request.method != "POST" or access_of(request, view) is None or getattr(view, "keyless", False):
            return None
        try:
            key = request.headers.get("Idempotency-Key") or request.POST.get("_idempotency", "")
            if not 8 <= len(key) <= 80:
                raise InvalidInput(
                    "提交缺少幂等键,无法保证只执行一次。", remedy="请刷新页面后再提交。", code="idempotency_missing"
                )
            return self._once(request, key, lambda: view(request, *args, **kwargs))
        except (BoleError, OperationalError) as error:  # process_exception is not asked for errors of process_view
            return answer_error(request, error)

    def _once(self, request: HttpRequest, key: str, run: Callable[[], HttpResponse]) -> HttpResponse:
        if not request.session.session_key:
            request.session.save()
        owner = f"user:{request.user.pk}" if request.user.is_authenticated else f"session:{request.session.session_key}"
        fingerprint = _fingerprint(request)
        with transaction.atomic():
            try:
                with transaction.atomic():
                    entry = IdempotencyKey.objects.create(key=key, owner=owner, fingerprint=fingerprint)
            except IntegrityError:
                return self._replay(request, owner, key, fingerprint)
            response = run()
            if hasattr(response, "render") and callable(response.render):
                response = response.render()
            if response.status_code >= 400:
                transaction.set_rollback(True)  # nothing half-done; the same key may be sent again
                return response
            entry.status, entry.location = response.status_code, response.headers.get("Location", "")
            entry.save(update_fields=["status", "location"])
        return response

    @staticmethod
    def _replay(request: HttpRequest, owner: str, key: str, fingerprint: str) -> HttpResponse:
        first = IdempotencyKey.objects.get(owner=owner, key=key)
        if first.fingerprint != fingerprint:
            raise InvalidInput(
                "这个页面已经提交过,内容与上次不同。", remedy="请刷新页面后重新填写。", code="idempotency"
            )
        if first.location:
            return HttpResponseRedirect(first.location)
        response = HttpResponse(_("已处理,没有重复执行。"), content_type="text/plain; charset=utf-8")
        response["HX-Refresh"] = "true"
        return response


def _fingerprint(request: HttpRequest) -> str:
    digest = hashlib.sha256(request.path.encode())
    for name in sorted(request.POST):
        if name not in ("csrfmiddlewaretoken", "_idempotency"):
            digest.update(f"\x00{name}\x01{chr(1).join(request.POST.getlist(name))}".encode())
    for name in sorted(request.FILES):
        for upload in request.FILES.getlist(name):
            digest.update(f"\x02{name}\x01{upload.name}\x01{upload.size}".encode())
    if not request.POST and not request.FILES:
        digest.update(request.body)
    return digest.hexdigest()


class ErrorMiddleware:
    """Turns the one exception tree into a page, a fragment or problem+json with what to do next."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        return answer_error(request, error)


def answer_error(request: HttpRequest, error: Exception) -> HttpResponse | None:
    """The response to an error we know; None leaves it to Django's 500 page."""
    if isinstance(error, BoleError):
        return render_error(request, error)
    if isinstance(error, OperationalError):
        log.error("database: %s", type(error).__name__)
        message = "数据库暂时不可用,刚才的操作没有生效。"
        return render_error(request, Unavailable(message, remedy="请稍后重试。", code="database"))
    return None


def render_error(request: HttpRequest, error: BoleError) -> HttpResponse:
    status = error.status
    message, remedy = (fill(_(text), error.params) if text else "" for text in (error.message, error.remedy))
    if request.path.startswith("/api/"):
        from django.http import JsonResponse

        body = {"type": f"urn:bole:{error.code}", "title": message, "detail": remedy, "status": status}
        return JsonResponse(body, status=status, content_type="application/problem+json")
    template = "ui/_problem.html" if request.headers.get("HX-Request") else "ui/problem.html"
    response = render(request, template, {"message": message, "remedy": remedy, "status": status}, status=status)
    if status == 503:
        response["Retry-After"] = "5"
    return response
