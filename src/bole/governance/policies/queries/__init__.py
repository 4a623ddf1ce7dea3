"""Reads of the policies: the rule set in force, the library, a policy in plain words, what one person gets and why."""

from bole.governance.policies.queries.everyone import Everyone, everyone
from bole.governance.policies.queries.facts import facts_of
from bole.governance.policies.queries.library import Entry, Found, entry, search
from bole.governance.policies.queries.mine import Mine, decide_mine
from bole.governance.policies.queries.page import PolicyPage, page_of
from bole.governance.policies.queries.reasons import Explained, explain
from bole.governance.policies.queries.replaying import Change, Replay, replay
from bole.governance.policies.queries.ruleset import draft_rules, pack_rules, policy_of, rules, rules_by_hash
from bole.governance.policies.queries.simulations import simulated
from bole.governance.policies.queries.situation import Situation, own_person, situation_of

__all__ = [
    "Change",
    "Entry",
    "Everyone",
    "Explained",
    "Found",
    "Mine",
    "PolicyPage",
    "Replay",
    "Situation",
    "decide_mine",
    "draft_rules",
    "entry",
    "everyone",
    "explain",
    "facts_of",
    "own_person",
    "pack_rules",
    "page_of",
    "policy_of",
    "replay",
    "rules",
    "rules_by_hash",
    "search",
    "simulated",
    "situation_of",
]
