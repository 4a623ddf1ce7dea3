"""What is kept of policies: decisions, recognitions, matches, drafts and editions."""

from bole.governance.policies.models.decisions import Decision
from bole.governance.policies.models.drafting import Draft, DraftSave
from bole.governance.policies.models.editions import Edition, RuleSetVersion
from bole.governance.policies.models.matching import Match, MatchRun, Standing, Tally
from bole.governance.policies.models.recognition import Recognition, RecognitionEvent
from bole.governance.policies.models.simulating import Simulation

__all__ = [
    "Decision",
    "Draft",
    "DraftSave",
    "Edition",
    "Match",
    "MatchRun",
    "Recognition",
    "RecognitionEvent",
    "RuleSetVersion",
    "Simulation",
    "Standing",
    "Tally",
]
