"""A model trained anew on the register: what would change, before anybody puts it in force."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import polars as pl
from django.db import transaction
from django.utils import timezone

from bole.core.errors import InvalidInput
from bole.core.linkage import Cell, Clustering, compare
from bole.people.sources.models import LinkModel
from bole.people.sources.scoring import COMPARISONS, Model, score
from bole.people.sources.scoring.training import train
from bole.people.sources.services.base import linkage_settings
from bole.people.sources.services.linking import modelling
from bole.people.sources.services.linking.graph import Graph, cluster_graph, load_graph
from bole.people.sources.services.linking.rebuilding import rebuild
from bole.people.sources.services.quality.evaluating import labelled_rows, scores_as_figures


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a model makes of the register; `scores` only where an answer key was given."""

    persons: int
    questions: int
    joined: int
    scores: dict[str, Any]


def retrain(*, by: Any, truth: Path | None = None, use: bool = False) -> LinkModel:
    """Trains on the current rows and keeps the model with its report; `use` puts it in force and links everything anew.

    Without `truth` the levels are learned by expectation maximisation; with it (as for `evaluate_linkage`) from the answers, and
    the report has precision and recall of both models. Raises InvalidInput where there are too few rows to learn from.
    """
    graph, before = load_graph(), modelling.current_model()
    least = linkage_settings.section("terms")["from_rows"]
    if graph.rows.height < least:
        raise InvalidInput("记录太少,无法训练:至少要 %(least)s 行。", code="link.too_few_rows", least=least)
    labels = labelled_rows(truth) if truth else None
    after = _trained(graph.rows, before, labels)
    report = {
        "levels": _weights(before, after),
        "before": _report(_outcome(graph, before, labels)),
        "after": _report(_outcome(graph, after, labels)),
    }
    row, _created = LinkModel.objects.update_or_create(
        version=after.version, defaults=modelling.as_row(after, by=by, report=report)
    )
    if use:
        put_in_use(by=by, version=row.version)
        row.refresh_from_db()
    return row


def put_in_use(*, by: Any, version: str) -> None:
    """Puts a kept model in force and links everything anew. Raises InvalidInput for a version that is not kept."""
    found = LinkModel.objects.filter(version=version).first()
    if found is None:
        raise InvalidInput("没有版本为 %(version)s 的比对模型。", code="link.no_model", version=version)
    with transaction.atomic():
        LinkModel.objects.filter(in_use=True).update(in_use=False)
        LinkModel.objects.filter(pk=found.pk).update(in_use=True)
        rebuild(by=by)


def _trained(rows: pl.DataFrame, before: Model, labels: pl.DataFrame | None) -> Model:
    persons = None
    if labels is not None:
        known = rows.join(labels, left_on="record", right_on="node", how="left", maintain_order="left")
        alone = pl.concat_str(pl.lit("row "), pl.col("record").cast(pl.String))
        persons = known.select(pl.coalesce(pl.col("truth").cast(pl.String), alone))["truth"]
    model = train(rows, before, version="new", counting=modelling.counting(), persons=persons)
    return replace(model, version=f"trained-{timezone.localdate():%Y%m%d}+{rows.height}.{modelling.digest_of(model)}")


def _outcome(graph: Graph, model: Model, labels: pl.DataFrame | None) -> Outcome:
    settings = linkage_settings.current()
    graph.edges = score(graph.rows, graph.rows.clear(), model, floor=settings.review)
    graph.touched = set(graph.rows["record"].to_list())
    clustering = cluster_graph(graph)
    return Outcome(
        persons=len(set(clustering.members.values())),
        questions=len(clustering.conflicts),
        joined=graph.edges.filter(pl.col("weight") >= settings.auto).height,
        scores=_scores(clustering, labels) if labels is not None else {},
    )


def _scores(clustering: Clustering, labels: pl.DataFrame) -> dict[str, Any]:
    held = labels.filter(pl.col("node").is_in(list(clustering.members)))
    groups = held.with_columns(cluster=pl.Series([clustering.members[node] for node in held["node"].to_list()]))
    return scores_as_figures(compare(Cell(*cell) for cell in groups.group_by("truth", "cluster").len().iter_rows()))


def _report(outcome: Outcome) -> dict[str, Any]:
    return {
        "persons": outcome.persons,
        "questions": outcome.questions,
        "joined_pairs": outcome.joined,
        **{
            key: outcome.scores[key] for key in ("precision", "recall", "f1", "mixed_clusters") if key in outcome.scores
        },
    }


def _weights(before: Model, after: Model) -> list[dict[str, Any]]:
    """Bits of every level, before and after."""
    return [
        {
            "comparison": comparison.key,
            "level": level.key,
            "before": round(before.letters(comparison)[comparison.letter(level.key)], 2),
            "after": round(after.letters(comparison)[comparison.letter(level.key)], 2),
        }
        for comparison in COMPARISONS
        for level in comparison.levels
    ]
