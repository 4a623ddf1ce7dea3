"""What was measured, as a table for people: each figure beside its peer and beside its aim."""

from __future__ import annotations

import argparse
import statistics
import sys
from typing import Any

HEAD = f"{'':22}{'precision':>10}{'recall':>9}{'F1':>9}{'exact':>8}{'mixed':>7}{'review':>8}{'rows/s':>10}{'cpu s':>8}{'MB':>7}"


def say(options: argparse.Namespace, text: str) -> None:
    """To the error stream with `--json`, so that the output stays one object."""
    stream = sys.stderr if options.json else sys.stdout
    stream.write(text + "\n")
    stream.flush()


def line(name: str, found: dict[str, Any]) -> str:
    """One method."""
    review = f"{found['reviews']:>8}" if "reviews" in found else f"{'–':>8}"
    return (
        f"{name:22}{found['precision']:>10.5f}{found['recall']:>9.5f}{found['f1']:>9.5f}{found['exact_persons']:>8.4f}"
        f"{found['mixed_clusters']:>7}{review}{found['rows'] / found['seconds']:>10,.0f}{found['cpu']:>8.1f}{found['peak_mb']:>7}"
    )


def summary(result: dict[str, Any]) -> str:
    """All of one county: table, groups, ratios."""
    methods = result["methods"]
    lines = [f"\n{result['people']:,} people, {methods['Bole']['rows']:,} rows", HEAD]
    lines += [line(name, found) for name, found in methods.items()]
    lines += ["", "Groups (F1; exact persons)", *_groups(methods)]
    lines += ["", *(f"{name:50}{value:>10.3f}   aim {aim}" for name, value, aim in ratios(result)), ""]
    return "\n".join(lines)


def _groups(methods: dict[str, Any]) -> list[str]:
    shown = [name for name in ("SQL rules on DuckDB", "bare Splink, stock", "Bole") if name in methods]
    lines = [f"{'':22}{'persons':>9}" + "".join(f"{name:>26}" for name in shown)]
    for group, found in methods["Bole"]["groups"].items():
        cells = (methods[name]["groups"][group] for name in shown)
        text = "".join(f"{cell['f1']:>17.4f} {cell['exact_persons']:>8.4f}" for cell in cells)
        lines.append(f"{group:22}{found['persons']:>9}{text}")
    return lines


def ratios(result: dict[str, Any]) -> list[tuple[str, float, str]]:
    """name, value, aim."""
    ours, delta = result["methods"]["Bole"], result["delta"]
    middle = {name: statistics.median(seconds) for name, seconds in result["rounds"].items()}
    large = ours["rows"] > 600_000
    full = delta["full_scoring"] + delta["full_clustering"]
    found = [
        ("F1", ours["f1"], "≥ 0.980"),
        ("precision", ours["precision"], "≥ 0.999"),
        ("mixed clusters, % of persons", ours["mixed_share"] * 100, "≤ 0.06"),
        ("review pairs, % of rows", ours["reviews"] / ours["rows"] * 100, "≤ 1"),
        ("full link / SQL rules on DuckDB", middle["full"] / middle["rules"], "≤ 4.5" if large else "≤ 3.5"),
        ("full link / bare Splink predict", middle["full"] / middle["predict"], "≤ 1.3"),
        ("scoring alone / bare Splink predict", middle["scoring"] / middle["predict"], ""),
        ("2 % delta / full link", (delta["delta_scoring"] + delta["delta_clustering"]) / full, "≤ 0.2"),
        ("delta edges identical (1 = yes)", float(delta["same_edges"]), "1"),
        ("unmerge, clustering alone, s", delta["unmerge_clustering"], "< 1"),
        ("peak memory, GB", ours["peak_mb"] / 1024, "< 1.5 at 400,000 rows"),
    ]
    return found + (_product(result["product"]) if "product" in result else [])


def _product(product: dict[str, Any]) -> list[tuple[str, float, str]]:
    load, judged = product["load"], product["evaluate"]
    return [
        ("product: F1 of bole link evaluate", judged["f1"], "≥ 0.980"),
        ("product: precision", judged["precision"], "≥ 0.999"),
        ("product: mixed clusters, % of persons", judged["mixed_share"] * 100, "≤ 0.06"),
        ("product: review pairs, % of rows", judged["review_share"] * 100, "≤ 1"),
        ("product: seconds of bole link evaluate", judged["seconds"], ""),
        ("product: loading and linking, s", load["seconds"], ""),
        ("product: merge undone, s", product["unmerge"]["apart"]["seconds"], "< 1"),
        ("product: undo taken back, s", product["unmerge"]["together"]["seconds"], "< 1"),
        ("product: next month, load and link, s", product["delta"]["seconds"], ""),
    ]


def workbook(told: dict[str, Any]) -> str:
    """Reading beside bare calamine."""
    return (
        f"xlsx of {told['megabytes']} MB: bare calamine {told['bare']:.2f} s, ours {told['ours']:.2f} s,"
        f" ratio {told['ours'] / told['bare']:.2f} (aim ≤ 1.3)"
    )


def spark(told: dict[str, Any]) -> str:
    """The same pairs from both engines."""
    return (
        f"{told['rows']:,} rows: DuckDB {told['duckdb_pairs']:,} pairs in {told['duckdb_s']:.1f} s, Spark {told['spark_pairs']:,} in"
        f" {told['spark_s']:.1f} s (session {told['session_s']:.1f} s); in both {told['common']:,},"
        f" largest difference of weights {told['largest_difference']:.2e}"
    )
