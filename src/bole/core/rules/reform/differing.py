"""Where two rule sets decide differently: which policies, which others hang on them, from which day, and when that turns again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, timedelta
from typing import Any

from bole.core.rules.expression import Expression
from bole.core.rules.policies import model as m
from bole.core.rules.program import fingerprint
from bole.core.rules.ruleset import RuleSet
from bole.core.vocabulary import Subject

YEARS = 5
SAID = frozenset(
    {"name", "name_en", "cite", "mark", "at", "proof", "note", "note_en", "via", "text", "parameters", "words"}
)
"""What is told about a part and decides nothing."""


@dataclass(frozen=True)
class Difference:
    """`changed` decide differently, `affected` are these and what shares groups with them.

    `start`: the first day on which something differs, not before the day of the comparison. `turns`: days after it, within the years
    looked at, on which a version of an affected policy begins or has ended by the calendar.
    """

    changed: tuple[str, ...]
    affected: tuple[str, ...]
    start: date
    turns: tuple[date, ...] = ()

    @property
    def years(self) -> tuple[int, ...]:
        """The calendar years looked at."""
        return tuple(range(self.start.year, self.start.year + YEARS))

    @property
    def days(self) -> tuple[date, ...]:
        """The days on which everybody is decided."""
        return (self.start, *self.turns)


def difference(base: RuleSet, reform: RuleSet, subject: Subject, on: date) -> Difference:
    """What differs for this kind of subject; `changed` is empty where nothing does."""
    keys = [key for rules in (base, reform) for key, policy in rules.policies.items() if policy.subject == subject]
    keys = sorted(dict.fromkeys(keys))
    changed = tuple(key for key in keys if _policy(base, key) != _policy(reform, key))
    affected = _affected(base, reform, keys, changed)
    turns = sorted({day for rules in (base, reform) for key in affected for day in _turns(rules, key)})
    last = date(on.year + YEARS, 12, 31)
    days = [on, *(day for day in turns if on < day <= last)]
    start = next((day for day in days if any(_counts(base, k, day) != _counts(reform, k, day) for k in affected)), on)
    end = date(start.year + YEARS - 1, 12, 31)
    return Difference(changed, affected, start, tuple(day for day in turns if start < day <= end))


def meaning(value: Any) -> Any:
    """Equal for parts of policies that decide alike, however they are named and wherever they stand."""
    if isinstance(value, Expression):
        return fingerprint(value.node)
    if is_dataclass(value):
        return tuple(meaning(getattr(value, each.name)) for each in fields(value) if each.name not in SAID)
    if isinstance(value, tuple):
        return tuple(map(meaning, value))
    if isinstance(value, dict):
        return tuple((key, meaning(part)) for key, part in value.items())
    return value


def _policy(rules: RuleSet, key: str) -> Any:
    """All that decides in a policy, with its groups."""
    policy = rules.policies.get(key)
    if policy is None:
        return None
    versions = tuple(
        (each.since, each.until, each.by and meaning(each.by), meaning(each.body)) for each in policy.versions
    )
    return policy.kind, versions, tuple(meaning(rules.groups[name]) for name in _groups(policy))


def _counts(rules: RuleSet, key: str, day: date) -> Any:
    """What counts of a policy on a day: the version by the calendar, or all where a date of the subject chooses."""
    policy = rules.policies.get(key)
    if policy is None:
        return None
    groups = tuple(meaning(rules.groups[name]) for name in _groups(policy))
    if any(version.by is not None for version in policy.versions):
        return _policy(rules, key)
    version = policy.on(day)
    return None if version is None else (policy.kind, meaning(version.body), groups)


def _turns(rules: RuleSet, key: str) -> Iterator[date]:
    policy = rules.policies.get(key)
    for version in policy.versions if policy else ():
        if version.by is None:
            yield version.since
            if version.until is not None:
                yield version.until + timedelta(days=1)


def _groups(policy: m.Policy) -> tuple[str, ...]:
    found = [name for each in policy.versions if isinstance(each.body, m.Benefit) for name in each.body.exclusive]
    return tuple(dict.fromkeys(found))


def _affected(base: RuleSet, reform: RuleSet, keys: list[str], changed: tuple[str, ...]) -> tuple[str, ...]:
    """The changed ones and all that share a group with them, directly or not."""
    shared = {
        key: {n for rules in (base, reform) if key in rules.policies for n in _groups(rules.policies[key])}
        for key in keys
    }
    found, ahead = set(changed), list(changed)
    while ahead:
        names = shared[ahead.pop()]
        more = [key for key in keys if key not in found and not names.isdisjoint(shared[key])]
        found.update(more)
        ahead += more
    return tuple(key for key in keys if key in found)
