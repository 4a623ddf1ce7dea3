"""Many rows in bounded time and memory."""

from __future__ import annotations

import resource

import polars as pl
import pytest

from bole.people.sources.reading import check_rows, recognise

from .conftest import INSURED, TODAY, Reader, citizen, insured


def large(rows: int) -> bytes:
    lines = [",".join(INSURED)]
    lines += [
        ",".join(
            insured(f"王{chr(0x4E00 + i % 5000)}", citizen(1 + i % 998, f"19{50 + i % 50:02d}0{1 + i % 9}1{i % 9}"))
        )
        for i in range(rows)
    ]
    return "\n".join(lines).encode("gb18030")


def test_fifty_thousand_rows_are_all_accounted_for(reader: Reader):
    checked = reader.check(large(50_000))
    counts = checked.counts
    assert (
        counts["rows_in"]
        == 50_000
        == counts["accepted"] + counts["rejected"] + counts["excluded"] + counts["duplicates"]
    )
    assert counts["accepted"] > 40_000


@pytest.mark.prove
def test_a_million_rows(reader: Reader):
    content = large(1_000_000)
    raw = reader.table(content, "参保.csv")
    checked = check_rows(raw, recognise(raw.headers, reader.layouts), reader.pack, TODAY)
    assert raw.frame.height == checked.counts["rows_in"] == 1_000_000
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss < 4 * 2**20
    assert checked.rows.filter(pl.col("natural_key").is_duplicated()).is_empty()
