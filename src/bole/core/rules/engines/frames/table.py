"""A table of subjects: its columns cleaned, its record sets as rows, its texts coded, each once, for all that is decided over it."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from bole.core.rules.engines.frames.columns import FactColumns
from bole.core.rules.engines.frames.recordsets import ROW, RowSet, row_set


class Table:
    """A frame as `decide_frame` takes it. Made once, it serves several rule sets, days and questions; it does not change."""

    def __init__(self, frame: pl.DataFrame) -> None:
        self.frame = frame
        self.schema = dict(frame.schema)
        self.facts = FactColumns(frame, pl.int_range(frame.height, dtype=pl.UInt32, eager=True).alias(ROW))
        self._sets: dict[str, tuple[RowSet, frozenset[str]]] = {}

    @staticmethod
    def of(frame: pl.DataFrame | Table) -> Table:
        """The table of a frame."""
        return frame if isinstance(frame, Table) else Table(frame)

    def rows(self, name: str, wanted: Mapping[str, str], closed: pl.Series | None) -> RowSet | None:
        """A record set with the wanted columns (name to type) of its rows; None: nothing is known of anybody's.

        `closed`: where a missing set is known to be empty.

        Raises:
            TypeError: the column is no list of records.
        """
        found, before = self._sets.get(name, (None, frozenset()))
        if found is not None and before >= wanted.keys():
            return found
        if self.schema.get(name, pl.Null) != pl.Null:
            column = self.frame[name]
        elif closed is not None:
            column = pl.Series(name, [None], dtype=pl.List(pl.Null)).new_from_index(0, self.frame.height)
        else:
            return None
        names = before | wanted.keys()
        found = row_set(column, self.facts.number, names, closed)
        self._sets[name] = found, names
        return found
