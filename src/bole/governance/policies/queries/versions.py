"""The versions of a policy side by side: what each says otherwise than the one before it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bole.core.rules import RuleSet
from bole.core.rules.editing import differences
from bole.core.rules.editing.source import Source
from bole.core.rules.policies import model as m
from bole.governance.policies.queries.drafts import said_path

UNSAID = ("cite", "mark", "name_en", "note_en")


@dataclass(frozen=True)
class Beside:
    """Two versions that follow each other. `lines`: what, before, after."""

    earlier: date
    later: date
    lines: list[tuple[str, str, str]]


def side_by_side(known: RuleSet, policy: m.Policy) -> list[Beside]:
    """The latest change first; nothing for a policy of one version."""
    if len(policy.versions) < 2:
        return []
    source = Source(known.files[policy.at.file])
    pairs = zip(policy.versions, policy.versions[1:], strict=False)
    return [Beside(a.since, b.since, _lines(source, a.since, b.since)) for a, b in reversed(list(pairs))]


def _lines(source: Source, earlier: date, later: date) -> list[tuple[str, str, str]]:
    found = differences.between(source, earlier, later)
    return [(said_path(each.path), each.before, each.after) for each in found if each.path[-1] not in UNSAID]
