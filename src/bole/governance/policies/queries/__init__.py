"""Reads of the policies: the rule set in force, the library, a policy in plain words, what one person gets and why."""

from bole.governance.policies.queries.library import Entry, Found, entry, search
from bole.governance.policies.queries.mine import Mine, decide_mine
from bole.governance.policies.queries.page import PolicyPage, page_of
from bole.governance.policies.queries.reasons import Explained, explain
from bole.governance.policies.queries.ruleset import policy_of, rules
from bole.governance.policies.queries.situation import Situation, own_person, situation_of

__all__ = [
    "Entry",
    "Explained",
    "Found",
    "Mine",
    "PolicyPage",
    "Situation",
    "decide_mine",
    "entry",
    "explain",
    "own_person",
    "page_of",
    "policy_of",
    "rules",
    "search",
    "situation_of",
]
