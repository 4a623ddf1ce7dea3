"""`python bench/rules --people 200000`: CPU seconds for deciding everybody by all policies of the county.

People and firms are mixed from the worked examples of the policies, so that thresholds, gaps and record sets occur. The reference (one by
one) runs over a sample of the same rows and is reported per person. `--engine duckdb`, `--engine spark`: the rules as SQL instead. CPU is user and system time of this process, all threads.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import random
import resource
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import polars as pl

from bole.core.rules import RuleSet, load_rules, rules_of
from bole.core.rules.engines.frames import frame_of
from bole.core.rules.engines.frames.profiles import profiles_of
from bole.core.rules.policies.given import Given
from bole.core.vocabulary import Problem, Subject, load_folder
from bole.core.vocabulary.tree import parse

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from bench.linkage import environment  # noqa: E402
from bench.rules import by_hand, by_sql  # noqa: E402 - runs as a folder too

ON = dt.date(2022, 5, 1)
DIFFERENT = 20_000
SAMPLE = 1_000


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--people", type=int, default=200_000)
    asked.add_argument("--subject", choices=["person", "organisation"], default="person")
    asked.add_argument("--engine", choices=["frames", "duckdb", "spark"], default="frames")
    asked.add_argument("--folder", type=Path, default=Path("build"), help="where pyspark stays for the next run")
    asked.add_argument("--rounds", type=int, default=3)
    asked.add_argument("--json", action="store_true")
    options = asked.parse_args()
    rules = rules_of(load_folder(ROOT / "packs" / "anji"))
    frame = people(rules, options.subject, options.people)
    results = list(
        measured(rules, frame, options.subject, options.rounds)
        if options.engine == "frames"
        else by_sql.in_duckdb(rules, frame, options.subject, ON)
        if options.engine == "duckdb"
        else by_sql.in_spark(rules, frame, options.subject, ON, environment.spark(options.folder))
    )
    if options.json:
        print(json.dumps(results, ensure_ascii=False))
        return
    policies = len(rules.programs[options.subject].lowered)
    print(f"{options.people:,} × {policies} policies, {len(rules.programs[options.subject].program.slots):,} slots")
    for name, cpu, wall, columns in results:
        print(f"{name:<28} {cpu:8.2f} s CPU {wall:8.2f} s wall {columns:6} columns")
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024:,} MB")


def measured(
    rules: RuleSet, frame: pl.DataFrame, subject: Subject, rounds: int
) -> Iterator[tuple[str, float, float, int]]:
    """Name, CPU seconds, wall seconds and number of columns: the best of several rounds."""
    for name, masks in (("frame, outputs", False), ("frame, with all conditions", True)):
        yield best(name, rounds, lambda masks=masks: rules.decide_frame(frame, ON, subject, masks).width)
    profiles = list(profiles_of(frame.head(SAMPLE)))
    name, cpu, wall, columns = best(
        "one by one", 1, lambda: sum(len(rules.decide(one, ON, subject).values) > 0 for one in profiles)
    )
    times = frame.height / len(profiles)
    yield f"{name} (× {times:g})", cpu * times, wall * times, columns
    if subject == "person":
        yield from _beside(rules, frame, rounds)
    alone = frame.head(1)
    yield best("frame of one person", rounds, lambda: rules.decide_frame(alone, ON, subject).width)


def _beside(rules: RuleSet, frame: pl.DataFrame, rounds: int) -> Iterator[tuple[str, float, float, int]]:
    """Three benefits alone: ours, and the same by hand; they must come out the same."""
    kept = {f"{policy}/policy.yaml" for policy in by_hand.POLICIES} | {"groups.yaml"}
    three = load_rules(
        {name: text for name, text in rules.files.items() if name in kept}, rules.vocabulary, rules.code_lists
    )
    mine, other = three.decide_frame(frame, ON), by_hand.decide(frame, ON)
    for name in other.columns:
        if not mine[name].equals(other[name], null_equal=True):
            raise SystemExit(f"{name} differs")
    yield best("three benefits, ours", rounds, lambda: three.decide_frame(frame, ON).width)
    yield best("three benefits, by hand", rounds, lambda: by_hand.decide(frame, ON).width)


def best(name: str, rounds: int, work: Callable[[], int]) -> tuple[str, float, float, int]:
    found = []
    for _ in range(rounds):
        cpu, wall = time.process_time(), time.perf_counter()
        columns = work()
        found.append((time.process_time() - cpu, time.perf_counter() - wall, columns))
    return (name, *min(found))


def people(rules: RuleSet, subject: Subject, count: int) -> pl.DataFrame:
    """So many rows, of which up to 20,000 differ."""
    found, chance = list(_given(rules, subject)), random.Random(1)
    mixed = [_mixed(found, chance) for _ in range(min(count, DIFFERENT))]
    paths = [key for key, fact in rules.vocabulary.facts.items() if fact.kind == "path" and fact.subject == subject]
    return frame_of(mixed, rules.vocabulary, subject, paths).sample(count, with_replacement=True, seed=1)


def _mixed(found: list[dict[str, Any]], chance: random.Random) -> dict[str, Any]:
    facts: dict[str, Any] = {}
    for _ in range(chance.randrange(2, 9)):
        facts.update(chance.choice(found))
    return facts


def _given(rules: RuleSet, subject: Subject) -> Iterator[dict[str, Any]]:
    problems: list[Problem] = []
    reader = Given(rules.vocabulary, rules.code_lists, problems)
    for name in sorted(rules.files):
        folder, _, file = name.rpartition("/")
        policy = rules.policies.get(folder.replace("-", "_"))
        root = parse(rules.files[name], name, problems) if file == "cases.yaml" else None
        if root is not None and policy is not None and policy.subject == subject:
            yield from (reader.facts(case.value["given"], subject) for case in root.value if "given" in case.value)


if __name__ == "__main__":
    main()
