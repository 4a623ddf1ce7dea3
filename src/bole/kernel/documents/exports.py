"""Lists that may be exported: each app registers its own in `apps.ready()`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from bole.kernel.accounts.services import Grant
from bole.kernel.documents.sheets import Column

Parameters = Mapping[str, str]


@dataclass(frozen=True)
class Export:
    """`columns`, `rows` and `subjects` get the requester's grant for `action` and the parameters of the list (its query string).

    `rows` yields one sequence per line, in the order of `columns`; it must filter by the grant itself. `subjects` names the
    persons on the list: with it, the export is logged as a reading of `field_classes` for `purpose`. Files of lists that hold
    values of persons (`holds_people`) are destroyed when somebody is deleted; a list is exported again in a minute.
    """

    name: str
    action: str
    title: Any
    columns: Callable[[Grant, Parameters], Sequence[Column]]
    rows: Callable[[Grant, Parameters], Iterable[Sequence[Any]]]
    purpose: str = "导出列表"
    field_classes: Sequence[str] = ("personal",)
    subjects: Callable[[Grant, Parameters], Iterable[UUID]] | None = None
    source: str = ""
    holds_people: bool = False
    as_of: Callable[[], dt.date | None] | None = None
    total: Callable[[Grant, Parameters], int] | None = None


_exports: dict[str, Export] = {}


def register_export(export: Export) -> None:
    _exports[export.name] = export


def export_named(name: str) -> Export | None:
    return _exports.get(name)


def purposes_of_people() -> list[str]:
    """Purposes under which files with values of persons are kept."""
    return sorted({export.purpose for export in _exports.values() if export.holds_people})
