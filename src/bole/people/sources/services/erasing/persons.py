"""A person is deleted (PIPL art. 47): every version of the rows is emptied, and marks are left by which the rows are known when
they come again. Marks are keyed digests; their list in the keys folder outlives the database, so a restore applies it again.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import F, Q

from bole.kernel.casework import services as casework
from bole.kernel.vault import services as vault
from bole.people.registry import queries as register
from bole.people.registry import services as registry
from bole.people.sources.models import (
    Batch,
    Conflict,
    Decision,
    Edge,
    FormerCluster,
    Home,
    Issue,
    Membership,
    PastMembership,
    Record,
    Review,
    Stale,
    Tombstone,
    UnknownCode,
)
from bole.people.sources.services.base import digests
from bole.people.sources.services.base.jobs import queue_cleaning
from bole.people.sources.services.base.locks import ERASE, LINK, hold
from bole.runtime import keys as key_files

MARKS = "erased.log"
"""In the keys folder, one mark a line."""
EMPTY = dict.fromkeys(
    (
        *("name", "name_simple", "surname", "pinyin", "pinyin_sorted", "initials", "latin", "birth_date", "sex"),
        *("employer_key", "organisation", "township", "id_state", "id_index", "raw_index", "prefix_index"),
        *("late_index", "outer_index", "written_birth"),
        *("passport_index", "phone_index", "sealed", "key"),
    )
)
SHORTEST_NAME = 2
Kind = Tombstone.Kind


def erase_person(person: UUID, *, by: Any, reason: str) -> None:
    """Empties every row of a person, past ones and those of absorbed ids included; the keys of the rows are destroyed, memberships,
    edges and what was written about the rows go. Files follow in a job. Does nothing for somebody without rows."""
    with transaction.atomic():
        _alone()
        nodes = _nodes_of([person, *register.absorbed_ids(person)])
        if nodes:
            _erase(nodes, by=by, reason=reason)


def reapply_marks(*, by: Any) -> int:
    """After a restore: takes the marks from the keys folder and empties every row they know, whoever holds it now. Returns how many
    rows."""
    marks = [_from_line(line) for line in key_files.read_lines(MARKS)]
    with transaction.atomic():
        _alone()
        Tombstone.objects.bulk_create(marks, ignore_conflicts=True)
        nodes = _marked_nodes()
        if nodes:
            _erase(nodes, by=by, reason="restore")
        return len(nodes)


def _alone() -> None:
    """No link run and no storing at the same time: what they have read may still hold the person."""
    hold(LINK, ERASE)


def _nodes_of(persons: Sequence[UUID]) -> set[int]:
    """Rows that belong to these ids, and ended ones that belonged to them last."""
    nodes = set(Membership.objects.filter(person__in=persons).values_list("node", flat=True))
    past = set(PastMembership.objects.filter(person__in=persons).values_list("node", flat=True)) - nodes
    elsewhere = Membership.objects.filter(node__in=past, person__isnull=False).values_list("node", flat=True)
    own = nodes | past.difference(elsewhere)
    return set(Record.objects.filter(node__in=own, subject="person").values_list("node", flat=True))


def _erase(nodes: set[int], *, by: Any, reason: str) -> None:
    versions = Record.objects.filter(node__in=nodes, subject="person")
    _mark(versions.exclude(values={}))
    nodes |= _marked_nodes()  # rows nobody holds: a dated fact of S21, rows that ended long ago
    versions = Record.objects.filter(node__in=nodes, subject="person")
    _mark(versions.exclude(values={}))
    names = {name for name in versions.values_list("name", flat=True) if name and len(name) >= SHORTEST_NAME}
    keys = list(versions.filter(key__isnull=False).values_list("key", flat=True))
    if keys:
        vault.destroy_keys(keys, by=by, reason=reason)
    _forget_issues(versions)
    _forget_words(names)
    versions.update(values={}, row_hash=b"", valid_to_batch=F("valid_from_batch"), **EMPTY)
    _untie(nodes)
    queue_cleaning()


def _mark(versions: Any) -> None:
    """Leaves the marks of these rows: first in the keys folder, then in the database."""
    columns = ("source", "natural_key", "name_simple", "id_index", "passport_index", "raw_index")
    rows = list(versions.values_list(*columns))
    names = digests.keyed([row[2] for row in rows], "name")
    found: dict[tuple[str, str, bytes, bytes], Tombstone] = {}
    for (source, key, _name, identity, passport, raw), name in zip(rows, names, strict=True):
        named = _bytes(name)
        for kind, at, digest in (
            (Kind.ROW, source, key),
            (Kind.IDENTITY, "", identity),
            (Kind.PASSPORT, "", passport),
            (Kind.RAW, "", raw),
        ):
            if digest:
                found[kind, at, bytes(digest), named] = Tombstone(
                    kind=kind, source=at, digest=bytes(digest), name=named
                )
    known = {(m.kind, m.source, bytes(m.digest), bytes(m.name)) for m in Tombstone.objects.all()} if found else set()
    fresh = [mark for key, mark in found.items() if key not in known]
    for mark in fresh:
        line = [mark.kind, mark.source, bytes(mark.digest).hex(), bytes(mark.name).hex()]
        key_files.append_line(MARKS, json.dumps(line))
    Tombstone.objects.bulk_create(fresh, ignore_conflicts=True)


def _from_line(line: str) -> Tombstone:
    kind, source, digest, name = json.loads(line)
    return Tombstone(kind=kind, source=source, digest=bytes.fromhex(digest), name=bytes.fromhex(name))


def _bytes(text: str | None) -> bytes:
    return bytes.fromhex(text[2:]) if text else b""


_MARKED = """
with known as (
  select r.id, t.kind from sources_record r join sources_tombstone t
      on t.kind = 'row' and t.source = r.source and t.digest = r.natural_key
  union all select r.id, t.kind from sources_record r join sources_tombstone t on t.kind = 'identity' and t.digest = r.id_index
  union all select r.id, t.kind from sources_record r join sources_tombstone t
      on t.kind = 'passport' and t.digest = r.passport_index
  union all select r.id, t.kind from sources_record r join sources_tombstone t on t.kind = 'raw' and t.digest = r.raw_index)
select distinct r.node, r.name_simple, m.person is null, r.id_index, r.passport_index, r.raw_index, k.kind
  from known k join sources_record r on r.id = k.id left join sources_membership m on m.node = r.node
 where r.subject = 'person' and r.values <> '{}'::jsonb"""


def _marked_nodes() -> set[int]:
    """Rows with content that a mark knows: by their own key, or by a number beside the same name or in nobody's hands."""
    with connection.cursor() as cursor:
        cursor.execute(_MARKED)
        rows = cursor.fetchall()
    if not rows:
        return set()
    pairs = {(bytes(m.digest), bytes(m.name)) for m in Tombstone.objects.exclude(kind=Kind.ROW)}
    names = digests.keyed([row[1] for row in rows], "name")
    found = set()
    for (node, _name, free, *numbers, kind), name in zip(rows, names, strict=True):
        same = any((bytes(number), _bytes(name)) in pairs for number in numbers if number)
        if kind == Kind.ROW or free or same:
            found.add(node)
    return found


def _forget_issues(versions: Any) -> None:
    rows: dict[int, set[int]] = {}
    for batch, row in versions.values_list("valid_from_batch_id", "row"):
        rows.setdefault(batch, set()).add(row)
    for batch, numbers in rows.items():
        Issue.objects.filter(batch=batch, row__in=numbers).delete()


def _forget_words(names: set[str]) -> None:
    """Names of files and unread words that are the person's name."""
    if not names:
        return
    UnknownCode.objects.filter(value__in=names).delete()
    for name in names:
        for batch in Batch.objects.filter(file_name__contains=name).only("pk", "file_name"):
            Batch.objects.filter(pk=batch.pk).update(file_name=batch.file_name.replace(name, "*" * len(name)))


def _untie(nodes: set[int]) -> None:
    """Memberships and edges go; a profile without rows is emptied, one that keeps rows is derived anew by the next link run."""
    holders = set(Membership.objects.filter(node__in=nodes, person__isnull=False).values_list("person", flat=True))
    Membership.objects.filter(node__in=nodes).delete()
    PastMembership.objects.filter(node__in=nodes).delete()
    Home.objects.filter(node__in=nodes).delete()
    FormerCluster.objects.filter(nodes__overlap=list(nodes)).delete()
    for model in (Edge, Conflict):
        model.objects.filter(Q(left__in=nodes) | Q(right__in=nodes)).delete()
    spoken = Q(left__in=nodes) | Q(right__in=nodes) | Q(anchor__in=nodes)
    asked = Review.objects.filter(Q(left__in=nodes) | Q(right__in=nodes), case__isnull=False)
    casework.forget_cases(asked.values_list("case", flat=True))
    Decision.objects.filter(spoken).update(value=None, reason="", retract_reason="")
    left = set(Membership.objects.filter(person__in=holders).values_list("person", flat=True))
    Home.objects.filter(path__overlap=list(holders - left)).delete()  # an emptied id takes nobody in again
    FormerCluster.objects.filter(person__in=holders - left).delete()
    rest = Membership.objects.filter(person__in=left)
    Stale.objects.bulk_create([Stale(node=node) for node in rest.values_list("node", flat=True)])
    rest.update(record=0)
    for person in holders - left:
        registry.empty_person(person)
