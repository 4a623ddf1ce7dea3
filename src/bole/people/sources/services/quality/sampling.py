"""The clerical sample: random pairs by weight, judged by people who do not see what the machine thinks.

Joined pairs are all pairs of rows of one person (those never compared directly are a stratum of their own); pairs apart are those
that a blocking rule finds, down to the lowest band. What no rule finds is outside, and the page says so.
"""

from __future__ import annotations

import math
import random
import secrets
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

import polars as pl
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_noop as _

from bole.core.errors import Conflict as Clash
from bole.core.errors import InvalidInput
from bole.core.linkage.estimation import Agreement, Estimate, Stratum, agreement, estimate
from bole.kernel.outbox import services as outbox
from bole.people.sources import scoring
from bole.people.sources.models import ClericalSample, Conflict, Record, Review, SamplePair, Verdict
from bole.people.sources.services.base import frames, linkage_settings
from bole.people.sources.services.linking import modelling
from bole.people.sources.services.reviewing.calibrating import CLEAR, calibration
from bole.people.sources.services.reviewing.questions import sync_reviews

JOB = "sources.draw_sample"
Lost = SamplePair.Lost
NOT_JUDGED = Q(verdict="") | Q(twice=True, second_verdict="")


def _pairs() -> dict[str, Any]:
    return {"left": pl.Int64, "right": pl.Int64, "weight": pl.Float64, "pattern": pl.String, "linked": pl.Boolean}


@dataclass(frozen=True, slots=True)
class Band:
    """Pairs of one kind: joined or apart, of `low` ≤ weight < `high` (None: no border); not `direct`: never compared."""

    low: float | None
    high: float | None
    linked: bool
    direct: bool
    size: int
    drawn: int = 0


def start_sample(*, by: Any) -> outbox.Job:
    """Queues the drawing of a sample; the job's result leads to it."""
    from procrastinate.contrib.django import app

    job = outbox.start_job(kind=JOB, by=by, title=_("抽取人工抽样"))
    app.configure_task(JOB, queue="intake").defer(job_id=job.pk)
    return job


def sample_as_job(job: outbox.Job) -> dict[str, Any]:
    """The task."""
    from bole.kernel.accounts.queries import User

    sample = draw_sample(by=User.objects.filter(pk=job.owner_id).first())
    return {"url": reverse("sources:sample", args=[sample.pk]), "label": _("开始判定"), "pairs": sample.pairs.count()}


@transaction.atomic
def draw_sample(*, by: Any, size: int | None = None, seed: int | None = None) -> ClericalSample:
    """Draws `size` pairs (as the pack says) at random within bands of weights; sizes of all bands and the seed are kept.

    Raises InvalidInput when no two rows are alike yet.
    """
    wanted = linkage_settings.section("sampling")
    pairs = candidate_pairs(wanted["bands"])
    if pairs.is_empty():
        raise InvalidInput(
            _("还没有可以抽取的记录对。"), remedy=_("请先报送数据,比对之后再抽样。"), code="sample.nothing"
        )
    seed = secrets.randbelow(2**31) if seed is None else seed
    strata = _strata(pairs, wanted["bands"])
    drawn = _drawn(strata, size or wanted["pairs"], wanted["least"], seed)
    bands = [_band(frame, wanted["bands"], rows.height) for frame, rows in zip(strata, drawn, strict=True)]
    sample = ClericalSample.objects.create(
        drawn_by=by if getattr(by, "pk", None) else None,
        model_version=modelling.current_model().version,
        seed=seed,
        strata=[asdict(band) for band in bands],
    )
    _keep(sample, drawn, wanted["twice"])
    return sample


def candidate_pairs(bands: list[float]) -> pl.DataFrame:
    """All pairs of current rows that are joined or that a blocking rule finds: left, right, weight, pattern, linked.

    Joined pairs without an edge of their own have no weight.
    """
    scored = scored_pairs(float(bands[0]))
    owner = frames.read_frame(
        "select m.node, m.person::text from sources_membership m where m.person is not null",
        {"node": pl.Int64, "person": pl.String},
    )
    joined = owner.join(owner, on="person", suffix="_2").filter(pl.col("node") < pl.col("node_2"))
    joined = joined.select(left="node", right="node_2", linked=pl.lit(value=True))
    both = scored.join(joined, on=["left", "right"], how="full", coalesce=True)
    known = pl.col("left").is_in(owner["node"].implode()) & pl.col("right").is_in(owner["node"].implode())
    return both.filter(known).with_columns(pl.col("linked").fill_null(value=False)).select(*_pairs())


def scored_pairs(lowest: float) -> pl.DataFrame:
    """What the blocking rules find of at least this weight: the edges that are kept, and weaker pairs scored for this once."""
    schema = {name: kind for name, kind in _pairs().items() if name != "linked"}
    kept = frames.read_frame('select "left", "right", weight, pattern from sources_edge', schema)
    floor = linkage_settings.current().floor
    if lowest >= floor:
        return kept.filter(pl.col("weight") >= lowest)
    columns = ", ".join(f"r.{name}" for name in scoring.STANDARD_COLUMNS if name != "record")
    rows = frames.read_frame(
        f"select r.node, {columns} from sources_record r where r.valid_to_batch_id is null and r.subject = 'person'",  # noqa: S608
        scoring.standard_schema(),
    )
    weak = scoring.score(rows, rows.clear(), modelling.current_model(), floor=lowest)
    return pl.concat([kept, weak.filter(pl.col("weight") < floor).select(*schema)]).unique(
        ["left", "right"], keep="first"
    )


def _strata(pairs: pl.DataFrame, bands: list[float]) -> list[pl.DataFrame]:
    """The pairs by kind and band, in an order of their own so that a seed draws the same again."""
    place = pl.lit(0, dtype=pl.Int64)
    for border in bands[1:-1]:
        place = place + (pl.col("weight") >= border).cast(pl.Int64)
    placed = pairs.with_columns(pl.when(pl.col("weight").is_null()).then(-1).otherwise(place).alias("band"))
    parts = placed.sort("left", "right").partition_by("linked", "band", as_dict=True)
    return [parts[key] for key in sorted(parts)]


def _band(frame: pl.DataFrame, bands: list[float], drawn: int) -> Band:
    linked, place = bool(frame["linked"][0]), int(frame["band"][0])
    if place < 0:
        return Band(None, None, linked, direct=False, size=frame.height, drawn=drawn)
    last = len(bands) - 2
    low = None if linked and place == 0 else float(bands[place])
    high = None if place == last else float(bands[place + 1])
    return Band(low, high, linked, direct=True, size=frame.height, drawn=drawn)


def _drawn(strata: list[pl.DataFrame], size: int, least: int, seed: int) -> list[pl.DataFrame]:
    """More of the strata that are large and in doubt (Neyman's allocation by the calibrated curve), a few of each."""
    curve = calibration()
    floor = linkage_settings.figure("sampling", "never_surer", most=0.5)
    need = [frame.height * _spread(curve, frame, floor) for frame in strata]
    left = max(0, size - least * len(strata))
    counts = [least + (left * each / sum(need) if sum(need) else 0) for each in need]
    return [
        frame.sample(min(frame.height, math.ceil(count)), seed=seed + place, shuffle=True)
        for place, (frame, count) in enumerate(zip(strata, counts, strict=True))
    ]


def _spread(curve: Any, frame: pl.DataFrame, never_surer: float) -> float:
    """The standard deviation of a verdict on a pair; never less than `never_surer`, whatever the curve thinks."""
    weight = frame["weight"].mean()
    share = curve.probability(float(weight)) if isinstance(weight, float) else 1.0
    return max(never_surer, math.sqrt(share * (1 - share)))


def _keep(sample: ClericalSample, drawn: list[pl.DataFrame], twice: float) -> None:
    """In random order, so that a place in the list says nothing about the band."""
    rows = [
        SamplePair(sample=sample, left=left, right=right, weight=weight or 0.0, pattern=pattern or "", linked=linked,
                   stratum=stratum)
        for stratum, frame in enumerate(drawn)
        for left, right, weight, pattern, linked in frame.select(*_pairs()).iter_rows()
    ]  # fmt: skip
    chance = random.Random(sample.seed)  # noqa: S311 - a sample that can be drawn again
    chance.shuffle(rows)
    for row in chance.sample(rows, round(len(rows) * twice)):
        row.twice = True
    SamplePair.objects.bulk_create(rows, batch_size=1000)


# --- collecting ----------------------------------------------------------------------------------------------------------


def open_pairs(sample: ClericalSample, by: Any) -> QuerySet[SamplePair]:
    """The pairs that this person may judge: not judged yet, or waiting for a second person. Nobody sees a pair twice."""
    first = Q(verdict="")
    second = Q(twice=True, second_verdict="") & ~Q(verdict="") & ~Q(decided_by=by.pk)
    return sample.pairs.filter(first | second, lost="").order_by("pk")


@transaction.atomic
def judge_pair(*, by: Any, pair: SamplePair, verdict: str) -> SamplePair:
    """What a person sees in a pair. It changes nothing in the register. Raises Conflict when the pair is not theirs to judge now."""
    if verdict not in Verdict.values:
        raise InvalidInput(_("请选择一个结论。"), code="sample.verdict")
    pair = SamplePair.objects.select_for_update().get(pk=pair.pk)
    if not pair.verdict:
        pair.verdict, pair.decided_by, pair.decided_at = verdict, by, timezone.now()
    elif pair.twice and not pair.second_verdict and pair.decided_by_id != by.pk:
        pair.second_verdict, pair.second_by, pair.second_at = verdict, by, timezone.now()
    else:
        raise Clash(_("这一对已经有人判定。"), remedy=_("请看下一对。"), code="sample.judged")
    pair.save()
    _close_when_done(pair.sample_id)
    return pair


@transaction.atomic
def take_back_last(*, by: Any, sample: ClericalSample) -> SamplePair | None:
    """Opens the pair again that this person judged last, unless a second one has looked since."""
    firsts = sample.pairs.filter(decided_by=by, second_verdict="").exclude(verdict="").order_by("-decided_at").first()
    seconds = sample.pairs.filter(second_by=by).exclude(second_verdict="").order_by("-second_at").first()
    if seconds and (firsts is None or seconds.second_at > firsts.decided_at):
        seconds.second_verdict, seconds.second_by, seconds.second_at = "", None, None
        pair = seconds
    elif firsts:
        firsts.verdict, firsts.decided_by, firsts.decided_at = "", None, None
        pair = firsts
    else:
        return None
    pair.save()
    ClericalSample.objects.filter(pk=sample.pk).update(closed_at=None)
    drop_lost(sample)
    return pair


def _close_when_done(sample: int) -> None:
    if not SamplePair.objects.filter(NOT_JUDGED, sample=sample, lost="").exists():
        ClericalSample.objects.filter(pk=sample).update(closed_at=timezone.now())


# --- pairs that can no longer be judged ------------------------------------------------------------------------------------


def follow_link_run(message: Any) -> None:
    """After each link run (outbox `sources.linked`): files and retractions end rows."""
    for sample in ClericalSample.objects.filter(closed_at=None):
        drop_lost(sample)


@transaction.atomic
def drop_lost(sample: ClericalSample) -> int:
    """Takes pairs that wait for a verdict out of the sample when one of their rows is gone, and back in when it is there again.
    What was said of a pair stays. Closes the sample when nothing waits any more. Returns how many pairs are out."""
    waiting = list(sample.pairs.filter(NOT_JUDGED).order_by("pk").select_for_update())
    nodes = {node for pair in waiting for node in (pair.left, pair.right)}
    spans = Record.objects.filter(node__in=nodes, subject="person").exclude(valid_to_batch=F("valid_from_batch"))
    rows = list(spans.values_list("node", "valid_to_batch"))  # what was retracted has an empty span
    known, current = {node for node, _end in rows}, {node for node, end in rows if end is None}
    for pair in waiting:
        missing = {pair.left, pair.right} - current
        pair.lost = "" if not missing else Lost.ENDED if missing <= known else Lost.REMOVED
    SamplePair.objects.bulk_update(waiting, ["lost"], batch_size=1000)
    _close_when_done(sample.pk)
    return sum(bool(pair.lost) for pair in waiting)


@transaction.atomic
def send_to_review(*, by: Any, pair: SamplePair) -> SamplePair:
    """A wrong link, or a missed one, becomes a question in the review queue; a decision there changes the register."""
    pair = SamplePair.objects.select_for_update().get(pk=pair.pk)
    if not is_wrong(pair):
        raise Clash(
            _("只有判定与现状不符的一对可以送去核对。"), remedy=_("请刷新页面查看最新状态。"), code="sample.not_wrong"
        )
    if (pair.left, pair.right) not in in_review([pair]):
        asked = {"left": pair.left, "right": pair.right}
        Conflict.objects.get_or_create(
            **asked, defaults={"weight": pair.weight, "pattern": pair.pattern, "reason": Conflict.Reason.BAND}
        )
        pair.sent_at = timezone.now()
        pair.save(update_fields=["sent_at"])
        sync_reviews()
    return pair


def in_review(pairs: Iterable[SamplePair]) -> set[tuple[int, int]]:
    """Those that are asked or answered in review. A question that a later run dropped unanswered can be sent again."""
    rows = Review.objects.filter(left__in=[pair.left for pair in pairs])
    return set(rows.exclude(state=Review.State.GONE).values_list("left", "right"))


def is_wrong(pair: SamplePair) -> bool:
    """Somebody clearly says otherwise than the register."""
    other = Verdict.DIFFERENT if pair.linked else Verdict.SAME
    return other in (pair.verdict, pair.second_verdict)


# --- what it says --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Findings:
    """What a sample says so far. `strata`: bands with (clear verdicts, matches); `estimate` is None while a band has none, bands of
    which every pair is lost aside. `lost`: pairs taken out without any verdict, by reason; they are not among `pairs`."""

    strata: tuple[tuple[Band, Stratum], ...]
    estimate: Estimate | None
    agreement: Agreement
    judged: int
    unsure: int
    pairs: int
    lost: tuple[tuple[str, int], ...] = ()


def findings(sample: ClericalSample) -> Findings:
    """Counts and estimates of a sample (one query). Where two people differ, the pair says nothing."""
    rows = list(sample.pairs.values_list("stratum", "verdict", "second_verdict", "lost"))
    kept = [row[:3] for row in rows if row[1] or not row[3]]
    bands = [Band(**band) for band in sample.strata]
    counts = [[0, 0] for _band in bands]
    for place, first, second in kept:
        if first in CLEAR and second in ("", first):
            counts[place][0] += 1
            counts[place][1] += first == Verdict.SAME
    strata = tuple(
        (band, Stratum(band.size, band.linked, checked, matches))
        for band, (checked, matches) in zip(bands, counts, strict=True)
    )
    asked = {place for place, _first, _second in kept}
    both = [(first, second) for _place, first, second in kept if first and second]
    gone = Counter(reason for _place, first, _second, reason in rows if reason and not first)
    return Findings(
        strata,
        estimate(tuple(stratum for place, (_band, stratum) in enumerate(strata) if place in asked)),
        agreement(both),
        sum(bool(first) for _place, first, _second in kept),
        sum(first == Verdict.UNSURE for _place, first, _second in kept),
        len(kept),
        tuple((str(Lost(reason).label), count) for reason, count in sorted(gone.items())),
    )
