"""What was measured, as text: a line per engine, then the ratios with what is aimed at."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

Told = Mapping[str, Any]
BULK = (
    ("Bole, outputs", "bole", ("lean",)),
    ("  its table read beforehand", "bole", ("lean_read",)),
    ("Bole, with every condition", "bole", ("masks",)),
    ("OpenFisca with Kleene pairs, from the table", "openfisca", ("convert", "lean")),
    ("  its arrays made beforehand", "openfisca", ("lean",)),
    ("  with every condition, from the table", "openfisca", ("convert", "masks")),
    ("DuckDB, our statement, outputs", "duckdb", ("lean",)),
    ("DuckDB, our statement, with every condition", "duckdb", ("masks",)),
    ("three benefits: Bole", "hand", ("ours",)),
    ("three benefits: Polars by hand", "hand", ("polars",)),
    ("three benefits: SQL by hand in DuckDB", "hand", ("sql",)),
)
ONE = (
    ("Bole: every policy", "bole", "one_lean"),
    ("Bole: every policy and condition", "bole", "one_masks"),
    ("Bole: every policy and condition, and the facts it read", "bole", "one_traced"),
    ("Bole: the same as trees, every part with what it came to", "bole", "one_steps"),
    ("Bole: every fact that is missing for anything", "bole", "one_missing"),
    ("Bole: what one changed fact touches", "bole", "again"),
    ("OpenFisca, not traced", "openfisca", "one_plain"),
    ("OpenFisca, traced, outputs", "openfisca", "one_lean"),
    ("OpenFisca, traced, every condition a variable", "openfisca", "one_masks"),
    ("zen-engine, every policy and condition", "zen", "decide"),
    ("zen-engine, traced", "zen", "traced"),
)


def report(told: Told) -> str:
    """Everything."""
    return "\n".join([*_head(told), "", *_bulk(told), "", *_single(told), "", *_ratios(told), "", *_same(told)])


def _head(told: Told) -> Iterator[str]:
    low, high = told["missing"]
    yield (
        f"{told['people']:,} people × {told['policies']} policies ({told['compared']} compared): {told['outputs']} outputs, "
        f"{told['conditions']} conditions; {told['facts']} columns, {low:.1%} to {high:.1%} of each missing"
    )
    if told["left_out"]:
        yield f"left out on all sides: {', '.join(told['left_out'])}"
    if "openfisca" not in told["engines"]:
        yield "OpenFisca and zen-engine are left out: their environment could not be made (no network?)"


def _bulk(told: Told) -> Iterator[str]:
    yield f"{'everybody':<48} {'CPU s':>9} {'wall s':>9} {'extra MB':>9} {'peak MB':>9}"
    for name, engine, tasks in BULK:
        best = [told["engines"].get(engine, {}).get(task) for task in tasks]
        if all(best):
            cpu, wall = (sum(each[key] for each in best) for key in ("cpu", "wall"))
            extra, peak = (max(each[key] for each in best) for key in ("extra", "peak"))
            yield f"{name:<48} {cpu:9.2f} {wall:9.2f} {extra:9,} {peak:9,}"
    for name, cpu, wall, policies in told["drafts"]:
        yield f"{f'{name}: {policies} policies twice':<48} {cpu:9.2f} {wall:9.2f}"
    if per := _each(told, "zen", "decide"):
        name = f"zen-engine, {told['sample']} records, scaled"
        yield f"{name:<48} {per / 1000 * told['people']:9.0f}"


def _each(told: Told, engine: str, task: str) -> float | None:
    """Milliseconds per person, CPU."""
    best = told["engines"].get(engine, {}).get(task)
    count = told["sample"] if task == "decide" else told["one"][engine]
    if task == "again" and best:
        count = best["told"]
    return best["cpu"] * 1000 / count if best else None


def _single(told: Told) -> Iterator[str]:
    yield f"{'one person':<64} {'CPU ms':>9}"
    for name, engine, task in ONE:
        if per := _each(told, engine, task):
            yield f"{name:<64} {per:9.3f}"


def _ratios(told: Told) -> Iterator[str]:
    def cpu(engine: str, *tasks: str) -> float | None:
        best = [told["engines"].get(engine, {}).get(task) for task in tasks]
        return sum(each["cpu"] for each in best) if all(best) else None

    def one(engine: str, task: str) -> float | None:
        return _each(told, engine, task)

    listed = (
        ("everybody: Bole / OpenFisca, both from the table", cpu("bole", "lean"), cpu("openfisca", "convert", "lean"), ""),
        ("everybody: Bole / OpenFisca, both read beforehand", cpu("bole", "lean_read"), cpu("openfisca", "lean"), "≤ 0.7, aim 0.5"),
        ("  with every condition, both from the table", cpu("bole", "masks"), cpu("openfisca", "convert", "masks"), ""),
        ("three benefits: Bole / Polars by hand", cpu("hand", "ours"), cpu("hand", "polars"), "≤ 1.5"),
        ("three benefits: Bole / SQL by hand", cpu("hand", "ours"), cpu("hand", "sql"), ""),
        ("everybody: with every condition / outputs", cpu("bole", "masks"), cpu("bole", "lean"), "≤ 1.5"),
        ("one, every condition: Bole / OpenFisca traced", one("bole", "one_masks"), one("openfisca", "one_lean"), ""),
        ("one, every condition: Bole / zen traced", one("bole", "one_masks"), one("zen", "traced"), ""),
        ("one, with facts read: Bole / OpenFisca traced", one("bole", "one_traced"), one("openfisca", "one_lean"), "≤ 1/50, aim 1/200"),
        ("one, with facts read: Bole / zen traced", one("bole", "one_traced"), one("zen", "traced"), "≤ 1/3, aim 1/8"),
        ("one, as trees: Bole / OpenFisca traced", one("bole", "one_steps"), one("openfisca", "one_lean"), ""),
        ("one, as trees: Bole / zen traced", one("bole", "one_steps"), one("zen", "traced"), ""),
        ("a draft over everybody / 2 s", max(cpu for _, cpu, _, _ in told["drafts"]), 2.0, "≤ 1"),
        ("one person again / 1 ms", one("bole", "one_lean"), 1.0, "≤ 1"),
    )  # fmt: skip
    yield f"{'ratio':<56} {'':>8}   aim"
    for name, ours, theirs, aim in listed:
        if ours and theirs:
            share = ours / theirs
            yield f"{name:<56} {_shown(share):>8}   {aim}"


def _shown(share: float) -> str:
    return f"{share:.2f}" if share >= 0.2 else f"1/{1 / share:.0f}"


def _same(told: Told) -> Iterator[str]:
    for name, digest in told["hashes"].items():
        yield f"answers of {name:<14} SHA-256 {digest[:16]}…"
    yield f"columns that differ: {len(told['differences'])}"
    yield from (f"  {name}: {count:,} values" for name, count in list(told["differences"].items())[:20])
