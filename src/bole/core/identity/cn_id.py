"""Citizen identity numbers: GB 11643-1999, with its 15-digit forerunner and the permits that share its form.

Eighteen characters: six of the region that first issued the number, eight of the birth date, three of a sequence (odd for men),
one check character. The same form is used by residence permits of Hong Kong, Macao and Taiwan residents (81, 82, 83) and by the
permanent residence card of foreigners (five-star card, since 2023, beginning with 9).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from typing import Literal

IdState = Literal["valid", "bad_check", "truncated", "fifteen", "other", "missing"]
IdKind = Literal["resident", "hmt_permit", "foreigner_permit", ""]

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
"""GB 11643-1999, 4.3: Wi = 2^(i-1) mod 11 for positions 18 down to 2 (ISO 7064 MOD 11-2)."""
CHECK_CHARACTERS = "10X98765432"
"""GB 11643-1999, 4.3: check character by sum mod 11."""
EARLIEST_BIRTH_YEAR = 1900
_PROVINCES = "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83"
PROVINCES = frozenset(_PROVINCES.split())
"""First two digits by GB/T 2260 (and 83 for Taiwan residents' permits); used for a soft warning only."""

_NOISE = re.compile(r"[\s'\"`‘’“”,.;:、。·_\-]+")
_FULL = re.compile(r"[0-9]{17}[0-9X]")
_OLD = re.compile(r"[0-9]{15}")
_SCIENTIFIC = re.compile(r"[0-9]\.?[0-9]*E\+?1[4-9]")


@dataclass(frozen=True, slots=True)
class CitizenId:
    """What a cell that should hold an identity number says.

    `number` is the 18-character number, present only when it proves something (state valid or fifteen). `clean` is the cell
    without noise. `birth` and `sex` ("M" or "F") come from the digits also when the check character fails, never when truncated:
    they are then hints, not evidence.
    """

    clean: str
    state: IdState
    number: str | None = None
    birth: date | None = None
    sex: str | None = None
    region: str | None = None
    kind: IdKind = ""


def check_character(first17: str) -> str:
    """The 18th character for 17 digits (GB 11643-1999, 4.3). The standard's own example: 11010519491231002 gives X."""
    total = sum(int(digit) * weight for digit, weight in zip(first17, WEIGHTS, strict=True))
    return CHECK_CHARACTERS[total % 11]


def clean_id(text: str | None) -> str:
    """Full-width to half-width, upper case, without spaces, quotes and separators; a trailing ".0" of a spreadsheet falls."""
    if text is None:
        return ""
    plain = unicodedata.normalize("NFKC", text).upper().strip()
    if _SCIENTIFIC.fullmatch(plain):
        return plain
    return _NOISE.sub("", plain.removesuffix(".0"))


def widen(fifteen: str) -> str:
    """15 digits to 18 characters (GB 11643-1999, appendix): the century is put in and the check character added.

    Sequences 996 to 999 were kept for people over a hundred, born in the 1800s.
    """
    century = "18" if fifteen[12:15] in ("996", "997", "998", "999") else "19"
    first17 = fifteen[:6] + century + fifteen[6:]
    return first17 + check_character(first17)


def birth_of(number: str) -> date | None:
    """The birth date in positions 7 to 14, or None when there is no such day."""
    try:
        born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None
    return born if born.year >= EARLIEST_BIRTH_YEAR else None


def sex_of(number: str) -> str:
    """ "M" for an odd 17th digit, "F" for an even one (GB 11643-1999, 4.2.3)."""
    return "M" if int(number[16]) % 2 else "F"


def kind_of(number: str) -> IdKind:
    """Whose card bears such a number."""
    if number[:2] in ("81", "82", "83"):
        return "hmt_permit"
    return "foreigner_permit" if number[0] == "9" else "resident"


def region_plausible(number: str) -> bool:
    """Whether the first two digits are a known province or a permit prefix.

    Only ever a warning: codes belong to the place and year of first issue, and county codes come and go.
    """
    return number[:2] in PROVINCES or number[:1] == "9"


def looks_truncated(clean: str) -> bool:
    """Whether a spreadsheet kept only 15 digits of the number: zeros at the end, or scientific notation.

    A genuine number can end in 000 (about one in a thousand); it is treated as truncated too, since a wrong identity costs more than
    a missing one.
    """
    return bool(_SCIENTIFIC.fullmatch(clean)) or (bool(_FULL.fullmatch(clean)) and clean.endswith("000"))


def parse_id(text: str | None, *, today: date) -> CitizenId:
    """Read one cell. States: missing (nothing), valid, fifteen (old form, widened), truncated (see `looks_truncated`), bad_check
    (right shape but wrong check character or an impossible birth date), other (anything else: passports, permits, words)."""
    clean = clean_id(text)
    if not clean:
        return CitizenId("", "missing")
    if looks_truncated(clean):
        return CitizenId(clean, "truncated")
    if _OLD.fullmatch(clean):
        return _read_fifteen(clean, today)
    if not _FULL.fullmatch(clean):
        return CitizenId(clean, "other")
    born = _past(birth_of(clean), today)
    valid = born is not None and check_character(clean[:17]) == clean[17]
    state: IdState = "valid" if valid else "bad_check"
    return CitizenId(clean, state, clean if valid else None, born, sex_of(clean), clean[:6], kind_of(clean))


def _read_fifteen(clean: str, today: date) -> CitizenId:
    number = widen(clean)
    born = _past(birth_of(number), today)
    if born is None or not region_plausible(number):
        return CitizenId(clean, "other")
    return CitizenId(clean, "fifteen", number, born, sex_of(number), number[:6], "resident")


def _past(day: date | None, today: date) -> date | None:
    return None if day is None or day > today else day
