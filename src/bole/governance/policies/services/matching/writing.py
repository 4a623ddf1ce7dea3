"""Storing what was decided: standings, who is entitled to what, and the counts, in one transaction."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db import connection, transaction

from bole.core.vocabulary import Subject
from bole.people.registry.queries.subjects import of_population

if TYPE_CHECKING:
    import polars as pl

LOCK = 0x706F6C69
"""Whoever writes or forgets standings holds it until the end of the transaction."""
DECIDED = ("id", "digest", "township", "talent_class", "next_change", "outcome", "maybe", "near")
DUE = ("id", "policy", "amount")


@dataclass(frozen=True)
class Batch:
    """`decided` and `due` as `tables` makes them. `only`: the policies that were decided (None: all there are). `read_at`: facts are of then;
    what was marked stale later stays so. `tell_at_once`: up to so many new ones of a policy are told; None: all wait for a release."""

    subject: Subject
    decided: Sequence[pl.DataFrame]
    due: Sequence[pl.DataFrame]
    only: Sequence[str] | None
    rules_sha256: str
    on: date
    read_at: datetime
    tell_at_once: int | None


@transaction.atomic
def store(batch: Batch) -> int:
    """Writes a batch; storing the same again changes nothing. Who has left the register meanwhile is left out. Returns how many."""
    with connection.cursor() as cursor:
        hold(cursor)
        _stage(cursor, batch)
        _count(cursor, batch.subject, -1)
        cursor.execute(UPDATE if batch.only is not None else UPSERT, _values(batch))
        cursor.execute(END, _values(batch))
        cursor.execute(ENTITLE, _values(batch))
        _hold_back(cursor, batch)
        _count(cursor, batch.subject, 1)
        cursor.execute("select count(*) from matching_decided")
        return int(cursor.fetchone()[0])


def hold(cursor: Any) -> None:
    """One writer at a time, until the end of the transaction."""
    cursor.execute("select pg_advisory_xact_lock(%s)", [LOCK])


def _values(batch: Batch) -> dict[str, Any]:
    return {
        "kind": batch.subject,
        "rules": batch.rules_sha256,
        "on": batch.on,
        "read_at": batch.read_at,
        "only": None if batch.only is None else list(batch.only),
        "telling": "held" if batch.tell_at_once is None else "queued",
    }


# --- staging ----------------------------------------------------------------------------------------------------------


def _stage(cursor: Any, batch: Batch) -> None:
    cursor.execute("drop table if exists matching_decided, matching_due, matching_new")
    cursor.execute(
        "create temporary table matching_decided (id text, digest text, township text, talent_class text, next_change date,"
        " outcome jsonb, maybe text[], near text[]) on commit drop"
    )
    cursor.execute("create temporary table matching_due (id text, policy text, amount bigint) on commit drop")
    cursor.execute("create temporary table matching_new (id bigint, policy text) on commit drop")
    _copy(cursor, "matching_decided", DECIDED, batch.decided)
    _copy(cursor, "matching_due", DUE, batch.due)
    cursor.execute(of_population(batch.subject, LEFT))
    if batch.only is not None:
        cursor.execute(
            "delete from matching_decided d where not exists"
            " (select from policies_standing s where s.subject_kind = %s and s.subject_id = d.id)",
            [batch.subject],
        )
    cursor.execute("delete from matching_due e where not exists (select from matching_decided d where d.id = e.id)")
    cursor.execute("analyze matching_decided (id)")
    cursor.execute("analyze matching_due (id, policy)")


def _copy(cursor: Any, table: str, columns: Sequence[str], frames: Iterable[pl.DataFrame]) -> None:
    """Ids, keys of policies and codes need no escaping."""
    with cursor.copy(f"copy {table} ({', '.join(columns)}) from stdin") as copy:
        for frame in frames:
            buffer = io.BytesIO()
            frame.select(columns).write_csv(
                buffer, separator="\t", include_header=False, quote_style="never", null_value="\\N"
            )
            copy.write(buffer.getvalue())


LEFT = "delete from matching_decided d where not exists (select from {population} p where p.id = d.id)"


# --- statements -------------------------------------------------------------------------------------------------------

UPSERT = """
insert into policies_standing as s (subject_kind, subject_id, rules_sha256, digest, decided_on, next_change, township,
    talent_class, outcome, maybe, near, stale, stale_at)
select %(kind)s, id, %(rules)s, digest, %(on)s, next_change, township, talent_class, outcome, maybe, near, '{}', null
from matching_decided
on conflict (subject_kind, subject_id) do update set rules_sha256 = excluded.rules_sha256, digest = excluded.digest,
    decided_on = excluded.decided_on, next_change = excluded.next_change, township = excluded.township,
    talent_class = excluded.talent_class, outcome = excluded.outcome, maybe = excluded.maybe, near = excluded.near,
    stale = case when s.stale_at > %(read_at)s then s.stale else '{}' end,
    stale_at = case when s.stale_at > %(read_at)s then s.stale_at end
"""
UPDATE = """
update policies_standing s set rules_sha256 = %(rules)s, next_change = least(s.next_change, d.next_change),
    township = d.township, talent_class = d.talent_class, outcome = (s.outcome - %(only)s::text[]) || d.outcome,
    maybe = array(select k from (select unnest(s.maybe) except select unnest(%(only)s::text[]) union select unnest(d.maybe))
        as u(k) order by k collate "C"),
    near = array(select k from (select unnest(s.near) except select unnest(%(only)s::text[]) union select unnest(d.near))
        as u(k) order by k collate "C")
from matching_decided d where s.subject_kind = %(kind)s and s.subject_id = d.id
"""
END = """
update policies_match m set until = %(on)s from matching_decided d
where m.subject_kind = %(kind)s and m.subject_id = d.id and m.until is null
    and (%(only)s::text[] is null or m.policy = any(%(only)s::text[]))
    and not exists (select from matching_due e where e.id = m.subject_id and e.policy = m.policy)
"""
ENTITLE = """
with written as (
    insert into policies_match as m (subject_kind, subject_id, policy, since, until, amount, telling, taken_up_ref)
    select %(kind)s, id, policy, %(on)s, null, amount, %(telling)s, '' from matching_due
    on conflict (subject_kind, subject_id, policy) do update set amount = excluded.amount, until = null,
        since = case when m.until is null then m.since else excluded.since end
    where m.until is not null or m.amount is distinct from excluded.amount
    returning id, policy, (xmax = 0) as fresh)
insert into matching_new select id, policy from written where fresh
"""


def _hold_back(cursor: Any, batch: Batch) -> None:
    """More new ones of a policy than may be told at once wait for a release."""
    if batch.tell_at_once is not None:
        cursor.execute(
            "update policies_match m set telling = 'held' from matching_new w where m.id = w.id and w.policy in"
            " (select policy from matching_new group by policy having count(*) > %s)",
            [batch.tell_at_once],
        )


COUNTED = """
select '{kind}' as subject_kind, policy, township, talent_class, sum(eligible) as eligible, sum(possible) as possible,
    sum(near) as near, sum(told) as told, sum(taken) as taken, sum(certain) as certain, sum(potential) as potential
from (
    select m.policy, s.township, s.talent_class, count(*) filter (where m.until is null) as eligible, 0 as possible, 0 as near,
        count(*) filter (where m.telling = 'told') as told, count(m.taken_up_on) as taken,
        coalesce(sum(m.amount) filter (where m.until is null), 0) as certain, 0 as potential
    from matching_decided d join policies_standing s on s.subject_kind = '{kind}' and s.subject_id = d.id
    join policies_match m on m.subject_kind = '{kind}' and m.subject_id = d.id group by 1, 2, 3
    union all
    select k, s.township, s.talent_class, 0, count(*), 0, 0, 0, 0, coalesce(sum((s.outcome->>k)::bigint), 0)
    from matching_decided d join policies_standing s on s.subject_kind = '{kind}' and s.subject_id = d.id
    cross join unnest(s.maybe) k group by 1, 2, 3
    union all
    select k, s.township, s.talent_class, 0, 0, count(*), 0, 0, 0, 0
    from matching_decided d join policies_standing s on s.subject_kind = '{kind}' and s.subject_id = d.id
    cross join unnest(s.near) k group by 1, 2, 3
) x group by 2, 3, 4
"""

FIGURES = ("eligible", "possible", "near", "told", "taken", "certain", "potential")


def _count(cursor: Any, subject: Subject, sign: int) -> None:
    """Takes the touched subjects out of the counts, or adds them."""
    counted = COUNTED.format(kind=subject)
    signed = ", ".join(f"{sign} * {name}" for name in FIGURES)
    added = ", ".join(f"{name} = t.{name} + excluded.{name}" for name in FIGURES)
    cursor.execute(
        f"insert into policies_tally as t (subject_kind, policy, township, talent_class, {', '.join(FIGURES)})"  # noqa: S608 - constants
        f" select subject_kind, policy, township, talent_class, {signed} from ({counted}) c"
        f" on conflict (subject_kind, policy, township, talent_class) do update set {added}"
    )


@contextmanager
def counting(subject: Subject, ids: Sequence[str]) -> Iterator[Any]:
    """Around a change of standings or matches of these subjects: the counts follow. Yields the cursor; inside a transaction."""
    with connection.cursor() as cursor:
        hold(cursor)
        cursor.execute("drop table if exists matching_decided")
        cursor.execute("create temporary table matching_decided (id text) on commit drop")
        cursor.execute("insert into matching_decided select distinct unnest(%s::text[])", [list(ids)])
        _count(cursor, subject, -1)
        yield cursor
        _count(cursor, subject, 1)
