"""A county for the policies: people and firms whose facts are mixed from the cases of the shipped policies."""

from __future__ import annotations

import datetime as dt
import random
import uuid
from collections.abc import Iterator
from fractions import Fraction
from functools import lru_cache
from typing import Any

from bole.core.rules import RuleSet
from bole.core.rules.policies.given import Given
from bole.core.vocabulary import Problem, Subject
from bole.core.vocabulary.tree import parse
from bole.people.registry.services import publish_organisations
from tests.factories.registry import SPACE, person_row, write

TOWNSHIPS = ("330523001", "330523002", "330523003", "330523100")


@lru_cache(maxsize=1)
def _kept() -> dict[tuple[str, str], list[dict[str, Any]]]:
    return {}


def case_facts(known: RuleSet, subject: Subject) -> list[dict[str, Any]]:
    """What the cases of all policies for this kind of subject are given, as profiles keep it."""
    key = (known.sha256, subject)
    if key not in _kept():
        _kept()[key] = [_plain(facts) for facts in _given(known, subject)]
    return _kept()[key]


def _given(known: RuleSet, subject: Subject) -> Iterator[dict[str, Any]]:
    problems: list[Problem] = []
    reader = Given(known.vocabulary, known.code_lists, problems)
    for name in sorted(known.files):
        folder, _, file = name.rpartition("/")
        policy = known.policies.get(folder.replace("-", "_"))
        root = parse(known.files[name], name, problems) if file == "cases.yaml" else None
        if root is not None and policy is not None and policy.subject == subject:
            yield from (reader.facts(case.value["given"], subject) for case in root.value if "given" in case.value)


def _plain(value: Any) -> Any:
    """As JSON keeps it: days as texts, exact numbers as they print."""
    if isinstance(value, dict):
        return {key: _plain(part) for key, part in value.items() if part is not None}
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value]
    if isinstance(value, Fraction):
        return int(value) if value.denominator == 1 else float(value)
    return value.isoformat() if isinstance(value, dt.date) else value


def mixed(known: RuleSet, subject: Subject, chance: random.Random) -> dict[str, Any]:
    """Facts of several cases laid over each other; some of a wrong type, some forgotten."""
    facts: dict[str, Any] = {}
    for _ in range(chance.randrange(1, 7)):
        facts.update(chance.choice(case_facts(known, subject)))
    for key in list(facts):
        if chance.random() < 0.05:
            del facts[key]
        elif chance.random() < 0.02:
            facts[key] = chance.choice(["nonsense", 7, True, [], 1.5])
    return facts


def county(known: RuleSet, people: int, firms: int, seed: int = 1) -> tuple[list[uuid.UUID], list[str]]:
    """Publishes so many people and firms; returns their ids. One in ten works for nobody, one in twenty for a firm nobody knows."""
    chance = random.Random(seed)
    codes = [f"9133052300000{n:05d}" for n in range(firms)]
    publish_organisations([_firm(known, code, chance) for code in codes])
    ids = [uuid.uuid5(SPACE, f"county {seed} {n}") for n in range(people)]
    write([_person(known, one, codes, chance) for one in ids])
    return ids, codes


def _firm(known: RuleSet, code: str, chance: random.Random) -> dict[str, Any]:
    facts = mixed(known, "organisation", chance)
    kept = {key: value for key, value in facts.items() if not isinstance(value, dict) and key != "uscc"}
    series = {"annual_reports", "innovation_inputs", "ip_and_finance", "station_years"}
    kept = {key: value for key, value in kept.items() if not isinstance(value, list) or key in series}
    return {
        "uscc": code,
        "org_name": f"企业{code[-3:]}",
        "industry_code": chance.choice(["C3563", "", "6510"]),
        "org_township": chance.choice(TOWNSHIPS),
        "facts": kept,
    }


def _person(known: RuleSet, one: uuid.UUID, codes: list[str], chance: random.Random) -> dict[str, Any]:
    facts = {key: value for key, value in mixed(known, "person", chance).items() if not isinstance(value, dict)}
    draw = chance.random()
    employer = None if draw < 0.1 or not codes else "91330523UNKNOWN001" if draw < 0.15 else chance.choice(codes)
    row = person_row(f"{chance.choice('王李张刘陈')}{one.hex[:4]}", facts={})
    return {
        **row,
        "id": one,
        "facts": facts,
        "township": chance.choice(TOWNSHIPS),
        "employer_uscc": employer,
        "birth_date": _day(facts.get("birth_date")),
        "identifier_indexes": [],
        "phone_indexes": [],
    }


def _day(value: Any) -> str | None:
    try:
        return dt.date.fromisoformat(value).isoformat()
    except (TypeError, ValueError):
        return None
