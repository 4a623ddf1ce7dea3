"""`{% load simulating %}`: sums of a simulation, and bars in which certain and possible differ in pattern, not in colour alone."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from bole.governance.policies.queries.simulations import wording as said
from bole.ui.components.figures import share

register = template.Library()


@register.filter
def wan_yuan(fen: int) -> str:
    """分 in 万元."""
    return said.wan(fen)


@register.filter
def signed(fen: int) -> str:
    """分 in 万元 with its sign."""
    return said.signed(fen)


@register.filter
def in_words(day: Any) -> str:
    return said.day_words(day)


@register.simple_tag
def spending_bar(line: Any, side: str) -> SafeString:
    """Certain as a full bar, what may come on top hatched; both are read out."""
    certain, possible = getattr(line, side), getattr(line, f"{side}_possible")
    name = _("%(name)s:确定 %(certain)s 万元,可能 %(possible)s 万元") % {
        "name": line.name,
        "certain": said.wan(certain),
        "possible": said.wan(possible),
    }
    return format_html(
        '<svg class="bar {}" role="img" aria-label="{}"><rect class="track" width="100%" height="100%"/>'
        '<rect fill="url(#maybe)" width="{}%" height="100%"/><rect class="fill" width="{}%" height="100%"/></svg>',
        "was" if side == "base" else "",
        name,
        share(possible, line.most),
        share(certain, line.most),
    )
