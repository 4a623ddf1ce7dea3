"""Reading a workbook of 200,000 rows by 20 columns (18 MB): the product's reader beside bare calamine.

`link(path, "")`: the workbook is written by `make` first. Every cell is visited once by both; the product also finds the header,
fills merged cells, and turns what it read into columns of text.
"""

from __future__ import annotations

import os
import random
import time
from pathlib import Path
from typing import Any

ROWS, COLUMNS = 200_000, 20


def prepare() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bole.main.settings")
    import django

    django.setup()
    import polars  # noqa: F401
    import python_calamine  # noqa: F401


def make(path: Path) -> None:
    """People with numbers, dates and figures, as rosters have them."""
    import xlsxwriter

    rng = random.Random(3)
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["姓名", "身份证号码", "手机", "单位名称", *(f"项目{n}" for n in range(5, COLUMNS + 1))])
        for row in range(1, ROWS + 1):
            person = [
                "王李张刘陈"[rng.randrange(5)] + "明华芳强敏"[rng.randrange(5)],
                f"330523{rng.randrange(10**12):012d}",
                f"138{rng.randrange(10**8):08d}",
                f"安吉县第{rng.randrange(5000)}竹业有限公司",
            ]
            sheet.write_row(row, 0, person + [rng.randrange(1000) for _ in range(COLUMNS - 4)])


def link(path: str, _out: str) -> dict[str, Any]:
    from bench.linkage.data import packs
    from bole.people.sources import reading

    layouts = list(packs().sources.values())
    content = Path(path).read_bytes()
    bare, ours = [], []
    for _ in range(2):
        started = time.perf_counter()
        rows = _bare(path)
        bare.append(time.perf_counter() - started)
        started = time.perf_counter()
        read = reading.read_table(content, Path(path).name, layouts=layouts)
        ours.append(time.perf_counter() - started)
        assert read.frame.height == rows - 1
    return {"megabytes": round(len(content) / 1e6, 1), "bare": min(bare), "ours": min(ours)}


def _bare(path: str) -> int:
    """The peer: every row as a list of cells, nothing kept."""
    import python_calamine

    sheet = python_calamine.CalamineWorkbook.from_path(path).get_sheet_by_index(0)
    return sum(1 for _ in sheet.iter_rows())
