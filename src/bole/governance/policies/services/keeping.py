"""Which rule sets have decided something, so that each of them can be compiled again."""

from __future__ import annotations

from pathlib import Path

from bole.core.errors import Conflict
from bole.core.rules import RuleSet
from bole.governance.policies.models import Edition, RuleSetVersion
from bole.governance.policies.queries.ruleset import pack_rules, rules
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


def write_policies(*, to: Path) -> list[str]:
    """Writes the texts in force below a folder; returns the paths that were not there or said something else.

    A file that an edition took away is removed; what the rules do not know stays.
    """
    known, written = rules().files, []
    taken = [file for file in pack_rules().files if file not in known]
    for file, text in sorted(known.items()):
        target = to / file
        if not target.is_file() or target.read_text("utf-8", "replace") != text:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, "utf-8")
            written.append(file)
    for file in taken:
        (to / file).unlink(missing_ok=True)
    return written
