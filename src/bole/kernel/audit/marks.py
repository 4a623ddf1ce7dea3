"""The access mark for apps below accounts (`accounts.services.requires` checks the same table; it cannot be imported here)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

View = TypeVar("View", bound=Callable[..., Any])


def requires_action(action: str) -> Callable[[View], View]:
    """Marks a view that needs `action`; AccessMiddleware checks it against POLICY and puts the grant on the request."""

    def mark(view: View) -> View:
        view.access = action  # type: ignore[attr-defined]
        return view

    return mark


def public_mark(view: View) -> View:
    """Marks a view that anybody may reach; it checks a token of its own or shows nothing private."""
    view.access = "public"  # type: ignore[attr-defined]
    return view
