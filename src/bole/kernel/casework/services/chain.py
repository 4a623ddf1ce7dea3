"""The log of a case: every entry's digest covers the entry before it, the case keeps the last one.

Of free text (reasons, notes, titles) the chain covers a digest with a random salt: without text and salt nothing can be read
or guessed from it, and the chain verifies as before.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_noop

from bole.core.casework import Event as Happened
from bole.kernel.casework.models import Case, Event

WORDS = ("reason", "text", "title")
"""Entries of an event's data that people write."""
ONESELF = gettext_noop("本人")


def digest_of(previous: bytes, event: Event) -> bytes:
    """SHA-256 over the previous digest and everything the entry says, its words by their own digest, as canonical JSON."""
    said = [
        event.case_id, event.seq, event.at.astimezone(timezone.get_fixed_timezone(0)).isoformat(), event.name,
        event.step, event.actor_id, event.actor, event.for_name, event.data,
        bytes(event.words_digest).hex(),
    ]  # fmt: skip
    return hashlib.sha256(previous + _canonical(said)).digest()


def _canonical(value: Any) -> bytes:
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def _digest_of_words(salt: bytes, words: Mapping[str, Any]) -> bytes:
    return hashlib.sha256(salt + _canonical(words)).digest()


def append(case: Case, happened: Iterable[Happened], *, by: Any, for_name: str = "") -> list[Event]:
    """Write entries in one statement; the caller holds the lock on `case` and saves its chain_seq and chain_digest."""
    return Event.objects.bulk_create(entries_of(case, happened, by=by, for_name=for_name))


def entries_of(case: Case, happened: Iterable[Happened], *, by: Any, for_name: str = "") -> list[Event]:
    """The entries that follow the last one of `case`, chained and not saved; the case's end of the chain moves on."""
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
            actor=_name_of(by, case),
            for_name=for_name,
            data={key: value for key, value in item.data.items() if key not in WORDS},
        )
        _write_words(entry, {key: value for key, value in item.data.items() if key in WORDS and value})
        entry.digest = case.chain_digest = digest_of(bytes(case.chain_digest), entry)
        entries.append(entry)
    return entries


def _name_of(by: Any, case: Case) -> str:
    """The name of whoever acts; the person whom the case is about stays nameless, the number leads to the account."""
    if not by:
        return ""
    return ONESELF if case.subject and getattr(by, "subject", None) == case.subject else str(by)


def _write_words(entry: Event, words: dict[str, Any]) -> None:
    if words:
        entry.words, entry.words_salt = words, os.urandom(16)
        entry.words_digest = _digest_of_words(entry.words_salt, words)


def empty_words(cases: Iterable[int]) -> int:
    """Takes the words out of the logs of these cases for good; everything else of the logs stays. Returns the entries."""
    return Event.objects.filter(case__in=cases, words__isnull=False).update(words=None, words_salt=b"")


def verify_chain(case: Case) -> list[str]:
    """What is wrong with the log of a case; empty when every entry and the end are as they were written."""
    problems, previous, seq = [], b"", 0
    for event in Event.objects.filter(case=case).order_by("seq"):
        seq += 1
        if event.seq != seq:
            problems.append(f"缺少第 {seq} 条")
            seq = event.seq
        previous = digest_of(previous, event)
        problems += _check_words(case, event)
        if previous != bytes(event.digest):
            problems.append(f"第 {event.seq} 条被改动")
            previous = bytes(event.digest)
    if seq != case.chain_seq or previous != bytes(case.chain_digest):
        problems.append(f"日志末尾不符:应有 {case.chain_seq} 条")
    return problems


def _check_words(case: Case, event: Event) -> list[str]:
    """The words must be those that were digested; where the person was erased they must be gone."""
    if event.words is not None and _digest_of_words(bytes(event.words_salt), event.words) != bytes(event.words_digest):
        return [f"第 {event.seq} 条的文字被改动"]
    if event.words is None and event.words_digest and case.forgotten_at is None:
        return [f"第 {event.seq} 条的文字缺失"]
    return []


def verify_all_chains() -> dict[int, list[str]]:
    """The problems of every case that has any, by case id."""
    cases = Case.objects.only("id", "chain_seq", "chain_digest", "forgotten_at").order_by("id").iterator(chunk_size=500)
    return {case.pk: problems for case in cases if (problems := verify_chain(case))}
