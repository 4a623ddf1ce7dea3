"""Which township does a text mean? Names, former names, misspellings, old codes, addresses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bole.core.vocabulary.types import CodeList, Pack, fold

MIN_INSIDE = 2
"""Shorter names are not looked for inside a longer text."""


@dataclass(frozen=True)
class TownshipFinder:
    """Built once per pack."""

    exact: Mapping[str, str]
    inside: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, pack: Pack) -> TownshipFinder:
        """From the pack's code list of townships; a pack without townships finds nothing."""
        code_list = pack.code_lists.get("townships") or CodeList("townships", "", {}, "K", "")
        words = {word: code for word, code in code_list.codes_by_name.items() if not word.isdigit()}
        longest_first = sorted(words.items(), key=lambda pair: (-len(pair[0]), pair[0]))
        return cls(code_list.codes_by_name, tuple(pair for pair in longest_first if len(pair[0]) >= MIN_INSIDE))

    def find(self, text: str) -> str | None:
        """The current code: exact name, alias or code first, else the longest name inside an address."""
        word = fold(text)
        if not word:
            return None
        if word in self.exact:
            return self.exact[word]
        return next((code for name, code in self.inside if name in word), None)
