"""What was taken up already: told by whoever pays or decides, kept beside the match. Today by the register: subsidies on file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from django.db import connection, transaction

from bole.core.rules import RuleSet
from bole.core.vocabulary import Subject
from bole.governance.policies.queries.ruleset import rules
from bole.governance.policies.services.matching import writing
from bole.kernel.taxonomy import queries as taxonomy


class TakenUp(NamedTuple):
    """One policy that one subject has had. `ref`: what shows it (a payment, a case), without names."""

    subject_id: str
    policy: str
    on: dt.date
    ref: str


Provider = Callable[[Subject, Sequence[str] | None], Iterable[TakenUp]]
_providers: dict[str, Provider] = {}


def register_takeup(name: str, provider: Provider) -> None:
    """Called in `apps.ready()`: `provider(subject, ids)` says what these subjects (None: all) have had."""
    _providers[name] = provider


def paid_as(known: RuleSet) -> Mapping[str, str]:
    """The name under which a payment stands on file to the policy: its own name, or what the county says (`matching.paid_as`)."""
    named = {policy.name: key for key, policy in known.policies.items()}
    section = taxonomy.current_pack().settings.get("matching", {})
    return {**named, **{name: key for name, key in section.get("paid_as", {}).items() if key in known.policies}}


def subsidies_on_file(subject: Subject, ids: Sequence[str] | None) -> Iterable[TakenUp]:
    """Of persons, by the record set of subsidies already paid."""
    if subject != "person":
        return
    names = paid_as(rules())
    with connection.cursor() as cursor:
        cursor.execute(
            "select p.id::text, r->>'subsidy_name', max(r->>'subsidy_paid_on') from registry_person p,"
            " jsonb_array_elements(p.sets->'subsidies') r where jsonb_typeof(p.sets->'subsidies') = 'array'"
            " and r->>'subsidy_name' = any(%s) and (%s::uuid[] is null or p.id = any(%s::uuid[])) group by 1, 2",
            [list(names), ids, ids],
        )
        for one, name, day in cursor.fetchall():
            paid = _day(day)
            if paid is not None:
                yield TakenUp(one, names[name], paid, "S20")


def _day(text: str | None) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text or "")
    except ValueError:
        return None


@transaction.atomic
def note_takeup(subject: Subject, ids: Sequence[str] | None) -> int:
    """Asks all providers and keeps what is new; what was had without being entitled now is kept as ended. Returns how many changed."""
    said = {(each.subject_id, each.policy): each for provider in _providers.values() for each in provider(subject, ids)}
    if not said:
        return 0
    with connection.cursor() as cursor:
        cursor.execute("drop table if exists matching_taken")
        cursor.execute(
            "create temporary table matching_taken (id text, policy text, day date, ref text) on commit drop"
        )
        with cursor.copy("copy matching_taken from stdin") as copy:
            for each in said.values():
                copy.write_row((each.subject_id, each.policy, each.on.isoformat(), each.ref[:120]))
        cursor.execute(SAME, [subject])
        cursor.execute("select distinct id from matching_taken")
        touched = [row[0] for row in cursor.fetchall()]
    if touched:
        with writing.counting(subject, touched) as cursor:
            cursor.execute(TAKEN, [subject])
    return len(touched)


SAME = """
delete from matching_taken t using policies_match m where m.subject_kind = %s and m.subject_id = t.id and m.policy = t.policy
    and m.taken_up_on = t.day and m.taken_up_ref = t.ref
"""
TAKEN = """
insert into policies_match as m (subject_kind, subject_id, policy, since, until, amount, telling, taken_up_on, taken_up_ref)
select %s, t.id, t.policy, t.day, t.day, null, 'dismissed', t.day, t.ref from matching_taken t
on conflict (subject_kind, subject_id, policy) do update set taken_up_on = excluded.taken_up_on,
    taken_up_ref = excluded.taken_up_ref
"""
