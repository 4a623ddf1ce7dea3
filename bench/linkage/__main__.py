"""One person, one record: how well, how fast and in how much memory, beside what else can be used. One run, one command.

    python bench/linkage                                  20,000 and 200,000 people
    python bench/linkage --people 500000 --no-product
    python bench/linkage --engine spark                   the same model on Spark, its pairs beside DuckDB's

Slow comparators (bare Splink with training, pandas, recordlinkage) are left out above 200,000 people. Each method runs in a process
of its own over the same rows, which the product's reader has taken in once.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from bench.linkage import data, environment, report  # noqa: E402 - runs as a folder too
from bench.linkage.judge import judge  # noqa: E402

SLOW_UP_TO = 200_000
ROUNDS = 3
METHODS = {
    "valid ID only": "methods.valid_id",
    "SQL rules on DuckDB": "methods.duckdb_rules",
    "Bole's former rules": "methods.former_rules",
    "bare Splink, stock": "methods.splink_stock",
    "pandas + rapidfuzz": "peers.pandas_rapidfuzz",
    "recordlinkage": "peers.record_linkage",
    "Bole": "methods.ours",
}
SLOW = ("bare Splink, stock", "pandas + rapidfuzz", "recordlinkage")


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="bench/linkage", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--people", type=int, nargs="+", default=[20_000, 200_000])
    parser.add_argument("--seed", type=int, default=11)
    parser.add_argument("--engine", choices=["duckdb", "spark"], default="duckdb")
    parser.add_argument("--no-product", action="store_true", help="without loading the files into an instance")
    parser.add_argument("--no-peers", action="store_true", help="without the slow comparators")
    parser.add_argument("--folder", type=Path, help="where counties, rows and environments stay for the next run")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bole-linkage-") as name:
        folder = options.folder or Path(name)
        folder.mkdir(parents=True, exist_ok=True)
        Path(name).chmod(0o755)
        os.environ["BOLE_VAR"] = str(Path(name) / "var")
        results = (
            spark(options, folder)
            if options.engine == "spark"
            else [measure(options, folder, people) for people in options.people]
        )
        if options.engine != "spark":
            results.append(workbook(folder))
    if options.json:
        sys.stdout.write(json.dumps(results, ensure_ascii=False) + "\n")
    return 0


def measure(options: argparse.Namespace, folder: Path, people: int) -> dict[str, Any]:
    """All methods over one county."""
    place, rows = _rows(folder, people, options.seed)
    result: dict[str, Any] = {"people": people, "methods": {}}
    for name, module in METHODS.items():
        if name in SLOW and (options.no_peers or people > SLOW_UP_TO):
            continue
        found = folder / "found.parquet"
        told = _step(module, rows, found, python=_python(module, folder))
        if told is not None:
            result["methods"][name] = {**told, **judge(rows, found, place / "traits.csv")}
            sys.stderr.write(report.line(name, result["methods"][name]) + "\n")
    result["rounds"] = _rounds(rows, folder)
    result["delta"] = _step("methods.delta", rows, folder / "none")
    if not options.no_product:
        result["product"] = _product(place, people)
    report.say(options, report.summary(result))
    return result


def _rounds(rows: Path, folder: Path) -> dict[str, list[float]]:
    """Seconds of the ways whose ratio is told, turn by turn: one run alone is off by a fifth."""
    ways = {"full": ("methods.ours", "link"), "predict": ("methods.bare_predict", "link")}
    ways |= {"scoring": ("methods.ours", "scoring"), "rules": ("methods.duckdb_rules", "seconds")}
    taken: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(ROUNDS):
        told = {
            module: _step(module, rows, folder / "found.parquet") or {}
            for module in sorted({module for module, _ in ways.values()})
        }
        for name, (module, key) in ways.items():
            taken[name].append(told[module][key])
    return taken


def workbook(folder: Path) -> dict[str, Any]:
    """Reading a large workbook."""
    from bench.linkage.methods import xlsx

    path = folder / "workbook.xlsx"
    if not path.exists():
        xlsx.make(path)
    told = _step("methods.xlsx", path, folder / "none") or {}
    sys.stderr.write(report.workbook(told) + "\n")
    return {"xlsx": told}


def spark(options: argparse.Namespace, folder: Path) -> list[dict[str, Any]]:
    """The same model on pyspark; a sample, since starting costs more than scoring."""
    _, rows = _rows(folder, min(options.people), options.seed)
    os.environ["BOLE_SPARK"] = environment.spark(folder)
    told = _step("methods.spark", rows, folder / "none") or {}
    report.say(options, report.spark(told))
    return [{"spark": told}]


def _rows(folder: Path, people: int, seed: int) -> tuple[Path, Path]:
    place = data.county(folder, people, seed)
    rows = folder / f"rows-{people}-{seed}.parquet"
    if not rows.exists():
        run = [sys.executable, "-m", "bench.linkage.data", str(place), str(rows)]
        subprocess.run(run, cwd=ROOT, env=_environment(), check=True)
    return place, rows


def _python(module: str, folder: Path) -> Path:
    return environment.peers(folder) if module.startswith("peers.") else Path(sys.executable)


def _step(module: str, rows: Path, found: Path, *, python: Path | None = None) -> dict[str, Any] | None:
    """What a method's process says; None when it cannot run here (said on the error stream)."""
    if python is not None and not python.exists():
        sys.stderr.write(f"{module}: left out, its environment could not be built\n")
        return None
    run = [str(python or sys.executable), "-m", "bench.linkage.step", module, str(rows), str(found)]
    done = subprocess.run(run, cwd=ROOT, env=_environment(), stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{module} failed")
    return dict(json.loads(done.stdout.splitlines()[-1]))


def _product(place: Path, people: int) -> dict[str, Any]:
    environ = _environment() | {"BOLE_VAR": f"{os.environ['BOLE_VAR']}-{people}"}
    run = [sys.executable, "-m", "bench.linkage.product", str(place)]
    done = subprocess.run(run, cwd=ROOT, env=environ, stdout=subprocess.PIPE, text=True, check=True)
    return dict(json.loads(done.stdout.splitlines()[-1]))


def _environment() -> dict[str, str]:
    path = (str(ROOT), str(ROOT / "src"), os.environ.get("BOLE_SPARK"))
    return {**os.environ, "PYTHONPATH": ":".join(filter(None, path)), "PYTHONWARNINGS": "ignore"}


if __name__ == "__main__":
    sys.exit(main())
