"""`python bench/rules`: 200,000 people by all policies of the county, beside OpenFisca-core, hand-written Polars and SQL, DuckDB and zen-engine.

Everybody has every fact that a rule reads, 6 % of each missing (`people.py`). Every engine answers in a process of its own, in turns; the
best of several rounds counts. What they answer is held against each other value by value and by hash. `--engine frames`, `duckdb`,
`spark`: our back ends alone, with the reference beside them (`--subject organisation`: firms).
"""

from __future__ import annotations

import argparse
import json
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import polars as pl

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from bench.linkage import environment as spark  # noqa: E402 - runs as a folder too
from bench.rules import beside, by_sql  # noqa: E402
from bench.rules.asked import ON, county  # noqa: E402
from bench.rules.draft import drafts  # noqa: E402
from bench.rules.people import people  # noqa: E402
from bench.rules.report import report  # noqa: E402
from bole.core.rules import RuleSet  # noqa: E402
from bole.core.rules.engines.frames.profiles import profiles_of  # noqa: E402
from bole.core.vocabulary import Subject  # noqa: E402

SAMPLE = 1_000
Measured = tuple[str, float, float, int]


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--people", type=int, default=200_000)
    asked.add_argument("--rounds", type=int, default=3)
    asked.add_argument("--folder", type=Path, default=Path("build"), help="where the peers stay for the next run")
    asked.add_argument("--json", action="store_true")
    asked.add_argument("--engine", choices=["all", "frames", "duckdb", "spark"], default="all")
    asked.add_argument("--subject", choices=["person", "organisation"], default="person", help="with --engine")
    asked.add_argument(
        "--draft", action="store_true", help="drafts of one policy compared over everybody, beside the full run"
    )
    options = asked.parse_args()
    rules = county()
    if options.draft:
        options.engine = "frames"
    if options.engine == "all":
        with tempfile.TemporaryDirectory(prefix="bole-rules-") as folder:
            told = beside.run(rules, options.people, options.rounds, options.folder, Path(folder))
        sys.stdout.write((json.dumps(told, ensure_ascii=False) if options.json else report(told)) + "\n")
        return 1 if told["differences"] else 0
    frame = people(rules, options.subject, options.people)
    results = list(alone(rules, frame, options))
    if options.json:
        sys.stdout.write(json.dumps(results, ensure_ascii=False) + "\n")
        return 0
    policies = len(rules.programs[options.subject].lowered)
    slots = len(rules.programs[options.subject].program.slots)
    sys.stdout.write(f"{options.people:,} × {policies} policies, {slots:,} slots\n")
    for name, cpu, wall, columns in results:
        sys.stdout.write(f"{name:<28} {cpu:8.2f} s CPU {wall:8.2f} s wall {columns:6} columns\n")
    sys.stdout.write(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024:,} MB\n")
    return 0


def alone(rules: RuleSet, frame: pl.DataFrame, options: argparse.Namespace) -> Iterator[Measured]:
    """Name, CPU seconds, wall seconds and number of columns for one of our back ends."""
    if options.draft:
        return with_drafts(rules, frame, options.rounds)
    if options.engine == "duckdb":
        return by_sql.in_duckdb(rules, frame, options.subject, ON)
    if options.engine == "spark":
        return by_sql.in_spark(rules, frame, options.subject, ON, spark.spark(options.folder))
    return frames(rules, frame, options.subject, options.rounds)


def with_drafts(rules: RuleSet, frame: pl.DataFrame, rounds: int) -> Iterator[Measured]:
    """Everybody by all policies, then by what each draft changes."""
    yield best("frame, outputs", rounds, lambda: rules.decide_frame(frame, ON).width)
    yield from drafts(rules, frame, rounds)


def frames(rules: RuleSet, frame: pl.DataFrame, subject: Subject, rounds: int) -> Iterator[Measured]:
    """Whole tables, and the reference over a sample of the same rows."""
    for name, masks in (("frame, outputs", False), ("frame, with all conditions", True)):
        yield best(name, rounds, lambda masks=masks: rules.decide_frame(frame, ON, subject, masks).width)
    profiles = list(profiles_of(frame.head(SAMPLE)))
    name, cpu, wall, columns = best(
        "one by one", 1, lambda: sum(len(rules.decide(one, ON, subject).values) > 0 for one in profiles)
    )
    times = frame.height / len(profiles)
    yield f"{name} (× {times:g})", cpu * times, wall * times, columns
    single = frame.head(1)
    yield best("frame of one", rounds, lambda: rules.decide_frame(single, ON, subject).width)


def best(name: str, rounds: int, work: Callable[[], Any]) -> Measured:
    found = []
    for _ in range(rounds):
        cpu, wall = time.process_time(), time.perf_counter()
        columns = work()
        found.append((time.process_time() - cpu, time.perf_counter() - wall, columns))
    return (name, *min(found))


if __name__ == "__main__":
    sys.exit(main())
