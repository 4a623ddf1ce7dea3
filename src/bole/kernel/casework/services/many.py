"""Many cases at once, in a handful of statements: opened, decided alike, or closed because nobody asks any more.

For apps whose machine asks thousands of questions. Rights are theirs to check: nobody's seat is asked for here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from bole.core.casework import Action, CaseState, Flow, Slot, advance, begin
from bole.core.casework import Event as Happened
from bole.core.workdays import WorkCalendar
from bole.kernel.accounts.queries import User
from bole.kernel.casework import queries
from bole.kernel.casework.models import Case, Event, Todo
from bole.kernel.casework.services import chain, writing
from bole.kernel.casework.services.moving import current_version, parent_of
from bole.kernel.outbox.services import publish_many

AT_ONCE = 500
Effects = Callable[[Sequence[Case]], Mapping[int, str]]


@dataclass(frozen=True, slots=True)
class NewCase:
    """What distinguishes one of many cases that are opened together. `key`: the same key again opens nothing."""

    key: str
    title: str
    data: Mapping[str, Any] = field(default_factory=dict)
    subject: UUID | None = None


@transaction.atomic
def open_cases(*, flow: str, by: Any, unit_code: str, cases: Sequence[NewCase], tell: bool = True) -> dict[str, Case]:
    """Begins a case of the current version of `flow` for each of `cases`; returns all of them by key, known ones too.

    `tell=False`: those who sit there find the work in a list of its own and get no message for each case.
    """
    version, parent = current_version(flow), parent_of(unit_code)
    known = {case.key: case for case in Case.objects.filter(key__in=[new.key for new in cases]).select_related("flow")}
    fresh = {new.key: new for new in cases if new.key not in known}
    book = _Book(queries.flow_of(version), queries.calendar(), by, told_at=None if tell else timezone.now())
    for pk, new in zip(_next_ids(len(fresh)), fresh.values(), strict=True):
        case = Case(pk=pk, flow=version, key=new.key, title=new.title[:200], subject=new.subject, unit_code=unit_code,
                    parent_code=parent, data=dict(new.data), state={}, step="",
                    applicant=by if isinstance(by, User) else None)  # fmt: skip
        state, happened = begin(book.flow, unit=unit_code, parent=parent, data=case.data, now=timezone.localtime(),
                                calendar=book.calendar)  # fmt: skip
        opened = Happened("opened", "", {"flow": flow, "version": version.version, "title": case.title})
        book.put(case, state, (opened, *happened))
        known[new.key] = case
    Case.objects.bulk_create([known[key] for key in fresh], batch_size=AT_ONCE)
    book.write()
    return {new.key: known[new.key] for new in cases}


@transaction.atomic
def decide_cases(*, by: User, cases: Iterable[int], outcome: str, reason: str, effects: Effects) -> list[Case]:
    """Decides the step at which each of these cases stands with the same outcome; closed ones are left alone.

    `effects` does the work of the automatic step that follows, for all cases at once, and returns its outcome per case.
    Raises what one of the decisions raises (four eyes, an outcome that a step does not have): then none is decided.
    """
    found = _locked(cases)
    books = list(_by_flow(found, by))
    for chunk, book in books:
        for case in chunk:
            book.move(case, Action("decide", outcome, actor=str(by.pk), reason=reason.strip()))
    came_out = effects(found)
    for chunk, book in books:
        book.by = None
        for case in chunk:
            book.move(case, Action("effect", came_out[case.pk]))
        _close_seats(chunk, done_by=by, outcome=outcome, reason=reason.strip())
        book.write()
    return found


@transaction.atomic
def close_cases(*, by: Any, cases: Iterable[int], reason: str) -> list[Case]:
    """Withdraws these cases, where their flow allows it at their step, with the reason in the log; closed ones are left alone."""
    found = _locked(cases)
    for chunk, book in _by_flow(found, by):
        for case in chunk:
            book.move(case, Action("withdraw", reason=reason))
        _close_seats(chunk)
        book.write()
    return found


def _close_seats(cases: Sequence[Case], **how: Any) -> None:
    Todo.objects.filter(case__in=cases, done_at=None).update(done_at=timezone.now(), **how)


def _locked(cases: Iterable[int]) -> list[Case]:
    rows = Case.objects.select_for_update(of=("self",)).select_related("flow")
    return list(rows.filter(pk__in=list(cases), status=Case.Status.OPEN).order_by("pk"))


def _by_flow(cases: Sequence[Case], by: Any) -> Iterable[tuple[list[Case], _Book]]:
    """Cases in chunks of one version of their flow each."""
    calendar = queries.calendar()
    for version in {case.flow_id: case.flow for case in cases}.values():
        own = [case for case in cases if case.flow_id == version.pk]
        for start in range(0, len(own), AT_ONCE):
            yield own[start : start + AT_ONCE], _Book(queries.flow_of(version), calendar, by)


def _next_ids(count: int) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "select nextval(pg_get_serial_sequence('casework_case', 'id')) from generate_series(1, %s)", [count]
        )
        return [row[0] for row in cursor.fetchall()]


@dataclass
class _Book:
    """Gathers what follows from moves of many cases and writes it together (`writing.put` for one case)."""

    flow: Flow
    calendar: WorkCalendar
    by: Any
    told_at: Any = None
    moved: dict[int, Case] = field(default_factory=dict)
    entries: list[Event] = field(default_factory=list)
    entered: dict[int, tuple[Case, CaseState, tuple[Slot, ...]]] = field(default_factory=dict)
    turned: list[tuple[Case, Happened]] = field(default_factory=list)
    served: dict[tuple[str, tuple[Slot, ...]], tuple[tuple[Slot, ...], list[Happened]]] = field(default_factory=dict)

    def move(self, case: Case, action: Action) -> None:
        before = queries.state_of(case)
        after, happened = advance(self.flow, before, action, unit=case.unit_code, parent=case.parent_code,
                                  data=case.data, now=timezone.localtime(), calendar=self.calendar)  # fmt: skip
        self.put(case, after, happened)
        self.moved[case.pk] = case

    def put(self, case: Case, state: CaseState, happened: Sequence[Happened]) -> None:
        """A case that enters a step, with its entries in the log; nothing is saved yet."""
        case.state, case.lock = state.to_data(), case.lock + 1
        writing.set_terms(case, self.flow, state, self.calendar)
        writing.enter(case, self.flow, state)
        slots, handed = self._slots(state)
        self.entries += chain.entries_of(case, [*happened, *handed], by=self.by)
        self.turned += [(case, item) for item in happened if item.name in ("clock_stopped", "clock_resumed")]
        self.entered[case.pk] = (case, state, slots)

    def _slots(self, state: CaseState) -> tuple[tuple[Slot, ...], list[Happened]]:
        key = (state.step, state.slots)
        if key not in self.served:
            self.served[key] = writing.seats_served(self.flow, state)
        return self.served[key]

    def write(self) -> None:
        Event.objects.bulk_create(self.entries, batch_size=AT_ONCE)
        Case.objects.bulk_create(  # an upsert: one statement with the rows as values, where `bulk_update` writes a case per cell
            self.moved.values(),
            update_conflicts=True,
            update_fields=writing.SAVED,
            unique_fields=["id"],
            batch_size=AT_ONCE,
        )
        Todo.objects.bulk_create(self._seats(), batch_size=AT_ONCE)
        for case, item in self.turned:
            writing.turn_pauses(case, [item])
        self._announce()

    def _announce(self) -> None:
        cases = [case for case, _state, _slots in self.entered.values()]
        closed = {str(case.pk): writing.closed_payload(case, self.flow) for case in cases if not case.is_open}
        publish_many(topic=writing.CLOSED, payloads=closed)
        for case in cases:
            if case.is_open:
                writing.announce(case, self.flow)

    def _seats(self) -> Iterable[Todo]:
        for case, state, slots in self.entered.values():
            if writing.has_seats(case, self.flow):
                due = writing.due_of(case, state, self.calendar)
                for slot in slots:
                    yield Todo(case=case, step=case.step, step_name=case.step_name, visit=state.visit, slot=slot.number,
                               role=slot.role, unit=slot.unit, due=due, notified_at=self.told_at)  # fmt: skip
