"""Bole itself: everybody by `decide_frame`, one person by `decide` with every condition and its trace."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path

from bole.runtime import memory

memory.keep_for_seconds()  # as in the product's workers, before Polars is loaded

import polars as pl  # noqa: E402

from bench.rules.asked import ON, county  # noqa: E402
from bench.rules.draft import drafts  # noqa: E402
from bole.core.rules.engines.frames import Table  # noqa: E402
from bole.core.rules.engines.frames.profiles import profiles_of  # noqa: E402


class Engine:
    """Over the rows of a file."""

    def __init__(self, folder: str, rows: str) -> None:
        self.folder = Path(folder)
        self.rules = county()
        self.frame = pl.read_parquet(rows).rechunk()  # as people are read from a snapshot
        self.made = pl.DataFrame()
        self.table: Table | None = None
        self.alone: list[dict[str, object]] = []

    def lean(self) -> None:
        self.made, self.table = pl.DataFrame(), None
        self.made = self.rules.decide_frame(self.frame, ON)

    def read(self) -> None:
        """The table as it is after a first decision: cleaned, its record sets as rows, its texts coded."""
        self.table = Table(self.frame)
        self.rules.decide_frame(self.table, ON)

    def lean_read(self) -> None:
        """Decided again over the table that was read."""
        assert self.table is not None
        self.made = pl.DataFrame()
        self.made = self.rules.decide_frame(self.table, ON)

    def masks(self) -> None:
        self.made, self.table = pl.DataFrame(), None
        self.made = self.rules.decide_frame(self.frame, ON, masks=True)

    def drafts(self) -> list[tuple[str, float, float, int]]:
        """Drafts of one policy, compared over everybody."""
        self.made = pl.DataFrame()
        return list(drafts(self.rules, self.frame, 1))

    def write(self) -> str:
        path = self.folder / "bole.parquet"
        self.made.write_parquet(path)
        return str(path)

    def choose_one(self, count: int) -> None:
        """Some persons as profiles."""
        self.alone = list(profiles_of(self.frame.head(count)))

    def one_lean(self) -> None:
        """Every slot of every policy."""
        for facts in self.alone:
            self.rules.decide(facts, ON)

    def one_masks(self) -> int:
        """Every policy's result and every condition's outcome."""
        return sum(
            len(result.conditions) for facts in self.alone for result in self.rules.decide(facts, ON).results.values()
        )

    def one_traced(self) -> int:
        """Every policy's result and every condition's outcome with the facts it read; how many were read."""
        return sum(
            len(read)
            for facts in self.alone
            for result in self.rules.decide(facts, ON).results.values()
            for _, read in result.reasons
        )

    def one_steps(self) -> int:
        """The same as trees: every condition with its parts, what each came to, and the facts that each read."""
        return sum(
            len(result.trace(part).facts)
            for facts in self.alone
            for result in self.rules.decide(facts, ON).results.values()
            for part in result.lowered.parts
        )

    def one_missing(self) -> int:
        """Every fact that is missing for anything."""
        return sum(len(self.rules.decide(facts, ON).missing) for facts in self.alone)

    def again(self) -> int:
        """Each fact of a person in turn has changed: the policies that read it, decided again."""
        count = 0
        for facts in self.alone:
            for key in facts:
                if touched := self.readers.get(key):
                    self.rules.decide(facts, ON, only=touched)
                    count += 1
        return count

    @cached_property
    def readers(self) -> dict[str, list[str]]:
        """Policies by the facts they read."""
        compiled, found = self.rules.programs["person"], dict[str, list[str]]()
        for policy, places in compiled.needed.items():
            for key in {path.split(".")[0] for place in places for path in compiled.program.slots[place].reads}:
                found.setdefault(key, []).append(policy)
        return found
