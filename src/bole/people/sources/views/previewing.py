"""A preview as its page shows it: names as far as the reader may see them, the reading recorded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from bole.kernel.accounts.services import Grant, can
from bole.people.registry import queries as registry_queries
from bole.people.registry import services as registry
from bole.people.sources import queries, services
from bole.people.sources.queries import decisions

CHANGES = {
    "split": (gettext_noop("拆成几个人"), "warn"),
    "merge": (gettext_noop("并成一个人"), "warn"),
    "mixed": (gettext_noop("记录在几个人之间重分"), "warn"),
    "vanish": (gettext_noop("没有记录了"), "bad"),
    "appear": (gettext_noop("恢复或新增"), "good"),
    "rows": (gettext_noop("记录或值变化"), "info"),
}


@dataclass(frozen=True)
class ShownPart:
    """A person in a line; `person` is empty where there is no page to open."""

    name: str
    rows: int
    person: str
    is_new: bool


def shown_preview(request: HttpRequest, found: services.Preview) -> dict[str, Any]:
    """What the template needs; at most the lines of the preview are named."""
    grant: Grant = request.grant  # type: ignore[attr-defined]
    parts = [part for line in found.lines for part in (*line.before, *line.after)]
    names = decisions.names_of_persons([part.person for part in parts], grant)
    unknown = decisions.sides([part.node for part in parts if part.person not in names], grant)
    _note(request, names)
    show = _shower(names, unknown, can(request, "registry.view_person"))
    lines = [
        (_(CHANGES[line.change][0]), CHANGES[line.change][1], [show(p) for p in line.before], [show(p) for p in line.after])
        for line in found.lines
    ]  # fmt: skip
    groups = sum(found.counts.values())
    batches = queries.batches_by_id([*found.read_again, *(stop.batch for stop in found.stopped)])
    return {
        "found": found,
        "lines": lines,
        "groups": groups,
        "more": groups - len(lines),
        "counts": [(_(CHANGES[key][0]), found.counts[key]) for key in CHANGES if key in found.counts],
        "read_again": [batches[number] for number in found.read_again if number in batches],
        "stopped": [(batches[stop.batch], stop.why) for stop in found.stopped if stop.batch in batches],
    }


def _shower(names: Mapping[str, str], unknown: Mapping[int, decisions.Side], may_view: bool) -> Any:
    def show(part: Any) -> ShownPart:
        if part.person in names:
            name = names[part.person] or _("(已删除)")
            return ShownPart(name, part.rows, part.person if may_view else "", False)
        side = unknown.get(part.node)
        return ShownPart((side.name if side else "") or _("(无姓名)"), part.rows, "", True)

    return show


def _note(request: HttpRequest, names: Mapping[str, str]) -> None:
    people = [registry_queries.Person(pk=UUID(person)) for person in names]
    if people:
        grant = request.grant  # type: ignore[attr-defined]
        registry.note_reading(
            by=request.user, people=people, grant=grant, purpose=_("查看收回的影响"), shown=("personal",)
        )
