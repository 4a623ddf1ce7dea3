"""A YAML text with the span of every value: a value is exchanged, an entry added or taken away, and all else stays as it was."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml

Key = str | int
Path = tuple[Key, ...]
_TAG = "tag:yaml.org,2002:"


@dataclass(slots=True)
class Spot:
    """A value in the text: characters [start, end). `key`: where its key begins, `start` itself for items of a list."""

    start: int
    end: int
    key: int
    line: int
    column: int
    flow: bool
    style: str = ""
    value: str = ""
    tag: str = ""
    entries: dict[str, Spot] = field(default_factory=dict)
    items: list[Spot] = field(default_factory=list)
    is_mapping: bool = False
    is_list: bool = False

    @property
    def is_scalar(self) -> bool:
        return not self.is_mapping and not self.is_list

    @property
    def children(self) -> list[Spot]:
        return [*self.entries.values(), *self.items]

    def named(self) -> Iterator[tuple[Key, Spot]]:
        """The parts by key or place."""
        yield from self.entries.items()
        yield from enumerate(self.items)


class SourceInvalid(ValueError):
    """The text is no YAML, or has no such place."""


class Source:
    """One text. Edits give a new text; a `Source` never changes."""

    def __init__(self, text: str) -> None:
        self.text = text.removeprefix("\ufeff")
        try:
            node = yaml.compose(self.text, Loader=yaml.CSafeLoader)
        except (yaml.YAMLError, RecursionError) as error:
            raise SourceInvalid(str(error)) from error
        if node is None:
            raise SourceInvalid("empty")
        self.root = _spot(node, node.start_mark.index, set())

    def at(self, path: Path) -> Spot | None:
        """The value at a path of keys and places."""
        spot: Spot | None = self.root
        for key in path:
            if spot is None:
                return None
            if isinstance(key, int):
                spot = spot.items[key] if key < len(spot.items) else None
            else:
                spot = spot.entries.get(key)
        return spot

    def need(self, path: Path) -> Spot:
        """`at`, or SourceInvalid."""
        spot = self.at(path)
        if spot is None:
            raise SourceInvalid("/".join(map(str, path)))
        return spot

    def slice(self, spot: Spot) -> str:
        """The value as it is written."""
        return self.text[spot.start : spot.end]

    # -- edits ---------------------------------------------------------------------------------------------------------

    def exchanged(self, values: Mapping[Path, str]) -> str:
        """The text with these values (already written as YAML) instead of those that stand there."""
        spots = sorted(((self.need(path), raw) for path, raw in values.items()), key=lambda item: -item[0].start)
        text = self.text
        for spot, raw in spots:
            gap = " " if raw and spot.start == spot.end and text[spot.start - 1 : spot.start] == ":" else ""
            text = text[: spot.start] + gap + raw + text[spot.end :]
        return text

    def renamed(self, path: Path, key: str) -> str:
        """The text with another key at a place."""
        spot, old = self.need(path), str(path[-1])
        end = spot.key + len(self.text[spot.key : spot.start].rstrip().removesuffix(":").rstrip())
        if old not in self.text[spot.key : end]:
            raise SourceInvalid(old)
        return self.text[: spot.key] + written(key, flow=True, text=True) + self.text[end:]

    def added(self, path: Path, key: str, raw: str) -> str:
        """The text with one more entry at the end of a mapping, in the style of the mapping."""
        spot = self.need(path)
        entry = f"{written(key, flow=True, text=True)}: {raw}"
        if spot.flow or (spot.is_mapping and not spot.entries):
            return self._into_flow(spot, entry)
        last = list(spot.entries.values())[-1]
        indent = " " * self.column_of(next(iter(spot.entries.values())).key)
        return self._after(last.end, f"{indent}{entry}")

    def appended(self, path: Path, raw: str) -> str:
        """The text with one more item at the end of a list. `raw`: flow style."""
        spot = self.need(path)
        if spot.flow or not spot.items:
            return self._into_flow(spot, raw)
        indent = " " * self.dash_of(spot.items[0])
        return self._after(spot.items[-1].end, f"{indent}- {raw}")

    def removed(self, path: Path) -> str:
        """The text without an entry or item. Comments on its own lines go with it; those above it stay."""
        spot, parent = self.need(path), self.need(path[:-1])
        siblings = parent.children
        place = next(place for place, each in enumerate(siblings) if each is spot)
        if parent.flow:
            return self._out_of_flow(siblings, place)
        start = self.text.rfind("\n", 0, spot.key) + 1
        if parent.is_list and len(siblings) == 1:
            return self.text[: parent.start] + "[]" + self.text[parent.end :]
        if parent.is_mapping and len(siblings) == 1:
            return self.text[: parent.start] + "{}" + self.text[parent.end :]
        end = self.text.find("\n", spot.end)
        return self.text[:start] + ("" if end < 0 else self.text[end + 1 :])

    def _out_of_flow(self, siblings: list[Spot], place: int) -> str:
        spot = siblings[place]
        if place + 1 < len(siblings):
            return self.text[: spot.key] + self.text[siblings[place + 1].key :]
        start = siblings[place - 1].end if place else spot.key
        return self.text[:start] + self.text[spot.end :]

    def _into_flow(self, spot: Spot, entry: str) -> str:
        children = spot.children
        if children:
            end = children[-1].end
            return f"{self.text[:end]}, {entry}{self.text[end:]}"
        opening = "{" if spot.is_mapping else "["
        if not spot.flow:
            raise SourceInvalid(entry)
        return f"{self.text[: spot.start]}{opening}{entry}{self.text[spot.end - 1 :]}"

    def _after(self, end: int, line: str) -> str:
        """The text with a line after the one on which `end` stands."""
        stop = self.text.find("\n", end)
        if stop < 0:
            return f"{self.text}\n{line}\n"
        return f"{self.text[:stop]}\n{line}{self.text[stop:]}"

    def column_of(self, index: int) -> int:
        """How many characters stand before it on its line."""
        return index - (self.text.rfind("\n", 0, index) + 1)

    def dash_of(self, item: Spot) -> int:
        """The column of the dash before an item of a block list."""
        start = self.text.rfind("\n", 0, item.start) + 1
        return start + self.text[start : item.start].rfind("-") - start

    def lines_of(self, spot: Spot) -> str:
        """The whole lines on which an entry of a block mapping stands."""
        start = self.text.rfind("\n", 0, spot.key) + 1
        stop = self.text.find("\n", spot.end)
        return self.text[start:] if stop < 0 else self.text[start : stop + 1]


def _spot(node: yaml.Node, key: int, seen: set[int]) -> Spot:
    if id(node) in seen:
        raise SourceInvalid("alias")
    seen.add(id(node))
    mark = node.start_mark
    tag = node.tag.removeprefix(_TAG)
    found = Spot(mark.index, node.end_mark.index, key, mark.line + 1, mark.column + 1, False, tag=tag)
    if isinstance(node, yaml.ScalarNode):
        found.value, found.style = str(node.value), node.style or ""
        return found
    assert isinstance(node, yaml.CollectionNode)
    found.flow = bool(node.flow_style)
    if isinstance(node, yaml.MappingNode):
        found.is_mapping = True
        for name, value in node.value:
            found.entries[str(name.value)] = _spot(value, name.start_mark.index, seen)
    else:
        found.is_list = True
        found.items = [_spot(value, value.start_mark.index, seen) for value in node.value]
    if not found.flow:  # the mark of a block stands behind the comments that follow it
        found.end = max((child.end for child in found.children), default=found.start)
    return found


def written(value: str, *, flow: bool, text: bool, style: str = "") -> str:
    """A value as YAML in as few signs as will do. `text`: must be read as a text, not as a number, a date or nothing."""
    quoted: list[str] = [_single(value), json.dumps(value, ensure_ascii=False)]
    forms: list[str] = [*(() if style in ("'", '"') else (value,)), *(reversed(quoted) if style == '"' else quoted)]
    for form in forms:
        if _reads_as(form, value, flow=flow, text=text):
            return form
    return str(json.dumps(value, ensure_ascii=True))


def _single(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def _reads_as(form: str, value: str, *, flow: bool, text: bool) -> bool:
    if "\n" in form or form != form.strip():
        return False
    try:
        node = yaml.compose(f"{{k: {form}}}" if flow else f"k: {form}", Loader=yaml.CSafeLoader)
    except yaml.YAMLError:
        return False
    if not isinstance(node, yaml.MappingNode) or len(node.value) != 1:
        return False
    found = node.value[0][1]
    if not isinstance(found, yaml.ScalarNode) or found.value != value:
        return False
    return found.tag == f"{_TAG}str" or not text


def listed(values: Iterable[str]) -> str:
    """A list of texts in flow style."""
    return "[" + ", ".join(written(value, flow=True, text=True) for value in values) + "]"


def as_flow(spot: Spot) -> str:
    """A value in flow style on one line, without its comments."""
    if spot.is_mapping:
        entries = (f"{written(key, flow=True, text=True)}: {as_flow(child)}" for key, child in spot.entries.items())
        return "{" + ", ".join(entries) + "}"
    if spot.is_list:
        return "[" + ", ".join(map(as_flow, spot.items)) + "]"
    style = spot.style if spot.style in ("'", '"') else ""
    return written(spot.value.strip("\n"), flow=True, text=spot.tag == "str", style=style)


def plain(spot: Spot) -> Any:
    """The value as texts, lists and mappings."""
    if spot.is_mapping:
        return {key: plain(child) for key, child in spot.entries.items()}
    return [plain(child) for child in spot.items] if spot.is_list else spot.value
