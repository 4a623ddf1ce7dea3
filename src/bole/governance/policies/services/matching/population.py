"""Subjects with their facts of now as tables for the rules, part by part, straight from the register."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

from bole.core.rules import RuleSet
from bole.core.vocabulary import Fact, Subject
from bole.governance.policies.queries.everyone import CLASS, laid_over, with_code, with_employer
from bole.governance.policies.queries.reads import employer_keys, own_keys
from bole.people.registry.queries.factframes import columns_of, own_facts
from bole.people.registry.queries.subjects import organisation_profiles, person_profiles, read_part
from bole.people.registry.services.providing import provided

if TYPE_CHECKING:
    import polars as pl

PART = 40_000


@dataclass(frozen=True)
class Part:
    """Some subjects. `frame`: id and facts; `meta`: id, digest, township and talent_class, in the same order."""

    frame: pl.DataFrame
    meta: pl.DataFrame


@dataclass(frozen=True)
class Population:
    """All subjects of a kind, or those of `ids`."""

    known: RuleSet
    subject: Subject
    on: date
    ids: Sequence[str] | None = None

    def parts(self, size: int = PART) -> Iterator[Part]:
        """In the order of ids; what is published meanwhile is in a part or not, always with the digest that belongs to it."""
        after = ""
        while True:
            rows = read_part(self.subject, after=after, ids=self.ids, size=size)
            if rows.is_empty():
                return
            yield self._part(rows)
            after = rows["id"][-1]

    def _part(self, rows: pl.DataFrame) -> Part:
        import polars as pl

        facts = self._facts(self.subject, own_keys(self.known, self.subject))
        if self.subject == "person":
            lists = frozenset(
                key for key, fact in own_facts(self.known.vocabulary, "person").items() if fact.kind != "scalar"
            )
            columns = columns_of(person_profiles(rows, lists), facts, "person")
        else:
            columns = columns_of(organisation_profiles(rows, facts), facts, "organisation")
        frame = pl.DataFrame([rows["id"], *columns])
        frame = with_code(frame) if self.subject == "organisation" else frame
        frame = laid_over(frame, self.subject, self._given, self.known)
        if self.subject == "person":
            frame = with_employer(frame, rows["employer"], self._firms(), self.known)
        classes = frame[CLASS] if CLASS in frame.columns else pl.Series([None] * rows.height, dtype=pl.String)
        meta = rows.select("id", "digest", pl.col("township").fill_null("")).with_columns(
            classes.fill_null("").str.slice(0, 8).alias("talent_class")
        )
        return Part(frame, meta)

    def _facts(self, subject: Subject, keys: frozenset[str]) -> dict[str, Fact]:
        wanted = keys | {CLASS}
        return {key: fact for key, fact in own_facts(self.known.vocabulary, subject).items() if key in wanted}

    @cached_property
    def _given(self) -> Mapping[Any, Any]:
        from uuid import UUID

        ids = None if self.ids is None else [UUID(one) if self.subject == "person" else one for one in self.ids]
        return provided(self.subject, ids, self.on)

    def _firms(self) -> pl.DataFrame:
        """What the rules read of employers, of every firm; read after the persons of each part, whose digests are then the older ones."""
        import polars as pl

        facts = self._facts("organisation", employer_keys(self.known))
        rows = read_part("organisation", size=10_000_000)
        if rows.is_empty():
            return pl.DataFrame(schema={"id": pl.String})
        made = pl.DataFrame([rows["id"], *columns_of(organisation_profiles(rows, facts), facts, "organisation")])
        return laid_over(made, "organisation", provided("organisation", None, self.on), self.known)
