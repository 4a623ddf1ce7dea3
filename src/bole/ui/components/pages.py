"""What frames and explains a page: states, time, origin, tabs, progress, marks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import template
from django.conf import settings
from django.contrib.messages import get_messages
from django.template.context import RequestContext
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from bole.ui.components.figures import share
from bole.ui.components.formats import day, plain

register = template.Library()
MESSAGE_TONES = {"success": "good", "warning": "warn", "error": "bad"}


@register.inclusion_tag("ui/_empty.html")
def empty_state(title: str, text: str = "", label: str = "", href: str = "") -> dict[str, str]:
    """Nothing here: say why, and what to do next."""
    return {"title": title, "text": text, "label": label, "href": href}


@register.simple_tag
def skip_link() -> SafeString:
    return format_html('<a class="skip" href="#main">{}</a>', _("跳到正文"))


@register.simple_tag
def demo_mark() -> SafeString | str:
    """On every page of a demo instance."""
    return format_html('<span class="demo">{}</span>', _("演示县 · 人员均为虚构")) if settings.DEMO else ""


@register.simple_tag
def as_of(date: Any, note: str = "") -> SafeString | str:
    """The day a figure stands for, with what kind of figure it is ("统计快报(初步)")."""
    if not date:
        return format_html('<span class="asof">{}</span>', _("数据截至日不明"))
    text = _("数据截至 %(day)s") % {"day": day(date)}
    return format_html('<span class="asof">{}{}</span>', text, f" · {note}" if note else "")


@register.simple_tag
def provenance(source: str, date: Any = None, rule: str = "", href: str = "") -> SafeString:
    """Quiet, never hidden: source · date · rule that chose the value."""
    name = format_html('<a href="{}">{}</a>', href, source) if href else source
    rest = "".join(f" · {part}" for part in (day(date) if date else "", rule) if part)
    return format_html('<span class="provenance">{}{}</span>', name, rest)


@register.inclusion_tag("ui/_timeline.html")
def timeline(steps: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Like a parcel: steps with title, note, when, href and state (done, now, next, stopped)."""
    words = {"done": _("已完成"), "now": _("进行中"), "next": _("未开始"), "stopped": _("已停止")}
    blank = {"note": "", "when": "", "href": "", "state": "done"}
    full = [{**blank, **step} for step in steps]
    return {"steps": [{**step, "word": words.get(step["state"], "")} for step in full]}


@register.inclusion_tag("ui/_tabs.html")
def tabs(items: Sequence[dict[str, Any]], label: str = "") -> dict[str, Any]:
    """Parts of one thing, each with its own address: label, url, current, count."""
    blank = {"current": False, "count": None}
    return {"items": [{**blank, **item} for item in items], "label": label or _("分页签")}


@register.inclusion_tag("ui/_breadcrumb.html")
def breadcrumb(*parts: str) -> dict[str, Any]:
    """`{% breadcrumb "人才库" url "沈若溪" %}`: text and address by turns, the last text is this page."""
    links = list(zip(parts[0:-1:2], parts[1::2], strict=True))
    return {"links": links, "here": parts[-1]}


@register.inclusion_tag("ui/_progress.html")
def progress(done: int, total: int | None, label: str, note: str = "", unit: str = "") -> dict[str, Any]:
    """Work under way. Put it into an element with `data-poll` to keep it alive (README.md)."""
    return {
        "known": bool(total),
        "done": done,
        "total": total,
        "label": label,
        "note": note,
        "percent": share(done, total),
        "text": f"{plain(done)} / {plain(total)} {unit}".strip() if total else f"{plain(done)} {unit}".strip(),
    }


@register.inclusion_tag("ui/_known.html")
def known(facts: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """What is known: label, value (None = not known), source, date, rule, href."""
    blank = {"value": None, "source": "", "date": None, "rule": "", "href": ""}
    return {"facts": [{**blank, **fact} for fact in facts]}


@register.inclusion_tag("ui/_messages.html", takes_context=True)
def show_messages(context: RequestContext) -> dict[str, Any]:
    """Django's messages, read out politely; errors at once."""
    request = context.get("request")
    stored = get_messages(request) if request is not None and hasattr(request, "_messages") else []
    return {"messages": [(MESSAGE_TONES.get(item.level_tag, "info"), item.message) for item in stored]}
