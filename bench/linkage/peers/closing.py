"""Pairs to clusters with pandas."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components


def write_clusters(count: int, left: np.ndarray, right: np.ndarray, records: pd.Series, out: str) -> None:
    """Connected components over positions 0..count-1."""
    graph = coo_array((np.ones(len(left), dtype=bool), (left, right)), shape=(count, count))
    labels = connected_components(graph, directed=False)[1]
    pd.DataFrame({"record": records.to_numpy(), "cluster": labels.astype("int64")}).to_parquet(out, index=False)
