"""What the register would become by a change: the change is made, the next link run is planned, and all of it is rolled back.

So a preview is made by the very code that does the thing, and says what then happens. Nobody sees anything of it meanwhile.
"""

from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import polars as pl
from django.db import OperationalError, connection, transaction
from django.utils.translation import gettext_noop as _
from psycopg.errors import LockNotAvailable

from bole.core.errors import Unavailable
from bole.core.linkage import components
from bole.people.sources.models import Decision
from bole.people.sources.services.base import frames
from bole.people.sources.services.base.locks import LINK, hold
from bole.people.sources.services.linking import running

PATIENCE = "3s"
"""How long a page waits for a link run or a file that is being stored."""
STANDSTILL = "lock table sources_record, sources_decision in share row exclusive mode"
"""A file stored between the two plans would look like an effect of the change. Readers go on."""


class Change(StrEnum):
    """What happens to some persons together. The order is the order in which people want to read them."""

    SPLIT = "split"
    MERGE = "merge"
    MIXED = "mixed"
    VANISH = "vanish"
    APPEAR = "appear"
    ROWS = "rows"


@dataclass(frozen=True, slots=True)
class Part:
    """A person with so many rows; `node` is the oldest of them."""

    person: str
    rows: int
    node: int


@dataclass(frozen=True, slots=True)
class Line:
    """Persons who exchange rows (or whose rows change): who they are, and who they become."""

    change: Change
    before: tuple[Part, ...]
    after: tuple[Part, ...]

    @property
    def persons(self) -> set[str]:
        return {part.person for part in (*self.before, *self.after)}


@dataclass(frozen=True, slots=True)
class Outcome:
    """Everything that would change. Rows: those that go, come back, are read differently, change hands."""

    lines: tuple[Line, ...]
    rows_gone: int = 0
    rows_back: int = 0
    rows_changed: int = 0
    rows_moved: int = 0


@dataclass(frozen=True, slots=True)
class _Plan:
    """What the next link run would do. `scope`: the rows it decides about; `now` and `then`: who holds them; `anchors`: rows under
    corrections that are not applied yet."""

    scope: frozenset[int]
    now: Mapping[int, str]
    then: Mapping[int, str]
    anchors: frozenset[int]


NOTHING = _Plan(frozenset(), {}, {}, frozenset())


def rehearse(change: Callable[[], Any], *, sources: Collection[str] = (), patient: bool = False) -> Outcome:
    """What `change` would do to the register; `sources`: whose rows it may end, bring back or replace.

    Work that waits for a link run already is no part of it. Raises Unavailable while a run or a file holds the register, unless
    `patient`.
    """
    with _rolled_back(patient):
        waiting = _plan() if running.is_pending() else NOTHING
        rows = _current_rows(sources)
        change()
        rows_then = _current_rows(sources)
        return _outcome(waiting, _plan(), rows, rows_then)


@contextlib.contextmanager
def _rolled_back(patient: bool) -> Iterator[None]:
    try:
        with transaction.atomic():
            with connection.cursor() as cursor:
                if not patient:
                    cursor.execute(f"set local lock_timeout = '{PATIENCE}'")
                hold(LINK)
                cursor.execute(STANDSTILL)
            yield
            transaction.set_rollback(True)
    except OperationalError as error:
        if not isinstance(error.__cause__, LockNotAvailable):
            raise
        raise Unavailable(
            "正在比对新收到的文件,现在算不出收回的影响。", remedy=_("请一分钟后再试。"), code="undo.busy"
        ) from error


def _plan() -> _Plan:
    """The next link run up to who is who; what it writes on the way goes with the savepoint."""
    with transaction.atomic():
        graph, clustering, assignment, decisions = running.plan_run()
        then = {
            node: assignment.person_of[group]
            for node, group in clustering.members.items()
            if group in assignment.person_of
        }
        scope = frozenset(graph.touched | graph.gone)
        values = [decision for decision in decisions if decision.kind == Decision.Kind.FIELD_OVERRIDE]
        anchors = frozenset(decision.anchor for decision in values if decision.anchor is not None)
        plan = _Plan(scope, _holders(scope), then, anchors)
        transaction.set_rollback(True)
    return plan


def _holders(nodes: Iterable[int]) -> dict[int, str]:
    """To whom these rows belong now."""
    frames.fill_temporary("asked_holders", pl.DataFrame({"node": list(nodes)}, {"node": pl.Int64}), {"node": "bigint"})
    with connection.cursor() as cursor:
        cursor.execute(
            "select m.node, m.person::text from asked_holders a join sources_membership m on m.node = a.node"
            " where m.person is not null"
        )
        return dict(cursor.fetchall())


def _current_rows(sources: Collection[str]) -> dict[int, int]:
    """Rows in force of some sources: node to version."""
    if not sources:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(
            "select node, id from sources_record where valid_to_batch_id is null and source = any(%s)", [list(sources)]
        )
        return dict(cursor.fetchall())


def _outcome(waiting: _Plan, plan: _Plan, rows: Mapping[int, int], rows_then: Mapping[int, int]) -> Outcome:
    now = {**waiting.now, **plan.now}
    before = {**{node: held for node, held in now.items() if node not in waiting.scope}, **waiting.then}
    after = {**{node: held for node, held in now.items() if node not in plan.scope}, **plan.then}
    moved = {node for node in before.keys() | after.keys() if before.get(node) != after.get(node)}
    reread = {node for node in rows.keys() & rows_then.keys() if rows[node] != rows_then[node]}
    other = (reread | plan.anchors - waiting.anchors) & before.keys() & after.keys() - moved
    return Outcome(
        tuple(sorted(_lines(before, after, moved | other), key=_order)),
        rows_gone=len(rows.keys() - rows_then.keys()),
        rows_back=len(rows_then.keys() - rows.keys()),
        rows_changed=len(reread),
        rows_moved=sum(node in before and node in after for node in moved),
    )


def _lines(before: Mapping[int, str], after: Mapping[int, str], changed: set[int]) -> Iterator[Line]:
    """Persons that exchange rows stand in one line."""
    numbers: dict[str, int] = {}
    pairs = []
    for node in changed:
        ends = [numbers.setdefault(held[node], len(numbers)) for held in (before, after) if node in held]
        pairs.append((ends[0], ends[-1]))
    group_of = components(pairs)
    held = {number: group_of[number] for number in numbers.values()}
    parts: dict[int, tuple[list[Part], list[Part]]] = {group: ([], []) for group in set(held.values())}
    for side, members in enumerate((before, after)):
        for part in _parts(members, numbers):
            parts[held[numbers[part.person]]][side].append(part)
    for was, becomes in parts.values():
        ordered = (tuple(sorted(side, key=lambda part: (-part.rows, part.node))) for side in (was, becomes))
        one, other = ordered
        yield Line(_change(one, other), one, other)


def _parts(members: Mapping[int, str], wanted: Collection[str]) -> Iterator[Part]:
    rows: Counter[str] = Counter()
    oldest: dict[str, int] = {}
    for node, person in members.items():
        if person in wanted:
            rows[person] += 1
            oldest[person] = min(node, oldest.get(person, node))
    for person, count in rows.items():
        yield Part(person, count, oldest[person])


def _change(before: tuple[Part, ...], after: tuple[Part, ...]) -> Change:
    if not before:
        return Change.APPEAR
    if not after:
        return Change.VANISH
    if len(before) == 1:
        return Change.SPLIT if len(after) > 1 else Change.ROWS
    return Change.MERGE if len(after) == 1 else Change.MIXED


def _order(line: Line) -> tuple[int, int, int]:
    first = (line.before or line.after)[0]
    return list(Change).index(line.change), -sum(part.rows for part in line.before), first.node
