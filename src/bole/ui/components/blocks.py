"""Components that wrap content: title bar, card, notice, fold, confirm, table box."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from bole.ui.components.figures import tone_of

register = template.Library()


def _inner(content: str) -> SafeString:
    return mark_safe(content)  # noqa: S308 - the block's own rendered template


@register.simple_block_tag
def titlebar(content: str, title: str, lede: str = "", as_of: Any = None, tag: str = "", tone: str = "") -> SafeString:
    """h1 with what stands beside it; the block holds the page's actions (at most one primary)."""
    from bole.ui.components.pages import as_of as as_of_mark

    pill = format_html(' <span class="tag {}">{}</span>', tone_of(tone), tag) if tag else ""
    under = format_html('<p class="quiet">{}</p>', lede) if lede else ""
    mark = format_html("<div>{}</div>", as_of_mark(as_of)) if as_of else ""
    actions = format_html('<div class="actions">{}</div>', _inner(content)) if content.strip() else ""
    return format_html('<div class="titlebar"><div><h1>{}{}</h1>{}</div>{}{}</div>', title, pill, under, mark, actions)


@register.simple_block_tag
def card(content: str, title: str = "", more: str = "", href: str = "", note: str = "", css: str = "") -> SafeString:
    """A card; `css` takes column classes (c4 … c12) and "flush" (a table that reaches the edges)."""
    link = format_html('<a class="more" href="{}">{}</a>', href, more) if more and href else ""
    aside = format_html("<small>{}</small>", note) if note else ""
    head = format_html("<header><h2>{}</h2>{}{}</header>", title, aside, link) if title else ""
    return format_html('<section class="card {}">{}{}</section>', css, head, _inner(content))


@register.simple_block_tag
def notice(content: str, tone: str = "info", title: str = "") -> SafeString:
    """Something to know (info), to mind (warn), gone wrong (bad) or done (good)."""
    head = format_html('<p class="strong">{}</p>', title) if title else ""
    return format_html('<div class="notice {}">{}<div>{}</div></div>', tone_of(tone), head, _inner(content))


@register.simple_block_tag
def fold(content: str, summary: str, open: bool = False) -> SafeString:
    """More on demand, without a script."""
    state = mark_safe(" open") if open else ""
    return format_html(
        '<details class="fold"{}><summary>{}</summary><div>{}</div></details>', state, summary, _inner(content)
    )


@register.simple_block_tag
def confirm(content: str, label: str, question: str = "", tone: str = "") -> SafeString:
    """A button that opens the question; the block holds the form which does it. No dialog, no script."""
    ask = format_html('<p class="strong">{}</p>', question) if question else ""
    danger = "danger" if tone_of(tone) in ("bad", "danger") else ""
    return format_html(
        '<details class="confirm {0}"><summary class="btn {0}">{1}</summary><div>{2}{3}</div></details>',
        danger,
        label,
        ask,
        _inner(content),
    )


@register.simple_block_tag
def actbar(content: str, label: str) -> SafeString:
    """The bar at the thumb of a talent page (block `actbar`): what has been gathered, and the one next step."""
    return format_html('<aside class="actbar" aria-label="{}">{}</aside>', label, _inner(content))


@register.simple_block_tag
def tablebox(content: str, label: str, sticky: bool = False) -> SafeString:
    """Around every table: it scrolls by itself on small screens and can be reached by keyboard. `sticky` keeps the head."""
    return format_html(
        '<div class="tablebox {}" role="region" aria-label="{}" tabindex="0">{}</div>',
        "sticky" if sticky else "",
        label,
        _inner(content),
    )
