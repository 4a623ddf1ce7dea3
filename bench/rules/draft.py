"""A draft over the county: one policy changed, both rule sets decided as far as they differ, cost by year and group, 1,000 decided again.

People differ 20,000 times (cases of the policies laid over each other, `people.py`), so that grouped benefits meet in one person.
"""

from __future__ import annotations

import time
from collections.abc import Iterator

import polars as pl

from bench.rules.asked import ON
from bole.core.rules import RuleSet
from bole.core.rules.reform import Comparison, compare

DRAFTS = {
    "home_purchase": ("C: 70万元", "C: 80万元"),
    "graduate_living_subsidy": ("大学本科毕业: 1万元", "大学本科毕业: 2万元"),
}
"""An amount of a policy in two groups, one of them with a ceiling, and one of a policy in a group of six."""
Measured = tuple[str, float, float, int]


def drafts(rules: RuleSet, frame: pl.DataFrame, rounds: int) -> Iterator[Measured]:
    """Name, CPU and wall seconds of laying the draft over and comparing everybody; columns: policies decided."""
    traits = frame.select(
        pl.col("recognised_class").alias("class"),
        pl.col("education_level").alias("township"),
        pl.col("employer.industry_code").alias("industry") if "employer.industry_code" in frame.columns else pl.lit(None, pl.String).alias("industry"),
    )  # fmt: skip
    for key, change in DRAFTS.items():
        found = [_once(rules, key, change, frame, traits) for _ in range(rounds)]
        cpu, wall, result = min(found, key=lambda each: each[0])
        if result.differences:
            raise SystemExit(f"{key}: {result.differences}")
        yield f"draft of {key}", cpu, wall, len(result.policies)


def _once(
    rules: RuleSet, key: str, change: tuple[str, str], frame: pl.DataFrame, traits: pl.DataFrame
) -> tuple[float, float, Comparison]:
    file = f"{key.replace('_', '-')}/policy.yaml"
    text = rules.files[file]
    if change[0] not in text:
        raise SystemExit(f"{file}: no {change[0]!r}")
    cpu, wall = time.process_time(), time.perf_counter()
    reform = rules.overlay({file: text.replace(*change)})
    result = compare(rules, reform, frame, traits, ON, pair=("class", "industry"))
    return time.process_time() - cpu, time.perf_counter() - wall, result
