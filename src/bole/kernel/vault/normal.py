"""One spelling per identifier, before it is indexed: what people type, paste and import must meet."""

from __future__ import annotations

import re
import unicodedata

from bole.core.identity import clean_id, parse_phone, widen

_NOT_ALNUM, _NOT_DIGIT = re.compile(r"[\W_]+"), re.compile(r"\D+")


def normalise(value: str, kind: str) -> str:
    """NFKC and upper case; separators dropped; 15-digit ids become 18 characters; phones lose +86. "" when nothing is left."""
    return _RULES[kind](value)


def _cn_id(value: str) -> str:
    text = clean_id(value)
    return widen(text) if len(text) == 15 and text.isascii() and text.isdigit() else text


def _phone(value: str) -> str:
    return parse_phone(value) or _digits(value)


def _digits(value: str) -> str:
    return _NOT_DIGIT.sub("", unicodedata.normalize("NFKC", value))


def _letters_digits(value: str) -> str:
    return _NOT_ALNUM.sub("", unicodedata.normalize("NFKC", value).upper())


_RULES = {
    "cn_id": _cn_id,
    "passport": _letters_digits,
    "phone": _phone,
    "bank": _digits,
    "work_permit": _letters_digits,
}
KINDS = tuple(_RULES)
