"""How shares near one are written, where "100%" would hide what matters."""

from __future__ import annotations

from django import template

from bole.ui.components.formats import plain

register = template.Library()


@register.filter
def fine(share: float | None) -> str:
    """0.99949 → "99.95%"."""
    return plain(share if share is None else 100 * share, 2) + ("" if share is None else "%")
