"""Which rows speak of one organisation: a valid credit code is the organisation; a row without one joins by a name it is known by.

Two different valid codes never share an organisation (GB 32100-2015: one code, one organisation, for life).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

Pair = tuple[int, int]


class FirmRow(NamedTuple):
    """`code`: valid credit code or None; `name`: cleaned name, `short`: what of it tells firms apart."""

    node: int
    code: str | None
    name: str
    short: str


class Doubt(NamedTuple):
    """A question about two rows: one code under quite different names, or a name that several codes have."""

    left: int
    right: int
    reason: str


@dataclass(frozen=True, slots=True)
class Firms:
    """`key_of`: the code, or where there is none the name, by which each row's organisation goes."""

    key_of: dict[int, str]
    doubts: tuple[Doubt, ...]


def group_firms(
    rows: Sequence[FirmRow],
    known_names: Mapping[str, frozenset[str]],
    must_link: Iterable[Pair] = (),
    cannot_link: Iterable[Pair] = (),
) -> Firms:
    """`known_names`: the codes that have or had a cleaned name. A row declared different from an older one of its code has a wrong
    code; a row without code follows a row that it was declared one with."""
    rows = sorted(rows)
    apart = {(min(pair), max(pair)) for pair in cannot_link}
    together = {(min(pair), max(pair)) for pair in must_link}
    codes = _codes(rows, apart)
    keys = {row.node: codes.get(row.node) or _named(row, known_names, codes, rows, apart) for row in rows}
    for left, right in sorted(together):
        if left in keys and right in keys and (left, right) not in apart:
            for one, other in ((left, right), (right, left)):
                if codes.get(one) is None and codes.get(other) is not None:
                    keys[one] = keys[other]
    return Firms(keys, tuple(_doubts(rows, keys, codes, known_names, together | apart)))


def _codes(rows: Sequence[FirmRow], apart: set[Pair]) -> dict[int, str | None]:
    own = {row.node: row.code for row in rows}
    codes = dict(own)
    for left, right in sorted(apart):
        if own.get(left) is not None and own.get(left) == own.get(right):
            codes[right] = None
    return codes


def _named(
    row: FirmRow,
    known: Mapping[str, frozenset[str]],
    codes: Mapping[int, str | None],
    rows: Sequence[FirmRow],
    apart: set[Pair],
) -> str:
    barred = {row.code}
    barred |= {codes.get(left if right == row.node else right) for left, right in apart if row.node in (left, right)}
    found = known.get(row.name, frozenset()) - barred
    return next(iter(found)) if len(found) == 1 else row.name


def _doubts(
    rows: Sequence[FirmRow],
    keys: Mapping[int, str],
    codes: Mapping[int, str | None],
    known: Mapping[str, frozenset[str]],
    answered: set[Pair],
) -> Iterable[Doubt]:
    by_code: defaultdict[str, list[FirmRow]] = defaultdict(list)
    for row in rows:
        if (code := codes.get(row.node)) is not None:
            by_code[code].append(row)
    said = _names_answered(rows, answered)
    for own in by_code.values():
        first, seen = own[0], {own[0].short}
        for row in own[1:]:
            if row.short not in seen and _unlike(first.short, row.short) and (first.short, row.short) not in said:
                yield Doubt(first.node, row.node, "different_names")
            seen.add(row.short)
    for row in rows:
        if codes.get(row.node) is None and keys[row.node] == row.name:
            for code in sorted(known.get(row.name, ())):
                other = by_code[code][0].node if by_code.get(code) else None
                if other is not None and (pair := (min(row.node, other), max(row.node, other))) not in answered:
                    yield Doubt(*pair, "band")


def _names_answered(rows: Sequence[FirmRow], answered: set[Pair]) -> set[tuple[str, str]]:
    short = {row.node: row.short for row in rows}
    pairs = [(short[left], short[right]) for left, right in answered if left in short and right in short]
    return {*pairs, *((other, one) for one, other in pairs)}


def _unlike(one: str, other: str) -> bool:
    """No two characters in a row in common, and neither inside the other."""
    if not one or not other or one in other or other in one:
        return False
    return {one[i : i + 2] for i in range(len(one) - 1)}.isdisjoint(other[i : i + 2] for i in range(len(other) - 1))
