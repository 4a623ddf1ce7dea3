"""One name in every template: `ui`. Nothing is computed before a template asks for it."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language

from bole.ui import navigation

SIZE_COOKIE = "bole_size"
LANGUAGES = {"zh-hans": ("zh-CN", "中文"), "en": ("en", "English")}


class Shell:
    """What base templates need to know about this request."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request

    @cached_property
    def language(self) -> str:
        return LANGUAGES.get(get_language() or "", LANGUAGES["zh-hans"])[0]

    @cached_property
    def other_languages(self) -> list[tuple[str, str, str]]:
        """(code, html lang, own name) of each language that is not in use."""
        return [(code, *names) for code, names in LANGUAGES.items() if names[0] != self.language]

    @cached_property
    def large(self) -> bool:
        chosen = self._request.COOKIES.get(SIZE_COOKIE)
        if chosen:
            return chosen == "large"
        return bool(getattr(getattr(self._request, "user", None), "large_text", False))

    @property
    def demo(self) -> bool:
        return bool(settings.DEMO)

    @cached_property
    def here(self) -> str:
        """Where the switches come back to; the answer to a POST is no address to come back to."""
        return self._request.get_full_path() if self._request.method == "GET" else self._request.path

    @cached_property
    def nav(self) -> list[navigation.Group]:
        return navigation.groups_for(self._request, "staff")

    @cached_property
    def talent_nav(self) -> list[navigation.Group]:
        return navigation.groups_for(self._request, "talent")

    @cached_property
    def public_nav(self) -> list[navigation.Group]:
        return navigation.groups_for(self._request, "public")

    @cached_property
    def identity(self) -> navigation.Identity | None:
        return navigation.identity_of(self._request)

    @cached_property
    def as_of(self) -> Any:
        return navigation.as_of()

    @cached_property
    def search_address(self) -> str:
        return navigation.search_address(self._request)


def shell(request: HttpRequest) -> dict[str, Shell]:
    return {"ui": Shell(request)}
