"""What a word in the search box may mean: a name or part of one, pinyin, initials, a number, an employer, a township."""

from __future__ import annotations

import itertools
import re
import unicodedata
from functools import lru_cache

import opencc
from django.db.models import Q

from bole.kernel.accounts.services import Grant
from bole.kernel.taxonomy import queries as taxonomy
from bole.people.registry.models import EmployerName
from bole.people.registry.queries import tickets

LONGEST = 80
EMPLOYERS = 300
"""More employer names than this are not one employer: the word is then too common to search by."""
NOBODY = Q(pk__in=[])
LETTERS = re.compile(r"[a-z '’\-]+")


@lru_cache(maxsize=1)
def _simplifier() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


def clean(text: str) -> str:
    """Full-width to half-width, one blank between words, at most 80 characters, no NUL."""
    return " ".join(unicodedata.normalize("NFKC", text.replace("\x00", "")).split())[:LONGEST]


def matching(text: str, grant: Grant, *, hours: int | None = tickets.HOURS) -> Q:
    """The condition for what was typed; identifiers and phones only for those who may see them. `hours`: how old a ticket for a
    number may be."""
    if tickets.is_ticket(text):
        held = tickets.open_ticket(text, hours=hours) if grant.can_see("personal") else None
        return NOBODY if held is None else held
    word = clean(text)
    if (number := tickets.number_in(word)) is not None:
        return _by_number(number, grant)
    if LETTERS.fullmatch(word.lower()):
        return _by_letters(word.lower())
    return _by_name(word) | _by_employer(word) | _by_township(word)


def _by_number(number: str, grant: Grant) -> Q:
    if not grant.can_see("personal"):
        return NOBODY
    return Q(*(Q(**{f"{column}__overlap": indexes}) for column, indexes in tickets.indexes_of(number).items()))


def _by_letters(word: str) -> Q:
    letters = re.sub(r"[^a-z]", "", word)
    if not letters:
        return NOBODY
    found = Q(name_pinyin__startswith=letters) | Q(initials=letters)
    return found | Q(search__contains=word) if len(word) > 2 else found


def _by_name(word: str) -> Q:
    """Every fragment of one or two characters is indexed, so one character is as quick as ten (rare characters too)."""
    found = Q()
    for spelling in {word, _simplifier().convert(word)}:
        plain = spelling.replace(" ", "")
        grams = list(plain) if len(plain) < 2 else ["".join(pair) for pair in itertools.pairwise(plain)]
        found |= Q(name_keys__contains=grams, search__contains=plain.lower())
    return found


def _by_employer(word: str) -> Q:
    if len(word) < 2:
        return Q()
    names = list(EmployerName.objects.filter(name__icontains=word).values_list("name", flat=True)[: EMPLOYERS + 1])
    return Q(employer_name__in=names) if 0 < len(names) <= EMPLOYERS else Q()


def _by_township(word: str) -> Q:
    code = taxonomy.township_for(word) if len(word) > 1 else None
    return Q(township_code=code) if code else Q()
