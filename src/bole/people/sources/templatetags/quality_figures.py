"""How shares near one are written, where "100%" would hide what matters."""

from __future__ import annotations

from django import template

from bole.ui.components.formats import plain

register = template.Library()


@register.filter
def fine(share: float | None) -> str:
    """0.9912 → "99.12%", 0.99997 → "99.997%": what is not all is never written as 100%."""
    if share is None:
        return plain(None)
    return plain(100 * share, 3 if 0.9995 <= share < 1 else 2) + "%"
