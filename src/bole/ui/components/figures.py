"""Figures, bars, lights and tags: small things that stand in cells, so they are written without a template file."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from bole.ui.components.formats import plain

register = template.Library()

SHAPES = {
    "good": mark_safe('<circle cx="6" cy="6" r="5.500"/>'),
    "warn": mark_safe('<path d="M6 0l6 6-6 6-6-6z"/>'),
    "bad": mark_safe('<path d="M.5.5h11v11H.5z"/>'),
    "info": mark_safe('<path d="M6 .5l6 11H0z"/>'),
    "none": mark_safe('<circle cx="6" cy="6" r="4.500"/>'),
}
TONES = {"g": "good", "y": "warn", "r": "bad", "n": "none", "s": "info"}


def tone_of(tone: str) -> str:
    return TONES.get(tone, tone)


def share(value: Any, whole: Any) -> float:
    """Per cent of a whole, kept within 0 and 100; an unknown or empty whole counts as nothing."""
    if not whole or value is None:
        return 0.0
    return round(min(100.0, max(0.0, 100 * float(value) / float(whole))), 2)


@register.inclusion_tag("ui/_figure.html")
def figure(
    label: str, value: Any, unit: str = "", note: str = "", href: str = "", delta: str = "", good: bool | None = None
) -> dict[str, Any]:
    """A number with its unit; `href` is the door behind it. None reads "尚未知道", never 0."""
    shown = value if isinstance(value, str) else plain(value)
    return {
        "label": label,
        "value": shown,
        "unknown": value is None,
        "unit": unit,
        "note": note,
        "href": href,
        "delta": delta,
        "tone": {True: "good", False: "bad"}.get(good, ""),  # type: ignore[arg-type]
    }


@register.simple_tag
def delta(value: Any, unit: str = "", than: str = "", rise_is_good: bool = True) -> SafeString | str:
    """A change: "较二季度 +5 人". Sign and word carry the meaning, colour only repeats it."""
    if value is None:
        return ""
    tone = "" if not value else "good" if (value > 0) == rise_is_good else "bad"
    sign = "+" if value > 0 else "−" if value < 0 else "±"
    return format_html(
        '<span class="delta {}">{}{}{}{}</span>', tone, f"{than} " if than else "", sign, plain(abs(value)), unit
    )


@register.simple_tag
def bar(value: Any, whole: Any = 100, label: str = "", tone: str = "") -> SafeString:
    """A share of a whole as a bar; the label is read out with the per cent."""
    width = share(value, whole)
    name = f"{label} {plain(width, 1)}%".strip()
    return format_html(
        '<svg class="bar {}" role="img" aria-label="{}"><rect class="track" width="100%" height="100%"/>'
        '<rect class="fill" width="{}%" height="100%" rx="4"/></svg>',
        tone_of(tone),
        name,
        width,
    )


@register.simple_tag
def bullet(
    value: Any, target: Any = None, baseline: Any = None, unit: str = "", label: str = "", second: Any = None
) -> SafeString:
    """Value as a bar, target as a line, baseline as a dotted line; `second` is another source's value as a dot.

    Without a target nothing is scored: a sentence stands in its place.
    """
    if target is None or value is None:
        text = _("只监测,不评分") if value is not None else _("尚无数据")
        return format_html('<span class="quiet">{}</span>', text)
    top = 1.12 * max(float(item) for item in (value, target, baseline or 0, second or 0))
    marks = [format_html('<rect class="target" x="{}%" y="0" width="3" height="20" rx="1.500"/>', share(target, top))]
    if baseline is not None:
        at = share(baseline, top)
        marks.append(format_html('<line class="base" x1="{0}%" x2="{0}%" y1="4" y2="16"/>', at))
    if second is not None:
        marks.append(format_html('<circle class="second" cx="{}%" cy="10" r="4"/>', share(second, top)))
    return format_html(
        '<svg class="bullet" role="img" aria-label="{}"><rect class="track" y="4" width="100%" height="12" rx="6"/>'
        '<rect class="fill" y="4" width="{}%" height="12" rx="6"/>{}</svg>',
        _bullet_name(label, value, target, baseline, second, unit),
        share(value, top),
        mark_safe("".join(marks)),  # noqa: S308 - parts are escaped above
    )


def _bullet_name(label: str, value: Any, target: Any, baseline: Any, second: Any, unit: str) -> str:
    parts = [label, _("现值 %(value)s%(unit)s") % {"value": plain(value), "unit": unit}]
    if second is not None:
        parts.append(_("登记数 %(value)s%(unit)s") % {"value": plain(second), "unit": unit})
    parts.append(_("目标 %(value)s%(unit)s") % {"value": plain(target), "unit": unit})
    if baseline is not None:
        parts.append(_("基期 %(value)s%(unit)s") % {"value": plain(baseline), "unit": unit})
    return ", ".join(part for part in parts if part)


@register.simple_tag
def light(tone: str, word: str) -> SafeString:
    """State by shape, word and colour. Tones: good (circle), warn (diamond), bad (square), info (triangle), none (ring)."""
    tone = tone_of(tone)
    return format_html(
        '<span class="light {}"><svg viewBox="0 0 12 12" aria-hidden="true" focusable="false">{}</svg>{}</span>',
        tone,
        SHAPES.get(tone, SHAPES["none"]),
        word,
    )


@register.simple_tag
def tag(text: Any, tone: str = "", href: str = "") -> SafeString:
    """A word in a pill: good, warn, bad, info or neutral. With `href` it is a door."""
    if href:
        return format_html('<a class="tag {}" href="{}">{}</a>', tone_of(tone), href, text)
    return format_html('<span class="tag {}">{}</span>', tone_of(tone), text)


@register.simple_tag
def chip(text: Any, href: str, on: bool = False, count: int | None = None) -> SafeString:
    """A filter that is a link, so that every list has an address."""
    number = format_html(' <span class="count">{}</span>', plain(count)) if count is not None else ""
    current = mark_safe(' aria-current="true"') if on else ""
    return format_html('<a class="chip" href="{}"{}>{}{}</a>', href, current, text, number)
