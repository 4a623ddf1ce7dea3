"""Files, rows and what links them. Records, edges and decisions are facts; clusters and profiles are derived from them."""

from bole.people.sources.models.batches import (
    KEPT,
    NEXT,
    Batch,
    Issue,
    MappingVersion,
    Mode,
    Severity,
    Status,
    UnknownCode,
)
from bole.people.sources.models.linkmodels import LinkModel
from bole.people.sources.models.records import (
    Conflict,
    Decision,
    Edge,
    FormerCluster,
    Home,
    Membership,
    PastMembership,
    Record,
    Stale,
    Tombstone,
)
from bole.people.sources.models.reviews import (
    Answer,
    BulkDecision,
    ClericalSample,
    Review,
    SamplePair,
    Verdict,
)
from bole.people.sources.models.runs import LinkRun

__all__ = [
    "KEPT",
    "NEXT",
    "Answer",
    "Batch",
    "BulkDecision",
    "ClericalSample",
    "Conflict",
    "Decision",
    "Edge",
    "FormerCluster",
    "Home",
    "Issue",
    "LinkModel",
    "LinkRun",
    "MappingVersion",
    "Membership",
    "Mode",
    "PastMembership",
    "Record",
    "Review",
    "SamplePair",
    "Severity",
    "Stale",
    "Status",
    "Tombstone",
    "UnknownCode",
    "Verdict",
]
