"""The rule set of the pack in force: compiled once per process and content, when it is first asked for."""

from __future__ import annotations

from functools import lru_cache

from bole.core.errors import NotFound
from bole.core.rules import RuleSet, rules_of
from bole.core.rules.policies.model import Policy
from bole.kernel.taxonomy import queries as taxonomy


def rules() -> RuleSet:
    """All policies of the county, one small query. Compiling takes about 0.7 s of CPU once.

    Raises:
        Unavailable: no county pack has been loaded yet.
    """
    return _compiled(taxonomy.current_pack().sha256)


@lru_cache(maxsize=2)
def _compiled(sha256: str) -> RuleSet:
    return rules_of(taxonomy.pack_of(sha256))


def policy_of(known: RuleSet, key: str) -> Policy:
    """Raises NotFound where the county has no such policy."""
    found = known.policies.get(key)
    if found is None:
        raise NotFound("没有这项政策。", remedy="请到政策库里查找。", code="policies.no_policy")
    return found
