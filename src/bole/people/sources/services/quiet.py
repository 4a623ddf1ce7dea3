"""Clustering with the plain cases taken out first: what no constraint can concern is joined by columns, the rest goes to `cluster`.

A part is quiet when all edges in it join and leave nothing to ask: at most one valid number, one passport and one spelling of the
name on its documents, no declared pair, no more records than a tangle, and no weak edge that leads out of it. `cluster` would join
exactly its records (it decomposes over the parts), at the price of looking at each; nine of ten records stand in such parts.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

import polars as pl

from bole.core.linkage import Clustering, Limits, Traits, cluster

Pairs = Sequence[tuple[int, int]]


def cluster_rows(
    rows: pl.DataFrame,
    edges: pl.DataFrame,
    limits: Limits,
    traits: Callable[[pl.DataFrame], dict[int, Traits]],
    *,
    must: Pairs = (),
    cannot: Pairs = (),
) -> Clustering:
    """`core.linkage.cluster` of `edges` (left < right, weight, pattern) over `rows`, number for number the same."""
    edges = edges.filter(pl.col("weight") >= limits.review)
    is_strong = pl.col("weight") >= limits.auto
    records = rows["record"].sort()
    roots, weakest = _parts(records, edges.filter(is_strong))
    part_of = pl.DataFrame({"record": records, "part": records.gather(roots)})
    declared = {node for pair in (*must, *cannot) for node in pair}
    loud = _loud(rows, part_of, edges.filter(~is_strong), limits, declared)
    by_loud = part_of.join(loud, on="part", how="semi")["record"].implode()
    asked = rows.filter(pl.col("record").is_in(by_loud))
    open_edges = edges.filter(pl.col("left").is_in(by_loud))
    found = cluster(
        open_edges.iter_rows(), traits(asked), must, cannot, records=asked["record"].to_list(), limits=limits
    )
    quiet = part_of.join(loud, on="part", how="anti")
    members = dict(zip(quiet["record"].to_list(), quiet["part"].to_list(), strict=True)) | found.members
    kept = set(quiet["part"].unique().to_list())
    names = records.to_list()
    weak = {part: weight for place, weight in weakest.items() if (part := names[place]) in kept}
    return Clustering(members, weak | found.weakest, found.conflicts, found.refused)


def _parts(records: pl.Series, strong: pl.DataFrame) -> tuple[list[int], dict[int, float]]:
    """Which part each record (by place) is in, named by its smallest place; the weight of the edge that closed each part last.

    Edges come from the strongest on, so the last one that joins is the weakest that holds the part together.
    """
    ordered = strong.sort(["weight", "left", "right"], descending=[True, False, False])
    left, right = (_places(records, ordered[side]).to_list() for side in ("left", "right"))
    parent = list(range(len(records)))
    weakest: dict[int, float] = {}
    for one, other, weight in zip(left, right, ordered["weight"].to_list(), strict=True):
        while parent[one] != one:
            parent[one] = one = parent[parent[one]]
        while parent[other] != other:
            parent[other] = other = parent[parent[other]]
        if one == other:
            continue
        if one > other:
            one, other = other, one
        parent[other] = one
        weakest.pop(other, None)
        weakest[one] = weight
    for place, above in enumerate(parent):  # a parent stands before its children, so it has found its root already
        parent[place] = parent[above]
    return parent, weakest


def _places(records: pl.Series, wanted: pl.Series) -> pl.Series:
    """Where records stand; all of them must."""
    places = records.search_sorted(wanted)
    assert places.is_empty() or bool((records.gather(places.clip(upper_bound=len(records) - 1)) == wanted).all())
    return places


def _loud(
    rows: pl.DataFrame, part_of: pl.DataFrame, weak: pl.DataFrame, limits: Limits, declared: Collection[int]
) -> pl.DataFrame:
    """The parts that `cluster` must look at."""
    sizes = part_of.group_by("part").len()
    big = sizes.filter(pl.col("len") > limits.component)["part"]
    ends = weak.join(part_of, left_on="left", right_on="record").join(
        part_of, left_on="right", right_on="record", suffix="_other"
    )
    across = ends.filter(pl.col("part") != pl.col("part_other"))
    named = part_of.filter(pl.col("record").is_in(list(declared)))["part"]
    found = [big, across["part"], across["part_other"].rename("part"), named, _several(rows, part_of)]
    return pl.DataFrame({"part": pl.concat(found).unique()})


def _several(rows: pl.DataFrame, part_of: pl.DataFrame) -> pl.Series:
    """Parts whose documents show several numbers, passports or spellings, or no spelling."""
    columns = ("id_index", "passport_index", "pinyin")
    documents = rows.filter(pl.col("id_index").is_not_null() | pl.col("passport_index").is_not_null()).select(
        "record", *(pl.when(pl.col(name).is_not_null()).then(pl.col(name).hash()).alias(name) for name in columns)
    )
    shown = documents.join(part_of, on="record").group_by("part")
    differ = [pl.col(name).min() != pl.col(name).max() for name in columns]
    unnamed = pl.col("pinyin").is_null().any() & (pl.len() > 1)
    return shown.agg(pl.any_horizontal(*(test.fill_null(False) for test in differ), unnamed).alias("loud")).filter(
        "loud"
    )["part"]
