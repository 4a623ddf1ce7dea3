"""The clerical sample: drawn as a job, judged pair by pair without the machine's opinion, read as figures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bole.kernel.accounts.services import requires
from bole.people.registry import queries as registry_queries
from bole.people.registry import services as registry
from bole.people.sources.models import ClericalSample, SamplePair
from bole.people.sources.queries import pairs
from bole.people.sources.services.quality import sampling

WRONG_SHOWN = 60
NOBODY = ("", "")
"""A row that has ended since."""


@require_POST
@requires("sources.sample")
def sample_draw(request: HttpRequest) -> HttpResponse:
    """Starts the drawing; its job leads to the sample."""
    job = sampling.start_sample(by=request.user)
    return redirect("outbox:job", job.pk)


@requires("sources.sample")
def sample_page(request: HttpRequest, sample_id: int) -> HttpResponse:
    """The next pair of a sample for this person, or what it found."""
    sample = _sample_or_404(request, sample_id)
    if request.method == "POST":
        return _judge(request, sample)
    waiting = sampling.open_pairs(sample, request.user)
    found = next(_shown(waiting), None)
    if found is None:
        return redirect("sources:sample_result", sample.pk)
    pair, (left, right) = found
    _note(request, pair)
    first, rest = pairs.lines_of(left, right, request.grant)  # type: ignore[attr-defined]
    total = sample.pairs.filter(lost="").count()
    context = {"sample": sample, "pair": pair, "left": left, "right": right, "lines": first, "rest": rest,
               "total": total, "done": total - waiting.count()}  # fmt: skip
    return render(request, "sources/sample.html", context)


def _shown(waiting: QuerySet[SamplePair]) -> Iterator[tuple[SamplePair, tuple[pairs.Side, pairs.Side]]]:
    """Pairs whose rows still stand, without what the register makes of them: whose rows they are would be an answer."""
    for pair in waiting.iterator(chunk_size=20):
        sides = pairs.sides_of(pair.left, pair.right)
        if sides is not None:
            yield pair, tuple(replace(side, person=None, rows=(), total=1) for side in sides)


def _judge(request: HttpRequest, sample: ClericalSample) -> HttpResponse:
    pair = get_object_or_404(sample.pairs, pk=request.POST.get("pair") or 0)
    sampling.judge_pair(by=request.user, pair=pair, verdict=request.POST.get("verdict", ""))
    return redirect("sources:sample", sample.pk)


def _note(request: HttpRequest, *shown: SamplePair) -> None:
    nodes = [node for pair in shown for node in (pair.left, pair.right)]
    people = [registry_queries.Person(pk=person) for person in pairs.persons_of(nodes)] if nodes else []
    if people:
        grant = request.grant  # type: ignore[attr-defined]
        registry.note_reading(by=request.user, people=people, grant=grant, purpose=_("人工抽样"), shown=("personal",))


@require_POST
@requires("sources.sample")
def sample_back(request: HttpRequest, sample_id: int) -> HttpResponse:
    """The last verdict of this person is taken back and the pair shown again."""
    sample = _sample_or_404(request, sample_id)
    if sampling.take_back_last(by=request.user, sample=sample) is None:
        messages.info(request, _("没有可以撤销的判定。"))
    return redirect("sources:sample", sample.pk)


@requires("sources.quality")
def sample_result(request: HttpRequest, sample_id: int) -> HttpResponse:
    """What a sample says so far, stratum by stratum, and the pairs on which people contradict the register."""
    sample = _sample_or_404(request, sample_id)
    found = sampling.findings(sample)
    wrong = [pair for pair in sample.pairs.exclude(verdict="").order_by("-linked", "pk") if sampling.is_wrong(pair)]
    names = pairs.names_of([node for pair in wrong for node in (pair.left, pair.right)], request.grant)  # type: ignore[attr-defined]
    _note(request, *wrong)
    sent = sampling.in_review(wrong)
    listed = [
        (pair, names.get(pair.left, NOBODY), names.get(pair.right, NOBODY), (pair.left, pair.right) in sent)
        for pair in wrong[:WRONG_SHOWN]
    ]
    context = {"sample": sample, "found": found, "wrong": listed, "more": len(wrong) - len(listed)}
    return render(request, "sources/sample_result.html", context)


@require_POST
@requires("sources.sample")
def sample_send(request: HttpRequest, sample_id: int, pair_id: int) -> HttpResponse:
    """A link that people find wrong becomes a question in the review queue."""
    pair = get_object_or_404(_sample_or_404(request, sample_id).pairs, pk=pair_id)
    sampling.send_to_review(by=request.user, pair=pair)
    messages.success(request, _("已送到“待核对”。"))
    return redirect("sources:sample_result", sample_id)


def _sample_or_404(request: HttpRequest, sample_id: int) -> ClericalSample:
    visible = ClericalSample.objects.filter(request.grant.filter(ClericalSample))  # type: ignore[attr-defined]
    return get_object_or_404(visible.select_related("drawn_by"), pk=sample_id)
