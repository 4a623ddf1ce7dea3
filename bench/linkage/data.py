"""The demo county as rows to be linked: generated once, read and standardised by the product once, the same for every method."""

from __future__ import annotations

import datetime as dt
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

    from bole.core.vocabulary import Pack

ROOT = Path(__file__).resolve().parents[2]
AS_OF = "2026-10-31"
PLAIN = ("given", "cn_id", "cn_id_raw", "passport", "phone", "employer", "uscc")
"""Beside the columns the product stores: what is only there sealed, for the peers."""


def county(folder: Path, people: int, seed: int) -> Path:
    """The files of a county of that size, as the generator of `demo/` writes them."""
    place = folder / f"county-{people}-{seed}"
    if not (place / "manifest.json").exists():
        run = [sys.executable, "-m", "demo", "--people", str(people), "--seed", str(seed), "--as-of", AS_OF, "--delta"]
        subprocess.run([*run, "--out", str(place)], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    return place


def standardise(place: Path, target: Path) -> None:
    """Writes the accepted rows about persons: record, file, row, person (the truth), standard columns and plain values."""
    import polars as pl

    pack, truth = packs(), pl.read_csv(place / "truth.csv")
    entries = json.loads((place / "manifest.json").read_text("utf-8"))["files"]
    names = [
        entry["file"] for entry in entries if not entry["delta"] and pack.sources[entry["source"]].subject == "person"
    ]
    rows = pl.concat([_rows(place / name, pack) for name in sorted(names)])
    rows = rows.join(truth, on=["file", "row"], how="left", maintain_order="left")
    assert not rows["person"].has_nulls()
    rows.with_row_index("record", 1).with_columns(pl.col("record").cast(pl.Int64)).write_parquet(target)


def packs() -> Pack:
    """The packs of the demo county, without a database."""
    from bole.core.vocabulary.loading import load_pack, read_files
    from bole.runtime.paths import packs_dir

    return load_pack(read_files(packs_dir() / "anji"), load_pack(read_files(packs_dir() / "base-cn")))


def _rows(path: Path, pack: Pack) -> pl.DataFrame:
    import polars as pl

    from bole.people.sources import reading
    from bole.people.sources.services.intake import storing

    layouts = list(pack.sources.values())
    raw = reading.read_table(path.read_bytes(), path.name, layouts=layouts)
    recognition = reading.recognise(raw.headers, layouts)
    rows = reading.check_rows(raw, recognition, pack, dt.date(2026, 11, 1)).rows
    standard = rows.select(*storing.standard_columns(rows))
    return standard.hstack(rows.select(name for name in PLAIN if name not in standard.columns)).select(
        pl.lit(path.name).alias("file"),
        rows["row"].cast(pl.Int64),
        pl.lit(recognition.layout.id).alias("source"),
        pl.all(),
    )


def main() -> int:
    """`python -m bench.linkage.data PLACE TARGET`: in a process of its own, so that no method pays for it."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bole.main.settings")
    import django

    django.setup()
    standardise(Path(sys.argv[1]), Path(sys.argv[2]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
