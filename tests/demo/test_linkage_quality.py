"""How well the demo county falls into persons, by the same steps as `bench/linkage`: a floor under the link model's figures."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.linkage import data
from bench.linkage.judge import judge
from bench.linkage.methods import former_rules, ours, valid_id
from tests.demo.conftest import Generated


@pytest.fixture(scope="module")
def found(generated: Generated, tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict]:
    """Scores of three methods over the same rows."""
    folder: Path = tmp_path_factory.mktemp("linkage")
    data.standardise(generated.out, folder / "rows.parquet")
    scores = {}
    for method in (valid_id, former_rules, ours):
        told = method.link(str(folder / "rows.parquet"), str(folder / "found.parquet")) or {}
        scores[method.__name__] = {
            **told,
            **judge(folder / "rows.parquet", folder / "found.parquet", generated.out / "traits.csv"),
        }
    return {name.rsplit(".", 1)[1]: score for name, score in scores.items()}


def test_persons_are_found_and_hardly_ever_mixed(found: dict[str, dict]) -> None:
    best = found["ours"]
    assert best["precision"] >= 0.999
    assert best["f1"] >= 0.97
    assert best["mixed_clusters"] <= 2
    assert best["reviews"] <= 0.01 * best["rows"]
    assert best["f1"] > found["former_rules"]["f1"] + 0.03 > found["valid_id"]["f1"] + 0.03


def test_families_and_minorities_are_not_paid_for_the_rest(found: dict[str, dict]) -> None:
    groups = found["ours"]["groups"]
    for group in ("household", "shared_phone", "twin", "minority", "returnee"):
        assert groups[group]["precision"] >= 0.98, group
        assert groups[group]["recall"] >= found["valid_id"]["groups"][group]["recall"], group
