"""What a notebook does: same number, or same name and number, birth date, phone and employer alike by 70 of 100 (rapidfuzz)."""

from __future__ import annotations

from typing import Any

RATIO = 70


def prepare() -> None:
    import bench.linkage.peers.closing  # noqa: F401


def link(rows: str, out: str) -> dict[str, Any]:
    import numpy as np
    import pandas as pd
    from rapidfuzz import fuzz, process

    from bench.linkage.peers.closing import write_clusters

    columns = ["record", "name_simple", "cn_id", "cn_id_raw", "passport", "birth_date", "phone", "employer_key"]
    frame = pd.read_parquet(rows, columns=columns)
    number = frame["cn_id"].fillna(frame["cn_id_raw"]).fillna(frame["passport"])
    parts = [number, frame["birth_date"].astype("string"), frame["phone"], frame["employer_key"]]
    frame["text"] = parts[0].fillna("").str.cat([part.fillna("").astype(str) for part in parts[1:]], sep=" ")
    frame["place"] = np.arange(len(frame))
    same = _pairs(frame.assign(key=number), "key")
    named = _pairs(frame, "name_simple")
    texts = frame["text"].to_numpy()
    ratio = process.cpdist(texts[named["a"]], texts[named["b"]], scorer=fuzz.ratio, workers=2)
    named = named[ratio >= RATIO]
    both = pd.concat([same, named])
    write_clusters(len(frame), both["a"].to_numpy(), both["b"].to_numpy(), frame["record"], out)
    return {"pairs": len(same) + len(ratio)}


def _pairs(frame: Any, key: str) -> Any:
    """Positions of rows that agree in a key, each pair once."""
    known = frame.loc[frame[key].notna(), [key, "place"]]
    joined = known.merge(known, on=key, suffixes=("_a", "_b"))
    joined = joined[joined["place_a"] < joined["place_b"]]
    return joined.rename(columns={"place_a": "a", "place_b": "b"})[["a", "b"]]
