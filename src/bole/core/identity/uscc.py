"""Unified social credit codes of organisations: GB 32100-2015, with the organisation code of GB 11714-1997 inside."""

from __future__ import annotations

import re
import unicodedata

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""GB 32100-2015, table 1: digits and capitals without I, O, S, V, Z; the position is the value."""
WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
"""GB 32100-2015, table 2: 3^(i-1) mod 31."""
ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
"""GB 11714-1997, 4.2."""
DEPARTMENTS = frozenset("123456789ANY")
"""GB 32100-2015, 4.1: who registers the organisation."""

_SHAPE = re.compile(r"[0-9A-HJ-NPQRTUWXY]{18}")
_NOISE = re.compile(r"[^0-9A-Z]+")


def clean_uscc(text: str | None) -> str:
    """Full-width to half-width, upper case, only letters and digits."""
    return "" if text is None else _NOISE.sub("", unicodedata.normalize("NFKC", text).upper())


def uscc_check_character(first17: str) -> str:
    """The 18th character (GB 32100-2015, 4.5). ValueError for characters outside the alphabet."""
    total = sum(ALPHABET.index(c) * weight for c, weight in zip(first17, WEIGHTS, strict=True))
    return ALPHABET[-total % 31]


def organisation_check_character(first8: str) -> str:
    """The 9th character of an organisation code (GB 11714-1997, 4.2): letters count from A = 10."""
    total = sum(int(c, 36) * weight for c, weight in zip(first8, ORGANISATION_WEIGHTS, strict=True))
    return "0123456789X0"[11 - total % 11]


def parse_uscc(text: str | None) -> str | None:
    """The code when its shape, registering department, organisation code and check character are right, else None."""
    clean = clean_uscc(text)
    if not _SHAPE.fullmatch(clean) or clean[0] not in DEPARTMENTS:
        return None
    right = organisation_check_character(clean[8:16]) == clean[16] and uscc_check_character(clean[:17]) == clean[17]
    return clean if right else None
