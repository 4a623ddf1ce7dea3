"""Two rule sets over the same people: what each costs, by year and group, and who gains and loses. Whole 分, exact."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

import polars as pl

from bole.core.rules.engines.frames import Table
from bole.core.rules.reform import results as r
from bole.core.rules.reform.assuming import brought_forward
from bole.core.rules.reform.checking import check
from bole.core.rules.reform.deciding import PATHS, Answers, decide
from bole.core.rules.reform.differing import Difference, difference
from bole.core.rules.reform.spending import LATER, spent
from bole.core.rules.reform.standing import people, turned
from bole.core.rules.ruleset import RuleSet
from bole.core.vocabulary import Subject

KINDS = ("alone", "kept")
SAMPLE, PAIRS = 1_000, 12
MOVES = ("gain_people", "gain", "lose_people", "lose")


def compare(
    base: RuleSet,
    reform: RuleSet,
    frame: pl.DataFrame,
    traits: pl.DataFrame,
    on: date,
    subject: Subject = "person",
    *,
    pair: tuple[str, str] | None = None,
    sample: int = SAMPLE,
) -> r.Comparison:
    """Only what differs is decided, and what shares groups with it; from the first day on which something differs.

    `frame`: as `decide_frame` takes it; `traits`: a line per line of it (or joined by `id` where both have one), each column but `id` a
    grouping. `pair`: two traits whose combinations are listed too. `sample`: people whom the reference decides again.

    Raises:
        TypeError: a column of the frame cannot hold its fact.
    """
    base, reform, forward = brought_forward(base, reform, subject, on)
    different = difference(base, reform, subject, on)
    sides = _sides(base, reform, subject, different, frame)
    cells = _cells(sides, frame, traits)
    dims = [name for name in traits.columns if name != "id"]
    table = _by_traits(cells, dims)
    sums = _sums(table)
    differences = check(sides, frame, subject, sample)
    gain, lose = (cells.filter(test) for test in (pl.col("change") > 0, pl.col("change") < 0))
    return r.Comparison(
        subject=subject,
        on=on,
        start=different.start,
        turns=list(different.turns),
        years=list(different.years),
        people=frame.height,
        changed=list(different.changed),
        forward=list(forward),
        total=sums.cost(different.years),
        later=sums.cost((LATER,)),
        policies=[_policy(sums, sides, different, key) for key in different.affected],
        groups={name: list(_groups(table, name, different.years)) for name in dims},
        gain=_move(gain, "base"),
        lose=_move(lose, "reform"),
        unchanged=cells.filter((pl.col("change") == 0) & (pl.col("base") > 0)).height,
        newly_possible=_only_possible(cells, "reform"),
        no_longer_possible=_only_possible(cells, "base"),
        pairs=_pairs(table, pair) if pair else [],
        checked=min(sample, frame.height) if different.changed else 0,
        differences=differences,
    )


def movements(
    base: RuleSet, reform: RuleSet, frame: pl.DataFrame, on: date, subject: Subject = "person"
) -> pl.DataFrame:
    """Who is touched: `id`, what is certain and possible on each side over all years, and `change` of what is certain."""
    base, reform, _forward = brought_forward(base, reform, subject, on)
    different = difference(base, reform, subject, on)
    sides = _sides(base, reform, subject, different, frame)
    cells = _cells(sides, frame, frame.select("id"), keep=("id",))
    return cells.select("id", "base", "reform", "change", "base?", "reform?")


def _sides(
    base: RuleSet, reform: RuleSet, subject: Subject, different: Difference, frame: pl.DataFrame
) -> list[Answers]:
    """Both over one table, which is read once."""
    people = Table(frame)
    return [decide(side, rules, subject, different, people) for side, rules in (("base", base), ("reform", reform))]


# --- a line per person, a column per side, kind, path, policy and year ------------------------------------------------


def _name(side: str, kind: str, path: str, policy: str, year: int) -> str:
    return f"{side}/{kind}/{path}/{policy}/{year}"


def _cells(
    sides: Sequence[Answers], frame: pl.DataFrame, traits: pl.DataFrame, keep: Sequence[str] = ()
) -> pl.DataFrame:
    """Those to whom anything is or may be due, on either side; `base`, `reform`: all that is certain, with `?` possible."""
    own = _aligned(frame, traits).select([name for name in traits.columns if name != "id" or name in keep])
    table = pl.concat([own, *(each.amounts for each in sides if each.items)], how="horizontal")
    touched = pl.any_horizontal(pl.col(table.columns[own.width :]).is_not_null()) if table.width > own.width else False
    cells = table.lazy().filter(touched).select(*own.columns, *_columns(sides)).with_columns(_totals(sides))
    raised = cells.with_columns(_raised(sides)).with_columns(_totals(sides))
    return raised.with_columns(change=pl.col("reform") - pl.col("base")).collect()


def _raised(sides: Sequence[Answers]) -> Iterator[pl.Expr]:
    """What may come is never less than what is certain: where a benefit that only may come would keep a better one out, it is left."""
    for answers in sides:
        worse = pl.col(f"{answers.side}?") < pl.col(answers.side)
        for policy in _paid(answers):
            for year in spent(answers, policy, "kept", "possible"):
                certain, possible = (_name(answers.side, "kept", path, policy, year) for path in PATHS)
                yield pl.when(worse).then(certain).otherwise(possible).alias(possible)


def _aligned(frame: pl.DataFrame, traits: pl.DataFrame) -> pl.DataFrame:
    if "id" not in traits.columns or "id" not in frame.columns or traits["id"].equals(frame["id"]):
        return traits
    return frame.select("id").join(traits, on="id", how="left", maintain_order="left")


def _columns(sides: Sequence[Answers]) -> Iterator[pl.Expr]:
    for answers in sides:
        for policy in _paid(answers):
            for kind in KINDS:
                for path in PATHS:
                    for year, expr in spent(answers, policy, kind, path).items():
                        yield expr.alias(_name(answers.side, kind, path, policy, year))


def _paid(answers: Answers) -> list[str]:
    """The policies that pay money."""
    return list(dict.fromkeys(item.policy for item in answers.items))


def _totals(sides: Sequence[Answers]) -> Iterator[pl.Expr]:
    for answers in sides:
        for path, mark in (("certain", ""), ("possible", "?")):
            names = [
                _name(answers.side, "kept", path, policy, year)
                for policy in _paid(answers)
                for year in spent(answers, policy, "kept", path)
                if year != LATER
            ]
            whole = pl.sum_horizontal(names) if names else pl.lit(0, dtype=pl.Int64)
            yield whole.alias(f"{answers.side}{mark}")


# --- sums -------------------------------------------------------------------------------------------------------------


class _Sums:
    """Sums of the columns over some people, by name."""

    def __init__(self, sums: Mapping[str, int]) -> None:
        self._sums, self._policies = sums, {name.split("/")[3] for name in sums if name.count("/") == 4}

    def cost(self, years: Sequence[int], kind: str = "kept", policy: str = "") -> r.Cost:
        """Of one policy, or of all together."""
        base, reform = (self._side(side, years, kind, policy) for side in r.SIDES)
        return r.Cost(base, reform)

    def _side(self, side: str, years: Sequence[int], kind: str, policy: str) -> r.Spending:
        keys = [policy] if policy else sorted(self._policies)
        certain, possible = (
            [sum(self._sums.get(_name(side, kind, path, key, year), 0) for key in keys) for year in years]
            for path in ("certain", "possible")
        )
        return r.Spending(certain, possible)


def _by_traits(cells: pl.DataFrame, traits: Sequence[str]) -> pl.DataFrame:
    """Sums by all traits together ("" unknown): few rows, from which every grouping is read."""
    keys = [pl.col(name).cast(pl.String).fill_null("") for name in traits]
    moved = [each for way in (1, -1) for each in _moved(way)]
    sums = [pl.col(name).sum() for name in cells.columns if name.count("/") == 4]
    return cells.group_by(keys).agg(*sums, *moved) if keys else cells.select(*sums, *moved)


def _sums(table: pl.DataFrame) -> _Sums:
    names = [name for name in table.columns if name.count("/") == 4]
    return _Sums(table.select(pl.col(names).sum()).row(0, named=True) if names else {})


def _moved(way: int) -> tuple[pl.Expr, pl.Expr]:
    """How many gain (1) or lose (-1), and how much."""
    word, change = ("gain" if way > 0 else "lose"), pl.col("change") * way
    return (change > 0).sum().alias(f"{word}_people"), change.clip(0).sum().alias(word)


def _groups(table: pl.DataFrame, trait: str, years: Sequence[int]) -> Iterator[r.GroupFigures]:
    names = [name for name in table.columns if name.count("/") == 4]
    found = table.group_by(pl.col(trait).alias("key")).agg(pl.col(*names, *MOVES).sum()).sort("key")
    for row in found.iter_rows(named=True):
        yield r.GroupFigures(key=row["key"], cost=_Sums(row).cost(years), **{name: row[name] for name in MOVES})


def _move(moved: pl.DataFrame, other: str) -> r.Move:
    """`moved` with a positive amount; `other`: the side on which they may have had nothing."""
    amount = moved["change"].abs()
    bands = []
    for least, most in zip((0, *r.BANDS), (*r.BANDS, None), strict=True):
        held = amount.filter((amount > least) & (amount <= most) if most is not None else amount > least)
        bands.append(r.Band(least, most, held.len(), int(held.sum())))
    return r.Move(moved.height, int(amount.sum()), moved.filter(pl.col(other) == 0).height, bands)


def _only_possible(cells: pl.DataFrame, side: str) -> int:
    """People to whom this side may give something while the other surely gives nothing, and who do not surely move."""
    other = "base" if side == "reform" else "reform"
    return cells.filter((pl.col("change") == 0) & (pl.col(f"{side}?") > 0) & (pl.col(f"{other}?") == 0)).height


def _pairs(table: pl.DataFrame, pair: tuple[str, str]) -> list[dict[str, Any]]:
    """Two traits together, those where most moves first."""
    found = table.group_by(pair).agg(pl.col(MOVES).sum()).filter(pl.col("gain_people") + pl.col("lose_people") > 0)
    ordered = found.sort(pl.col("gain") + pl.col("lose"), *pair, descending=[True, False, False]).head(PAIRS)
    return ordered.to_dicts()


def _policy(sums: _Sums, sides: Sequence[Answers], different: Difference, key: str) -> r.PolicyFigures:
    base, reform = sides
    return r.PolicyFigures(
        policy=key,
        changed=key in different.changed,
        money=any(key in _paid(answers) for answers in sides),
        alone=sums.cost(different.years, "alone", key),
        kept=sums.cost(different.years, "kept", key),
        later=sums.cost((LATER,), "kept", key),
        base=people(base, key),
        reform=people(reform, key),
        turned=turned(base, reform, key),
    )
