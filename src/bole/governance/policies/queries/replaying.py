"""Deciding a stored decision again: the same rules and facts must give the same; and what would be different today."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

from django.utils import timezone

from bole.core.errors import NotFound
from bole.core.rules import RuleSet
from bole.governance.policies.models import Decision
from bole.governance.policies.queries import reading, ruleset
from bole.governance.policies.queries.basis import Basis, basis_of

Missing = Literal["", "rules", "forgotten", "subject"]


@dataclass(frozen=True)
class Change:
    """A fact or an output: then and now (None: not known, nothing)."""

    path: str
    old: Any
    new: Any
    source: str = ""
    as_of: dt.date | None = None


@dataclass(frozen=True)
class Replay:
    """`same`: whether the kept rules and facts give the kept outcome; None where that cannot be tried (`missing` says why).

    Today: `facts` that changed since, `version_now` where another version or text of the policy counts, `outputs` that would differ.
    """

    same: bool | None
    missing: Missing = ""
    differences: list[Change] = field(default_factory=list)
    facts: list[Change] = field(default_factory=list)
    outputs: list[Change] = field(default_factory=list)
    rules_changed: bool = False
    version_now: dt.date | None = None
    today: Missing = ""

    @property
    def as_today(self) -> bool:
        """Whether it would come out the same today."""
        return not self.outputs and not self.today


def replay(decision: Decision) -> Replay:
    """Nothing is stored."""
    if decision.forgotten_at:
        return Replay(None, "forgotten", today="forgotten")
    now = _today(decision)
    try:
        known = ruleset.rules_by_hash(decision.rules_sha256)
    except NotFound:
        return Replay(None, "rules", **now)
    again = _outcome(known, decision, reading.rebuilt(decision.facts, decision.related), decision.on)
    return Replay(reading.same_outcome(again, decision.outcome), "", list(_outputs(decision.outcome, again)), **now)


def _outcome(known: RuleSet, decision: Decision, facts: dict[str, Any], on: dt.date) -> dict[str, Any]:
    subject: Any = decision.subject
    result = known.decide(facts, on, subject, only=[decision.policy]).results[decision.policy]
    return reading.plain(reading.outcome_of(result))


def _today(decision: Decision) -> dict[str, Any]:
    known, day = ruleset.rules(), timezone.localdate()
    changed = known.sha256 != decision.rules_sha256
    if decision.policy not in known.policies:
        return {"rules_changed": True, "today": "rules"}
    subject: Any = decision.subject
    try:
        basis = basis_of(subject, decision.subject_id, day)
    except NotFound:
        return {"rules_changed": changed, "today": "subject"}
    result = known.decide(basis.facts, day, subject, only=[decision.policy]).results[decision.policy]
    return {
        "rules_changed": changed,
        "version_now": result.lowered.version.since,
        "facts": list(_facts(decision, basis, reading.facts_read(basis, result))),
        "outputs": list(_outputs(decision.outcome, reading.plain(reading.outcome_of(result)))),
    }


def _facts(decision: Decision, basis: Basis, now: list[dict[str, Any]]) -> Iterator[Change]:
    """What was read then, and what the rules of today read besides."""
    fresh = {each["path"]: each for each in now}
    old = {each["path"]: each for each in decision.facts}
    for path in dict.fromkeys([*old, *fresh]):
        was = old[path]["value"] if path in old else None
        new = fresh[path] if path in fresh else _unread(basis, path)
        if was != new["value"]:
            day = dt.date.fromisoformat(new["as_of"]) if new["as_of"] else None
            yield Change(path, was, new["value"], new["source"], day)


def _unread(basis: Basis, path: str) -> dict[str, Any]:
    source, _record, as_of = basis.origin(path)
    value = reading.held(basis, path)
    return reading.plain({"value": value, "source": source, "as_of": as_of})


def _outputs(then: dict[str, Any], now: dict[str, Any]) -> Iterator[Change]:
    was, new = then["outputs"], now["outputs"]
    for name in dict.fromkeys([*was, *new]):
        if was.get(name) != new.get(name):
            yield Change(name, was.get(name), new.get(name))
