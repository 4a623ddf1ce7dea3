"""Versions in the text of a policy: what holds from a day on is written beside what held before, never over it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bole.core.rules.editing.source import Path, Source, SourceInvalid, Spot, as_flow
from bole.core.rules.policies.bodies import BODY_KEYS

VERSIONS, EFFECTIVE = "versions", "effective"


@dataclass(frozen=True, slots=True)
class Term:
    """A version by its place in the text; `place` is None where the policy has one version at its top."""

    place: int | None
    since: date | None
    until: date | None


class VersionRefused(ValueError):
    """A version cannot begin on that day. `latest`: it must be later than this."""

    def __init__(self, latest: date) -> None:
        super().__init__(latest.isoformat())
        self.latest = latest


def terms(source: Source) -> list[Term]:
    """The versions as they stand in the text."""
    found = source.at((VERSIONS,))
    if found is None:
        return [_term(None, source.at((EFFECTIVE,)))]
    return [_term(place, item.entries.get(EFFECTIVE)) for place, item in enumerate(found.items)]


def latest(source: Source) -> Term:
    """The version that begins last."""
    return max(terms(source), key=lambda term: term.since or date.min)


def _term(place: int | None, effective: Spot | None) -> Term:
    return Term(place, _day(effective, "from"), _day(effective, "to"))


def _day(effective: Spot | None, key: str) -> date | None:
    spot = effective.entries.get(key) if effective is not None else None
    try:
        return date.fromisoformat(spot.value) if spot is not None else None
    except ValueError:
        return None


def begin_version(text: str, since: date) -> str:
    """The text with one more version from a day on that says what the last one says; the last one ends on the day before.

    Raises VersionRefused where the last version begins on that day or later.
    """
    source = Source(text)
    last = latest(source)
    if last.since is None:
        raise SourceInvalid(EFFECTIVE)
    if since <= last.since:
        raise VersionRefused(last.since)
    return _first_of_two(source, last, since) if last.place is None else _one_more(source, last, last.place, since)


def _first_of_two(source: Source, last: Term, since: date) -> str:
    spot = source.need((EFFECTIVE,))
    lines = f"{VERSIONS}:\n  - {EFFECTIVE}: {_old(spot, last, since)}\n  - {EFFECTIVE}: {_new(spot, last, since)}"
    return source.text[: spot.key] + lines + source.text[spot.end :]


def _one_more(source: Source, last: Term, place: int, since: date) -> str:
    item = source.need((VERSIONS, place))
    effective = item.entries[EFFECTIVE]
    old, new = _old(effective, last, since), _new(effective, last, since)
    listing = source.need((VERSIONS,))
    if item.flow or listing.flow:
        return _one_more_in_flow(source, item, effective, new, old)
    start = source.text.rfind("\n", 0, item.start) + 1
    stop = source.text.find("\n", item.end)
    whole = source.text[start:] if stop < 0 else source.text[start:stop]
    head, tail = effective.start - start, effective.end - start
    first, second = whole[:head] + old + whole[tail:], whole[:head] + new + whole[tail:]
    rest = "" if stop < 0 else source.text[stop:]
    return f"{source.text[:start]}{first}\n{second}{rest or chr(10)}"


def _one_more_in_flow(source: Source, item: Spot, effective: Spot, new: str, old: str) -> str:
    entries = ", ".join(f"{key}: {new if key == EFFECTIVE else as_flow(spot)}" for key, spot in item.entries.items())
    added = source.appended((VERSIONS,), "{" + entries + "}")
    return added[: effective.start] + old + added[effective.end :]


def _old(spot: Spot, last: Term, since: date) -> str:
    """The dates of the version that ends: a later last day goes, since the next version ends it."""
    keep = last.until is not None and last.until < since
    return _dates(spot, {} if keep else {"to": None})


def _new(spot: Spot, last: Term, since: date) -> str:
    until = last.until.isoformat() if last.until is not None and last.until >= since else None
    return _dates(spot, {"from": since.isoformat(), "to": until})


def _dates(spot: Spot, changed: dict[str, str | None]) -> str:
    values = {key: as_flow(child) for key, child in spot.entries.items()}
    merged: dict[str, str | None] = {**values, **changed}
    return "{" + ", ".join(f"{key}: {value}" for key, value in merged.items() if value is not None) + "}"


def body_path(source: Source, place: int | None, key: str) -> Path:
    """Where a part of the body of a version stands: in the version itself, or shared at the top."""
    own: Path = (VERSIONS, place, key) if place is not None else (key,)
    return own if source.at(own) is not None else (key,)


def is_shared(source: Source, place: int | None, path: Path) -> bool:
    """True where changing this value would change other versions too."""
    return place is not None and len(terms(source)) > 1 and path[0] in BODY_KEYS


def make_own(text: str, place: int, key: str) -> str:
    """The text in which a version says a shared part of the body itself, with the same words."""
    source = Source(text)
    shared, item = source.need((key,)), source.need((VERSIONS, place))
    if key in item.entries:
        return text
    if item.flow:
        return source.added((VERSIONS, place), key, as_flow(shared))
    indent = " " * source.column_of(next(iter(item.entries.values())).key)
    block = "\n".join(f"{indent}{line}" if line.strip() else line for line in source.lines_of(shared).splitlines())
    stop = source.text.find("\n", item.end)
    head, tail = (source.text + "\n", "") if stop < 0 else (source.text[: stop + 1], source.text[stop + 1 :])
    return f"{head}{block}\n{tail}"
