"""`{% load policies %}`: texts of the rules that exist in Chinese only."""

import re

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

register = template.Library()
CHINESE = re.compile("[㐀-鿿]")


@register.filter
def original(text: str) -> SafeString | str:
    """Citations, documents, expressions: on an English page they are marked as Chinese, for readers and for screen readers."""
    if text and (get_language() or "").startswith("en") and CHINESE.search(str(text)):
        return format_html('<span lang="zh-CN">{}</span>', text)
    return text


@register.filter
def at(items: list[str], place: int) -> str:
    """The head of a column, for its cells on a phone."""
    return items[place]


@register.filter
def as_list(which: str, kept: str) -> str:
    """The address of another list of the same policy and filters."""
    return f"?{kept}&list={which}"


@register.filter
def same(one: str, other: str) -> bool:
    return one == other
