"""Which pairs of rows may be one person, and how strongly: a frozen Fellegi-Sunter model, run by Splink on DuckDB.

`score(new, known, model)` gives edges; this room knows columns and no database.
"""

from bole.people.sources.scoring.comparisons import BLOCKING, COMPARISONS
from bole.people.sources.scoring.explaining import Step, agreeing, explain
from bole.people.sources.scoring.features import STANDARD_COLUMNS, given_name, standard_schema
from bole.people.sources.scoring.model import (
    Counting,
    Model,
    Terms,
    as_json,
    common_values,
    count_terms,
    dump_model,
    from_json,
    read_model,
)
from bole.people.sources.scoring.scorer import empty_edges, score

__all__ = [
    "BLOCKING",
    "COMPARISONS",
    "STANDARD_COLUMNS",
    "Counting",
    "Model",
    "Step",
    "Terms",
    "agreeing",
    "as_json",
    "common_values",
    "count_terms",
    "dump_model",
    "empty_edges",
    "explain",
    "from_json",
    "given_name",
    "read_model",
    "score",
    "standard_schema",
]
