"""Searching by identifier or phone without writing it anywhere: the number is posted once, and what goes on in the address
is a signed ticket with its blind indexes, good for a working day. Nothing can be read back from it."""

from __future__ import annotations

import re
from typing import Any

from django.core import signing
from django.db.models import Q

from bole.kernel.vault import services as vault

MARK = "~"
HOURS = 12
LONGEST_TICKET = 400
SALT = "registry.search"
ID_KINDS = ("cn_id", "passport", "work_permit")
PHONE = re.compile(r"(?:86)?1[0-9]{10}")
_GLUE = re.compile(r"(?<=[0-9A-Z])[\s\-–]+(?=[0-9])")
_RUN = re.compile(r"[0-9A-Z]{6,20}")
FEWEST_DIGITS = 4


def number_in(text: str) -> str | None:
    """The identifier or phone that somebody typed or pasted, among other words or not; None for names, firms and pinyin."""
    runs = _RUN.findall(_GLUE.sub("", text.upper()))
    likely = [run for run in runs if sum(character.isdigit() for character in run) >= FEWEST_DIGITS]
    return max(likely, key=len, default=None)


def indexes_of(number: str) -> dict[str, list[bytes]]:
    """Blind indexes under which the number may be known, by the column of the person that holds them."""
    if PHONE.fullmatch(number):
        return {"phone_indexes": [index for index in vault.blind_index([number], kind="phone") if index]}
    indexes = [vault.blind_index([number], kind=kind)[0] for kind in ID_KINDS]
    return {"identifier_indexes": [index for index in indexes if index]}


def ticket_for(number: str) -> str:
    """What stands in the address instead of the number."""
    found = {column[0]: [index.hex() for index in indexes] for column, indexes in indexes_of(number).items()}
    return MARK + signing.dumps(found, salt=SALT)


def is_ticket(text: str) -> bool:
    return text.startswith(MARK)


def open_ticket(text: str, *, hours: int | None = HOURS) -> Q | None:
    """The condition a ticket stands for; None when it is not ours or too old. `hours` None: however old (an approved export)."""
    try:
        held: dict[str, Any] = signing.loads(
            text.removeprefix(MARK), salt=SALT, max_age=None if hours is None else hours * 3600
        )
    except signing.BadSignature:
        return None
    columns = {"p": "phone_indexes", "i": "identifier_indexes"}
    condition = Q(pk__in=[])
    for short, indexes in held.items():
        condition |= Q(**{f"{columns[short]}__overlap": [bytes.fromhex(index) for index in indexes]})
    return condition
