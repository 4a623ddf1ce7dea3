"""Stored texts in the reader's language.

Rows, logs and jobs keep the Chinese sentence that was true when it was written ("“姓名”为空"). The catalogue still knows the
template it was filled from ("“%(header)s”为空"), so a reader of another language gets that template, filled with the same words.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from django import template
from django.conf import settings
from django.utils.translation import get_language, gettext
from django.utils.translation.trans_real import translation

register = template.Library()
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]")
FIXED = 4
"""Characters outside placeholders that a template needs before it may claim a sentence."""


@register.filter
def retold(text: Any) -> Any:
    """A text from the database as the reader's language has it; unknown sentences and Chinese pages keep it as it stands."""
    language = get_language()
    if not text or not language or language == settings.LANGUAGE_CODE:
        return text
    return _retell(str(text), language)


@lru_cache(maxsize=2048)
def _retell(text: str, language: str) -> str:
    whole = gettext(text)
    if whole != text:
        return whole
    for pattern, filled_from in _templates(language):
        if found := pattern.fullmatch(text):
            return gettext(filled_from) % found.groupdict()
    return text


@lru_cache(maxsize=8)
def _templates(language: str) -> list[tuple[re.Pattern[str], str]]:
    """Every template with named placeholders as a pattern, the ones with most fixed text first."""
    texts = (key for key, _ in translation(language)._catalog.items() if isinstance(key, str))  # type: ignore[attr-defined]
    known = [text for text in texts if PLACEHOLDER.search(text) or "%%" in text]
    lengths = {key: len(PLACEHOLDER.sub("", key)) for key in known}
    chosen = sorted((key for key in known if lengths[key] >= FIXED), key=lambda key: (-lengths[key], key))
    return [(_pattern(key), key) for key in chosen]


def _pattern(filled_from: str) -> re.Pattern[str]:
    parts = PLACEHOLDER.split(filled_from)
    text, seen = "", set()
    for place, part in enumerate(parts):
        if place % 2 == 0:
            text += re.escape(part.replace("%%", "%"))
        else:
            text += f"(?P={part})" if part in seen else f"(?P<{part}>.*?)"
            seen.add(part)
    return re.compile(text, re.DOTALL)
