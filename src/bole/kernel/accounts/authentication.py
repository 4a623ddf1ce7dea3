"""What we change in allauth and in Django's password hashing."""

from __future__ import annotations

import threading
from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from bole.kernel.audit.services import record_security

_HASHING = threading.BoundedSemaphore(2)


class CappedArgon2Hasher(Argon2PasswordHasher):
    """argon2id with 19 MiB, 2 passes (OWASP), at most two at once per process: a flood of log-ins cannot eat the memory."""

    time_cost = 2
    memory_cost = 19_456
    parallelism = 1

    def encode(self, password: str, salt: str) -> str:
        with _HASHING:
            return super().encode(password, salt)

    def verify(self, password: str, encoded: str) -> bool:
        with _HASHING:
            return super().verify(password, encoded)


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are opened by an administrator or arrive by the county's identity provider: nobody signs up alone."""

    error_messages: ClassVar = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": _("用户名或密码不对。忘记密码请联系本单位系统管理员。"),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def post_login(self, request: HttpRequest, user: AbstractBaseUser, **given: Any) -> HttpResponse:
        record_security(by=user, kind="accounts.login", where=request.path)
        response: HttpResponse = super().post_login(request, user, **given)
        return response

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """The name that was tried is kept; what was typed as a password never is."""
        super().authentication_failed(request, **credentials)
        tried = str(credentials.get("username", ""))[:150]
        record_security(by="anonymous", kind="accounts.login_failed", where=request.path, username=tried)
