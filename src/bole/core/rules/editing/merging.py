"""Two changes of one text put together: what only one side touched is taken over, what both touched is named."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

Side = Literal["own", "other", ""]


@dataclass(frozen=True, slots=True)
class Clash:
    """Lines that both sides changed otherwise. `line`: of the common text, from 1."""

    line: int
    base: str
    own: str
    other: str


def merge(base: str, own: str, other: str, prefer: Side = "") -> tuple[str, list[Clash]]:
    """The text with both changes, and the clashes; there `own` stands unless `prefer` says "other"."""
    lines = [text.splitlines(keepends=True) for text in (base, own, other)]
    mine, theirs = _matched(lines[0], lines[1]), _matched(lines[0], lines[2])
    found: list[str] = []
    clashes: list[Clash] = []
    at = (0, 0, 0)
    for line in [*sorted(mine.keys() & theirs.keys()), len(lines[0])]:
        end = line == len(lines[0])
        stop = (line, len(lines[1]) if end else mine[line], len(lines[2]) if end else theirs[line])
        if stop[1] < at[1] or stop[2] < at[2]:
            continue
        pieces = ["".join(text[a:b]) for text, a, b in zip(lines, at, stop, strict=True)]
        found.append(_one(pieces, at[0] + 1, clashes, prefer))
        if not end:
            found.append(lines[0][line])
        at = (stop[0] + 1, stop[1] + 1, stop[2] + 1)
    return "".join(found), clashes


def _one(pieces: list[str], line: int, clashes: list[Clash], prefer: Side) -> str:
    base, own, other = pieces
    if own == other or other == base:
        return own
    if own == base:
        return other
    clashes.append(Clash(line, base, own, other))
    return other if prefer == "other" else own


def _matched(base: list[str], other: list[str]) -> dict[int, int]:
    """Lines of `base` that stand unchanged in `other`, by place."""
    blocks = SequenceMatcher(None, base, other, autojunk=False).get_matching_blocks()
    return {block.a + step: block.b + step for block in blocks for step in range(block.size)}
