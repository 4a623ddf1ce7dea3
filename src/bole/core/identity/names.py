"""Names of people: one clean spelling, and the forms by which the same name is found again.

Han names are written without spaces, in simplified characters for comparison (the written form is kept); middle dots of minority and
translated names become one sign; rare characters of GB 18030-2022 (extensions A to I) pass untouched, and its eighteen characters
that older systems kept in the private use area are moved to their places in Unicode. Latin names are compared in lower case without
accents. Names may have one character or more than sixty.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import NamedTuple

import opencc

from bole.core.identity.surnames import COMPOUND, READINGS

DOT = "·"
LONG_NAME = 30
"""Names above this many characters are asked about, never cut."""

_DOTS = re.compile(r"\s*[·•‧∙・●⋅᛫。﹒]\s*|(?<=[㐀-鿿])\s*[.]\s*(?=[㐀-鿿])")
_SPACES = re.compile(r"[\s​﻿]+")
_BRACKET = re.compile(r"[((\[【].*?[))\]】]")
_LATIN_WORD = re.compile(r"[A-Za-z]{2}")
_LATIN_TOKEN = re.compile(r"[a-z]+")
_PRIVATE_USE_2022 = {
    0xE81E: 0x9FB4, 0xE826: 0x9FB5, 0xE82B: 0x9FB6, 0xE82C: 0x9FB7, 0xE832: 0x9FB8, 0xE843: 0x9FB9, 0xE854: 0x9FBA,
    0xE864: 0x9FBB, 0xE78D: 0xFE10, 0xE78E: 0xFE12, 0xE78F: 0xFE11, 0xE790: 0xFE13, 0xE791: 0xFE14, 0xE792: 0xFE15,
    0xE793: 0xFE16, 0xE794: 0xFE17, 0xE795: 0xFE18, 0xE796: 0xFE19,
}  # fmt: skip
"""GB 18030-2022, 4.1 and annex: 18 code points that left the private use area."""
_HAN_RANGES = (
    (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0x20000, 0x2A6DF), (0x2A700, 0x2EE5F), (0x30000, 0x323AF), (0x2F800, 0x2FA1F),
    (0xF900, 0xFAFF), (0x3007, 0x3007),
)  # fmt: skip
"""Unified ideographs and extensions A to I, compatibility ideographs, 〇."""


class NameForms(NamedTuple):
    """A name in the forms that search and linkage compare.

    `clean`: as written, tidied. `simple`: simplified, without spaces, dots and brackets (Latin: capitals with single spaces).
    `surname`/`given`: Han names; empty where no surname can be told (names with ·, unknown long names, Latin names).
    `pinyin`: letters without spaces; `pinyin_sorted`: its parts in alphabetical order, so that Wang Xiaoming = Xiaoming Wang;
    `initials`: first letters. `latin`: written in Latin letters.
    """

    clean: str
    simple: str
    surname: str
    given: str
    pinyin: str
    pinyin_sorted: str
    initials: str
    latin: bool


_HAN = re.compile("[" + "".join(f"{chr(low)}-{chr(high)}" for low, high in _HAN_RANGES) + "]")
_EVERYDAY = re.compile(r"[一-鿿]+")
"""Names of everyday characters are already clean: NFKC leaves unified ideographs alone."""


def is_han(character: str) -> bool:
    """Whether this is a Chinese character, rare ones of GB 18030-2022 included."""
    return _HAN.fullmatch(character) is not None


def clean_name(text: str | None) -> str:
    """Tidy spelling: NFKC, GB 18030-2022 places, one kind of middle dot, no spaces inside Han names, single spaces in Latin ones."""
    if text is None or _EVERYDAY.fullmatch(text):
        return text or ""
    plain = unicodedata.normalize("NFKC", text.translate(_PRIVATE_USE_2022))
    plain = _SPACES.sub(" ", _DOTS.sub(DOT, plain)).strip(" '\"" + DOT)
    return plain.replace(" ", "") if _HAN.search(plain) and not _has_latin_words(plain) else plain


def name_forms(text: str | None) -> NameForms:
    """All forms of one name."""
    clean = clean_name(text)
    return _forms(clean, _bare(_to_simplified(clean)))


def simplified_names(cleaned: Sequence[str]) -> list[str]:
    """Clean names in simplified characters, without what stands in brackets: one conversion for all, for whole columns."""
    if not cleaned:
        return []
    return [_bare(simple) for simple in _to_simplified("\n".join(cleaned)).split("\n")]


def character_letters(character: str) -> str:
    """The usual reading of one character in letters without tone; a character without a known reading stays itself."""
    return _letters(character)


def name_faults(clean: str) -> tuple[str, ...]:
    """What is odd about a clean name: garbled (replacement signs), private_use (a character no standard knows), digit, symbol,
    single (one character), long (over 30)."""
    if clean.isalpha() and 1 < len(clean) <= LONG_NAME:
        return ()
    faults: list[str] = []
    if "�" in clean or "??" in clean or clean == "?" or "锟斤拷" in clean:
        faults.append("garbled")
    if any(unicodedata.category(c) == "Co" for c in clean):
        faults.append("private_use")
    if any(c.isdigit() and not is_han(c) for c in clean):
        faults.append("digit")
    if re.search(r"[*#@$%^&=+<>{}|\\/_~]", clean):
        faults.append("symbol")
    if len(clean) == 1:
        faults.append("single")
    if len(clean) > LONG_NAME:
        faults.append("long")
    return tuple(faults)


def split_name(simple: str) -> tuple[str, str]:
    """Surname and given name of a simplified Han name without dots; surname empty when it cannot be told (five or more characters
    without a known compound surname)."""
    for length in (2, 4, 3):
        if len(simple) > length and simple[:length] in COMPOUND:
            return simple[:length], simple[length:]
    return ("", simple) if len(simple) >= 5 else (simple[:1], simple[1:])


def pinyin_of(han: str, *, surname: bool = False) -> str:
    """Letters of each character, lower case, no tones; characters without a known reading stay themselves."""
    if surname and han in READINGS:
        return READINGS[han]
    return "".join(_letters(c) for c in han)


def latin_tokens(text: str) -> list[str]:
    """Lower-case words without accents; ü and the passport spelling yu after l and n become v, as in pinyin input."""
    marked = unicodedata.normalize("NFKD", text.lower().replace("ü", "v"))
    plain = "".join(c for c in marked if not unicodedata.combining(c)).replace("'", "").replace("’", "")
    return [_passport_v(token) for token in _LATIN_TOKEN.findall(plain)]


def _forms(clean: str, simple: str) -> NameForms:
    if _EVERYDAY.fullmatch(simple):
        return _han_forms(clean, simple)
    if not _HAN.search(simple):
        return _latin_forms(clean)
    return _han_forms(clean, "".join(_HAN.findall(simple)))


def _han_forms(clean: str, han: str) -> NameForms:
    surname, given = ("", han) if DOT in clean else split_name(han)
    first = READINGS.get(surname) or "".join(map(_letters, surname))
    second = "".join(map(_letters, given))
    pair = f"{first} {second}" if first <= second else f"{second} {first}"
    return NameForms(clean, han, surname, given, first + second, pair.strip(), _initials(surname, given), False)


def _latin_forms(clean: str) -> NameForms:
    tokens = latin_tokens(_BRACKET.sub("", clean))
    simple = " ".join(tokens).upper() or clean.upper()
    return NameForms(
        clean, simple, "", "", "".join(tokens), " ".join(sorted(tokens)), "".join(t[0] for t in tokens), bool(tokens)
    )


def _initials(surname: str, given: str) -> str:
    first = READINGS.get(surname, "")[:1] if len(surname) == 1 else ""
    letters = first + "".join(_letters(c)[0] for c in (given if first else surname + given))
    return letters if letters.isascii() else "".join(c for c in letters if c.isascii())


def _bare(simple: str) -> str:
    return _BRACKET.sub("", simple) if "(" in simple or "[" in simple or "【" in simple else simple


def _has_latin_words(text: str) -> bool:
    return _LATIN_WORD.search(text) is not None


def _passport_v(token: str) -> str:
    return token.replace("lyu", "lv", 1).replace("nyu", "nv", 1) if token in ("lyu", "nyu") else token


def _to_simplified(text: str) -> str:
    return str(_converter().convert(text))


@cache
def _converter() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


@lru_cache(maxsize=50_000)
def _letters(character: str) -> str:
    from pypinyin import lazy_pinyin  # here and not above: its dictionary costs a second of every start

    return lazy_pinyin(character)[0].lower()
