"""The last defence of logs: whatever looks like an identifier, a phone or a bank card is masked before it is written."""

from __future__ import annotations

import logging
import re

_LOOKS_PRIVATE = re.compile(
    r"(?<![0-9A-Za-z])(?:\d{6}(?:18|19|20)\d{9}[\dXx]|\d{15,19}|(?:\+?86)?1[3-9]\d{9})(?![0-9A-Za-z])"
)


def mask_text(text: str) -> str:
    """`text` with 15 to 19-digit numbers, ids and mobile phones masked."""
    return _LOOKS_PRIVATE.sub(lambda found: f"{found[0][:3]}{'*' * (len(found[0]) - 7)}{found[0][-4:]}", text)


_WIDE = str.maketrans({chr(0xFF10 + n): str(n) for n in range(10)} | {"Ｘ": "X", "ｘ": "x"})
_NUMBER_OF_SOMEBODY = re.compile(
    r"(?<![0-9A-Za-z])(?:"
    r"[1-9]\d{5}[ -]?(?:18|19|20)\d{2}[ -]?(?:0[1-9]|1[0-2])[ -]?(?:0[1-9]|[12]\d|3[01])[ -]?\d{3}[\dXx]"  # identity, 18
    r"|[1-6]\d{5}\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}"  # identity, 15
    r"|(?:\+?86[ -]?)?1[3-9]\d[ -]?\d{4}[ -]?\d{4}"  # mobile phone
    r"|(?P<card>(?:35|[4-6]\d)\d\d(?: ?\d{4}){3}(?: ?\d{1,3})?)"
    r")(?![0-9A-Za-z])"
)
LIKELY = (
    r"[1-9][0-9]{5}[ -]?(?:18|19|20)[0-9]{2}|1[3-9][0-9][ -]?[0-9]{4}[ -]?[0-9]{4}|[0-9]{15}|[3-6][0-9]{3} |[０-９]{11}"
)
"""A text without a match of this (a pattern for Polars too) has nothing to mask."""


def mask_numbers(text: str) -> str:
    """Free text with the identity numbers, mobile phones and bank cards in it masked, full-width digits and groups included; other
    long numbers (certificates, documents, credit codes) stay."""
    return _NUMBER_OF_SOMEBODY.sub(_mask_number, text.translate(_WIDE)) if re.search(LIKELY, text) else text


def _mask_number(found: re.Match[str]) -> str:
    number = found[0]
    if found["card"] and not _is_card(number.replace(" ", "")):
        return number
    return f"{number[:3]}{'*' * (len(number) - 7)}{number[-4:]}"


def _is_card(digits: str) -> bool:
    """UnionPay's own range (62), typing errors included; others by their check digit (ISO/IEC 7812-1, Luhn)."""
    if digits.startswith("62"):
        return True
    doubled = [int(d) * (1 + place % 2) for place, d in enumerate(reversed(digits))]
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0


class MaskingFilter(logging.Filter):
    """Masks message, arguments and traceback of each record. Attach it to handlers."""

    _formatter = logging.Formatter()

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = mask_text(record.getMessage()), ()
        if record.exc_info:
            record.exc_text = mask_text(self._formatter.formatException(record.exc_info))
        return True
