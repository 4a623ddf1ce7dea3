"""Where nodes are turned into source: names of temporaries and constants, the subject whose facts are read, the row under test."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from bole.core.rules.language.values import READERS
from bole.core.vocabulary import Fact

Path = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Shared:
    """Something that several slots read, computed before the first of them: `line` assigns it; it may need others before."""

    name: str
    line: str
    needs: tuple[Shared, ...] = ()


@dataclass
class Names:
    """Names of one source: constants by value, facts of related subjects and record sets by path."""

    space: dict[str, Any] = field(default_factory=lambda: {"Mapping": Mapping})
    columns: dict[Path, dict[str, str]] = field(default_factory=dict)
    """By record set: its columns that are read, with their types, in the order in which a row is given."""
    _constants: dict[Any, str] = field(default_factory=dict)
    _shared: dict[Any, Shared] = field(default_factory=dict)

    def constant(self, value: Any) -> str:
        """The name under which the source finds a value; equal values of one type have one name."""
        if value is None or value is True or value is False:
            return str(value)
        key: Any = (type(value), value)
        try:
            name = self._constants.get(key)
        except TypeError:  # nothing to find it by
            key, name = object(), None
        if name is None:
            name = self._constants[key] = f"K{len(self.space)}"
            self.space[name] = value
        return name

    def related(self, path: Path) -> Shared | None:
        """The `get` of the facts at the end of a path, or None where the subject there is not known; of the subject itself: None."""
        if not path:
            return None
        if path not in self._shared:
            owner = self.related(path[:-1])
            get, key = (owner.name if owner else "get"), self.constant(path[-1])
            name = f"g{len(self._shared)}"
            found = f"{get}({key})" if owner is None else f"(None if {get} is None else {get}({key}))"
            line = f"{name} = x.get if isinstance(x := {found}, Mapping) else None"
            self._shared[path] = Shared(name, line, (owner,) if owner else ())
        return self._shared[path]

    def rows(self, path: Path, fact: Fact) -> Shared:
        """The rows of a record set as tuples of the columns that are read anywhere, or None where they are not known."""
        key = (*path, fact.key, "")
        if key not in self._shared:
            owner = self.related(path)
            read = f"R{len(self.space)}"
            self.space[read] = _reader(self.columns.setdefault((*path, fact.key), {}), fact.absent == "none")
            name = f"r{len(self._shared)}"
            get = owner.name if owner else "get"
            found = f"{read}({get}({self.constant(fact.key)}))"
            line = f"{name} = {found}" if owner is None else f"{name} = None if {get} is None else {found}"
            self._shared[key] = Shared(name, line, (owner,) if owner else ())
        return self._shared[key]

    def column(self, path: Path, fact: str, column: str, kind: str) -> int:
        """The place of a column in the rows of a set."""
        columns = self.columns.setdefault((*path, fact), {})
        columns.setdefault(column, kind)
        return list(columns).index(column)


def _reader(columns: Mapping[str, str], closed: bool) -> Callable[[Any], list[tuple[Any, ...]] | None]:
    """`columns` may still grow while the source of other functions is written."""
    readers: list[tuple[str, Callable[[Any], Any]]] = []

    def read(found: Any) -> list[tuple[Any, ...]] | None:
        nonlocal readers
        if found is None:
            return [] if closed else None
        if not isinstance(found, list | tuple):
            return None
        if len(readers) != len(columns):
            readers = [(key, READERS[kind]) for key, kind in list(columns.items())]
        if any(type(one) is not dict and not isinstance(one, Mapping) for one in found):
            return None
        known = readers
        return [tuple([reader(one.get(key)) for key, reader in known]) for one in found]

    return read
