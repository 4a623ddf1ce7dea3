"""Made-up persons, firms and places of the register, in the shape that `sources` publishes."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from bole.people.registry import services
from bole.people.registry.models import Person

SPACE = uuid.UUID("5b1f2c6e-0000-4000-8000-000000000000")
NAMES = {
    "沈若溪": ("shen ruo xi", "srx"),
    "王小明": ("wang xiao ming", "wxm"),
    "王明": ("wang ming", "wm"),
    "李晓明": ("li xiao ming", "lxm"),
    "欧阳建国": ("ou yang jian guo", "oyjg"),
    "㐱𬭎": ("zhen hong", "zh"),
    "昀": ("yun", "y"),
    "阿卜杜拉·买买提": ("a bu du la mai mai ti", "abdlmmt"),
}


def person_id(name: str) -> uuid.UUID:
    """The same id for the same word in every test."""
    return uuid.uuid5(SPACE, name)


def index_of(text: str) -> bytes:
    """Sixteen bytes in place of a blind index where the test does not care about the key."""
    return hashlib.blake2b(text.encode(), digest_size=16).digest()


def person_row(name: str = "沈若溪", **given: Any) -> dict[str, Any]:
    """A PersonRow; `facts` given here are merged into the usual ones."""
    pinyin, initials = NAMES.get(name, ("", ""))
    facts = {"education_level": "21", "insured_months_continuous": 31, **given.pop("facts", {})}
    row: dict[str, Any] = {
        "id": person_id(name),
        "name": name,
        "latin_name": "",
        "other_names": [],
        "pinyin": pinyin,
        "initials": initials,
        "sex": "2",
        "birth_date": "1990-05-17",
        "township": "330523001",
        "employer_name": "安吉源瑞新材料股份有限公司",
        "employer_uscc": "91330523MA2B0AAA01",
        "masked_id": "330523********1234",
        "identifier_indexes": [index_of(f"id:{name}")],
        "phone_indexes": [index_of(f"phone:{name}")],
        "record_count": 2,
        "sources": ["S01", "S02"],
        "as_of": "2026-10-31",
        "weakest": None,
        "deceased_on": None,
    }
    return {**row, **given, "facts": facts}


def write(rows: Iterable[Mapping[str, Any]]) -> services.Written:
    """Publishes rows as a link run does."""
    return services.publish_persons([services.person_lines().lines(rows)])


def publish(*rows: Mapping[str, Any]) -> list[Person]:
    """Publishes rows (or the usual eight people) and returns the persons in the same order."""
    wanted: Iterable[Mapping[str, Any]] = rows or [person_row(name) for name in NAMES]
    wanted = list(wanted)
    write(wanted)
    found = Person.objects.in_bulk([row["id"] for row in wanted])
    return [found[row["id"]] for row in wanted]
