"""From a person's records to a profile: which value holds, from where, by which rule, and who disagrees.

Order of the rules (research note on linkage, section 7): a correction decided by a person; then what the fact declares
(`choose`); then trusted order of sources, validity, latest as-of date, majority, longest. Record sets are unions by key columns.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from bole.core.vocabulary import CodeList, Fact, Vocabulary

NO_DATE = dt.date.min
Value = Any


class SourceRecord(NamedTuple):
    """One row of one source as it reaches the profile.

    `values` by target ("phone", "education.school"); `valid` names the targets whose value proved itself (check digit);
    `known_from`/`known_to`: when we learnt it and when a later file replaced it.
    """

    id: int
    source: str
    as_of: dt.date
    values: Mapping[str, Value]
    valid: frozenset[str] = frozenset()
    known_from: dt.datetime | None = None
    known_to: dt.datetime | None = None


class Override(NamedTuple):
    """A value that a person decided, with the decision that says so."""

    value: Value
    decision: int
    as_of: dt.date


class Other(NamedTuple):
    """A competing value that was not chosen."""

    value: Value
    record_id: int
    source: str
    as_of: dt.date


class Chosen(NamedTuple):
    """The value that holds. `record_id` is None and `source` empty when a decision set it (`decision` then names it)."""

    value: Value
    record_id: int | None
    source: str
    as_of: dt.date
    rule: str
    others: tuple[Other, ...] = ()
    decision: int | None = None


@dataclass(slots=True)
class Profile:
    """`values`: one choice per scalar fact. `sets`: rows per record set or series, each with its `record_id`."""

    values: dict[str, Chosen] = field(default_factory=dict)
    sets: dict[str, list[dict[str, Value]]] = field(default_factory=dict)

    def facts(self) -> dict[str, Value]:
        """Plain values as rules and lists read them; rows without their lineage."""
        plain: dict[str, Value] = {key: chosen.value for key, chosen in self.values.items()}
        for key, rows in self.sets.items():
            plain[key] = [{name: value for name, value in row.items() if name != "record_id"} for row in rows]
        return plain


class Candidate(NamedTuple):
    """A value one record gives; `valid` when it proved itself."""

    value: Value
    record: SourceRecord
    valid: bool


Ranking = Callable[[Candidate, Mapping[str, int]], tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class _ScalarPlan:
    """How one fact chooses: trusted order as numbers, ranks of codes, and the names of the rules in their order."""

    key: str
    trusted: Mapping[str, int]
    ranks: Mapping[Value, int]
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _SetPlan:
    key: str
    key_columns: tuple[str, ...]
    trusted: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class ProfilePlan:
    """A vocabulary prepared for deriving many profiles of one subject."""

    scalars: Mapping[str, _ScalarPlan]
    sets: Mapping[str, _SetPlan]
    columns: Mapping[str, tuple[str, str]]


_ORDER = ("trusted", "valid", "latest", "majority", "longest")


def compile_plan(
    vocabulary: Vocabulary, code_lists: Mapping[str, CodeList] | None = None, subject: str = "person"
) -> ProfilePlan:
    """Prepares the facts of one subject: what `derive_profile` needs for each, looked up once."""
    scalars: dict[str, _ScalarPlan] = {}
    sets: dict[str, _SetPlan] = {}
    columns: dict[str, tuple[str, str]] = {}
    for fact in vocabulary.facts.values():
        if fact.subject != subject or fact.kind == "path":
            continue
        trusted = {source: place for place, source in enumerate(fact.trusted)}
        if fact.kind == "scalar":
            scalars[fact.key] = _ScalarPlan(fact.key, trusted, _ranks(fact, code_lists or {}), _rules(fact))
            continue
        sets[fact.key] = _SetPlan(fact.key, fact.key_columns, trusted)
        columns.update({f"{fact.key}.{column.key}": (fact.key, column.key) for column in fact.columns})
    return ProfilePlan(scalars, sets, columns)


def _rules(fact: Fact) -> tuple[str, ...]:
    first = fact.choose
    return (first, *(rule for rule in _ORDER if rule != first))


def _ranks(fact: Fact, code_lists: Mapping[str, CodeList]) -> Mapping[Value, int]:
    codes = code_lists.get(fact.code_list or "")
    if codes is None:
        return {}
    return {item.code: item.rank for item in codes.items.values() if item.rank is not None}


def derive_profile(
    records: Sequence[SourceRecord],
    plan: ProfilePlan,
    overrides: Mapping[str, Override] | None = None,
    true_at: dt.date | None = None,
    known_at: dt.datetime | None = None,
) -> Profile:
    """The profile of one person. The order of `records` does not matter.

    `true_at`: only what sources said about that day or before; `known_at`: only what we had by then; None means now.
    """
    if true_at is not None or known_at is not None:
        records = [record for record in records if _counts(record, true_at, known_at)]
    found: dict[str, list[Candidate]] = {}
    rows: dict[str, list[tuple[SourceRecord, dict[str, Value]]]] = {}
    for record in records:
        _collect(record, plan, found, rows)
    profile = Profile()
    for key, candidates in found.items():
        profile.values[key] = choose(plan.scalars[key], candidates)
    for key, given in rows.items():
        profile.sets[key] = unite(plan.sets[key], given)
    for key, override in (overrides or {}).items():
        profile.values[key] = _overridden(override, profile.values.get(key))
    return profile


def _counts(record: SourceRecord, true_at: dt.date | None, known_at: dt.datetime | None) -> bool:
    if true_at is not None and record.as_of > true_at:
        return False
    if known_at is None:
        return record.known_to is None
    if record.known_from is not None and record.known_from > known_at:
        return False
    return record.known_to is None or record.known_to > known_at


def _collect(
    record: SourceRecord,
    plan: ProfilePlan,
    found: dict[str, list[Candidate]],
    rows: dict[str, list[tuple[SourceRecord, dict[str, Value]]]],
) -> None:
    scalars, columns, valid = plan.scalars, plan.columns, record.valid
    own: dict[str, dict[str, Value]] = {}
    for target, value in record.values.items():
        if value is None or value == "":
            continue
        if target in scalars:
            candidate = Candidate(value, record, target in valid)
            if target in found:
                found[target].append(candidate)
            else:
                found[target] = [candidate]
        elif target in columns:
            key, column = columns[target]
            if key not in own:
                own[key] = {}
            own[key][column] = value
    for key, row in own.items():
        rows.setdefault(key, []).append((record, row))


def choose(plan: _ScalarPlan, candidates: list[Candidate]) -> Chosen:
    """The value that holds among the candidates (at least one), with the rule that decided and who disagrees."""
    value, record, _ = candidates[0]
    if len(candidates) == 1:
        return Chosen(value, record.id, record.source, record.as_of, "only")
    if all(candidate.value == value for candidate in candidates):
        record = min((candidate.record for candidate in candidates), key=lambda known: _credit(plan, known))
        return Chosen(value, record.id, record.source, record.as_of, "agreed")
    counts: dict[Value, int] = {}
    for candidate in candidates:
        counts[candidate.value] = counts.get(candidate.value, 0) + 1
    ordered = sorted(candidates, key=lambda candidate: _sort_key(plan, candidate, counts))
    best, rule = ordered[0], _deciding_rule(plan, ordered, counts)
    return Chosen(best.value, best.record.id, best.record.source, best.record.as_of, rule, _others(ordered))


def _credit(plan: _ScalarPlan, record: SourceRecord) -> tuple[int, int, int]:
    """Which of several agreeing records is named as the source: the trusted, then the latest, then the oldest row."""
    return plan.trusted.get(record.source, len(plan.trusted)), -record.as_of.toordinal(), record.id


def _sort_key(plan: _ScalarPlan, candidate: Candidate, counts: Mapping[Value, int]) -> tuple[Any, ...]:
    return (
        *(_measure(rule, plan, candidate, counts) for rule in plan.rules),
        str(candidate.value),
        candidate.record.id,
    )


def _measure(rule: str, plan: _ScalarPlan, candidate: Candidate, counts: Mapping[Value, int]) -> int:
    """Smaller is better."""
    if rule == "trusted":
        return plan.trusted.get(candidate.record.source, len(plan.trusted))
    if rule == "valid":
        return 0 if candidate.valid else 1
    if rule == "latest":
        return -candidate.record.as_of.toordinal()
    if rule == "majority":
        return -counts[candidate.value]
    if rule == "highest":
        return -_height(plan, candidate.value)
    return -len(str(candidate.value))


def _height(plan: _ScalarPlan, value: Value) -> int:
    if plan.ranks:
        return plan.ranks.get(value, -1)
    return int(value) if isinstance(value, (int, float)) else -1


def _deciding_rule(plan: _ScalarPlan, ordered: list[Candidate], counts: Mapping[Value, int]) -> str:
    """The first rule by which the winner beats the best candidate that says something else."""
    best = ordered[0]
    rival = next(candidate for candidate in ordered if candidate.value != best.value)
    for rule in plan.rules:
        if _measure(rule, plan, best, counts) != _measure(rule, plan, rival, counts):
            return rule
    return "order"


def _others(ordered: list[Candidate]) -> tuple[Other, ...]:
    chosen = ordered[0].value
    found: dict[Value, Other] = {}
    for candidate in ordered:
        if candidate.value != chosen and candidate.value not in found:
            record = candidate.record
            found[candidate.value] = Other(candidate.value, record.id, record.source, record.as_of)
    return tuple(found.values())


def _overridden(override: Override, former: Chosen | None) -> Chosen:
    others: tuple[Other, ...] = ()
    if former is not None:
        others = former.others
        if former.record_id is not None and former.value != override.value:
            others = (Other(former.value, former.record_id, former.source, former.as_of), *others)
    others = tuple(other for other in others if other.value != override.value)
    return Chosen(override.value, None, "", override.as_of, "override", others, override.decision)


def unite(plan: _SetPlan, given: list[tuple[SourceRecord, dict[str, Value]]]) -> list[dict[str, Value]]:
    """Rows with the same key become one; the trusted, then later, record fills each column first."""
    if len(given) == 1:
        record, row = given[0]
        return [{**row, "record_id": record.id}]
    given.sort(key=lambda item: (plan.trusted.get(item[0].source, 99), -item[0].as_of.toordinal(), item[0].id))
    united: dict[Any, dict[str, Value]] = {}
    for record, row in given:
        key = _row_key(plan.key_columns, row, record)
        if key in united:
            known = united[key]
            for name, value in row.items():
                known.setdefault(name, value)
        else:
            united[key] = {**row, "record_id": record.id}
    return sorted(united.values(), key=lambda row: row["record_id"])


def _row_key(columns: Iterable[str], row: Mapping[str, Value], record: SourceRecord) -> tuple[Any, ...]:
    key = tuple(row.get(column) for column in columns)
    return key if any(part is not None for part in key) else ("record", record.id)
