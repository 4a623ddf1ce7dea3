"""Taking the plain parts out first changes nothing: the same clusters, weakest edges and questions, whatever the rows."""

from __future__ import annotations

from typing import Any

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from bole.core.linkage import Limits, cluster
from bole.people.sources.services.linking.graph import _traits
from bole.people.sources.services.linking.quiet import cluster_rows

LIMITS = Limits(auto=2.0, review=0.0, renewed=6.0, component=4)
ROWS = 9
NAMES = (("王明", "王", "wangming", False), ("王鸣", "王", "wangming", False), ("李强", "李", "liqiang", False),
         ("ANNA LI", None, "annali", True), (None, None, None, False))  # fmt: skip
TEXT = dict.fromkeys(
    ("id_index", "id_state", "passport_index", "name_simple", "surname", "pinyin", "pinyin_sorted"), pl.String
)
SCHEMA: Any = {"record": pl.Int64, **TEXT, "latin": pl.Boolean, "birth_date": pl.Date}

document = st.tuples(
    st.sampled_from([None, "n1", "n2"]),
    st.sampled_from(["valid", "valid", "fifteen"]),
    st.sampled_from([None, None, "p1", "p2"]),
    st.sampled_from(NAMES),
)
pair = st.tuples(st.integers(0, ROWS - 1), st.integers(0, ROWS - 1)).filter(lambda ends: ends[0] < ends[1])
edge = st.tuples(pair, st.sampled_from([-1.0, 0.5, 1.0, 2.0, 3.0, 5.0, 9.0]))


def table(documents: list[Any]) -> pl.DataFrame:
    rows = [
        (record, number, state, passport, name, surname, pinyin, pinyin, latin, None)
        for record, (number, state, passport, (name, surname, pinyin, latin)) in enumerate(documents)
    ]
    return pl.DataFrame(rows, SCHEMA, orient="row")


@settings(max_examples=100, deadline=None)
@given(
    st.lists(document, min_size=ROWS, max_size=ROWS),
    st.lists(edge, max_size=14, unique_by=lambda found: found[0]),
    st.lists(pair, max_size=1),
    st.lists(pair, max_size=1),
)
def test_same_clusters_as_looking_at_every_row(documents: Any, edges: Any, must: Any, cannot: Any) -> None:
    rows = table(documents)
    scored = [(*ends, weight, "AA") for ends, weight in edges]
    frame = pl.DataFrame(
        scored, {"left": pl.Int64, "right": pl.Int64, "weight": pl.Float64, "pattern": pl.String}, orient="row"
    )
    whole = cluster(scored, _traits(rows, ()), must, cannot, records=range(ROWS), limits=LIMITS)
    found = cluster_rows(rows, frame, LIMITS, lambda part: _traits(part, ()), must=must, cannot=cannot)
    assert found.members == whole.members
    assert found.weakest == whole.weakest
    assert found.conflicts == whole.conflicts
    assert found.refused == whole.refused
