"""Two rows side by side, field by field, as a reader with these rights may see them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext as _

from bole.kernel.accounts.services import Grant
from bole.kernel.taxonomy import queries as taxonomy
from bole.people.registry import queries as register
from bole.people.sources.models import Membership, Record

HIDDEN = "***"
COMPARED = (
    "name",
    "id_number",
    "passport_no",
    "birth_date",
    "sex",
    "phone",
    "employer_name",
    "township",
    "nationality",
)
"""Facts that say who somebody is; always shown where one of the two has them, in this order."""
BESIDE = 12
"""Further rows of the same person shown on each side."""
SAME, ALIKE, MISSING, OTHER = "same", "alike", "missing", "other"
TONES = {SAME: "good", ALIKE: "good", MISSING: "warn", OTHER: "bad"}


@dataclass(frozen=True, slots=True)
class Side:
    """One row with the person that holds it now, and that person's other rows."""

    record: Record
    person: UUID | None
    rows: Sequence[Record]
    total: int
    source: str

    @property
    def hidden(self) -> int:
        """Further rows that are not shown."""
        return self.total - 1 - len(self.rows)

    @property
    def other_names(self) -> list[str]:
        """Names under which the person's other rows stand."""
        return sorted({row.name for row in self.rows if row.name} - {self.record.name})


@dataclass(frozen=True, slots=True)
class Line:
    """One fact of both sides. `state`: same, alike (written differently), missing, other, or "" where nothing is compared."""

    label: str
    left: str
    right: str
    state: str
    note: str = ""
    left_note: str = ""
    right_note: str = ""

    @property
    def tone(self) -> str:
        return TONES.get(self.state, "")

    @property
    def word(self) -> str:
        return {SAME: _("同"), ALIKE: _("相符"), MISSING: _("缺"), OTHER: _("异")}.get(self.state, "")


def sides_of(left: int, right: int) -> tuple[Side, Side] | None:
    """The current rows of two nodes; None when one of them has ended."""
    rows = {row.node: row for row in _current().filter(node__in=[left, right])}
    if len(rows) < 2:
        return None
    persons = dict(Membership.objects.filter(node__in=[left, right]).values_list("node", "person"))
    beside = _beside(set(filter(None, persons.values())))
    words = register.words()
    made = []
    for node in (left, right):
        others = [row for row in beside.get(persons.get(node), ()) if row.node not in (left, right)]
        record = rows[node]
        made.append(Side(record, persons.get(node), others[:BESIDE], len(others) + 1, words.source(record.source)))
    return made[0], made[1]


def _current() -> Any:
    return Record.objects.filter(valid_to_batch=None, subject="person").select_related("valid_from_batch")


def _beside(persons: set[UUID]) -> dict[UUID | None, list[Record]]:
    holders = dict(Membership.objects.filter(person__in=persons).values_list("node", "person"))
    found: dict[UUID | None, list[Record]] = {}
    for row in _current().filter(node__in=holders).order_by("source", "-as_of", "pk"):
        found.setdefault(holders[row.node], []).append(row)
    return found


def lines_of(left: Side, right: Side, grant: Grant) -> tuple[list[Line], list[Line]]:
    """What says who somebody is, and everything else either row says."""
    words = register.words()
    facts = [key for key in COMPARED if key in words.facts and (_has(left, key) or _has(right, key))]
    first = [_line(words, words.facts[key], left.record, right.record, grant) for key in facts]
    names = _former(left, right, grant)
    keys = sorted({key for side in (left, right) for key in side.record.values} - set(COMPARED))
    rest = [_line(words, words.facts[key], left.record, right.record, grant) for key in keys if key in words.facts]
    return first + names, rest


def _has(side: Side, key: str) -> bool:
    return bool(_value(side.record, key)) or key == "name"


def _value(record: Record, key: str) -> Any:
    if key == "name":
        return record.values.get(key) or record.name
    if key == "birth_date":
        return record.values.get(key) or (record.birth_date.isoformat() if record.birth_date else None)
    return record.values.get(key)


def _line(words: register.Words, fact: Any, left: Record, right: Record, grant: Grant) -> Line:
    shown = [_shown(words, fact, record, grant) for record in (left, right)]
    state = _state(fact.key, left, right)
    note = _digits(left, right) if fact.key == "id_number" and state == OTHER else ""
    return Line(
        taxonomy.name_of(fact), shown[0], shown[1], state, note, _written(fact.key, left), _written(fact.key, right)
    )


def _shown(words: register.Words, fact: Any, record: Record, grant: Grant) -> str:
    """Identifiers and phones stand as masks in the row already; other facts need the right to their class."""
    value = _value(record, fact.key)
    if value in (None, ""):
        return ""
    needed = "personal" if fact.type in ("identifier", "phone") else fact.privacy
    if not grant.can_see(needed):
        return HIDDEN
    return words.value(fact, value)


def _written(key: str, record: Record) -> str:
    """Where a value comes from that the row does not say itself."""
    if key == "birth_date" and not record.values.get(key) and record.birth_date:
        return _("由证件号码推得")
    if key == "id_number" and record.id_state in _NOT_VALID:
        return gettext(_NOT_VALID[record.id_state])
    return ""


_NOT_VALID = {
    "bad_check": gettext_noop("校验码不符"),
    "truncated": gettext_noop("末几位被截断"),
    "fifteen": gettext_noop("15 位旧号"),
    "other": gettext_noop("不是身份证号码"),
}
_INDEXES = {"id_number": "id_index", "passport_no": "passport_index", "phone": "phone_index"}


def _state(key: str, left: Record, right: Record) -> str:
    one, other = _value(left, key), _value(right, key)
    if one in (None, "") or other in (None, ""):
        return MISSING
    if index := _INDEXES.get(key):
        return _same_index(left, right, index, one, other)
    if one == other:
        return SAME
    return ALIKE if _alike(key, left, right) else OTHER


def _same_index(left: Record, right: Record, index: str, one: Any, other: Any) -> str:
    first, second = getattr(left, index), getattr(right, index)
    if first is None or second is None:  # one of them is no valid number: they are compared as written
        first, second = left.raw_index or first, right.raw_index or second
    if first is not None and second is not None:
        return SAME if bytes(first) == bytes(second) else OTHER
    return ALIKE if one == other else OTHER


def _alike(key: str, left: Record, right: Record) -> bool:
    if key == "name":
        return bool(left.name_simple) and (
            left.name_simple == right.name_simple or left.pinyin_sorted == right.pinyin_sorted
        )
    if key == "employer_name":
        return bool(left.employer_key) and left.employer_key == right.employer_key
    return key == "birth_date" and left.birth_date is not None and left.birth_date == right.birth_date


def _digits(left: Record, right: Record) -> str:
    """Which part of two numbers differs; not how."""
    for index, text in (
        ("prefix_index", _("仅末三位不同")),
        ("late_index", _("仅前九位不同")),
        ("outer_index", _("仅第 10–15 位不同")),
    ):
        one, other = getattr(left, index), getattr(right, index)
        if one is not None and other is not None and bytes(one) == bytes(other):
            return text
    return _("多处不同")


def _former(left: Side, right: Side, grant: Grant) -> list[Line]:
    names = ["、".join(side.other_names) if grant.can_see("personal") else HIDDEN for side in (left, right)]
    if not left.other_names and not right.other_names:
        return []
    return [
        Line(_("别的记录里的姓名"), names[0] if left.other_names else "", names[1] if right.other_names else "", "")
    ]


def names_of(nodes: Iterable[int], grant: Grant) -> dict[int, tuple[str, str]]:
    """Name and source of current rows, for lists."""
    words = register.words()
    rows = Record.objects.filter(node__in=list(nodes), valid_to_batch=None)
    may = grant.can_see("personal")
    return {
        node: ((name or "") if may else HIDDEN, words.source(source))
        for node, name, source in rows.values_list("node", "name", "source")
    }


def persons_of(nodes: Iterable[int]) -> list[UUID]:
    """Whose rows these are, for the log of readings."""
    rows = Membership.objects.filter(node__in=list(nodes), person__isnull=False)
    return list(rows.values_list("person", flat=True).distinct())
