"""Reads of the vault: counts only."""

from __future__ import annotations

import json
from dataclasses import dataclass

from django.db.models import Count

from bole.kernel.vault.masking import LIKELY, mask_numbers, mask_text
from bole.kernel.vault.models import DataKey
from bole.kernel.vault.tokens import DESTROYED, MASTER
from bole.runtime import keys as key_files

__all__ = ["LIKELY", "mask_numbers", "mask_text"]


@dataclass(frozen=True)
class Status:
    """`by_master`: data keys per master version; `waiting`: keys still under an older master; `destroyed`: by the list."""

    masters: list[int]
    by_master: dict[int, int]
    subjects: int
    unassigned: int
    destroyed: int

    @property
    def keys(self) -> int:
        return sum(self.by_master.values())

    @property
    def waiting(self) -> int:
        return sum(count for version, count in self.by_master.items() if version != max(self.masters))


def status() -> Status:
    counts = DataKey.objects.values_list("master").annotate(Count("id")).order_by("master")
    people = DataKey.objects.aggregate(subjects=Count("subject", distinct=True), assigned=Count("subject"))
    by_master = dict(counts)
    destroyed = sum(len(json.loads(line)["keys"]) for line in key_files.read_lines(DESTROYED))
    unassigned = sum(by_master.values()) - people["assigned"]
    return Status(key_files.versions(MASTER), by_master, people["subjects"], unassigned, destroyed)
