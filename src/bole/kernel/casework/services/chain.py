"""The log of a case: every entry's digest covers the entry before it, the case keeps the last one."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from typing import Any

from django.utils import timezone

from bole.core.casework import Event as Happened
from bole.kernel.casework.models import Case, Event


def digest_of(previous: bytes, event: Event) -> bytes:
    """SHA-256 over the previous digest and everything the entry says, as canonical JSON."""
    said = [
        event.case_id, event.seq, event.at.astimezone(timezone.get_fixed_timezone(0)).isoformat(), event.name,
        event.step, event.actor_id, event.actor, event.for_name, event.data,
    ]  # fmt: skip
    text = json.dumps(said, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(previous + text.encode()).digest()


def append(case: Case, happened: Iterable[Happened], *, by: Any, for_name: str = "") -> list[Event]:
    """Write entries in one statement; the caller holds the lock on `case` and saves its chain_seq and chain_digest."""
    at, entries = timezone.now(), []
    for item in happened:
        case.chain_seq += 1
        entry = Event(
            case=case,
            seq=case.chain_seq,
            at=at,
            name=item.name,
            step=item.step,
            actor_id=getattr(by, "pk", None),
            actor=str(by) if by else "",
            for_name=for_name,
            data=dict(item.data),
        )
        entry.digest = case.chain_digest = digest_of(bytes(case.chain_digest), entry)
        entries.append(entry)
    return Event.objects.bulk_create(entries)


def verify_chain(case: Case) -> list[str]:
    """What is wrong with the log of a case; empty when every entry and the end are as they were written."""
    problems, previous, seq = [], b"", 0
    for event in Event.objects.filter(case=case).order_by("seq"):
        seq += 1
        if event.seq != seq:
            problems.append(f"缺少第 {seq} 条")
            seq = event.seq
        previous = digest_of(previous, event)
        if previous != bytes(event.digest):
            problems.append(f"第 {event.seq} 条被改动")
            previous = bytes(event.digest)
    if seq != case.chain_seq or previous != bytes(case.chain_digest):
        problems.append(f"日志末尾不符:应有 {case.chain_seq} 条")
    return problems


def verify_all_chains() -> dict[int, list[str]]:
    """The problems of every case that has any, by case id."""
    cases = Case.objects.only("id", "chain_seq", "chain_digest").order_by("id").iterator(chunk_size=500)
    return {case.pk: problems for case in cases if (problems := verify_chain(case))}
