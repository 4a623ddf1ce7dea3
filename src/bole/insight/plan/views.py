"""The first cockpit: Table 1 with the reported figure and the register count side by side."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from bole.insight.plan import queries
from bole.kernel.accounts.services import requires


@requires("plan.view_cockpit")
def cockpit(request: HttpRequest) -> HttpResponse:
    rows = queries.cockpit_rows()
    context = {
        "plan": queries.plan_heading(),
        "rows": rows,
        "counted": [row for row in rows if row.register],
        "day": queries.counted_on(),
        "contradictions": queries.contradictions(),
    }
    return render(request, "plan/cockpit.html", context)


@requires("plan.view_cockpit")
def indicator_page(request: HttpRequest, indicator: str) -> HttpResponse:
    row = next((row for row in queries.cockpit_rows() if row.indicator.id == indicator), None)
    if row is None:
        raise Http404
    return render(request, "plan/indicator.html", {"row": row, "history": queries.history(indicator)})
