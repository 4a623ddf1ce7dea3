"""What depends on what: which policies a changed fact touches, and which of them another rule set decides otherwise."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from typing import Any

from bole.core.rules import RuleSet
from bole.core.vocabulary import Subject
from bole.governance.policies.services.matching.judging import decided_policies


def touched_policies(known: RuleSet, subject: Subject, keys: Collection[str]) -> list[str]:
    """Policies that read one of these facts (paths from the subject: "birth_date", "employer.is_high_tech"), directly or by a formula."""
    compiled = known.programs.get(subject)
    if compiled is None:
        return []
    slots = set(compiled.program.touched_by(frozenset(keys)))
    return [key for key in decided_policies(known, subject) if not slots.isdisjoint(compiled.needed[key])]


def policy_keys(known: RuleSet, subject: Subject) -> dict[str, str]:
    """By policy a hash of all that it decides by: its own text, the words it is written in, the ranks of codes."""
    words = _words(known)
    texts = {name.rpartition("/")[0].replace("-", "_"): text for name, text in known.files.items() if _is_policy(name)}
    return {key: _hash(words, texts.get(key, "")) for key in decided_policies(known, subject)}


def changed_policies(known: RuleSet, subject: Subject, former: Mapping[str, str]) -> list[str]:
    """Policies that are new, gone, or decide by something else than then."""
    keys = policy_keys(known, subject)
    return sorted(key for key in keys.keys() | former.keys() if keys.get(key) != former.get(key))


def _is_policy(name: str) -> bool:
    return name.endswith("/policy.yaml")


def _hash(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:16]


_last: list[tuple[Any, Any, str]] = []


def _words(known: RuleSet) -> str:
    """A hash of the vocabulary and the code lists; kept for the last ones asked for."""
    for vocabulary, lists, digest in _last:
        if vocabulary is known.vocabulary and lists is known.code_lists:
            return digest
    facts = [
        (f.key, f.kind, f.type, f.subject, f.unit, f.code_list, f.absent, f.formula, f.path, f.columns)
        for _key, f in sorted(known.vocabulary.facts.items())
    ]
    codes = [
        (key, [(item.code, item.rank, item.parent) for item in each.items.values()])
        for key, each in sorted(known.code_lists.items())
    ]
    digest = _hash(repr(facts), repr(codes))
    _last[:] = [*_last[-1:], (known.vocabulary, known.code_lists, digest)]
    return digest
