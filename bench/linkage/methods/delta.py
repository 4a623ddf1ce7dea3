"""A monthly file of 2 %: the same model over a random fiftieth as new rows and all others as known ones, beside all rows at once.

Also what an undone merge costs: one pair declared different, its component clustered again, and the declaration taken back.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

from bench.linkage.methods import ours

if TYPE_CHECKING:
    import polars as pl

T = TypeVar("T")
SHARE, SEED = 0.02, 5


def prepare() -> None:
    ours.prepare()


def link(rows: str, _out: str) -> dict[str, Any]:
    import polars as pl

    from bole.people.sources.scoring import score

    frame, floor = pl.read_parquet(rows), ours.floor()
    model = ours.frozen_model(frame)
    full, edges = _timed(lambda: score(frame, frame.clear(), model, floor=floor))
    new = frame.sample(fraction=SHARE, seed=SEED)["record"].implode()
    fresh, known = frame.filter(pl.col("record").is_in(new)), frame.filter(~pl.col("record").is_in(new))
    scored, found = _timed(lambda: score(fresh, known, model, floor=floor))
    touching = edges.filter(pl.col("left").is_in(new) | pl.col("right").is_in(new))
    clustered, whole = _timed(lambda: ours.clusters(edges, frame, ours.limits()))
    local, part = _timed(lambda: ours.clusters(*_touched(edges, frame, fresh["record"]), ours.limits()))
    order = ["left", "right"]
    return {
        "full_scoring": full,
        "full_clustering": clustered,
        "delta_scoring": scored,
        "delta_clustering": local,
        "new_rows": fresh.height,
        "same_edges": found.sort(order).equals(touching.sort(order)),
        "same_clusters": all(whole.members[record] == cluster for record, cluster in part.members.items()),
        **_unmerge(edges, frame),
    }


def _timed(work: Callable[[], T]) -> tuple[float, T]:
    started = time.perf_counter()
    done = work()
    return time.perf_counter() - started, done


def _touched(edges: pl.DataFrame, frame: pl.DataFrame, seeds: pl.Series) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Edges and rows of the components in which a seed stands."""
    import polars as pl

    asked = edges.filter(pl.col("weight") >= ours.limits().review)
    kept, size = seeds.implode(), 0
    while size != len(kept[0]):
        size = len(kept[0])
        beside = asked.filter(pl.col("left").is_in(kept) | pl.col("right").is_in(kept))
        kept = pl.concat([kept[0], beside["left"], beside["right"]]).unique().implode()
    return asked.filter(pl.col("left").is_in(kept)), frame.filter(pl.col("record").is_in(kept))


def _unmerge(edges: pl.DataFrame, frame: pl.DataFrame) -> dict[str, Any]:
    import polars as pl

    joined = edges.filter(pl.col("weight") >= ours.limits().auto).sort("weight", "left", descending=[True, False])
    left, right = joined.row(joined.height // 2)[:2]
    part = _touched(edges, frame, pl.Series([left]))
    before = ours.clusters(*part, ours.limits()).members
    seconds, apart = _timed(lambda: ours.clusters(*part, ours.limits(), [(left, right)]).members)
    assert before[left] == before[right]
    assert apart[left] != apart[right]
    return {"unmerge_clustering": seconds, "restored": ours.clusters(*part, ours.limits()).members == before}
