"""The list of what is wrong, kept column-wise until the end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

import polars as pl
from rapidfuzz import fuzz, process

from bole.core.identity import mask_any, mask_id, mask_phone
from bole.core.vocabulary import Pack
from bole.people.sources.reading.rules import RULES, Severity, message_of, remedy_of

COLUMNS = ("row", "header", "rule", "severity", "message", "remedy", "value_masked")
SHOWN = 40
"""Characters of a value that an issue shows."""
Mask = Literal["", "id", "phone", "any", "hide"]
_MASKS = {"id": mask_id, "phone": mask_phone, "any": mask_any}


class IssueLog:
    """Collects issues as frames and unknown codes as counts. Columns are named by `own`: header of the layout to the sender's."""

    def __init__(self, own: Mapping[str, Sequence[str]] | None = None) -> None:
        self._own = own or {}
        self._frames: list[pl.DataFrame] = []
        self._codes: dict[tuple[str, str, str], int] = {}

    def add(
        self,
        rule: str,
        header: str,
        rows: pl.Series,
        mask_rows: pl.Series,
        values: pl.Series | None = None,
        *,
        mask: Mask = "",
        severity: Severity | None = None,
        **params: object,
    ) -> None:
        """Note `rule` for the rows where `mask_rows` holds. `values` are shown shortened, or masked as `mask` says."""
        chosen = mask_rows.fill_null(False)
        if not chosen.any():
            return
        shown = _shown(values.filter(chosen), mask) if values is not None else None
        names = self._own.get(header) or [header]
        names = names if rule == "doubled" else names[:1]
        self._frames.append(
            pl.DataFrame({"row": rows.filter(chosen)}).select(
                pl.col("row").cast(pl.UInt32),
                pl.lit("、".join(names)).alias("header"),
                pl.lit(rule).alias("rule"),
                pl.lit(severity or RULES[rule].severity).alias("severity"),
                pl.lit(message_of(rule, header="”“".join(names), **params)).alias("message"),
                pl.lit(remedy_of(rule)).alias("remedy"),
                (shown if shown is not None else pl.lit("")).alias("value_masked"),
            )
        )

    def add_texts(self, rule: str, header: str, rows: pl.Series, messages: pl.Series) -> None:
        """Note `rule` with a message of its own for each row."""
        self._frames.append(
            pl.DataFrame({"row": rows, "message": messages}, schema={"row": pl.UInt32, "message": pl.String}).select(
                "row",
                pl.lit(header).alias("header"),
                pl.lit(rule).alias("rule"),
                pl.lit(RULES[rule].severity).alias("severity"),
                "message",
                pl.lit(remedy_of(rule)).alias("remedy"),
                pl.lit("").alias("value_masked"),
            )
        )

    def named(self, headers: Sequence[str]) -> str:
        """Columns of the layout as the sender calls them."""
        return "、".join((self._own.get(header) or [header])[0] for header in headers)

    def count_codes(self, header: str, code_list: str, values: pl.Series) -> None:
        """Remember values that no code list knows."""
        for value, count in values.value_counts().rows():
            key = (header, code_list, str(value)[:SHOWN])
            self._codes[key] = self._codes.get(key, 0) + int(count)

    def mark(self) -> tuple[int, dict[tuple[str, str, str], int]]:
        """Where the log stands, for `rollback`."""
        return len(self._frames), dict(self._codes)

    def rollback(self, mark: tuple[int, dict[tuple[str, str, str], int]]) -> None:
        """Forgets everything noted since `mark`."""
        del self._frames[mark[0] :]
        self._codes = mark[1]

    def blocked_rows(self) -> pl.Series:
        """Rows that some issue keeps out."""
        frame = self.frame()
        return frame.filter(pl.col("severity") == "block")["row"].unique()

    def frame(self) -> pl.DataFrame:
        """All issues by row, blocking ones first."""
        whole = (
            pl.concat(self._frames)
            if self._frames
            else pl.DataFrame(schema=dict.fromkeys(COLUMNS, pl.String) | {"row": pl.UInt32})
        )
        return whole.select(*COLUMNS).sort("row", "severity", maintain_order=True)

    def unknown_codes(self, pack: Pack) -> pl.DataFrame:
        """Values outside their code lists, most frequent first, each with the closest known word."""
        rows = [
            (header, code_list, value, count, _closest(value, pack, code_list))
            for (header, code_list, value), count in sorted(self._codes.items(), key=lambda item: -item[1])
        ]
        schema = {
            "header": pl.String,
            "code_list": pl.String,
            "value": pl.String,
            "count": pl.Int64,
            "suggestion": pl.String,
        }
        return pl.DataFrame(rows, schema=schema, orient="row")


def _shown(values: pl.Series, mask: Mask) -> pl.Series:
    texts = values.cast(pl.String).fill_null("")
    if mask == "hide":
        return pl.Series(["***"] * len(texts), dtype=pl.String)
    if mask:
        return pl.Series([_MASKS[mask](text.strip()) for text in texts.to_list()], dtype=pl.String)
    return texts.str.slice(0, SHOWN)


def _closest(value: str, pack: Pack, code_list: str) -> str:
    codes = pack.code_lists.get(code_list)
    if codes is None:
        return ""
    found = process.extractOne(value, list(codes.codes_by_name), scorer=fuzz.ratio, score_cutoff=50)
    return codes.items[codes.codes_by_name[found[0]]].name if found else ""
