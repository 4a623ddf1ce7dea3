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


class MaskingFilter(logging.Filter):
    """Masks message, arguments and traceback of each record. Attach it to handlers."""

    _formatter = logging.Formatter()

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = mask_text(record.getMessage()), ()
        if record.exc_info:
            record.exc_text = mask_text(self._formatter.formatException(record.exc_info))
        return True
