"""What the written formulas read: persons' variables through OpenFisca, and the run's dictionary, tables and record sets."""

from __future__ import annotations

from typing import Any

import numpy as np

from bench.rules.peers.kleene import Rows, loaded

tables: list[Any] = []
_codes: dict[str, int] = {}


class Sets(dict[str, Rows]):
    """Record sets of the run; what several conditions share is kept for the run."""

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[Any, Any] = {}

    def once(self, formula: Any, p: Any, e: Any) -> Any:
        if formula not in self.kept:
            self.kept[formula] = formula(p, e)
        return self.kept[formula]

    def column(self, name: str, key: str) -> Any:
        return self[name].columns[key]


rows = Sets()


def code(text: str) -> int:
    """A text's place in the dictionary."""
    return _codes[text]


def learn(texts: list[str], wanted: list[Any]) -> None:
    """The dictionary of the run and the tables over it: a test of a text is made once per text, not per person."""
    _codes.clear()
    _codes.update({text: place for place, text in enumerate(texts)})
    tables[:] = [_table(texts, *each) for each in wanted]


def _table(texts: list[str], name: str, *rest: Any) -> Any:
    if name == "among":
        return np.array([text in rest[0] for text in texts] + [False])
    if name in ("contains", "starts"):
        test = str.startswith if name == "starts" else str.__contains__
        return np.array([any(test(text, option) for option in rest[0]) for text in texts] + [False])
    kind, listed, otherwise = rest
    found = dict(listed)
    values = [found.get(text, otherwise) for text in texts] + [None]
    there = np.array([value is not None for value in values])
    if kind == "bool":
        return np.array([value is True for value in values]), np.array([value is False for value in values])
    blank = -1 if kind != "int" else 0
    shown = [code(value) if isinstance(value, str) else blank if value is None else value for value in values]
    return np.array(shown, dtype=np.int64), there


def fact(p: Any, e: Any, name: str, kind: str, known: bool) -> Any:
    """A fact is stored as a pair of variables: value, and whether it is known."""
    found = p(name, e)
    if kind == "bool":
        if known:
            return found, ~found
        there = p(f"{name}__known", e)
        return found & there, ~found & there
    return found, True if known else p(f"{name}__known", e)


def value(p: Any, e: Any, name: str, kind: str, known: bool) -> Any:
    """What another formula came to."""
    return loaded(kind, known, p(name, e))
