"""What rules read: of the subject itself, of its employer, and which free texts. Read off the compiled program, once per rule set."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from bole.core.rules import RuleSet
from bole.core.vocabulary import Subject
from bole.governance.policies.queries.facts import EMPLOYER
from bole.governance.policies.queries.ruleset import rules


@lru_cache(maxsize=6)
def _kept(sha256: str) -> dict[Any, Any]:
    return {}


def paths_read(known: RuleSet, subject: Subject) -> frozenset[str]:
    """Facts as dotted paths ("birth_date", "employer.uscc", "honours"), those of formulas too."""
    kept = _kept(known.sha256)
    if subject not in kept:
        kept[subject] = frozenset(name for name, _type in _read(known, subject))
    found: frozenset[str] = kept[subject]
    return found


def own_keys(known: RuleSet, subject: Subject) -> frozenset[str]:
    """Facts of the subject itself."""
    return frozenset(path for path in paths_read(known, subject) if "." not in path)


def employer_keys(known: RuleSet) -> frozenset[str]:
    """Facts of the employer that rules for persons read."""
    before = f"{EMPLOYER}."
    return frozenset(path.removeprefix(before) for path in paths_read(known, "person") if path.startswith(before))


def texts_read() -> Mapping[Subject, frozenset[str]]:
    """Free texts that the rules in force read of everybody: facts ("post") and columns of sets ("honours.honour"), by whose they are."""
    known, found = rules(), dict[Subject, set[str]]()
    for subject in known.programs:
        for path, kind in _columns(known, subject):
            if kind == "text":
                owner, name = _owner(known, subject, path)
                found.setdefault(owner, set()).add(name)
    return {subject: frozenset(names) for subject, names in found.items()}


def _read(known: RuleSet, subject: Subject) -> Iterator[tuple[str, str]]:
    from bole.core.rules.engines.frames.columns import scalars

    compiled = known.programs.get(subject)
    for slot in compiled.program.slots if compiled else ():
        yield from scalars(slot.node)
        yield from ((path, "") for path in slot.reads)


def _columns(known: RuleSet, subject: Subject) -> Iterator[tuple[str, str]]:
    """Scalars and columns of sets with their type."""
    from bole.core.rules.engines.frames.columns import record_sets, scalars

    for slot in known.programs[subject].program.slots:
        yield from scalars(slot.node)
        yield from ((f"{name}.{part.column.key}", part.column.type) for name, part in record_sets(slot.node))


def _owner(known: RuleSet, subject: Subject, path: str) -> tuple[Subject, str]:
    """Along relations to whom the fact belongs: employer.uscc is an organisation's uscc."""
    head, _dot, rest = path.partition(".")
    fact = known.vocabulary.facts.get(head)
    if rest and fact is not None and fact.kind == "path" and fact.path:
        return _owner(known, fact.path, rest)  # type: ignore[arg-type]
    return subject, path


def paths_of_policy(known: RuleSet, key: str) -> frozenset[str]:
    """Facts that one policy reads, as dotted paths from its subject."""
    compiled = known.programs[known.policies[key].subject]
    slots = compiled.program.slots
    return frozenset(path for place in compiled.needed[key] for path in slots[place].reads)
