"""Telephone numbers as people write them in China."""

from __future__ import annotations

import re
import unicodedata

MOBILE = r"1[3-9][0-9]{9}"
LANDLINE = r"0[1-9][0-9]{1,2}[2-8][0-9]{6,7}"
_SEPARATORS = re.compile(r"[\s\-()_.·—–]+")
_MOBILE = re.compile(MOBILE)
_LANDLINE = re.compile(LANDLINE)
_SPLIT = re.compile(r"[/、,;|\n]")
_COUNTRY = re.compile(r"^(?:\+|00)?86(?=1[3-9][0-9]{9}$|0[1-9])")


def parse_phone(text: str | None) -> str | None:
    """A mobile number as 11 digits or a landline with area code as digits; of several the first; None when it is neither.

    Accepts +86, 0086, 86, spaces, hyphens, brackets, full-width digits and the ".0" of a spreadsheet.
    """
    if text is None:
        return None
    plain = unicodedata.normalize("NFKC", text).strip().removesuffix(".0")
    first = _SPLIT.split(plain, maxsplit=1)[0]
    digits = _COUNTRY.sub("", _SEPARATORS.sub("", first))
    return digits if _MOBILE.fullmatch(digits) or _LANDLINE.fullmatch(digits) else None


def is_mobile(number: str) -> bool:
    """Whether a parsed number belongs to a mobile telephone."""
    return _MOBILE.fullmatch(number) is not None
