"""Deriving many persons in child processes, one per core: of a whole county's link run this is more than half of the work."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool

from django.utils import timezone

from bole.core.rules import Classifier
from bole.core.vocabulary import Pack
from bole.kernel.taxonomy import queries as taxonomy
from bole.people.sources.services.publishing.deriving import Deriver, Part
from bole.runtime.children import CORES, start_children

SPREAD_FROM = 60_000
"""Rows. A child needs two seconds to start; about this many rows take longer when their persons are derived here."""
CHILDREN = min(4, CORES)
AHEAD = 3
"""Parts per child that are read ahead: enough to keep it busy, little to hold in memory."""


class Spread:
    """Children that derive parts; started early, so that they are ready when there is something to derive."""

    def __init__(self, pack: Pack, on: dt.date) -> None:
        self.pool = start_children(CHILDREN, f"{__name__}:prepare_child", pack, on)

    def lines(self, parts: Iterable[Part], alone: Deriver) -> Iterator[bytes]:
        """The lines of each part, in order. When a child dies (killed, out of memory), `alone` does the rest."""
        waiting: deque[tuple[Part, Future[bytes] | None]] = deque()
        for part in parts:
            waiting.append((part, self._submitted(part)))
            if len(waiting) > AHEAD * CHILDREN:
                yield _result(*waiting.popleft(), alone)
        while waiting:
            yield _result(*waiting.popleft(), alone)

    def _submitted(self, part: Part) -> Future[bytes] | None:
        try:
            return self.pool.submit(_derive, part)
        except BrokenProcessPool:
            return None

    def close(self) -> None:
        self.pool.shutdown(wait=False, cancel_futures=True)


@contextlib.contextmanager
def spreading(rows: int) -> Iterator[Spread | None]:
    """Children for a run over so many rows, or None where they would cost more than they save."""
    if rows < SPREAD_FROM or CHILDREN == 1:
        yield None
        return
    spread = Spread(taxonomy.current_pack(), timezone.localdate())
    try:
        yield spread
    finally:
        spread.close()


def _result(part: Part, future: Future[bytes] | None, alone: Deriver) -> bytes:
    try:
        return alone.lines(part) if future is None else future.result()
    except BrokenProcessPool:
        return alone.lines(part)


# --- in the child -----------------------------------------------------------------------------------------------------

_own: list[Deriver] = []


def prepare_child(pack: Pack, on: dt.date) -> None:
    """The child knows the pack without asking the database."""
    _own.append(Deriver(pack, Classifier.of(pack), on))


def _derive(part: Part) -> bytes:
    return _own[0].lines(part)
