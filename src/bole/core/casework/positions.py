"""YAML as plain data together with where each part stands, so that a fault can be pointed at."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import yaml

Path = tuple[str | int, ...]
Places = Mapping[Path, tuple[int, int]]


def parse(text: str) -> tuple[Any, dict[Path, tuple[int, int]]]:
    """Plain data of the first document, and line and column (from 1) of every key and item by its path.

    Raises yaml.YAMLError when the text is no YAML. Tags other than the safe ones are refused by the safe loader.
    """
    data = yaml.safe_load(text)
    places: dict[Path, tuple[int, int]] = {}
    node = yaml.compose(text, Loader=yaml.SafeLoader)
    if node is not None:
        _walk(node, (), places)
    return data, places


def _walk(node: yaml.Node, path: Path, places: dict[Path, tuple[int, int]]) -> None:
    places.setdefault(path, (node.start_mark.line + 1, node.start_mark.column + 1))
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            places[(*path, key.value)] = (key.start_mark.line + 1, key.start_mark.column + 1)
            _walk(value, (*path, key.value), places)
    elif isinstance(node, yaml.SequenceNode):
        for index, value in enumerate(node.value):
            _walk(value, (*path, index), places)


def locate(places: Places, path: Path) -> tuple[int, int]:
    """Line and column of `path` or of the nearest part around it; (1, 1) without positions."""
    while path and path not in places:
        path = path[:-1]
    return places.get(path, (1, 1))
