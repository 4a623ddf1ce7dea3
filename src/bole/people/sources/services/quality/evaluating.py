"""The register held against an answer key (`bole link evaluate`): any loaded files, rows found by file name and sheet row.

What counts: every accepted row of a file that is kept, once per row identity (node) and true person, so that a row sent again in a
later file proves nothing twice. A row replaced since counts with the person its node belongs to now; a row that came unchanged
counts as the row it repeats. Rejected, excluded and ended rows are counted apart and judged by nobody. A row that waits for a person
(dated facts only, S21) stands alone: if its true person has other rows, that is a miss.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl
from django.utils import timezone

from bole.core.errors import InvalidInput
from bole.core.linkage import Cell, Scores, compare
from bole.kernel.taxonomy import queries as taxonomy
from bole.people.sources import reading
from bole.people.sources.models import KEPT, Batch, Conflict, Record, Severity
from bole.people.sources.services.base import digests, frames
from bole.people.sources.services.intake import processing, storing
from bole.people.sources.services.quality.truths import read_traits, read_truth


def _found() -> dict[str, Any]:
    return {"batch": pl.Int64, "row": pl.Int64, "node": pl.Int64, "person_row": pl.Boolean, "current": pl.Boolean}


@dataclass(frozen=True)
class Evaluation:
    """`scores` of all rows and of each group; `apart`: rows of the key that are not judged, by why; `unknown_files`: never loaded."""

    scores: Scores
    groups: dict[str, Scores]
    reviews: dict[str, int]
    apart: dict[str, int]
    unknown_files: tuple[str, ...]


def evaluate_linkage(*, truth: Path, traits: Path | None = None) -> Evaluation:
    """Compares who is one person in the register with `truth`. Raises InvalidInput or NotFound with a remedy (`truth.*`)."""
    key = read_truth(truth)
    groups = read_traits(traits) if traits else {}
    batches = _batches(key, truth.name)
    unknown = tuple(sorted(set(key["file"].to_list()) - set(batches["file"].to_list())))
    rows = _rows_with_nodes(key.join(batches, on="file"))
    judged, apart = _judged(rows)
    if judged.is_empty():
        raise InvalidInput(
            "%(file)s 中没有一行能对上已入库的记录;row 是表中的行号,从 1 起,标题和表头行也计数。",
            remedy="请核对后再运行。",
            code="truth.no_rows",
            file=truth.name,
        )
    cells = judged.group_by("person", "cluster").len()
    apart["unknown_file_rows"] = key.height - key.join(batches, on="file", how="semi").height
    found = {trait: compare(_listed(_around(cells, persons)), persons) for trait, persons in groups.items()}
    kept = {trait: scores for trait, scores in found.items() if scores.rows}
    return Evaluation(compare(_listed(cells)), kept, _open_questions(), apart, unknown)


def labelled_rows(truth: Path) -> pl.DataFrame:
    """node, truth: who the answer key says that each current row of a person is. Raises as `evaluate_linkage`."""
    key = read_truth(truth)
    rows = _rows_with_nodes(key.join(_batches(key, truth.name), on="file"))
    known = rows.filter(pl.col("lost").is_null() & pl.col("person_row") & pl.col("current"))
    return known.unique("node").select("node", truth="person")


def _listed(cells: pl.DataFrame) -> list[Cell]:
    return [Cell(*cell) for cell in cells.iter_rows()]


def _around(cells: pl.DataFrame, persons: set[str]) -> pl.DataFrame:
    """The cells of the clusters in which these persons stand: all that their scores depend on."""
    theirs = cells.filter(pl.col("person").is_in(list(persons)))["cluster"].unique()
    return cells.filter(pl.col("cluster").is_in(theirs.implode()))


def _batches(key: pl.DataFrame, name: str) -> pl.DataFrame:
    """file, batch: of several kept files of one name the one received last."""
    names = key["file"].unique().to_list()
    found = dict(
        Batch.objects.filter(status__in=KEPT, file_name__in=names).order_by("pk").values_list("file_name", "pk")
    )
    if not found:
        raise InvalidInput(
            "%(file)s 中的文件都没有装入:%(names)s;file 列写装入时的文件名。",
            remedy="先用 bole intake load 装入。",
            code="truth.unknown_files",
            file=name,
            names="、".join(sorted(names)[:5]) + ("…" if len(names) > 5 else ""),
        )
    return pl.DataFrame({"file": list(found), "batch": list(found.values())}, {"file": pl.String, "batch": pl.Int64})


def _rows_with_nodes(rows: pl.DataFrame) -> pl.DataFrame:
    """Adds node, person_row, current and `lost` (why a row has no node: rejected, excluded, absent) to the rows of the key."""
    batches = rows["batch"].unique().to_list()
    query = """
      select valid_from_batch_id, row, node, subject = 'person', valid_to_batch_id is null from sources_record
      where valid_from_batch_id = any(%s) order by valid_to_batch_id is null, id"""
    stored = frames.read_frame(query, _found(), [batches]).unique(["batch", "row"], keep="last")
    joined = rows.join(stored, on=["batch", "row"], how="left").join(_refused(batches), on=["batch", "row"], how="left")
    open_ = joined.filter(pl.col("node").is_null() & pl.col("lost").is_null())
    repeats = _repeated(open_.select("batch", "row"))
    if not repeats.is_empty():
        joined = joined.update(repeats, on=["batch", "row"], how="left")
    return joined.with_columns(
        pl.coalesce("lost", pl.when(pl.col("node").is_null()).then(pl.lit("absent"))).alias("lost")
    )


def _told_apart(absent: pl.DataFrame) -> dict[str, int]:
    """Rows without a record or an issue, by what their batches counted: repeated, excluded (whose row numbers are destroyed
    together with the rows), and such as the file cannot have had."""
    found = dict.fromkeys(("repeated", "excluded", "not_in_file"), 0)
    counts = Batch.objects.in_bulk(absent["batch"].unique().to_list())
    for number, left in absent.group_by("batch").len().iter_rows():
        batch = counts[number]
        repeated = min(left, batch.rows_unchanged)
        excluded = min(left - repeated, batch.rows_excluded if not batch.excluded_rows else 0)
        found["repeated"] += repeated
        found["excluded"] += excluded
        found["not_in_file"] += left - repeated - excluded
    return found


def _refused(batches: list[int]) -> pl.DataFrame:
    """batch, row, lost: rejected and excluded rows."""
    query = "select distinct batch_id, row, 'rejected' from sources_issue where severity = %s and batch_id = any(%s)"
    schema = {"batch": pl.Int64, "row": pl.Int64, "lost": pl.String}
    rejected = frames.read_frame(query, schema, [Severity.BLOCK.value, batches])
    excluded = [
        (batch, row, "excluded")
        for batch, rows in Batch.objects.filter(pk__in=batches).values_list("pk", "excluded_rows")
        for row in rows
    ]
    both = pl.concat([rejected, pl.DataFrame(excluded, schema, orient="row")])
    return both.unique(["batch", "row"], keep="last", maintain_order=True)


def _repeated(rows: pl.DataFrame) -> pl.DataFrame:
    """batch, row, node, person_row, current of rows that came as their source already had them: found by reading the file again,
    and only where an earlier file of the source can have had them."""
    parts = [pl.DataFrame(schema=_found())]
    for batch in Batch.objects.filter(pk__in=rows["batch"].unique().to_list()).order_by("pk"):
        if Record.objects.filter(source=batch.source, valid_from_batch__lt=batch).exists():
            wanted = rows.filter(pl.col("batch") == batch.pk)["row"]
            parts.append(_read_again(batch, wanted))
    return pl.concat(parts)


def _read_again(batch: Batch, wanted: pl.Series) -> pl.DataFrame:
    found = processing.recognise(batch)
    checked = reading.check_rows(
        found.raw, found.recognition, taxonomy.current_pack(), timezone.localdate(), hash_key=digests.secret("row")
    )
    rows = checked.rows.with_columns(pl.col("row").cast(pl.Int64))
    keyed, _ = storing.keyed_rows(rows)
    query = (
        "select natural_key, min(node), bool_or(subject = 'person'), bool_or(valid_to_batch_id is null)"
        " from sources_record where source = %s group by natural_key"
    )
    schema = {"natural_key": pl.String, "node": pl.Int64, "person_row": pl.Boolean, "current": pl.Boolean}
    known = frames.read_frame(query, schema, [batch.source])
    kept = keyed.filter(pl.col("row").is_in(wanted.implode())).join(known, on="natural_key")
    return kept.select(pl.lit(batch.pk, pl.Int64).alias("batch"), *(name for name in _found() if name != "batch"))


def _judged(rows: pl.DataFrame) -> tuple[pl.DataFrame, dict[str, int]]:
    """person, cluster of the rows that count; how many do not, by why."""
    schema = {"node": pl.Int64, "held": pl.Boolean, "cluster": pl.String}
    held = frames.read_frame("select node, true, person from sources_membership", schema)
    joined = rows.join(held, on="node", how="left")
    is_row = pl.col("lost").is_null()
    person_row, linked = is_row & pl.col("person_row"), pl.col("held").is_not_null()
    apart = _told_apart(joined.filter(pl.col("lost") == "absent"))
    for why in ("rejected", "excluded"):
        apart[why] = apart.get(why, 0) + joined.filter(pl.col("lost") == why).height
    for name, test in {
        "not_persons": is_row & ~pl.col("person_row"),
        "ended": person_row & ~linked & ~pl.col("current"),
        "unlinked": person_row & ~linked & pl.col("current"),
        "waiting": person_row & linked & pl.col("cluster").is_null(),
    }.items():
        apart[name] = joined.filter(test).height
    judged = joined.filter(person_row & (linked | pl.col("current"))).unique(["node", "person"])
    alone = pl.concat_str(pl.lit("row "), pl.col("node").cast(pl.String))
    return judged.select("person", pl.coalesce("cluster", alone).alias("cluster")), apart


def _open_questions() -> dict[str, int]:
    """Pairs left to people, by reason."""
    counts: dict[str, int] = dict.fromkeys(Conflict.Reason.values, 0)
    for reason in Conflict.objects.values_list("reason", flat=True):
        counts[reason] = counts.get(reason, 0) + 1
    return counts


def as_figures(found: Evaluation) -> dict[str, Any]:
    """Flat figures: shares as floats, the rest as counts."""
    scores, reviews = found.scores, sum(found.reviews.values())
    return {
        **scores_as_figures(scores),
        "review_pairs": reviews,
        "review_share": reviews / scores.rows,
        **{f"review_{reason}": count for reason, count in found.reviews.items()},
        **{f"{name}_rows": count for name, count in found.apart.items() if name != "unknown_file_rows"},
        "unknown_files": len(found.unknown_files),
        "unknown_file_rows": found.apart["unknown_file_rows"],
    }


def scores_as_figures(scores: Scores) -> dict[str, Any]:
    """The flat figures of one comparison."""
    return {
        "precision": scores.precision,
        "recall": scores.recall,
        "f1": scores.f1,
        "exact_persons": scores.exact_share,
        "mixed_clusters": scores.mixed,
        "mixed_share": scores.mixed_share,
        "rows": scores.rows,
        "persons": scores.persons,
        "clusters": scores.clusters,
        "exact_count": scores.exact,
        "true_pairs": scores.true,
        "linked_pairs": scores.linked,
        "right_pairs": scores.right,
    }
