"""Taking back a decision, a batch or a mapping version: first what it would change and what stands on it, then done and announced."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_noop as _

from bole.core.errors import Conflict, InvalidInput
from bole.people.registry import services as registry
from bole.people.sources.models import LinkRun
from bole.people.sources.services.base import announcing, linkage_settings
from bole.people.sources.services.linking import running
from bole.people.sources.services.undoing.kinds import Stopped, Undo
from bole.people.sources.services.undoing.rehearsing import Change, Line, Outcome, Part, rehearse


@dataclass(frozen=True, slots=True)
class Preview:
    """What taking something back changes. `counts`: groups of persons by `Change`; `persons`: how many change, `ids`: who; `lines`:
    the first groups, splits and merges before others; `read_again`, `stopped`: batches of a mapping version."""

    kind: str
    number: int
    counts: dict[str, int]
    persons: int
    rows_gone: int
    rows_back: int
    rows_changed: int
    rows_moved: int
    lines: tuple[Line, ...]
    dependants: tuple[registry.Dependant, ...]
    read_again: tuple[int, ...] = ()
    stopped: tuple[Stopped, ...] = ()
    ids: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Counts, and the ids in `lines`: no names; `from_json` reads it."""
        return {**asdict(self), "ids": ()}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Preview:
        def parts(rows: Sequence[dict[str, Any]]) -> tuple[Part, ...]:
            return tuple(Part(**row) for row in rows)

        made = {
            "ids": (),
            "lines": tuple(
                Line(Change(row["change"]), parts(row["before"]), parts(row["after"])) for row in data["lines"]
            ),
            "dependants": tuple(registry.Dependant(**row) for row in data["dependants"]),
            "read_again": tuple(data["read_again"]),
            "stopped": tuple(Stopped(**row) for row in data["stopped"]),
        }
        return cls(**{**data, **made})


@dataclass(frozen=True, slots=True)
class UndoSettings:
    """`lines`: groups listed; `rows_at_once`: beyond so many rows it is a job; `announced`: ids in one announcement."""

    lines: int
    rows_at_once: int
    announced: int


def undo_settings() -> UndoSettings:
    return UndoSettings(**{name: int(value) for name, value in linkage_settings.section("undo").items()})


def is_large(undo: Undo) -> bool:
    """Too much for a page: preview and undo run as jobs."""
    return undo.size() > undo_settings().rows_at_once


def refuse_undo(undo: Undo, reason: str) -> None:
    """Raises InvalidInput without a reason and Conflict when it is taken back already."""
    if not reason.strip():
        raise InvalidInput("请写明理由。", code="retract.reason")
    if undo.is_done():
        raise Conflict("已经有人收回了。", remedy=_("请刷新页面查看最新状态。"), code="undo.done")


def preview(undo: Undo, *, by: Any = None, patient: bool = False) -> Preview:
    """What taking it back would change. Nothing is written. Raises Conflict when it is taken back already and Unavailable while a
    link run holds the register (unless `patient`)."""
    outcome = rehearse(lambda: undo.rehearse(by), sources=undo.sources, patient=patient)
    return _described(undo, outcome)


def _described(undo: Undo, outcome: Outcome) -> Preview:
    ids = sorted({person for line in outcome.lines for person in line.persons})
    again, stopped = undo.batches()
    return Preview(
        kind=undo.kind,
        number=undo.number,
        counts=dict(Counter(str(line.change) for line in outcome.lines)),
        persons=len(ids),
        rows_gone=outcome.rows_gone,
        rows_back=outcome.rows_back,
        rows_changed=outcome.rows_changed,
        rows_moved=outcome.rows_moved,
        lines=outcome.lines[: undo_settings().lines],
        dependants=tuple(registry.dependants_of(UUID(person) for person in ids)),
        read_again=again,
        stopped=stopped,
        ids=tuple(ids),
    )


def carry_out(undo: Undo, *, by: Any, reason: str, patient: bool = False, here: bool = True) -> Preview:
    """Takes it back, says so to whoever listens, and brings the register up to date. Returns what changes.

    Raises InvalidInput without a reason, Conflict when somebody was faster. The retraction and its announcement are one
    transaction; a link run is queued in it, so that nothing is lost when this process ends before its own run. `here`: files that
    must be read again are read in this process; without it the worker reads them.
    """
    refuse_undo(undo, reason)
    with transaction.atomic():
        found = preview(undo, by=by, patient=patient)
        announcing.announce(undo.kind, undo.number, by=by, persons=found.ids)
        undo.retract(by, reason)
        announcing.tell_people(undo.kind, undo.number, by=by)
        if not here:
            undo.finish(here=False)
    if here:
        undo.finish(here=True)
    link_now(by=by, any_size=patient)
    return found


def link_now(*, by: Any, any_size: bool = False) -> LinkRun | None:
    """Runs the waiting link run here when it is small (or `any_size`); a large one stays with the worker, where it is queued."""
    if not any_size and running.rows_waiting() > undo_settings().rows_at_once:
        return None
    return running.link_pending(by=by)
