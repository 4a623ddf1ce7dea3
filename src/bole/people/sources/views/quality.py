"""The quality page: every figure with its unit, its day and a door to what stands behind it."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from bole.kernel.accounts.services import can, requires
from bole.kernel.audit.services import record_security
from bole.kernel.documents.services import Column, Sheet, render_xlsx
from bole.kernel.taxonomy import queries as taxonomy
from bole.people.sources.services.quality import measuring
from bole.people.sources.services.reviewing import calibrating
from bole.people.sources.views.drifts import drift_lines

LEFT, RIGHT, TOP, BOTTOM = 34.0, 336.0, 10.0, 160.0


@requires("sources.quality")
def quality_page(request: HttpRequest) -> HttpResponse:
    """/sources/quality/; a department meets its own sources only."""
    grant = request.grant  # type: ignore[attr-defined]
    found, county = measuring.measured(), grant.scope == "county"
    rows = measuring.sorted_sources(measuring.source_quality(grant, found), request.GET.get("sort", "id"))
    context: dict[str, Any] = {
        "rows": [(row, _light_word(row.light)) for row in rows],
        "has_data": any(row.files for row in rows),
        "at": dt.datetime.fromisoformat(found["at"]) if found["at"] else None,
        "drifts": [(batch, drift_lines(batch)) for batch in measuring.drifted_batches(grant)],
        "county": county,
        "may_sample": can(request, "sources.sample"),
    }
    if county:
        context["register"] = measuring.register_quality(found)
        context["table"] = calibrating.calibration_table()
        context["chart"] = calibration_chart(context["table"])
    return render(request, "sources/quality.html", context)


def _light_word(tone: str) -> str:
    return {"good": _("按期"), "warn": _("该更新了"), "bad": _("过期"), "none": _("没有数据")}[tone]


@dataclass(frozen=True, slots=True)
class Point:
    """Where a band stands in the picture; `y` and whiskers of what people found are None without verdicts."""

    x: float
    label: str
    curve: float
    y: float | None
    low: float | None
    high: float | None
    radius: float


@dataclass(frozen=True, slots=True)
class CalibrationChart:
    points: Sequence[Point]
    path: str
    ticks: Sequence[tuple[float, str]]


def calibration_chart(table: Sequence[calibrating.Row]) -> CalibrationChart:
    """Said (a line) and found (dots with intervals) per band of weights, in a box of 348 × 186."""
    step = (RIGHT - LEFT) / max(1, len(table) - 1)
    points = [_point(LEFT + place * step, row) for place, row in enumerate(table)]
    path = "".join(f"{'L' if place else 'M'}{point.x} {point.curve}" for place, point in enumerate(points))
    return CalibrationChart(points, path, [(_y(share), f"{share:.0%}") for share in (0.0, 0.25, 0.5, 0.75, 1.0)])


def _point(x: float, row: calibrating.Row) -> Point:
    seen = row.observed
    heights = (_y(seen.value), _y(seen.low), _y(seen.high)) if seen else (None, None, None)
    return Point(round(x, 1), f"{row.weight:g}", _y(row.shipped), *heights, min(7.0, 3.0 + row.checked**0.5 / 4))


def _y(share: float) -> float:
    return round(BOTTOM - (BOTTOM - TOP) * share, 1)


@requires("sources.quality")
def quality_export(request: HttpRequest) -> HttpResponse:
    """The figures of the sources as a workbook; no personal data in it."""
    grant = request.grant  # type: ignore[attr-defined]
    rows = measuring.sorted_sources(
        measuring.source_quality(grant, measuring.measured()), request.GET.get("sort", "id")
    )
    title = _("数据质量")
    columns = [
        Column(_("来源"), width=10),
        Column(_("名称"), width=28),
        Column(_("现有行"), "integer"),
        Column(_("退回行"), "integer"),
        Column(_("退回率"), "percent"),
        Column(_("证件有效率"), "percent"),
        Column(_("完整率"), "percent"),
        Column(_("数据截至"), "date"),
        Column(_("距今(天)"), "integer"),
        Column(_("更新周期(天)"), "integer"),
        Column(_("匹配率"), "percent"),
        Column(_("突变的批次"), "integer"),
    ]
    content = render_xlsx([Sheet(title, columns, _export_rows(rows))])
    record_security(by=request.user, kind="sources.exported", list=title, form="xlsx")
    name = f"{title} {timezone.localdate().isoformat()}.xlsx"
    return FileResponse(io.BytesIO(content), as_attachment=True, filename=name)


def _export_rows(rows: Sequence[measuring.SourceQuality]) -> Iterator[list[Any]]:
    for row in rows:
        yield [row.layout.id, taxonomy.name_of(row.layout), row.rows, row.rejected, row.rejected_share, row.valid_share,
               row.completeness, row.as_of, row.days, row.layout.refresh_days, row.matched_share, row.drifted]  # fmt: skip
