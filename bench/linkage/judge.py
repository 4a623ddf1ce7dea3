"""What a method found, held against the truth, as a whole and by groups."""

from __future__ import annotations

from pathlib import Path
from typing import Any

GROUPS = ("household", "shared_phone", "twin", "minority", "rare_character", "foreign", "renewed_passport", "returnee")


def judge(rows: Path, found: Path, traits: Path) -> dict[str, Any]:
    """Scores of all rows, and per group of persons."""
    import polars as pl

    from bole.core.linkage import Cell, compare

    truth = pl.read_parquet(rows, columns=["record", "person"])
    cells = truth.join(pl.read_parquet(found), on="record").group_by("person", "cluster").len()
    assert cells["len"].sum() == truth.height
    persons = pl.read_csv(traits)
    groups = {}
    for group in GROUPS:
        theirs = persons.filter(pl.col("trait") == group)["person"]
        clusters = cells.filter(pl.col("person").is_in(theirs.implode()))["cluster"].unique()
        around = cells.filter(pl.col("cluster").is_in(clusters.implode()))
        groups[group] = _figures(compare(map(Cell._make, around.iter_rows()), set(theirs.to_list())))
    return {**_figures(compare(map(Cell._make, cells.iter_rows()))), "groups": groups}


def _figures(scores: Any) -> dict[str, Any]:
    return {
        "precision": round(scores.precision, 5),
        "recall": round(scores.recall, 5),
        "f1": round(scores.f1, 5),
        "exact_persons": round(scores.exact_share, 4),
        "mixed_clusters": scores.mixed,
        "mixed_share": round(scores.mixed_share, 6),
        "persons": scores.persons,
        "rows": scores.rows,
    }
