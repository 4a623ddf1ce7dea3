"""Slots as functions: one that computes all of them, and one per selection of slots, each written and compiled when it is first asked for."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from threading import Lock
from typing import Any

from bole.core.rules.engines.closures import Facts
from bole.core.rules.engines.generated.expressions import Writer
from bole.core.rules.engines.generated.known import Sure
from bole.core.rules.engines.generated.scopes import Names, Shared
from bole.core.rules.language import tree as n

Values = list[Any]
Run = Callable[[Facts, date, Values], None]
"""Puts the values of its slots into the list."""


@dataclass(frozen=True, slots=True)
class Written:
    """The lines of a slot, and what has to stand before them."""

    lines: tuple[str, ...]
    shared: tuple[Shared, ...]


@dataclass
class Generated:
    """The source of a program's slots. Each slot is written once, whatever functions it stands in; one thread writes at a time."""

    nodes: Sequence[n.Node]
    names: Names = field(default_factory=Names)
    _written: dict[int, Written] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.sure = Sure(self.nodes)
        self.lock = Lock()

    def function(self, places: Collection[int]) -> Run:
        """A function that computes these slots; all that they refer to must be among them."""
        made: dict[str, Any] = {}
        with self.lock:
            text = "\n".join(self.text(sorted(places)))
        exec(compile(text, "<rules>", "exec"), self.names.space, made)  # noqa: S102 - written here from the typed tree alone
        return made["run"]  # type: ignore[no-any-return]

    def text(self, places: Sequence[int]) -> Iterator[str]:
        """The lines of a function."""
        yield "def run(facts, on, values):"
        yield "    get = facts.get"
        there: set[str] = set()
        for place in places:
            written = self._slot(place)
            for each in written.shared:
                if each.name not in there:
                    there.add(each.name)
                    yield f"    {each.line}"
            yield from (f"    {line}" for line in written.lines)
        if len(places) == len(self.nodes):
            yield f"    values[:] = {', '.join(f'v{place}' for place in places)},"
        else:
            yield from (f"    values[{place}] = v{place}" for place in places)

    def _slot(self, place: int) -> Written:
        found = self._written.get(place)
        if found is None:
            writer = Writer(self.names, self.sure)
            value = writer.of(self.nodes[place])
            lines = (*writer.lines, f"v{place} = {value}")
            found = self._written[place] = Written(lines, tuple(writer.shared.values()))
        return found
