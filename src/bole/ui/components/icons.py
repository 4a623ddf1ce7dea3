"""Our own drawings, 24 × 24, one stroke."""

from __future__ import annotations

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

PATHS = {
    "search": "M10.5 4a6.500 6.500 0 1 0 0 13 6.500 6.500 0 0 0 0-13ZM15.500 15.500 20 20",
    "menu": "M4 7h16M4 12h16M4 17h10",
    "close": "M6 6l12 12M18 6 6 18",
    "check": "M5 12.500l4.500 4.500L19 7.500",
    "download": "M12 4v11M7.500 11l4.500 4.500 4.500-4.500M5 20h14",
    "upload": "M12 16V5M7.500 9.500 12 5l4.500 4.500M5 20h14",
    "history": "M4.500 12a7.500 7.500 0 1 0 2.500-5.600M4.500 4.500v3.500H8M12 8v4.500l3 2",
    "warning": "M12 4.500 20.500 19h-17ZM12 10v4M12 16.500v.1",
    "person": "M12 4.500a3.800 3.800 0 1 0 0 7.600 3.800 3.800 0 0 0 0-7.600ZM4.500 20c.8-3.800 3.800-5.500 7.500-5.500s6.700 1.700 7.500 5.500",
    "file": "M6.500 3.500h7.500l4 4v13h-11.500ZM14 3.500v4h4",
    "eye": "M2.500 12C5 7.500 8.300 5.500 12 5.500s7 2 9.500 6.500c-2.500 4.500-5.800 6.500-9.500 6.500S5 16.500 2.500 12ZM12 9.300a2.700 2.700 0 1 0 0 5.400 2.700 2.700 0 0 0 0-5.400Z",
    "next": "M9 5l7 7-7 7",
    "back": "M15 5l-7 7 7 7",
}


@register.simple_tag
def icon(name: str) -> SafeString:
    """An icon is decoration: the word stands beside it."""
    return format_html(
        '<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false"><path d="{}"/></svg>', PATHS[name]
    )


@register.inclusion_tag("ui/_logo.html")
def logo() -> dict[str, str]:
    return {}


@register.simple_tag
def keys(text: str) -> SafeString:
    """Keyboard hint: `{% keys "Y" %}`; several apart by spaces."""
    return mark_safe(" ".join(format_html("<kbd>{}</kbd>", key) for key in text.split()))  # noqa: S308 - escaped
