"""When time alone may change what many subjects have: a day for each, found for all at once.

Within `HORIZON` the day is exact; who does not change so soon is looked at again then. What turns once between two days differs at their
ends, so the frames compare the two ends, and the reference finds the day for those alone whose ends differ.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from bole.core.rules import RuleSet
from bole.core.rules.compiled import Compiled
from bole.core.rules.expression import NO_ROW
from bole.core.rules.language import tree as n
from bole.core.rules.language.values import BOOLEAN, Sort
from bole.core.rules.policies.texts import START
from bole.core.rules.program import INSIDE
from bole.core.rules.turning import Atom
from bole.core.vocabulary import Subject

if TYPE_CHECKING:
    import polars as pl

    from bole.core.rules.engines.frames import Table

HORIZON = timedelta(days=35)
NUMBER = Sort("number", bare=True)
ONCE = (n.Compare, n.Call)


def next_changes(known: RuleSet, subject: Subject, people: Table, on: date) -> pl.Series:
    """A day per row: no later than the first on which something may turn, and no later than the horizon."""
    import polars as pl

    from bole.core.rules.engines.frames.profiles import profiles_of

    later, compiled = on + HORIZON, known.programs[subject]
    days = [later] * people.frame.height
    sooner = _calendar(compiled, on, later)
    differing = _differing(compiled, people, on, later)
    places = sorted({place for each in differing.values() for place in each})
    turning: dict[int, list[Atom]] = {place: [] for place in places}
    for atom_place, rows in differing.items():
        for place in rows:
            turning[place].append(compiled.atoms[atom_place])
    for place, profile in zip(places, profiles_of(people.frame[places]), strict=True):
        days[place] = min([later, *_turns(turning[place], profile, on)])
    made = pl.Series("next_change", days, dtype=pl.Date)
    return made if sooner is None else made.clip(upper_bound=sooner)


def _turns(atoms: Sequence[Atom], profile: Any, on: date) -> Iterator[date]:
    for atom in atoms:
        day = atom.turn(profile, NO_ROW, on) if atom.unless.isdisjoint(profile) else None
        if day is not None:
            yield day


def _calendar(compiled: Compiled, on: date, later: date) -> date | None:
    """Days that come for everybody: steps of dated tables, and tomorrow where something goes by the day itself."""
    days = [atom.turn(NO_ROW, NO_ROW, on) for atom in compiled.atoms if isinstance(atom.node, n.Dated | n.Today)]
    return min((day for day in days if day is not None and day <= later), default=None)


def _differing(compiled: Compiled, people: Table, on: date, later: date) -> dict[int, list[int]]:
    """By atom: the rows in which it turns between the two days, or may."""
    from bole.core.rules.engines.frames import evaluate

    single = {f"{place}": atom.node for place, atom in enumerate(compiled.atoms) if isinstance(atom.node, ONCE)}
    sets = {place: atom for place, atom in enumerate(compiled.atoms) if isinstance(atom.node, INSIDE)}
    asked = single | {name: node for place, atom in sets.items() for name, node in _of_set(place, atom)}
    if not asked:
        return {}
    ends = [evaluate(compiled.program, asked, people, day) for day in (on, later)]
    found = {int(name): ends[0][name].ne_missing(ends[1][name]).arg_true().to_list() for name in single}
    for place, atom in sets.items():
        there = ends[0][f"{place}/some"].fill_null(False)
        turned = ~there
        for part, node in enumerate(atom.inner):
            first, second = (end[f"{place}/{part}"] for end in ends)
            turned = turned | first.ne_missing(second) | first.is_null() | (node.sort.kind != "boolean")
        found[place] = (there & turned).arg_true().to_list()
    return {place: rows for place, rows in found.items() if rows}


def _of_set(place: int, atom: Atom) -> Iterator[tuple[str, n.Node]]:
    """Whether there are rows, and how many meet each part that turns: all of them turn one way, so as many is none turned."""
    assert isinstance(atom.node, n.SomeRow | n.CountRows | n.Aggregate)
    rows = atom.node.rows
    yield f"{place}/some", n.SomeRow(BOOLEAN, START, rows, None)
    for part, node in enumerate(atom.inner):
        yield f"{place}/{part}", n.CountRows(NUMBER, START, rows, node if node.sort.kind == "boolean" else None)
