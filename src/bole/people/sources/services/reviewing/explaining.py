"""Why two rows are taken for one person, or are not: the weight of the pair, step by step."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from bole.core.errors import NotFound
from bole.people.sources.models import Edge, Record
from bole.people.sources.scoring import STANDARD_COLUMNS, Step, explain, score, standard_schema
from bole.people.sources.scoring.comparisons import TERMS
from bole.people.sources.services.linking import modelling

NOTHING = -60.0
"""Bits below which no pair weighs: everything is scored."""


@dataclass(frozen=True)
class Explanation:
    """`steps` sum to `weight` (bits); `pattern` "" when the two rows share nothing that is ever compared."""

    left: Record
    right: Record
    weight: float | None
    pattern: str
    steps: list[Step]


def explain_pair(left: int, right: int) -> Explanation:
    """The evidence between the current rows of two nodes; a pair without a stored edge is scored now."""
    rows = {row.node: row for row in Record.objects.filter(node__in=[left, right], valid_to_batch=None)}
    if len(rows) != len({left, right}) or left == right:
        raise NotFound("这两条记录有一条已不在库中。", code="pair.gone")
    model = modelling.current_model()
    frame = _frame([rows[left], rows[right]])
    edge = Edge.objects.filter(left=min(left, right), right=max(left, right)).values_list("weight", "pattern").first()
    if edge is None:
        scored = score(frame, frame.clear(), model, floor=NOTHING)
        edge = scored.select("weight", "pattern").row(0) if scored.height else None
    if edge is None:
        return Explanation(rows[left], rows[right], None, "", [])
    return Explanation(rows[left], rows[right], edge[0], edge[1], explain(model, edge[1], _shared(frame)))


def _frame(rows: list[Record]) -> pl.DataFrame:
    columns = {
        name: [_plain(getattr(row, "node" if name == "record" else name)) for row in rows] for name in STANDARD_COLUMNS
    }
    return pl.DataFrame(columns, schema=standard_schema())


def _plain(value: object) -> object:
    """Indexes as PostgreSQL writes them (`frames.read_frame`)."""
    return "\\x" + bytes(value).hex() if isinstance(value, bytes | memoryview) else value


def _shared(frame: pl.DataFrame) -> dict[str, object]:
    """The values in which both rows agree, as the terms of a model know them."""
    one, other = frame.select(pl.col(column).alias(term) for term, column in TERMS.items()).to_dicts()
    return {term: value for term, value in one.items() if value is not None and value == other[term]}
