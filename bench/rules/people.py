"""People and firms for the bench: every fact that a rule reads, a fixed share of each missing, so that every engine meets unknowns.

Values come from the worked cases of the policies, so that thresholds and codes are met. Facts with a formula are not stored: all engines
compute them. A record set is unknown with the same share, else it has no row (70 %), one, two or three; rows are those of the cases, blanks
filled from other rows, then each column with its share missing. The same seed gives the same table.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import polars as pl

from bole.core.rules import RuleSet
from bole.core.rules.engines.frames import frame_of
from bole.core.rules.engines.frames.columns import record_sets, scalars
from bole.core.rules.language import tree as n
from bole.core.rules.policies.given import Given
from bole.core.vocabulary import Problem, Subject
from bole.core.vocabulary.tree import parse

MISSING = 0.06
SIZES = [0] * 70 + [1] * 20 + [2] * 7 + [3] * 3
"""How many rows a known record set has."""


def people(
    rules: RuleSet, subject: Subject, count: int, missing: float = MISSING, cases: list[dict[str, Any]] | None = None
) -> pl.DataFrame:
    """So many rows with the columns of `decide_frame`. `cases`: facts to draw from (None: those of the worked cases)."""
    paths = [key for key, fact in rules.vocabulary.facts.items() if fact.kind == "path" and fact.subject == subject]
    cases = list(given(rules, subject)) if cases is None else cases
    pool = frame_of(cases, rules.vocabulary, subject, paths)
    read, computed = _read(rules, subject)
    dice = _Dice(count, missing)
    made: dict[str, pl.Series] = {}
    for name in sorted({*read, *paths} & set(pool.columns)):
        column, dtype = pool[name], pool.schema[name]
        if name in paths:
            made[name] = dice.lost(pl.repeat(True, count, eager=True)).fill_null(False).alias(name)
        elif name in computed:
            made[name] = column.clear(count)
        elif isinstance(dtype, pl.List):
            made[name] = dice.sets(column)
        else:
            made[name] = dice.lost(dice.drawn(_values(column), count))
    frame = pl.DataFrame(list(made.values()))
    return frame.with_columns(
        pl.when(owner).then(pl.col(name)).alias(name)
        for owner in paths
        for name in frame.columns
        if name.startswith(f"{owner}.")
    )


def given(rules: RuleSet, subject: Subject) -> Iterator[dict[str, Any]]:
    """The facts of all worked cases."""
    problems: list[Problem] = []
    reader = Given(rules.vocabulary, rules.code_lists, problems)
    for name in sorted(rules.files):
        folder, _, file = name.rpartition("/")
        policy = rules.policies.get(folder.replace("-", "_"))
        root = parse(rules.files[name], name, problems) if file == "cases.yaml" else None
        if root is not None and policy is not None and policy.subject == subject:
            yield from (reader.facts(case.value["given"], subject) for case in root.value if "given" in case.value)


def shares(frame: pl.DataFrame) -> tuple[float, float]:
    """The lowest and the highest share missing among the subject's own facts that are stored."""
    counts = [frame[name].null_count() for name in frame.columns if "." not in name]
    lost = [count / frame.height for count in counts if 0 < count < frame.height]
    return min(lost), max(lost)


def for_peers(frame: pl.DataFrame) -> pl.DataFrame:
    """The same table as the peers read it: dates as 20220501, decimals as whole numbers of their last place."""
    return pl.DataFrame([_plain_set(each) if isinstance(each.dtype, pl.List) else plain_column(each) for each in frame])


def plain_column(column: pl.Series) -> pl.Series:
    if column.dtype == pl.Date:
        parts = column.dt.year().cast(pl.Int32), column.dt.month().cast(pl.Int32), column.dt.day().cast(pl.Int32)
        return (parts[0] * 10_000 + parts[1] * 100 + parts[2]).alias(column.name)
    return column.to_physical().cast(pl.Int64) if isinstance(column.dtype, pl.Decimal) else column


def _plain_set(column: pl.Series) -> pl.Series:
    rows = column.explode(empty_as_null=False, keep_nulls=False).struct.unnest()
    plain = pl.DataFrame([plain_column(each) for each in rows]).to_struct("rows")
    sizes = pl.DataFrame({"row": pl.int_range(column.len(), eager=True), "size": column.list.len()})
    return _lists(sizes, plain, column.name)


def _lists(sizes: pl.DataFrame, rows: pl.Series, name: str) -> pl.Series:
    """Rows put together by `row`; no `size` is unknown."""
    places = sizes.filter(pl.col("size") > 0).select(pl.col("row").repeat_by("size").explode()).to_series()
    lists = pl.DataFrame({"row": places, "rows": rows}).group_by("row", maintain_order=True).agg("rows")
    empty = pl.lit([], dtype=pl.List(rows.dtype))
    every = sizes.join(lists, on="row", how="left", maintain_order="left")
    return every.select(pl.when(pl.col("size") == 0).then(empty).otherwise("rows").alias(name)).to_series()


def _read(rules: RuleSet, subject: Subject) -> tuple[set[str], set[str]]:
    """Columns that some rule reads, and those of them that are computed."""
    nodes = [slot.node for slot in rules.programs[subject].program.slots]
    read = {name for node in nodes for name, _ in scalars(node)} | {
        name for node in nodes for name, _ in record_sets(node)
    }
    read |= {
        ".".join((*(step.key for step in part.path), part.fact.key))
        for node in nodes
        for part in n.walk(node)
        if isinstance(part, n.Rows)
    }
    facts = rules.vocabulary.facts.values()
    return read, {name for name in read if any(fact.key == name.rpartition(".")[2] and fact.formula for fact in facts)}


def _values(column: pl.Series) -> pl.Series:
    """What a fact can be, of values that can be read; a yes-or-no fact both."""
    if column.dtype == pl.Boolean:
        return pl.Series(column.name, [True, False])
    found = column.drop_nulls().unique().sort()
    if found.dtype == pl.Date:
        return found.filter(found >= pl.Series([dt.date(1900, 1, 1)]))
    return found.filter(found != "") if found.dtype == pl.String else found


class _Dice:
    """Draws by Polars, one seed after the other."""

    def __init__(self, count: int, missing: float) -> None:
        self.count, self.missing, self.seed = count, missing, 0

    def drawn(self, pool: pl.Series, count: int) -> pl.Series:
        self.seed += 1
        if not pool.len():
            return pool.clear(count)
        return pool.sample(count, with_replacement=True, seed=self.seed)

    def lost(self, column: pl.Series) -> pl.Series:
        """The column without its share."""
        self.seed += 1
        height = column.len()
        fate = pl.int_range(height, eager=True).sample(height, shuffle=True, seed=self.seed) >= round(
            height * self.missing
        )
        return pl.DataFrame([column]).select(pl.when(fate).then(pl.first())).to_series().alias(column.name)

    def sets(self, column: pl.Series) -> pl.Series:
        """A record set for everybody."""
        found = column.drop_nulls().explode().drop_nulls()
        templates = found.struct.unnest()
        sizes = self.drawn(pl.Series("size", SIZES), self.count)
        total = int(sizes.sum())
        picked = templates.select(pl.all().gather(self.drawn(pl.int_range(templates.height, eager=True), total)))
        filled = [each.zip_with(each.is_not_null(), self.drawn(_values(each), total)) for each in picked]
        rows = pl.DataFrame([self.lost(each) for each in filled]).to_struct("rows")
        subjects = pl.DataFrame({"row": pl.int_range(self.count, eager=True), "size": sizes})
        return self.lost(_lists(subjects, rows, column.name))
