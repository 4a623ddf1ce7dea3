"""What one text of a policy says otherwise than another: field by field, and between the versions of one text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from bole.core.rules.editing.source import Source, Spot
from bole.core.rules.editing.typed import as_list
from bole.core.rules.editing.versions import EFFECTIVE, VERSIONS, terms
from bole.core.rules.policies.bodies import BODY_KEYS

Words = tuple[str, ...]
Leaves = dict[Words, str]


@dataclass(frozen=True, slots=True)
class Change:
    """A value that differs. `since`: the version it belongs to (None: what all versions share); "" before or after: not there."""

    since: date | None
    path: Words
    before: str
    after: str
    is_new_version: bool = False


def changes(before: Source | None, after: Source | None) -> list[Change]:
    """All differences of two texts; those of a version that is new, against the version before it."""
    old_top, old = _read(before)
    new_top, new = _read(after)
    found = list(_differing(None, old_top, new_top))
    days = sorted({*old, *new})
    for place, day in enumerate(days):
        if day not in old:
            last = next((new.get(each, old.get(each, {})) for each in reversed(days[:place])), {})
            found.append(Change(day, (), "", day.isoformat(), True))
            found += _differing(day, {k: v for k, v in last.items() if k[0] != EFFECTIVE}, _body(new[day]))
        elif day not in new:
            found.append(Change(day, (), day.isoformat(), "", True))
        else:
            found += _differing(day, old[day], new[day])
    return found


def between(source: Source, earlier: date, later: date) -> list[Change]:
    """What a later version of a policy says otherwise than an earlier one."""
    _top, bodies = _read(source)
    return list(_differing(later, _body(bodies.get(earlier, {})), _body(bodies.get(later, {}))))


def _body(leaves: Leaves) -> Leaves:
    return {path: value for path, value in leaves.items() if path[0] != EFFECTIVE}


def _differing(since: date | None, before: Leaves, after: Leaves) -> Iterator[Change]:
    for path in dict.fromkeys([*before, *after]):
        old, new = before.get(path, ""), after.get(path, "")
        if old != new:
            yield Change(since, path, old, new)


def _read(source: Source | None) -> tuple[Leaves, dict[date, Leaves]]:
    """What all versions share, and the whole body of each version by its first day."""
    if source is None:
        return {}, {}
    root = source.root.entries
    versioned = {EFFECTIVE, VERSIONS, *BODY_KEYS}
    top = leaves({key: spot for key, spot in root.items() if key not in versioned})
    shared = {key: spot for key, spot in root.items() if key in BODY_KEYS}
    found: dict[date, Leaves] = {}
    for term in terms(source):
        own = root if term.place is None else root[VERSIONS].items[term.place].entries
        if term.since is not None:
            parts = {**shared, **{key: own[key] for key in own if key in versioned and key != VERSIONS}}
            found[term.since] = leaves(parts)
    return top, found


def leaves(entries: Mapping[str, Spot], head: Words = ()) -> Leaves:
    """Every value by its path; a list of plain values is one value, a row of a list goes by its key."""
    found: Leaves = {}
    for key, spot in entries.items():
        found |= _leaves(spot, (*head, key))
    return found


def _leaves(spot: Spot, path: Words) -> Leaves:
    if spot.is_scalar:
        return {path: spot.value}
    if spot.is_mapping:
        return leaves(spot.entries, path)
    if all(item.is_scalar for item in spot.items):
        return {path: as_list([item.value for item in spot.items])}
    found: Leaves = {}
    for place, item in enumerate(spot.items):
        named = item.entries.get("key") or item.entries.get("name")
        found |= _leaves(item, (*path, named.value if named else str(place + 1)))
    return found
