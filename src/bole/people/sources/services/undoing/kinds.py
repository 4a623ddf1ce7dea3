"""What can be taken back (a decision, a bulk decision, a batch, a mapping version), and how each is."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from bole.core.errors import NotFound
from bole.people.sources.models import Batch, BulkDecision, Decision, MappingVersion, Record, Status
from bole.people.sources.services.base.jobs import queue_reading
from bole.people.sources.services.intake.confirming import batches_to_read_again, retract_mapping
from bole.people.sources.services.intake.rereading import read_again, rehearse_reading
from bole.people.sources.services.reviewing.bulk_deciding import retract_bulk
from bole.people.sources.services.reviewing.deciding import retract_decision
from bole.people.sources.services.undoing.retracting import retract_batch

REHEARSAL = "preview"


@dataclass(frozen=True, slots=True)
class Stopped:
    """A batch that cannot be read again, and why: its rows stay as they are."""

    batch: int
    why: str


class Undo(ABC):
    """Something that can be taken back."""

    kind: str
    number: int
    sources: tuple[str, ...] = ()

    @abstractmethod
    def size(self) -> int:
        """About how many rows are concerned: decides whether it is done at once or as a job."""

    @abstractmethod
    def is_done(self) -> bool:
        """Whether it was taken back before."""

    @abstractmethod
    def taken(self) -> tuple[Any, Any, str]:
        """By whom it was taken back, when, and why."""

    @abstractmethod
    def retract(self, by: Any, reason: str) -> None:
        """Raises Conflict when it is taken back already."""

    def rehearse(self, by: Any) -> None:
        """As `retract`, with everything that would follow before the link run."""
        self.retract(by, REHEARSAL)

    def finish(self, *, here: bool) -> None:
        """What follows a retraction before the link run: in this process, or queued for the worker."""
        return None

    def batches(self) -> tuple[tuple[int, ...], tuple[Stopped, ...]]:
        return (), ()


class DecisionUndo(Undo):
    kind = "decision"

    def __init__(self, decision: Decision) -> None:
        self.decision, self.number = decision, decision.pk

    def size(self) -> int:
        return 1

    def is_done(self) -> bool:
        return self.decision.retracted_at is not None

    def taken(self) -> tuple[Any, Any, str]:
        return self.decision.retracted_by, self.decision.retracted_at, self.decision.retract_reason

    def retract(self, by: Any, reason: str) -> None:
        retract_decision(by=by, decision=self.decision, reason=reason)


class BulkUndo(Undo):
    """All that followed from one stroke; the reviews are open again."""

    kind = "bulk"

    def __init__(self, bulk: BulkDecision) -> None:
        self.bulk, self.number = bulk, bulk.pk

    def size(self) -> int:
        return int(self.bulk.decided)

    def is_done(self) -> bool:
        return self.bulk.retracted_at is not None

    def taken(self) -> tuple[Any, Any, str]:
        return self.bulk.retracted_by, self.bulk.retracted_at, ""

    def retract(self, by: Any, reason: str) -> None:
        retract_bulk(by=by, bulk=self.bulk, reason=reason)


class BatchUndo(Undo):
    kind = "batch"

    def __init__(self, batch: Batch) -> None:
        self.batch, self.number = batch, batch.pk
        self.sources = (batch.source,) if batch.stored_at is not None else ()

    def size(self) -> int:
        return Record.objects.filter(Q(valid_from_batch=self.batch) | Q(valid_to_batch=self.batch)).count()

    def is_done(self) -> bool:
        return bool(self.batch.status == Status.RETRACTED)

    def taken(self) -> tuple[Any, Any, str]:
        return self.batch.retracted_by, self.batch.retracted_at, self.batch.retract_reason

    def retract(self, by: Any, reason: str) -> None:
        retract_batch(by=by, batch=self.batch, reason=reason)


class MappingUndo(Undo):
    kind = "mapping"

    def __init__(self, version: MappingVersion) -> None:
        self.version, self.number, self.sources = version, version.pk, (version.source,)
        self.again: list[Batch] = []
        self.stopped: list[Stopped] = []

    def size(self) -> int:
        return sum(batch.rows_in for batch in batches_to_read_again(self.version))

    def is_done(self) -> bool:
        return self.version.retracted_at is not None

    def taken(self) -> tuple[Any, Any, str]:
        return self.version.retracted_by, self.version.retracted_at, self.version.retract_reason

    def retract(self, by: Any, reason: str) -> None:
        self.again = retract_mapping(by=by, version=self.version, reason=reason)
        self.stopped = []

    def rehearse(self, by: Any) -> None:
        self.retract(by, REHEARSAL)
        for batch in self.again:
            if (error := rehearse_reading(batch)) is not None:
                self.stopped.append(Stopped(batch.pk, str(error)))

    def finish(self, *, here: bool) -> None:
        if here:
            read_again(self.again)
        else:
            queue_reading(self.again)

    def batches(self) -> tuple[tuple[int, ...], tuple[Stopped, ...]]:
        return tuple(batch.pk for batch in self.again), tuple(self.stopped)


def undo_of(
    *,
    decision: Decision | None = None,
    batch: Batch | None = None,
    mapping: MappingVersion | None = None,
    bulk: BulkDecision | None = None,
) -> Undo:
    """One of the four."""
    if decision is not None:
        return DecisionUndo(decision)
    if batch is not None:
        return BatchUndo(batch)
    if mapping is not None:
        return MappingUndo(mapping)
    if bulk is not None:
        return BulkUndo(bulk)
    raise TypeError("nothing to take back")


def find_undo(kind: str, number: int) -> Undo:
    """By kind ("decision", "bulk", "batch", "mapping") and number; raises NotFound."""
    models: dict[str, Any] = {
        "decision": Decision,
        "bulk": BulkDecision,
        "batch": Batch,
        "mapping": MappingVersion,
    }
    found = models[kind].objects.filter(pk=number).first()
    if found is None:
        raise NotFound("没有第 %(number)s 号。", code="undo.unknown", number=number)
    return undo_of(**{kind: found})
