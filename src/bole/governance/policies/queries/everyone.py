"""Everybody as a table for the rules: out of the latest snapshot, with what other engines have decided. No names, no numbers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_noop as _

from bole.core.errors import Unavailable
from bole.core.rules import RuleSet
from bole.core.vocabulary import Subject
from bole.governance.policies.queries.facts import EMPLOYER
from bole.governance.policies.queries.reads import employer_keys
from bole.governance.policies.queries.ruleset import rules
from bole.kernel.snapshots import queries as snapshots
from bole.kernel.snapshots.queries import Snapshot
from bole.people.registry.queries.factframes import columns_of, own_facts
from bole.people.registry.services.providing import Given, provided

if TYPE_CHECKING:
    import polars as pl

GONE = ("deceased", "left")
CLASS = "recognised_class"


@dataclass(frozen=True)
class Everyone:
    """`frame`: `id` and the facts as `RuleSet.decide_frame` takes them. `traits`: id, class, township, industry, decade (of birth), in the
    same order; null where it is not known. `snapshot`: whose state of things this is."""

    frame: pl.DataFrame
    traits: pl.DataFrame
    snapshot: Snapshot


def everyone(subject: Subject, on: dt.date, known: RuleSet | None = None) -> Everyone:
    """All persons or organisations that policies can concern, as the latest snapshot has them.

    `known`: the rules that will read it (None: those in force); of the employer only what they read is there. A free text that no rule
    in force reads is not in a snapshot and therefore unknown.

    Raises:
        Unavailable: there is no snapshot yet, or one of before facts stood in it.
    """
    snapshot = snapshots.latest()
    if snapshot is None or "person_facts" not in snapshot.manifest["tables"]:
        raise Unavailable(
            _("还没有可以测算的数据快照。"), remedy=_("请先在“快照”页发布一个快照。"), code="policies.no_snapshot"
        )
    frame, traits = _persons(snapshot, known or rules()) if subject == "person" else _organisations(snapshot)
    frame = laid_over(frame, subject, provided(subject, None, on), known or rules())
    if EMPLOYER in frame.columns:
        frame = _employers_laid_over(frame, traits, on, known or rules())
    return Everyone(frame, with_class(traits.drop(EMPLOYER, strict=False), frame), snapshot)


def _persons(snapshot: Snapshot, known: RuleSet) -> tuple[pl.DataFrame, pl.DataFrame]:
    import polars as pl

    people = pl.read_parquet(
        snapshot.table("persons"), columns=["id", "birth_year", "township_code", "employer_uscc", "stock"]
    )
    facts = pl.read_parquet(snapshot.table("person_facts"))
    alive = (~people["stock"].is_in(GONE)).fill_null(True)
    facts, people = facts.filter(alive).rechunk(), people.filter(alive)
    firms, places = _firms(snapshot)
    frame = with_employer(facts, people["employer_uscc"], firms, known)
    return frame, person_traits(people, places)


def _firms(snapshot: Snapshot) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Facts of the firms, and where they stand."""
    import polars as pl

    firms = pl.read_parquet(snapshot.table("organisation_facts"))
    places = pl.read_parquet(snapshot.table("organisations"))
    if places.is_empty():
        places = pl.DataFrame(schema=dict.fromkeys(("uscc", "industry_code", "township_code"), pl.String))
    return firms, places.select("uscc", "industry_code", "township_code")


def _organisations(snapshot: Snapshot) -> tuple[pl.DataFrame, pl.DataFrame]:
    import polars as pl

    firms, places = _firms(snapshot)
    empty = pl.lit(None, dtype=pl.String)
    traits = places.select(
        pl.col("uscc").alias("id"),
        filled("township_code").alias("township"),
        filled("industry_code").alias("industry"),
        empty.alias("decade"),
    )
    return with_code(firms), traits


def with_code(firms: pl.DataFrame) -> pl.DataFrame:
    """Firms with their code as the fact it is."""
    import polars as pl

    return firms.with_columns(pl.col("id").alias("uscc"))


# --- persons and their employers --------------------------------------------------------------------------------------


def with_employer(frame: pl.DataFrame, codes: pl.Series, firms: pl.DataFrame, known: RuleSet) -> pl.DataFrame:
    """The facts of persons with what the rules read of their employers; `employer` tells of whom one is known."""
    import polars as pl

    wanted = sorted(employer_keys(known))
    place = (
        pl.DataFrame({"id": codes.cast(pl.String)})
        .join(firms.select("id").with_row_index("place"), on="id", how="left", maintain_order="left")["place"]
        .alias("place")
    )
    coded = with_code(firms)
    made = [coded[name].gather(place).alias(f"{EMPLOYER}.{name}") for name in wanted if name in coded.columns]
    return frame.hstack([place.is_not_null().alias(EMPLOYER), *made])


def person_traits(people: pl.DataFrame, places: pl.DataFrame) -> pl.DataFrame:
    """id, township, industry (of the employer), decade, and the employer's code."""
    import polars as pl

    industry = people.select(pl.col("employer_uscc").cast(pl.String).alias("uscc")).join(
        places.select("uscc", filled("industry_code")), on="uscc", how="left", maintain_order="left"
    )["industry_code"]
    year = pl.col("birth_year").cast(pl.Int64)
    return people.select(
        "id",
        filled("township_code").alias("township"),
        industry.alias("industry"),
        (year // 10 * 10).cast(pl.String).alias("decade"),
        pl.col("employer_uscc").cast(pl.String).alias(EMPLOYER),
    )


def filled(name: str) -> pl.Expr:
    """A column of texts in which the empty text is unknown."""
    import polars as pl

    text = pl.col(name).cast(pl.String)
    return pl.when(text != "").then(text).alias(name)


def with_class(traits: pl.DataFrame, frame: pl.DataFrame) -> pl.DataFrame:
    """Traits with the recognised class."""
    import polars as pl

    found = frame[CLASS] if CLASS in frame.columns else pl.repeat(None, traits.height, dtype=pl.String, eager=True)
    return traits.with_columns(found.alias("class")).select("id", "class", "township", "industry", "decade")


# --- what was decided -------------------------------------------------------------------------------------------------


def laid_over(
    frame: pl.DataFrame, subject: Subject, given: Mapping[Any, Mapping[str, Given]], known: RuleSet
) -> pl.DataFrame:
    """The frame with provided facts, by the same rule as for one: what was decided stands first, nothing decided is unknown."""
    by_id = {str(key): {fact: each.value for fact, each in facts.items()} for key, facts in given.items()}
    return _with_values(frame, frame["id"].to_list(), by_id, "", subject, known) if by_id else frame


def _employers_laid_over(frame: pl.DataFrame, traits: pl.DataFrame, on: dt.date, known: RuleSet) -> pl.DataFrame:
    given = provided("organisation", None, on)
    by_id = {str(key): {fact: each.value for fact, each in facts.items()} for key, facts in given.items()}
    if not by_id:
        return frame
    wanted, there = employer_keys(known), frame[EMPLOYER].to_list()
    kept = {key: {fact: v for fact, v in facts.items() if fact in wanted} for key, facts in by_id.items()}
    codes = [code if is_known else None for code, is_known in zip(traits[EMPLOYER].to_list(), there, strict=True)]
    return _with_values(frame, codes, kept, f"{EMPLOYER}.", "organisation", known)


def _with_values(
    frame: pl.DataFrame,
    ids: Collection[str | None],
    values: Mapping[str, Mapping[str, Any]],
    prefix: str,
    subject: Subject,
    known: RuleSet,
) -> pl.DataFrame:
    """Columns `prefix` + fact with these values in the rows of these ids."""
    facts, nothing = own_facts(known.vocabulary, subject), dict[str, Any]()
    for key in sorted({key for each in values.values() for key in each} & facts.keys()):
        name = f"{prefix}{key}"
        former = frame[name].to_list() if name in frame.columns else [None] * frame.height
        new = (
            values.get(one or "", nothing).get(key, was) if one in values else was
            for one, was in zip(ids, former, strict=True)
        )
        made = columns_of(({} if value is None else {key: value} for value in new), {key: facts[key]}, subject)
        frame = frame.drop(name, strict=False)
        frame = frame.with_columns(made[0].alias(name)) if made else frame
    return frame
