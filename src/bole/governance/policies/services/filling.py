"""What somebody filled in on the form of a draft, brought into the text of the policy."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from bole.core.rules.editing import cells
from bole.core.rules.editing.source import Path, Source, SourceInvalid, written
from bole.core.rules.editing.typed import TypedWrong, as_typed, kind_of
from bole.governance.policies.models import Draft
from bole.governance.policies.queries.drafts import ADDABLE, Sheet, sheet_of


@dataclass
class Filled:
    """The text with all that could be brought in. `typed`: what was changed by field; `errors`: by field, or "" for rows."""

    text: str
    typed: dict[Path, str] = field(default_factory=dict)
    errors: dict[Path, str] = field(default_factory=dict)
    others: list[str] = field(default_factory=list)

    @property
    def good(self) -> bool:
        return not self.errors and not self.others


def fill(draft: Draft, now: str, seen: str, posted: Mapping[str, str]) -> Filled:
    """`seen`: the text that the form showed; only what differs from it was typed, and is laid over the text of `now`.

    `posted`: c… a value, d… an entry to take away, r…-key and r…-value a new row, n…-name, n…-text and n…-english a new entry.
    """
    shown, current = sheet_of(seen, draft), sheet_of(now, draft)
    places = {each.cell.path: each.cell for each in current.fields.values()}
    found, values = Filled(now), {}
    for name, each in shown.fields.items():
        text = _plain(posted.get(name, each.value))
        if text == _plain(each.value):
            continue
        found.typed[each.cell.path] = text
        cell = places.get(each.cell.path)
        if cell is None:
            found.others.append(_("“%(name)s”已被别人删掉,没有保存这一项。") % {"name": each.label})
            continue
        try:
            values[cell.path] = cells.raw_of(cell, text, current.source)
        except TypedWrong as wrong:
            found.errors[cell.path] = f"{wrong.message}({wrong.remedy})" if wrong.remedy else wrong.message
    if values:
        found.text = cells.change(found.text, current.place, values)
    for step in (_new_rows, _new_entries, _removals):
        step(found, shown, posted)
    return found


def _plain(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.replace("\r", "").split("\n")).strip()


def _new_rows(found: Filled, shown: Sheet, posted: Mapping[str, str]) -> None:
    for name, path in shown.paths.items():
        if name.startswith("r"):
            for ending in sorted(part.removeprefix(f"{name}-key") for part in posted if part.startswith(f"{name}-key")):
                key, value = posted[f"{name}-key{ending}"].strip(), posted.get(f"{name}-value{ending}", "").strip()
                if key or value:
                    _new_row(found, shown, path, key, value)


def _new_row(found: Filled, shown: Sheet, path: Path, key: str, value: str) -> None:
    try:
        if path[-1] == "dated":
            key = as_typed("date", key)
        elif not key:
            raise TypedWrong(_("新的一行没有写是哪一档"))
        raw = written(as_typed(kind_of(value), value, value), flow=True, text=False)
        _add(found, shown, path, key, raw)
    except TypedWrong as wrong:
        found.others.append(f"{key or value}:{wrong.message}{f'({wrong.remedy})' if wrong.remedy else ''}")


def _new_entries(found: Filled, shown: Sheet, posted: Mapping[str, str]) -> None:
    for name, path in shown.paths.items():
        if not name.startswith("n"):
            continue
        title, text, english = (posted.get(f"{name}-{part}", "").strip() for part in ("name", "text", "english"))
        if not (title or text):
            continue
        if not (title and text and english):
            found.others.append(_("新的一项要写名称、内容和英文名称。"))
            continue
        value, label = ADDABLE[str(path[-1])]
        try:
            said = as_typed("expression", text)
            raw = f"{{{value}: {written(said, flow=True, text=False)}, {label}: {written(english, flow=True, text=True)}}}"
            _add(found, shown, path, title, raw)
        except TypedWrong as wrong:
            found.others.append(f"{title}:{wrong.message}")


def _add(found: Filled, shown: Sheet, path: Path, key: str, raw: str) -> None:
    text = cells.own_part(found.text, shown.place, path)
    try:
        source = Source(text)
        if key in source.need(path).entries:
            raise TypedWrong(_("已经有了"), _("改原来的那一行"))
        found.text = source.added(path, key, raw)
    except SourceInvalid as error:
        raise TypedWrong(_("加不进去"), str(error)) from None


def _removals(found: Filled, shown: Sheet, posted: Mapping[str, str]) -> None:
    for name, path in shown.paths.items():
        if name.startswith("d") and posted.get(name):
            text = cells.own_part(found.text, shown.place, path)
            source = Source(text)
            if source.at(path) is not None:
                found.text = source.removed(path)
