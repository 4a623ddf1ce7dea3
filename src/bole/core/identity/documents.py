"""Passports and other papers by which foreigners, people of Hong Kong, Macao and Taiwan, and soldiers are known."""

from __future__ import annotations

import re
from typing import Literal

from bole.core.identity.cn_id import clean_id

DocumentKind = Literal["passport", "old_foreigner_card", "hmt_travel_permit", "military", ""]

PASSPORT = r"(?:[A-Z]{1,3}[0-9]{5,9}|[A-Z]{1,2}[0-9]{2}[A-Z]{2}[0-9]{4,5}|[0-9]{9}|[A-Z][0-9][A-Z0-9]{6,7})"
"""ICAO Doc 9303-4: up to nine letters and digits; the shapes in use begin with letters or are nine digits."""
OLD_FOREIGNER_CARD = r"[A-Z]{3}[0-9]{12}"
"""GA/T 1 card of 2004: ISO 3166 country, four digits of the place, birth as YYMMDD, sequence and check digit."""
HMT_TRAVEL_PERMIT = r"[HM][0-9]{8}(?:[0-9]{2})?"
"""Travel permit of Hong Kong and Macao residents: H or M and eight (formerly ten) digits."""
MILITARY = r"[军士武文海空陆北沈兰济南广成][一-鿿]{0,3}字?第?[0-9]{5,8}号?"
"""Officer's and soldier's certificates such as 军字第0123456号."""

_PASSPORT = re.compile(PASSPORT)
_OLD_FOREIGNER_CARD = re.compile(OLD_FOREIGNER_CARD)
_HMT = re.compile(HMT_TRAVEL_PERMIT)
_MILITARY = re.compile(MILITARY)


def document_kind(text: str | None) -> DocumentKind:
    """What kind of paper such a number stands on, "" when none is known. Citizen identity numbers: see `cn_id`."""
    clean = clean_id(text)
    if _HMT.fullmatch(clean):
        return "hmt_travel_permit"
    if _OLD_FOREIGNER_CARD.fullmatch(clean):
        return "old_foreigner_card"
    if _PASSPORT.fullmatch(clean):
        return "passport"
    return "military" if _MILITARY.fullmatch(clean) else ""


def parse_passport(text: str | None) -> str | None:
    """The number of a passport, permit or old card, cleaned; None for anything else."""
    return clean_id(text) if document_kind(text) in ("passport", "old_foreigner_card", "hmt_travel_permit") else None


def is_military(text: str | None) -> bool:
    """Whether this is the number of an officer's or soldier's certificate: such rows are counted, not kept."""
    return document_kind(text) == "military"
