"""Names of pack data in the reader's language, and the mark that says how sure they are."""

from __future__ import annotations

from typing import Any

from django import template
from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

register = template.Library()
TONES = {"F": "good", "K": "warn", "M": "info"}


def _english() -> bool:
    return (get_language() or "").startswith("en")


@register.filter
def named(thing: Any) -> str:
    """`name_en` for English readers where there is one."""
    english = getattr(thing, "name_en", "") if _english() else ""
    return str(english or getattr(thing, "name", ""))


@register.simple_tag(takes_context=True)
def word(context: Context, group: str, key: str) -> str:
    """A message of the pack in the context: `{% word "kind" fact.kind %}`; the key itself where it has none."""
    message = context["pack"].messages.get(f"{group}.{key}")
    if message is None:
        return key
    return str(message.en if _english() else message.zh)


@register.simple_tag(takes_context=True)
def mark(context: Context, letter: str) -> SafeString:
    """F found, K to verify, M modelled: a tag with the words, never the letter alone."""
    return format_html('<span class="tag {}">{}</span>', TONES.get(letter, ""), word(context, "mark", letter))
