"""Versions chosen by a date of the subject (网签日期) that begin in the future: nobody has such a date yet, so that nothing would differ.

They are taken to hold already for those whom the version before them concerns: what the new standard would cost for people as they are.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from bole.core.rules.loading import compiled
from bole.core.rules.policies import model as m
from bole.core.rules.reform.differing import meaning
from bole.core.rules.ruleset import RuleSet
from bole.core.vocabulary import Subject


def brought_forward(
    base: RuleSet, reform: RuleSet, subject: Subject, on: date
) -> tuple[RuleSet, RuleSet, tuple[str, ...]]:
    """Both rule sets with such versions in the place of those before them, and which policies that concerns."""
    found = tuple(sorted(_concerned(base, reform, subject, on)))
    if not found:
        return base, reform, ()
    return _forward(base, subject, found, on), _forward(reform, subject, found, on), found


def _concerned(base: RuleSet, reform: RuleSet, subject: Subject, on: date) -> Iterator[str]:
    """Policies of which one side has a last version of this kind that the other has not."""
    for key in base.policies.keys() & reform.policies.keys():
        before, after = base.policies[key], reform.policies[key]
        if before is after or after.subject != subject:
            continue
        ends = [_told(policy.versions[-1]) if _is_ahead(policy, on) else None for policy in (before, after)]
        if ends[0] != ends[1]:
            yield key


def _told(version: m.Version) -> object:
    return version.since, meaning(version.body)


def _is_ahead(policy: m.Policy, on: date) -> bool:
    last = policy.versions[-1]
    return len(policy.versions) > 1 and last.by is not None and last.since > on


def _forward(rules: RuleSet, subject: Subject, keys: tuple[str, ...], on: date) -> RuleSet:
    changed = {key: _earlier(rules.policies[key]) for key in keys if _is_ahead(rules.policies[key], on)}
    if not changed:
        return rules
    policies = {**rules.policies, **changed}
    program = compiled(subject, policies, rules.groups, rules.programs[subject])
    return replace(rules, policies=policies, programs={**rules.programs, subject: program})


def _earlier(policy: m.Policy) -> m.Policy:
    *kept, former, last = policy.versions
    return replace(policy, versions=(*kept, replace(last, since=former.since)))
