"""Writes of the policies."""

from bole.governance.policies.services.deciding import store_decision
from bole.governance.policies.services.keeping import keep_rules, write_policies
from bole.governance.policies.services.proposing import appeal, propose, propose_revocation
from bole.governance.policies.services.recognising import recognise, resume, revalidate, suspend
from bole.governance.policies.services.sweeping import follow_terms

__all__ = [
    "appeal",
    "follow_terms",
    "keep_rules",
    "propose",
    "propose_revocation",
    "recognise",
    "resume",
    "revalidate",
    "store_decision",
    "suspend",
    "write_policies",
]
