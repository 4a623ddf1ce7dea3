"""The queue of questions, and one question at a time: is it one person?"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from bole.core.errors import BoleError, InvalidInput
from bole.core.errors import Conflict as Clash
from bole.kernel.accounts.services import can, requires
from bole.kernel.audit.services import record_read
from bole.people.sources import services
from bole.people.sources.forms import ReviewFilter, VerdictForm, usual_reasons
from bole.people.sources.models import Review
from bole.people.sources.queries import pairs, reviews
from bole.people.sources.scoring import Step
from bole.people.sources.services.reviewing import bulk_deciding
from bole.people.sources.services.reviewing.explaining import explain_pair
from bole.people.sources.views.seen import joined, outcomes_of, told

PER_PAGE = 40
KEYS = {"same": "Y", "different": "N", "unsure": "2"}


def filters_of(request: HttpRequest) -> dict[str, str]:
    return {name: request.GET.get(name, "")[:80] for name in reviews.FILTERS if request.GET.get(name)}


def _address(name: str, filters: dict[str, str], *args: Any) -> str:
    return reverse(f"sources:{name}", args=args) + (f"?{urlencode(filters)}" if filters else "")


@require_GET
@requires("sources.view_reviews")
def review_list(request: HttpRequest) -> HttpResponse:
    """What waits for this reader, by reason; patterns that may be decided in bulk."""
    grant, filters = request.grant, filters_of(request)  # type: ignore[attr-defined]
    rows = reviews.find_reviews(request.user, grant, filters)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    limits = bulk_deciding.rules()
    context = {
        "page": page,
        "listed": _listed(request, page.object_list),
        "form": ReviewFilter(request.GET or None, by_name=grant.can_see("personal")),
        "filters": filters,
        "counts": _counts(request, filters),
        "groups": reviews.groups(grant, limits.reasons, limits.least)[:10],
        "bulks": reviews.bulks(grant)[:5],
        "limits": limits,
        "may_review": can(request, "sources.review"),
        "first": _address("review", filters, page.object_list[0].pk) if page.object_list else "",
        "query": urlencode(filters),
    }
    return render(request, "sources/reviews.html", context)


def _listed(request: HttpRequest, rows: Any) -> list[tuple[Review, Any, Any]]:
    """Each with name and source of both sides; the reading is recorded."""
    found, grant = list(rows), request.grant  # type: ignore[attr-defined]
    nodes = [node for row in found for node in (row.left, row.right)]
    names = pairs.names_of(nodes, grant)
    if found and grant.can_see("personal"):
        _note(request, nodes, "查看待核对清单")
    gone = ("", "")
    return [(row, names.get(row.left, gone), names.get(row.right, gone)) for row in found]


def _note(request: HttpRequest, nodes: list[int], purpose: str) -> None:
    classes = ["personal"] if request.grant.can_see("personal") else ["internal"]  # type: ignore[attr-defined]
    record_read(by=request.user, purpose=purpose, subjects=pairs.persons_of(nodes), field_classes=classes)


def _counts(request: HttpRequest, filters: dict[str, str]) -> list[tuple[str, str, int, bool]]:
    """Reasons with how many questions each, as filters."""
    others = {key: value for key, value in filters.items() if key not in ("reason", "pattern")}
    rows = reviews.find_reviews(request.user, request.grant, others)  # type: ignore[attr-defined]
    counts, chosen = reviews.counts_by_reason(rows), filters.get("reason", "")
    whole = [("", _("全部"), sum(counts.values()), not chosen)]
    named = [(value, label, counts.get(value, 0), chosen == value) for value, label in _reasons() if counts.get(value)]
    return [
        (urlencode({**others, **({"reason": value} if value else {})}), label, count, on)
        for value, label, count, on in whole + named
    ]


def _reasons() -> list[tuple[str, str]]:
    return [(value, _(str(label))) for value, label in Review._meta.get_field("reason").flatchoices]


# --- one question --------------------------------------------------------------------------------------------------------


def _review_or_404(request: HttpRequest, review_id: int) -> Review:
    rows = Review.objects.filter(request.grant.filter(Review))  # type: ignore[attr-defined]
    found = rows.select_related("case__flow", "bulk", "decision__decided_by")
    return get_object_or_404(found, pk=review_id)


@require_GET
@requires("sources.view_reviews")
def review_page(request: HttpRequest, review_id: int) -> HttpResponse:
    return _show(request, _review_or_404(request, review_id))


def _show(request: HttpRequest, review: Review, form: Any = None, status: int = 200) -> HttpResponse:
    grant, filters = request.grant, filters_of(request)  # type: ignore[attr-defined]
    seat = reviews.seat_of(review, request.user) if can(request, "sources.review") else None
    sides = pairs.sides_of(review.left, review.right)
    place = reviews.place_of(review, reviews.find_reviews(request.user, grant, filters))
    if sides is not None:
        _note(request, [review.left, review.right], "核对是否同一人")
    context = {
        "review": review,
        "sides": sides,
        "seat": seat,
        "answers": outcomes_of(review, seat, KEYS),
        "form": form or VerdictForm(),
        "usual": usual_reasons(),
        "place": place,
        "after": _address("review", filters, place.following) if place.following else _address("reviews", filters),
        "verdict_url": _address("review_verdict", filters, review.pk),
        "undo_url": _address("review_undo", filters),
        "list_url": _address("reviews", filters),
        "last": services.last_verdict(request.user) if can(request, "sources.review") else None,  # type: ignore[arg-type]
        "may_names": grant.can_see("personal"),
        "precedent": None if seat is not None and seat.step == "recheck" else reviews.precedent(review),
        "opinions": told(review, grant, seat),
        **_evidence(review, sides, grant),
    }
    return render(request, "sources/review.html", context, status=status)


def _evidence(review: Review, sides: Any, grant: Any) -> dict[str, Any]:
    if sides is None:
        return {"lines": [], "rest": [], "steps": [], "joined": None}
    lines, rest = pairs.lines_of(*sides, grant)
    steps = [(_named(step), step.weight) for step in explain_pair(review.left, review.right).steps]
    return {"lines": lines, "rest": rest, "steps": steps, "joined": joined(sides)}


def _named(step: Step) -> str:
    """A frequent value says less than a rare one: how often it occurs stands beside it."""
    if step.count is None:
        return _(step.label)
    return _("%(what)s(全县 %(count)s 条记录有此值)") % {"what": _(step.label), "count": step.count}


@require_POST
@requires("sources.review")
def review_verdict(request: HttpRequest, review_id: int) -> HttpResponse:
    """One answer; then the next question. Who came second is told who answered what, and goes on too."""
    review, filters = _review_or_404(request, review_id), filters_of(request)
    place = reviews.place_of(review, reviews.find_reviews(request.user, request.grant, filters))  # type: ignore[attr-defined]
    form = VerdictForm(request.POST)
    if not form.is_valid():
        return _show(request, review, form, status=422)
    try:
        services.give_verdict(by=request.user, review=review, **form.spoken())  # type: ignore[arg-type]
    except InvalidInput as error:
        form.add_error("reason", str(error))
        return _show(request, review, form, status=422)
    except Clash as error:
        messages.error(request, f"{error} {error.advice}")
    return redirect(_next(place, filters, review))


def _next(place: reviews.Place, filters: dict[str, str], review: Review) -> str:
    if place.following and place.following != review.pk:
        return _address("review", filters, place.following)
    return _address("reviews", filters)


@require_POST
@requires("sources.review")
def review_undo(request: HttpRequest) -> HttpResponse:
    """Takes back one's last answer of today and shows that question again."""
    filters = filters_of(request)
    try:
        review = services.undo_last(by=request.user)  # type: ignore[arg-type]
    except BoleError as error:
        messages.error(request, f"{error} {error.advice}")
        return redirect(_address("reviews", filters))
    messages.success(request, _("已撤回,请重新判定。"))
    return redirect(_address("review", filters, review.pk))
