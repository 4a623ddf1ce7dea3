"""recordlinkage as its manual shows it: five blocks, six comparisons, the ECM classifier (unsupervised), components."""

from __future__ import annotations

import warnings
from typing import Any

BLOCKS = (["number"], ["phone"], ["name", "birth"], ["name", "employer"], ["birth", "employer"])


def prepare() -> None:
    import recordlinkage  # noqa: F401

    import bench.linkage.peers.closing  # noqa: F401


def link(rows: str, out: str) -> dict[str, Any]:
    import pandas as pd
    import recordlinkage

    from bench.linkage.peers.closing import write_clusters

    warnings.filterwarnings("ignore")
    frame = pd.read_parquet(rows)
    table = pd.DataFrame(
        {
            "number": frame["cn_id"].fillna(frame["cn_id_raw"]).fillna(frame["passport"]),
            "name": frame["name_simple"],
            "birth": frame["birth_date"].astype("string"),
            "phone": frame["phone"],
            "employer": frame["employer_key"],
            "sex": frame["sex"],
        }
    )
    pairs = _candidates(recordlinkage, table)
    compare = recordlinkage.Compare()
    for column in ("number", "birth", "phone", "employer", "sex"):
        compare.exact(column, column, label=column)
    compare.string("name", "name", method="jarowinkler", threshold=0.85, label="name")
    features = compare.compute(pairs, table)
    links = recordlinkage.ECMClassifier(init="jaro", binarize=0.5).fit_predict(features)
    write_clusters(
        len(table), links.get_level_values(0).to_numpy(), links.get_level_values(1).to_numpy(), frame["record"], out
    )
    return {"pairs": len(pairs)}


def _candidates(recordlinkage: Any, table: Any) -> Any:
    found = None
    for columns in BLOCKS:
        index = recordlinkage.Index()
        index.block(columns)
        pairs = index.index(table.dropna(subset=columns))
        found = pairs if found is None else found.union(pairs)
    return found
