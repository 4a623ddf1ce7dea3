"""All engines over the same people, each in a process of its own, in turns; then what they answered, held against each other."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import polars as pl

from bench.rules import environment
from bench.rules.as_numpy import Module
from bench.rules.as_zen import Graph
from bench.rules.asked import ROOT, Asked, alike, asked, differences, digest
from bench.rules.people import for_peers, people, shares
from bench.rules.plain import top_of
from bole.core.rules import RuleSet

ONE = {"bole": 200, "openfisca": 20, "zen": 50}
"""So many persons are decided one by one."""
SAMPLE = 500
"""So many persons are decided by zen-engine."""
BULK = ("bole", "openfisca", "hand")


class Worker:
    """A process with one engine."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        self.best: dict[str, dict[str, Any]] = {}
        self._answer()

    def do(self, task: str, *arguments: Any) -> Any:
        """Runs a task; its best figures are kept under its name."""
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps([task, *arguments]) + "\n")
        self.process.stdin.flush()
        told = self._answer()
        before = self.best.get(task)
        extra = max(told["extra"], before["extra"] if before else 0)
        self.best[task] = {**(told if before is None or told["cpu"] < before["cpu"] else before), "extra": extra}
        return told["told"]

    def _answer(self) -> Any:
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        if not line:
            raise SystemExit(f"an engine ended: {self.process.args}")
        return json.loads(line)


@contextmanager
def working(python: str, module: str, *arguments: str) -> Iterator[Worker]:
    command = [python, "-m", "bench.rules.worker", module, *arguments]
    process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        yield Worker(process)
    finally:
        assert process.stdin is not None
        process.stdin.close()
        process.wait(30)


def run(rules: RuleSet, count: int, rounds: int, build: Path, folder: Path) -> dict[str, Any]:
    """Everything that is measured; `differences` is empty where all answers are equal."""
    build.mkdir(parents=True, exist_ok=True)
    python = environment.peers(build)
    frame = people(rules, "person", count)
    wanted = asked(rules, frame)
    write(wanted, frame, folder)
    told = {**_about(rules, frame, wanted), "engines": {}, "differences": {}}
    ours, theirs = str(folder / "facts.parquet"), str(folder / "peers.parquet")
    with ExitStack() as stack:
        bole = stack.enter_context(working(sys.executable, "bench.rules.engines.bole", str(folder), ours))
        hand = stack.enter_context(working(sys.executable, "bench.rules.engines.hand", str(folder), ours))
        workers = {"bole": bole, "hand": hand}
        if python is not None:
            command = (str(python), "bench.rules.peers.openfisca", str(folder), theirs)
            workers["openfisca"] = stack.enter_context(working(*command))
        _bulk(workers, rounds)
        told["differences"] |= dict.fromkeys(hand.do("same"), 1)
        made = alike(pl.read_parquet(bole.do("write")), wanted.masks, own=True)
        told["hashes"] = {"bole": digest(made)}
        if python is not None:
            _held(
                told,
                "openfisca",
                made,
                alike(pl.read_parquet(workers["openfisca"].do("write")), wanted.masks, own=False),
            )
        told["drafts"] = bole.do("drafts")
        _single(workers, rounds)
        told["engines"] |= {name: worker.best for name, worker in workers.items()}
        with working(sys.executable, "bench.rules.engines.sql", str(folder), ours) as sql:
            sql.do("lean")
            sql.do("masks")
            _held(told, "duckdb", made, alike(pl.read_parquet(sql.do("write")), wanted.masks, own=True))
            told["engines"]["duckdb"] = sql.best
        if python is not None:
            _zen(told, str(python), folder, made.head(SAMPLE), wanted, rounds)
    return told


def _zen(told: dict[str, Any], python: str, folder: Path, mine: pl.DataFrame, wanted: Asked, rounds: int) -> None:
    """A sample, since it decides record by record."""
    with working(python, "bench.rules.peers.zen", str(folder), str(folder / "peers.parquet")) as zen:
        zen.do("choose", SAMPLE)
        zen.do("decide")
        other = alike(pl.read_parquet(zen.do("write")), wanted.masks, own=False)
        told["hashes"]["bole, sample"] = digest(mine)
        _held(told, "zen", mine, other, "bole, sample")
        zen.do("choose", ONE["zen"])
        for _ in range(rounds):
            zen.do("traced")
        told["engines"]["zen"] = zen.best


def write(wanted: Asked, frame: pl.DataFrame, folder: Path) -> None:
    """The table and the peers' rules."""
    frame.write_parquet(folder / "facts.parquet")
    for_peers(frame).write_parquet(folder / "peers.parquet")
    for name, values in (("lean", wanted.lean), ("masks", wanted.masks)):
        text = Module({key: top_of(value) for key, value in values.items()}).text()
        (folder / f"written_{name}.py").write_text(text)
    ops = {key: top_of(value) for key, value in wanted.masks.items()}
    graph = Graph(ops)
    (folder / "graph.json").write_text(graph.text())
    listed = {name: (value, ops[name].kind) for name, value in graph.asked.items()}
    about = {"facts": sorted(graph.facts), "sets": graph.sets, "asked": listed}
    (folder / "zen.json").write_text(json.dumps(about))


def _about(rules: RuleSet, frame: pl.DataFrame, wanted: Asked) -> dict[str, Any]:
    compiled = rules.programs["person"]
    return {
        "people": frame.height,
        "policies": len(compiled.lowered),
        "compared": len({name.split("/")[0] for name in wanted.masks}),
        "outputs": len(wanted.lean),
        "conditions": len(wanted.masks) - len(wanted.lean),
        "left_out": wanted.left_out,
        "facts": frame.width,
        "missing": shares(frame),
        "one": ONE,
        "sample": min(SAMPLE, frame.height),
    }


def _bulk(workers: Mapping[str, Worker], rounds: int) -> None:
    """In turns, so that what else the machine does falls on all."""
    for _ in range(rounds):
        for name, tasks in (
            ("openfisca", ("convert", "lean", "masks")),
            ("bole", ("lean", "read", "lean_read", "masks")),
            ("hand", ("ours", "polars", "sql")),
        ):
            if name in workers:
                for task in tasks:
                    workers[name].do(task)


def _single(workers: Mapping[str, Worker], rounds: int) -> None:
    for name in ("bole", "openfisca"):
        if name in workers:
            workers[name].do("choose_one", ONE[name])
    for _ in range(rounds):
        if other := workers.get("openfisca"):
            for system, tasks in (("lean", ("one_plain", "one_lean")), ("masks", ("one_masks",))):
                other.do("learn", system)
                for task in tasks:
                    other.do(task)
        for task in ("one_lean", "one_masks", "one_traced", "one_steps", "one_missing", "again"):
            workers["bole"].do(task)


def _held(told: dict[str, Any], name: str, mine: pl.DataFrame, other: pl.DataFrame, like: str = "bole") -> None:
    told["hashes"][name] = digest(other)
    told["differences"] |= {f"{name}: {column}": count for column, count in differences(mine, other).items()}
    if not told["differences"] and told["hashes"][name] != told["hashes"][like]:
        told["differences"][f"{name}: hash"] = 1
