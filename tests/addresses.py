"""Every URL of the product, its mark and its methods, read from the resolver."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.urls import URLPattern, get_resolver

from bole.kernel.accounts.middleware import LIBRARY_VIEWS


@dataclass
class Address:
    name: str
    view: Any
    parameters: int

    @property
    def mark(self) -> str | None:
        """The mark of the view, or None for a view of a library that we do not offer."""
        own = getattr(self.view, "access", None)
        return own if own is not None else LIBRARY_VIEWS.get(self.name)

    @cached_property
    def methods(self) -> tuple[str, ...]:
        allowed = _declared_methods(self.view)
        return tuple(m for m in ("GET", "POST") if allowed is None or m in allowed)

    def asked(self, position: int) -> tuple[str, ...]:
        """The methods to try on the object at `position`: a page that takes both is posted to once per role."""
        return self.methods[:1] if position else self.methods


def _declared_methods(view: Any) -> list[str] | None:
    while view is not None:
        found = inspect.getclosurevars(view).nonlocals.get("request_method_list") if inspect.isfunction(view) else None
        if found:
            return list(found)
        view = getattr(view, "__wrapped__", None)
    return None


def _addresses(resolver: Any, namespace: str = "") -> Iterator[Address]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            name = f"{namespace}:{pattern.name}" if namespace else str(pattern.name)
            yield Address(name, pattern.callback, pattern.pattern.regex.groups)
        else:
            yield from _addresses(pattern, pattern.namespace or namespace)


ADDRESSES = {found.name: found for found in _addresses(get_resolver())}
