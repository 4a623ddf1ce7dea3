"""Charts as tags; geometry in bole.ui.charts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from bole.ui import charts
from bole.ui.components.formats import plain

register = template.Library()


def _signed(weight: float) -> str:
    return f"{weight:+.1f}".replace("-", "−") if weight else "0"


@register.inclusion_tag("ui/_waterfall.html")
def waterfall(items: Sequence[tuple[str, float]], label: str = "", total: bool = False) -> dict[str, Any]:
    """Evidence for and against, one (text, weight) a line, each bar beginning where the last ended."""
    steps, zero, weight_sum = charts.waterfall(items)
    return {
        "steps": [(step, _signed(step.weight)) for step in steps],
        "zero": zero,
        "label": label or _("证据"),
        "total": _signed(weight_sum) if total else "",
    }


@register.simple_tag
def spark(values: Sequence[float | None], label: str, unit: str = "") -> SafeString | str:
    """A small line without axes; its first and last value are read out."""
    path, x, y = charts.spark_path(values)
    if not path:
        return "—"
    known = [value for value in values if value is not None]
    name = _("%(label)s 从 %(first)s 到 %(last)s%(unit)s") % {
        "label": label,
        "first": plain(known[0]),
        "last": plain(known[-1]),
        "unit": unit,
    }
    return format_html(
        '<svg class="spark" viewBox="0 0 96 24" role="img" aria-label="{}"><path d="{}"/>'
        '<circle cx="{}" cy="{}" r="2.500"/></svg>',
        name,
        path,
        x,
        y,
    )


@register.inclusion_tag("ui/_line_chart.html")
def line_chart(chart: charts.LineChart, id: str, href: str = "") -> dict[str, Any]:
    """A line chart with target, title, description and the same figures as a table. `id` is unique on the page."""
    rows = [
        [label, *(line.values[place] if place < len(line.values) else None for line in chart.series)]
        for place, label in enumerate(chart.labels)
    ]
    return {
        "chart": chart,
        "plot": charts.plot(chart),
        "size": {
            "width": charts.WIDTH,
            "height": charts.HEIGHT,
            "left": charts.LEFT,
            "right": charts.WIDTH - charts.RIGHT,
            "tick": charts.LEFT - 8,
            "foot": charts.HEIGHT - 6,
        },
        "id": id,
        "heads": [_("时间"), *(line.name for line in chart.series)],
        "rows": rows,
        "numeric": ",".join(str(place + 2) for place in range(len(chart.series))),
        "href": href,
    }
