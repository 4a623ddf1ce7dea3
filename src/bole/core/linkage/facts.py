"""The plain values of a person, for bulk: what `derive_profile(...).facts()` gives, without lineage and in half the time.

Of 900,000 facts of 66,000 people 3 in 100 were contested: only these go through the rules.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bole.core.linkage.survivorship import (
    Candidate,
    Override,
    ProfilePlan,
    SourceRecord,
    Value,
    choose,
    unite,
)

Rows = dict[str, list[tuple[SourceRecord, dict[str, Value]]]]


def derive_facts(
    records: Sequence[SourceRecord], plan: ProfilePlan, overrides: Mapping[str, Override] | None = None
) -> dict[str, Any]:
    """Values by scalar fact, lists of rows by record set or series. The order of `records` does not matter."""
    facts, rows = _of_one(records[0], plan) if len(records) == 1 else _of_many(records, plan)
    for key, given in rows.items():
        facts[key] = _united(key, given, plan)
    for key, override in (overrides or {}).items():
        facts[key] = override.value
    return facts


def _of_one(record: SourceRecord, plan: ProfilePlan) -> tuple[dict[str, Any], Rows]:
    facts: dict[str, Any] = {}
    rows: dict[str, dict[str, Value]] = {}
    scalars, columns = plan.scalars, plan.columns
    for target, value in record.values.items():
        if value is None or value == "":
            continue
        if target in scalars:
            facts[target] = value
        elif target in columns:
            key, column = columns[target]
            if key in rows:
                rows[key][column] = value
            else:
                rows[key] = {column: value}
    return facts, {key: [(record, row)] for key, row in rows.items()}


def _of_many(records: Sequence[SourceRecord], plan: ProfilePlan) -> tuple[dict[str, Any], Rows]:
    facts: dict[str, Any] = {}
    rows: Rows = {}
    contested: dict[str, None] = {}
    for record in records:
        own, own_rows = _of_one(record, plan)
        for key, value in own.items():
            if key not in facts:
                facts[key] = value
            elif facts[key] != value:
                contested[key] = None
        for key, given in own_rows.items():
            rows.setdefault(key, []).extend(given)
    for key in contested:
        facts[key] = choose(plan.scalars[key], _candidates(key, records)).value
    return facts, rows


def _candidates(key: str, records: Sequence[SourceRecord]) -> list[Candidate]:
    said = [(record, record.values.get(key)) for record in records]
    return [
        Candidate(value, record, key in record.valid) for record, value in said if value is not None and value != ""
    ]


def _united(key: str, given: list[tuple[SourceRecord, dict[str, Value]]], plan: ProfilePlan) -> list[dict[str, Value]]:
    if len(given) == 1:
        return [given[0][1]]
    return [{name: value for name, value in row.items() if name != "record_id"} for row in unite(plan.sets[key], given)]
