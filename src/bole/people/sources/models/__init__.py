"""Files, rows and what links them. Records, edges and decisions are facts; clusters and profiles are derived from them."""

from bole.people.sources.models.batches import NEXT, Batch, Issue, MappingVersion, Mode, Severity, Status, UnknownCode
from bole.people.sources.models.records import (
    Conflict,
    Decision,
    Edge,
    Membership,
    PastMembership,
    Record,
    Tombstone,
)
from bole.people.sources.models.runs import LinkRun

__all__ = [
    "NEXT",
    "Batch",
    "Conflict",
    "Decision",
    "Edge",
    "Issue",
    "LinkRun",
    "MappingVersion",
    "Membership",
    "Mode",
    "PastMembership",
    "Record",
    "Severity",
    "Status",
    "Tombstone",
    "UnknownCode",
]
