"""Two drafts side by side, each against the rules in force."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from bole.governance.policies.queries.simulations import wording as said
from bole.governance.policies.queries.simulations.figures import Line, Section
from bole.ui.components.formats import UNKNOWN, plain


@dataclass(frozen=True)
class Beside:
    """The figures of one kind of subject: rows of a name and a text per draft ("—" where a draft does not concern it)."""

    name: str
    rows: list[tuple[str, list[str]]]


def beside(drafts: Sequence[Sequence[Section]]) -> list[Beside]:
    """One table per kind of subject that any of the drafts concerns."""
    kinds = {section.subject: section.name for sections in drafts for section in sections}
    found = []
    for subject, name in kinds.items():
        both = [next((each for each in sections if each.subject == subject), None) for sections in drafts]
        rows = [(head, [texts.get(head, UNKNOWN) for texts in map(_texts, both)]) for head in _heads(both)]
        found.append(Beside(name, rows))
    return found


def _heads(both: Sequence[Section | None]) -> list[str]:
    """All rows that any of both has, in order."""
    return list(dict.fromkeys(head for section in both for head in _texts(section)))


def _texts(section: Section | None) -> dict[str, str]:
    return dict(_rows(section)) if section else {}


def _rows(section: Section) -> Iterator[tuple[str, str]]:
    yield _("起算日"), section.start.isoformat()
    yield _("五年确定支出(万元)"), _change(section.total)
    yield _("五年可能支出(万元)"), _change_possible(section.total)
    for line in section.years:
        yield _("%(year)s 年确定支出(万元)") % {"year": line.name}, _change(line)
    yield _("多得"), _moved(section.gain, section.unit)
    yield _("少得"), _moved(section.lose, section.unit)
    yield _("不变"), plain(section.result["unchanged"])
    yield _("新出现可能"), plain(section.result["newly_possible"])
    for each in section.lasting:
        day = each.day.isoformat() if each.day else _("够用到年底")
        yield _("%(name)s %(year)s 年预算用完") % {"name": each.name, "year": each.year}, day


def _change(line: Line) -> str:
    return _("%(sum)s(比现行 %(change)s)") % {"sum": said.wan(line.reform), "change": said.signed(line.change)}


def _change_possible(line: Line) -> str:
    change = said.signed(line.change_possible)
    return _("%(sum)s(比现行 %(change)s)") % {"sum": said.wan(line.reform_possible), "change": change}


def _moved(move: Mapping[str, Any], unit: str) -> str:
    amount = said.wan(move["amount"])
    return _("%(people)s %(unit)s,%(amount)s 万元") % {"people": plain(move["people"]), "unit": unit, "amount": amount}
