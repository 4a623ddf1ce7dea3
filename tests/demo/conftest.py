"""One small county, generated once, and how to read its files back."""

from __future__ import annotations

import csv
import json
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from demo.county import County, build_county
from demo.generate import generate

AS_OF = date(2026, 10, 31)
PEOPLE, SEED = 2000, 7


@dataclass
class Generated:
    """A generated county on disk, with the true county beside it."""

    out: Path
    county: County
    manifest: dict
    truth: dict[str, dict[int, int]]
    planted: dict[str, dict[int, str]]
    progress: list[dict]

    def path(self, name: str) -> Path:
        """Where a file stands: monthly files above, deltas in their folder."""
        return self.out / "delta" / name if "增量" in name else self.out / name

    def sheet(self, name: str) -> list[list]:
        """All rows of a file's one sheet, from row 1."""
        return read_sheet(self.path(name), self.encoding(name))

    def encoding(self, name: str) -> str:
        """The encoding of a csv as the manifest says."""
        return next(f["encoding"] for f in self.manifest["files"] if Path(f["file"]).name == name)

    def names(self, *, delta: bool | None = None) -> list[str]:
        """File names, all or only deltas or only monthly files."""
        return [Path(f["file"]).name for f in self.manifest["files"] if delta is None or f["delta"] == delta]


def read_sheet(path: Path, encoding: str) -> list[list]:
    """Rows of a csv, xlsx or xls as lists of cells."""
    if path.suffix == ".csv":
        with path.open(encoding=encoding, newline="") as file:
            return list(csv.reader(file))
    return CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()


def _grouped(path: Path, convert: Callable) -> dict[str, dict]:
    found: dict[str, dict] = defaultdict(dict)
    with path.open(encoding="utf-8", newline="") as file:
        for line in csv.DictReader(file):
            file_name, row, value = line.values()
            found[file_name][int(row)] = convert(value)
    return found


@pytest.fixture(scope="session")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Generated:
    """2,000 people with deltas."""
    out = tmp_path_factory.mktemp("county")
    progress = list(generate(PEOPLE, SEED, out, as_of=AS_OF, delta=True))
    return Generated(
        out,
        build_county(PEOPLE, SEED, AS_OF),
        json.loads((out / "manifest.json").read_text("utf-8")),
        _grouped(out / "truth.csv", int),
        _grouped(out / "planted.csv", str),
        progress,
    )
