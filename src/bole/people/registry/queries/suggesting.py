"""“Did you mean”: names that sound the same, townships and employers that are written nearly so."""

from __future__ import annotations

import difflib
import itertools
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db.models import Q
from django.utils.translation import gettext as _

from bole.kernel.accounts.services import Grant
from bole.people.registry.models import EmployerName
from bole.people.registry.queries.people import within
from bole.people.registry.queries.tickets import is_ticket
from bole.people.registry.queries.vocabulary import Words, label

MOST, CLOSE = 5, 0.5
FEWEST_PAIRS, WEIGHED = 2, 2_000
LONGEST_NAME = 12


@dataclass(frozen=True)
class Suggestion:
    """`query` is what to search for instead, `kind` what it is."""

    query: str
    kind: str


def suggestions(text: str, words: Words, grant: Grant) -> list[Suggestion]:
    """At most five of each kind, only what the reader would then find; nothing for numbers: a near number is somebody else's."""
    if not text or is_ticket(text) or any(character.isdigit() for character in text):
        return []
    return [*_people(text, grant), *_townships(text, words), *_employers(text, grant)]


def _people(text: str, grant: Grant) -> list[Suggestion]:
    plain = text.replace(" ", "")
    if len(plain) > LONGEST_NAME:
        return []
    names = within(grant).filter(_sounding(plain)).order_by().values_list("name", flat=True).distinct()
    return [Suggestion(name, _("姓名")) for name in names[:MOST] if name != text]


def _sounding(name: str) -> Q:
    """Same sound: by pinyin for Chinese; for Latin letters the beginning of the pinyin, the last letters being left off."""
    if name.isascii():
        letters = name.lower()
        return Q(name_pinyin__startswith=letters[:-1]) if len(letters) > 3 else Q(pk__in=[])
    from pypinyin import lazy_pinyin  # here and not above: its dictionary costs a third of a second of every start

    return Q(name_pinyin="".join(lazy_pinyin(name)).lower()) if len(name) > 1 else Q(pk__in=[])


def _townships(text: str, words: Words) -> list[Suggestion]:
    names = [label(unit) for unit in words.pack.townships.values()]
    return [Suggestion(name, _("乡镇街道")) for name in difflib.get_close_matches(text, names, MOST, CLOSE)]


def _employers(text: str, grant: Grant) -> list[Suggestion]:
    """Firms whose names share at least half of the pairs of characters (three letters of Latin script say little in Chinese)."""
    pairs = {"".join(pair) for pair in itertools.pairwise(text.replace(" ", ""))}
    if len(pairs) < FEWEST_PAIRS:
        return []
    alike = reduce(or_, (Q(name__contains=pair) for pair in pairs))
    names = EmployerName.objects.filter(alike).order_by("name").values_list("name", flat=True)[:WEIGHED]
    shared = {name: sum(pair in name for pair in pairs) for name in names}
    near = [name for name, count in shared.items() if 2 * count >= len(pairs)]
    best = sorted(near, key=lambda name: (-shared[name], name))[: MOST * 2]
    seen = set(within(grant).filter(employer_name__in=best).order_by().values_list("employer_name", flat=True))
    return [Suggestion(name, _("用人单位")) for name in best if name in seen][:MOST]
