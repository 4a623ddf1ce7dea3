"""The list that goes back: rejected rows in the sender's own layout, with the reason, ready to be corrected and sent again."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from bole.core.vocabulary import SourceLayout
from bole.people.sources.reading.headers import REASON_HEADER, ROW_HEADER
from bole.people.sources.reading.tables import RawTable

WIDTH = 16
REASON_WIDTH = 48


def write_rejects(raw: RawTable, issues: pl.DataFrame, layout: SourceLayout, path: Path) -> int:
    """Write an xlsx with the rows that a blocking issue kept out; gives their number.

    Headers are the sender's, in the sender's order, then 退回原因 (blocking reasons first, then what else to look at) and 原行号. All cells
    are texts, so nothing is computed, rounded or run. On return the two last columns are ignored.
    """
    blocked = issues.filter(pl.col("severity") == "block")["row"].unique()
    reasons = _reasons(issues.filter(pl.col("row").is_in(blocked.implode())))
    body = raw.frame.with_columns(raw.row_numbers.alias("#row")).join(reasons, on="#row", maintain_order="left")
    own = [
        (name, text)
        for name, text in zip(raw.headers, raw.original_headers, strict=True)
        if text not in (REASON_HEADER, ROW_HEADER)
    ]
    import xlsxwriter  # here and not above: half a second of every start

    with xlsxwriter.Workbook(
        str(path), {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    ) as book:
        sheet = book.add_worksheet(layout.name[:31].translate({ord(c): "_" for c in "[]:*?/\\"}))
        text_format, head_format = (
            book.add_format({"num_format": "@"}),
            book.add_format({"bold": True, "num_format": "@"}),
        )
        reason_format = book.add_format({"num_format": "@", "font_color": "#9C0006", "text_wrap": True})
        sheet.set_column(0, len(own) - 1, WIDTH, text_format)
        sheet.set_column(len(own), len(own), REASON_WIDTH, reason_format)
        sheet.freeze_panes(1, 0)
        for j, text in enumerate([*(text for _, text in own), REASON_HEADER, ROW_HEADER]):
            sheet.write_string(0, j, text, head_format)
        cells = body.select(*(name for name, _ in own), "reason", pl.col("#row").cast(pl.String))
        for i, row in enumerate(cells.iter_rows(), start=1):
            for j, cell in enumerate(row):
                if cell is not None:
                    sheet.write_string(i, j, cell, reason_format if j == len(own) else text_format)
    return body.height


def _reasons(issues: pl.DataFrame) -> pl.DataFrame:
    texts = issues.with_columns((pl.col("message") + "。" + pl.col("remedy")).alias("text"))
    return texts.group_by(pl.col("row").alias("#row"), maintain_order=True).agg(
        pl.col("text").str.join(";").alias("reason")
    )
