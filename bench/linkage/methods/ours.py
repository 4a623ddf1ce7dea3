"""Bole: the frozen model's weights, then constrained clustering, as a link run of the product does both."""

from __future__ import annotations

import json
import os
import time
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import polars as pl

    from bole.core.linkage import Clustering, Limits
    from bole.people.sources.scoring import Model


def prepare() -> None:
    """Imports and the model: a running instance has both."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bole.main.settings")
    import django

    django.setup()
    import duckdb  # noqa: F401
    import splink  # noqa: F401

    shipped_model()


def link(rows: str, out: str) -> dict[str, Any]:
    import polars as pl

    from bole.people.sources.scoring import score

    frame = pl.read_parquet(rows)
    counting = time.perf_counter()
    model = frozen_model(frame)
    started = time.perf_counter()
    edges = score(frame, frame.clear(), model, floor=floor())
    scored = time.perf_counter()
    found = clusters(edges, frame, limits())
    clustered = time.perf_counter()
    return {
        **write(found, out),
        "terms": started - counting,
        "scoring": scored - started,
        "clustering": clustered - scored,
        "link": clustered - started,
        "pairs": edges.height,
    }


@cache
def shipped_model() -> Model:
    """The model in the base pack."""
    from bole.people.sources.scoring import from_json
    from bole.runtime.paths import packs_dir

    return from_json(json.loads((packs_dir() / "base-cn" / "linkage" / "model.json").read_text("utf-8")))


def frozen_model(frame: pl.DataFrame) -> Model:
    """The shipped model with the frequencies of these rows, as a register of that size has frozen them."""
    from bole.people.sources.scoring import Counting, count_terms

    counting = Counting(*(settings()["terms"][key] for key in ("listed", "common", "common_birth")))
    return shipped_model().with_terms(count_terms(frame, counting), f"bench-{frame.height}")


def compared_columns(frame: pl.DataFrame, model: Model) -> pl.DataFrame:
    """What the comparisons see of the rows, as the product's scorer prepares it."""
    from bole.people.sources.scoring.features import features
    from bole.people.sources.scoring.model import without_common

    return features(without_common(frame, model.terms))


@cache
def settings() -> dict[str, Any]:
    """The pack's thresholds and sizes."""
    import yaml

    from bole.runtime.paths import packs_dir

    return dict(yaml.safe_load((packs_dir() / "base-cn" / "linkage" / "settings.yaml").read_text("utf-8")))


def floor() -> float:
    """The weight from which pairs are kept."""
    return float(settings()["weights"]["floor"])


def limits() -> Limits:
    """The weights from which pairs join and are asked about."""
    from bole.core.linkage import Limits

    weights = settings()["weights"]
    return Limits(weights["auto"], weights["review"], weights["renewed"], settings()["component_limit"])


def clusters(edges: pl.DataFrame, frame: pl.DataFrame, limit: Limits, cannot: Any = ()) -> Clustering:
    """The product's clustering of the edges among these rows, with the questions it leaves."""
    from bole.people.sources.services.linking.graph import _traits
    from bole.people.sources.services.linking.quiet import cluster_rows

    pairs = edges.select("left", "right", "weight", "pattern")
    return cluster_rows(frame, pairs, limit, lambda rows: _traits(rows, ()), cannot=cannot)


def write(found: Clustering, out: str) -> dict[str, Any]:
    """Writes the clusters; returns how many questions are left to people, by reason."""
    import polars as pl

    members = {"record": list(found.members), "cluster": list(found.members.values())}
    pl.DataFrame(members).write_parquet(out)
    return {"reviews": len(found.conflicts), "reasons": Counter(conflict.reason for conflict in found.conflicts)}
