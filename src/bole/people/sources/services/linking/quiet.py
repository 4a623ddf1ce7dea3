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
DENSE = 20
"""Up to so many numbers per record a table of all numbers is worth its memory."""


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
    part_of, joined = _parts(records, edges.filter(is_strong))
    declared = {node for pair in (*must, *cannot) for node in pair}
    big = part_of.group_by("part").len().filter(pl.col("len") > limits.component)["part"]
    loud = _loud(rows, part_of, edges.filter(~is_strong), big, declared)
    by_loud = part_of.join(loud, on="part", how="semi")["record"].implode()
    asked = rows.filter(pl.col("record").is_in(by_loud))
    open_edges = edges.filter(pl.col("left").is_in(by_loud))
    found = cluster(
        open_edges.iter_rows(),
        traits(asked),
        must,
        cannot,
        records=asked["record"].to_list(),
        limits=limits,
        may_tangle=bool(must) or not big.is_empty(),
    )
    quiet = part_of.join(loud, on="part", how="anti")
    found.members.update(zip(quiet["record"].to_list(), quiet["part"].to_list(), strict=True))
    held = joined.join(loud, on="part", how="anti").group_by("part").agg(pl.col("weight").min())
    found.weakest.update(zip(held["part"].to_list(), held["weight"].to_list(), strict=True))
    return found


def _parts(records: pl.Series, strong: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """record, part (its smallest record); part, weight of the edges by which the parts hold together, as taking edges from the
    strongest on would choose them (Borůvka 1926: in each round every part takes its strongest edge; ranks leave no ties)."""
    ordered = strong.sort(["weight", "left", "right"], descending=[True, False, False])
    weights, count = ordered["weight"], len(records)
    ends = pl.DataFrame([_places(records, ordered[side]).alias(side) for side in ("left", "right")]).with_row_index(
        "rank"
    )
    label, taken = _numbers(count), []
    ends = _between(ends, label)
    while not ends.is_empty():
        best = _best(ends)
        taken.append(best["rank"].unique())
        label = _merged(best, count).gather(label)
        ends = _between(ends, label)
    ranks = pl.concat(taken).unique() if taken else pl.Series([], dtype=pl.UInt32)
    places = pl.DataFrame({"label": label, "record": records})
    named = places.select("record", pl.col("record").min().over("label").alias("part"))
    chosen = pl.DataFrame({"record": ordered["left"].gather(ranks), "weight": weights.gather(ranks)})
    return named, chosen.join(named, on="record").select("part", "weight")


def _numbers(count: int) -> pl.Series:
    return pl.int_range(count, eager=True, dtype=pl.UInt32)


def _between(ends: pl.DataFrame, label: pl.Series) -> pl.DataFrame:
    """The edges that still lead from one part to another, with both."""
    one, other = (label.gather(ends[side]).alias(name) for side, name in (("left", "one"), ("right", "other")))
    return ends.with_columns(one, other).filter(pl.col("one") != pl.col("other"))


def _best(ends: pl.DataFrame) -> pl.DataFrame:
    """one, other, rank: the strongest edge of each part."""
    there = ends.select("one", "other", "rank")
    back = ends.select(pl.col("other").alias("one"), pl.col("one").alias("other"), "rank")
    return pl.concat([there, back]).sort("rank").unique("one", keep="first")


def _merged(best: pl.DataFrame, count: int) -> pl.Series:
    """Where each part goes: along the strongest edges to the one pair in each tree that took each other."""
    own = _numbers(count)
    above = own.clone().scatter(best["one"], best["other"])
    mutual = (above.gather(above) == own) & (own < above)
    above = own.zip_with(mutual, above)
    while not (further := above.gather(above)).equals(above):
        above = further
    return above


def _places(records: pl.Series, wanted: pl.Series) -> pl.Series:
    """Where records stand; all of them must. Record numbers lie dense, so a table over their span finds them in one step."""
    if not records.is_empty() and records[-1] - records[0] < DENSE * len(records):
        table = pl.repeat(0, records[-1] - records[0] + 1, eager=True, dtype=pl.UInt32)
        places = table.scatter(records - records[0], _numbers(len(records))).gather(wanted - records[0])
    else:
        places = records.search_sorted(wanted)
    assert places.is_empty() or bool((records.gather(places.clip(upper_bound=len(records) - 1)) == wanted).all())
    return places


def _loud(
    rows: pl.DataFrame, part_of: pl.DataFrame, weak: pl.DataFrame, big: pl.Series, declared: Collection[int]
) -> pl.DataFrame:
    """The parts that `cluster` must look at."""
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
