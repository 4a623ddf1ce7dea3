"""Which rule sets have decided something, so that each of them can be compiled again."""

from __future__ import annotations

from bole.core.errors import Conflict
from bole.core.rules import RuleSet
from bole.governance.policies.models import Edition, RuleSetVersion
from bole.governance.policies.queries.ruleset import rules
from bole.kernel.taxonomy import queries as taxonomy


def keep_rules(known: RuleSet) -> RuleSetVersion:
    """Call it in the transaction that stores something decided by `known`; the first time writes a row.

    Raises Conflict where other rules have come into force since `known` was read.
    """
    pack = taxonomy.current_pack().sha256
    row = RuleSetVersion.objects.filter(sha256=known.sha256, pack_sha256=pack).first()
    if row is not None:
        return row
    if rules().sha256 != known.sha256:
        raise Conflict("规则刚刚更新,请按现行规则重新判定。", code="policies.rules_changed")
    edition = Edition.objects.order_by("-number").first()
    return RuleSetVersion.objects.get_or_create(sha256=known.sha256, pack_sha256=pack, defaults={"edition": edition})[0]
