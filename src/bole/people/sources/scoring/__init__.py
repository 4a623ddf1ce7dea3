"""Which pairs of records may be one person, and how strongly: rules in SQL over precomputed columns.

The seam to the next engine: `score(new, known)` gives edges, whatever stands behind it.
"""

from bole.people.sources.scoring.rules import MODEL_VERSION, RULES, STANDARD_COLUMNS, THRESHOLD, Rule, pattern_of
from bole.people.sources.scoring.scorer import empty_edges, score

__all__ = ["MODEL_VERSION", "RULES", "STANDARD_COLUMNS", "THRESHOLD", "Rule", "empty_edges", "pattern_of", "score"]
