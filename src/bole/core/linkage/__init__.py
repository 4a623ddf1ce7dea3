"""Which records are one person, which id that person keeps, and what we then know: three pure functions.

`cluster` joins records by scored edges under constraints; `assign_person_ids` keeps ids stable; `derive_profile` chooses values
(`derive_facts` the same without lineage, for bulk).
Nothing here reads a clock, a database or a random source, so a rebuild from the same facts gives the same people.
"""

from bole.core.linkage.clustering import ANY, Clustering, Conflict, Limits, Refused, Traits, cluster, components
from bole.core.linkage.evaluation import Cell, Scores, compare
from bole.core.linkage.facts import derive_facts
from bole.core.linkage.identities import Assignment, assign_person_ids, ended
from bole.core.linkage.survivorship import (
    Chosen,
    Other,
    Override,
    Profile,
    ProfilePlan,
    SourceRecord,
    compile_plan,
    derive_profile,
)

__all__ = [
    "ANY",
    "Assignment",
    "Cell",
    "Chosen",
    "Clustering",
    "Conflict",
    "Limits",
    "Other",
    "Override",
    "Profile",
    "ProfilePlan",
    "Refused",
    "Scores",
    "SourceRecord",
    "Traits",
    "assign_person_ids",
    "cluster",
    "compare",
    "compile_plan",
    "components",
    "derive_facts",
    "derive_profile",
    "ended",
]
