"""What differs between two versions of a pack, named so that a person can judge it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from typing import Any, Literal

from bole.core.vocabulary.types import Pack, Position


@dataclass(frozen=True, slots=True)
class Change:
    """One part added, removed or changed. `part`: fact, code list, source, …; `details`: which of its fields."""

    kind: Literal["added", "removed", "changed"]
    part: str
    key: str
    name: str
    details: tuple[str, ...] = ()


def diff_packs(old: Pack | None, new: Pack) -> list[Change]:
    """All differences, part by part; everything is new when there is no old pack."""
    changes: list[Change] = []
    for part, now in _tables(new).items():
        before = _tables(old)[part] if old else {}
        for key in sorted({*before, *now}, key=str):
            changes.extend(_compare(part, str(key), before.get(key), now.get(key)))
    return changes


def _tables(pack: Pack) -> dict[str, Mapping[Any, Any]]:
    return {
        "fact": pack.vocabulary.facts,
        "code_list": pack.code_lists,
        "source": pack.sources,
        "unit": pack.units,
        "calendar": pack.calendar,
        "classification": pack.classifications,
        "flow": pack.flows,
        "message": pack.messages,
        "document": pack.documents,
        "policy": pack.policies,
        "setting": pack.settings,
    }


def _compare(part: str, key: str, before: Any, now: Any) -> Iterator[Change]:
    name = str(getattr(now if now is not None else before, "name", "") or "")
    if before is None:
        yield Change("added", part, key, name)
    elif now is None:
        yield Change("removed", part, key, name)
    elif details := tuple(_differences(before, now)):
        yield Change("changed", part, key, name, details)


def _differences(before: Any, now: Any, prefix: str = "") -> Iterator[str]:
    """Paths of fields that differ; places in files do not count."""
    if isinstance(before, Position) or isinstance(now, Position):
        return
    if is_dataclass(before) and type(before) is type(now):
        for field in fields(before):
            yield from _differences(getattr(before, field.name), getattr(now, field.name), _join(prefix, field.name))
    elif isinstance(before, Mapping) and isinstance(now, Mapping):
        for key in sorted({*before, *now}, key=str):
            yield from _differences(before.get(key), now.get(key), _join(prefix, str(key)))
    elif isinstance(before, tuple) and isinstance(now, tuple) and len(before) == len(now):
        for place, (left, right) in enumerate(zip(before, now, strict=True)):
            label = getattr(left, "header", None) or getattr(left, "key", None) or str(place)
            yield from _differences(left, right, _join(prefix, str(label)))
    elif before != now:
        yield prefix or "·"


def _join(prefix: str, name: str) -> str:
    return f"{prefix}.{name}" if prefix else name
