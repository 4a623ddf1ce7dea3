"""Many subjects at once by the frames: the same answers as `judging`, as columns that can be stored."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from bole.core.rules import RuleSet
from bole.core.rules.compiled import Compiled
from bole.core.rules.language import tree as n
from bole.core.rules.language.values import BOOLEAN
from bole.core.rules.outputs import outputs, ref
from bole.core.rules.policies import model as m
from bole.core.rules.policies.lowering import NUMBER, ZERO, Lowered
from bole.core.rules.policies.texts import START
from bole.core.vocabulary import Subject
from bole.governance.policies.services.matching.judging import OPEN_TO, hundredths

if TYPE_CHECKING:
    import polars as pl

    from bole.core.rules.engines.frames import Table

ONE = n.Constant(NUMBER, START, 1, "1")
KEPT = {
    "benefit": ("eligible", "amount"),
    "selection": ("eligible",),
    "classification": ("level", "may_be"),
    "points": ("low", "high"),
    "scoring": ("low", "high"),
}
NEAR = "near"


def judge_all(known: RuleSet, subject: Subject, people: Table, on: date, only: Sequence[str]) -> pl.DataFrame:
    """One row per row: `outcome` (JSON), `maybe` and `near` (arrays as PostgreSQL writes them); and `due/<policy>`, `amount/<policy>`."""
    import polars as pl

    from bole.core.rules.engines.frames import evaluate

    compiled = known.programs[subject]
    if not compiled.lowered.keys() & set(only):
        return pl.DataFrame({name: ["{}"] * people.frame.height for name in ("outcome", "maybe", NEAR)})
    made = evaluate(compiled.program, dict(_asked(known, compiled, only)), people, on)
    kinds = {key: known.policies[key].kind for key in sorted(only) if key in compiled.lowered}
    open_to = [key for key, kind in kinds.items() if kind in OPEN_TO]
    scored = {
        f"{key}/{end}": _in_hundredths(made[f"{key}/{end}"])
        for key, kind in kinds.items()
        if kind in ("points", "scoring")
        for end in ("low", "high")
    }
    made = made.with_columns(series.alias(name) for name, series in scored.items())
    outcome = [_piece(key, kind, _is_money(known, key)) for key, kind in kinds.items()]
    maybe = [pl.when(pl.col(f"{key}/eligible").is_null()).then(pl.lit(key)) for key in open_to]
    near = [pl.when(pl.col(f"{key}/{NEAR}") & pl.col(f"{key}/eligible").is_null()).then(pl.lit(key)) for key in open_to]
    amounts = [_amount(key, _is_money(known, key)).alias(f"amount/{key}") for key in open_to]
    return made.select(
        _joined("{", outcome, "}").alias("outcome"),
        _joined("{", maybe, "}").alias("maybe"),
        _joined("{", near, "}").alias("near"),
        *(pl.col(f"{key}/eligible").fill_null(False).alias(f"due/{key}") for key in open_to),
        *amounts,
    )


def _asked(known: RuleSet, compiled: Compiled, only: Sequence[str]) -> Iterator[tuple[str, n.Node]]:
    wanted = set(only)
    for name, node in outputs(compiled, False):
        key, _, output = name.partition("/")
        if key in wanted and output in KEPT.get(known.policies[key].kind, ()):
            yield name, node
    for key in wanted & compiled.lowered.keys():
        if known.policies[key].kind in OPEN_TO:
            yield f"{key}/{NEAR}", _near(compiled, compiled.lowered[key])


def _near(compiled: Compiled, versions: Sequence[Lowered]) -> n.Node:
    """The version in force has one open condition alone."""
    nodes: list[n.Node] = []
    for each in versions:
        count: n.Node = ZERO
        for part in each.parts:
            unknown = n.IfElse(NUMBER, START, n.Known(BOOLEAN, START, ref(compiled, part.slot)), ZERO, ONE)
            count = n.Arithmetic(NUMBER, START, "+", count, unknown)
        in_force = n.Certain(BOOLEAN, START, ref(compiled, each.outputs["in_force"]))
        nodes.append(n.Both(BOOLEAN, START, (in_force, n.Compare(BOOLEAN, START, "=", count, ONE))))
    return nodes[0] if len(nodes) == 1 else n.Either(BOOLEAN, START, tuple(nodes))


def _is_money(known: RuleSet, key: str) -> bool:
    """Whether a benefit is an amount of money in every version (as `Result.is_money` says of the one that counts)."""
    bodies = [version.body for version in known.policies[key].versions]
    return all(isinstance(b, m.Benefit) and b.amount is not None and b.amount.sort.kind == "money" for b in bodies)


# --- columns ----------------------------------------------------------------------------------------------------------


def _joined(before: str, parts: Sequence[pl.Expr], after: str) -> pl.Expr:
    import polars as pl

    inner = pl.concat_str(parts, separator=",", ignore_nulls=True) if parts else pl.lit("")
    return pl.concat_str([pl.lit(before), inner, pl.lit(after)])


def _amount(key: str, is_money: bool) -> pl.Expr:
    import polars as pl

    return pl.col(f"{key}/amount").cast(pl.Int64) if is_money else pl.lit(None, dtype=pl.Int64)


def _piece(key: str, kind: str, is_money: bool) -> pl.Expr:
    """`"policy":figure`, or nothing where there is none."""
    import polars as pl

    name = pl.lit(f'"{key}":')
    if kind in OPEN_TO:
        may_be = pl.col(f"{key}/eligible").fill_null(True)
        return pl.when(may_be).then(pl.concat_str([name, _amount(key, is_money).cast(pl.String)]))
    first, second = (pl.col(f"{key}/{end}") for end in KEPT[kind])
    shown = [
        _quoted(end) if kind == "classification" else end.cast(pl.String).fill_null("null") for end in (first, second)
    ]
    text = pl.concat_str([name, pl.lit("["), shown[0], pl.lit(","), shown[1], pl.lit("]")])
    return pl.when(first.is_not_null() | second.is_not_null()).then(text)


def _quoted(code: pl.Expr) -> pl.Expr:
    import polars as pl

    return pl.concat_str([pl.lit('"'), code, pl.lit('"')]).fill_null("null")


def _in_hundredths(column: pl.Series) -> pl.Series:
    import polars as pl

    from bole.core.rules.engines.frames import exact

    if column.dtype in (pl.Int32, pl.Int64):
        return column.cast(pl.Int64) * 100
    return pl.Series(column.name, [hundredths(value) for value in exact(column)], dtype=pl.Int64)


def due_lines(ids: pl.Series, judged: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """Who is entitled to what: id, policy, amount."""
    import polars as pl

    for name in judged.columns:
        if name.startswith("due/"):
            key = name.removeprefix("due/")
            here = judged[name]
            if here.any():
                chosen = ids.filter(here).alias("id")
                amounts = judged[f"amount/{key}"].filter(here).alias("amount")
                yield pl.DataFrame([chosen, pl.repeat(key, len(chosen), eager=True).alias("policy"), amounts])


def rows_of(rows: Sequence[tuple[dict[str, Any], str, str]]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """What was decided one by one (with digest and township) as the frames that are stored."""
    import json

    import polars as pl

    decided = [
        {
            "id": row["id"],
            "digest": digest,
            "township": township,
            "talent_class": row["talent_class"],
            "next_change": row["next_change"],
            "outcome": json.dumps(row["found"].outcome, separators=(",", ":")),
            "maybe": "{" + ",".join(row["found"].maybe) + "}",
            "near": "{" + ",".join(row["found"].near) + "}",
        }
        for row, digest, township in rows
    ]
    due = [(row["id"], key, row["found"].outcome.get(key)) for row, *_rest in rows for key in row["found"].due]
    texts = dict.fromkeys(("id", "digest", "township", "talent_class"), pl.String)
    lists = dict.fromkeys(("outcome", "maybe", "near"), pl.String)
    return (
        pl.DataFrame(decided, schema={**texts, "next_change": pl.Date, **lists}),
        pl.DataFrame(due, schema={"id": pl.String, "policy": pl.String, "amount": pl.Int64}, orient="row"),
    )
