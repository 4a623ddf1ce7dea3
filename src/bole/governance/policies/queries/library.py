"""Finding a policy: by words in both languages, by life situation, kind, department and the way it is given."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from bole.core.rules import RuleSet
from bole.core.rules.policies.model import Policy
from bole.core.vocabulary import fold
from bole.governance.policies.queries import wording
from bole.people.registry.queries.vocabulary import Words, label

FACETS = ("subject", "life", "kind", "department", "mode")
ORDERS = ("fitting", "newest", "department")
KIND_ORDER = tuple(wording.KINDS)


@dataclass(frozen=True)
class Entry:
    """A policy as a line of a list."""

    key: str
    name: str
    line: str
    department: str
    kind: str
    mode: str
    subject: str
    life: tuple[str, ...]
    mark: str
    mark_tone: str
    in_force: bool


@dataclass(frozen=True)
class Found:
    """Policies that fit, in order, and how many each choice of a facet would leave (the other facets as chosen)."""

    policies: list[Policy]
    counts: Mapping[str, Mapping[str, int]]
    total: int


def search(known: RuleSet, words: Words, text: str, chosen: Mapping[str, str], today: date, order: str = "") -> Found:
    """`chosen`: facet to value, "" for any. All words of `text` must be found in names, summaries or the department."""
    texts = _texts(known.sha256, words.pack.sha256)(known, words)
    asked = [fold(word) for word in text.split()]
    hits = [policy for key, policy in known.policies.items() if all(word in texts[key] for word in asked)]
    wanted = {facet: value for facet, value in chosen.items() if value}
    counts = {facet: _count(hits, facet, wanted) for facet in FACETS}
    fitting = [policy for policy in hits if _fits(policy, wanted)]
    fitting.sort(key=lambda policy: _place(policy, asked, order, today))
    return Found(fitting, counts, len(known.policies))


def entry(policy: Policy, words: Words, today: date) -> Entry:
    mark, tone = wording.MARKS[policy.mark]
    return Entry(
        key=policy.key,
        name=label(policy),
        line=wording.first_sentence(wording.summary(policy)),
        department=words.unit(policy.department),
        kind=str(wording.KINDS[policy.kind]),
        mode=str(wording.MODES[policy.mode]),
        subject=str(wording.SUBJECTS[policy.subject]),
        life=tuple(str(wording.LIFE.get(key, key)) for key in policy.life),
        mark=str(mark),
        mark_tone=tone,
        in_force=policy.on(today) is not None,
    )


class _Haystack:
    """What is searched, folded, per policy; made once per rule set."""

    def __init__(self) -> None:
        self.texts: dict[str, str] = {}

    def __call__(self, known: RuleSet, words: Words) -> dict[str, str]:
        if not self.texts:
            self.texts = {key: _text(policy, words) for key, policy in known.policies.items()}
        return self.texts


@lru_cache(maxsize=2)
def _texts(rules_hash: str, pack_hash: str) -> _Haystack:
    return _Haystack()


def _text(policy: Policy, words: Words) -> str:
    unit = words.pack.units.get(policy.department)
    said = [policy.name, policy.name_en, policy.summary, policy.summary_en, policy.key.replace("_", " ")]
    return "\n".join(fold(part) for part in [*said, *((unit.name, unit.name_en, *unit.aliases) if unit else ())])


def _values(policy: Policy, facet: str) -> tuple[str, ...]:
    return policy.life if facet == "life" else (getattr(policy, facet),)


def _fits(policy: Policy, wanted: Mapping[str, str], but: str = "") -> bool:
    return all(value in _values(policy, facet) for facet, value in wanted.items() if facet != but)


def _count(hits: list[Policy], facet: str, wanted: Mapping[str, str]) -> Counter[str]:
    left = [policy for policy in hits if _fits(policy, wanted, but=facet)]
    return Counter(value for policy in left for value in _values(policy, facet))


def _place(policy: Policy, asked: list[str], order: str, today: date) -> tuple[object, ...]:
    """Where a policy stands: what is named so first, what is in force, what people get before what is only computed."""
    named = fold(policy.name + " " + policy.name_en)
    kind, over = KIND_ORDER.index(policy.kind), policy.on(today) is None
    if order == "newest":
        return (-policy.versions[-1].since.toordinal(), policy.name)
    if order == "department":
        return (policy.department, over, kind, policy.name)
    misses = sum(word not in named for word in asked)
    return (misses, over, kind, policy.subject != "person", policy.name)
