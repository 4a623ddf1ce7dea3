"""From a derived profile (PersonRow) to the columns of `registry_person`. Pure: no database, no clock."""

from __future__ import annotations

import hashlib
import itertools
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import orjson

from bole.core.vocabulary import Pack

Row = Mapping[str, Any]

KEYED_CHARACTERS = 20
"""Names longer than this are found by their beginning and by trigrams, not by every fragment."""
TOKEN_SIZE = 120
NAME_SIZE, PINYIN_SIZE, INITIALS_SIZE, CODE_SIZE = 120, 240, 40, 18
"""What the register's columns hold: one overlong name must not stop the run for everybody. The record keeps it whole."""
_NOT_LETTERS = re.compile(r"[^a-z]+")
_LATIN_ONLY = re.compile(r"[\x00-\u024f]*")


def letters(text: str | None) -> str:
    """Lower-case a-z only: "Shěn Ruòxī" must have been romanised before."""
    return _NOT_LETTERS.sub("", (text or "").lower())


def name_keys(names: Iterable[str]) -> list[str]:
    """All fragments of one and two characters of Chinese names: what a search of one or two characters looks up."""
    keys: dict[str, None] = {}
    for name in names:
        if not _LATIN_ONLY.fullmatch(name):
            text = name[:KEYED_CHARACTERS]
            keys.update(dict.fromkeys(text))
            keys.update(dict.fromkeys(map("".join, itertools.pairwise(text))))
    return list(keys)


CLASS_CODES = ("library:", "staff:", "tier:")


def class_codes(classes: Mapping[str, Sequence[str]]) -> list[str]:
    """Filter tokens of libraries, staff categories and tiers."""
    groups = zip(CLASS_CODES, ("libraries", "staff", "tiers"), strict=True)
    return [f"{prefix}{key}" for prefix, group in groups for key in classes.get(group, ())]


class Coder:
    """Filter tokens of a profile: `fact=code` for coded scalars, `set.column=code` for record sets, `has:set`."""

    def __init__(self, pack: Pack | None, subject: str = "person") -> None:
        facts = pack.vocabulary.facts.values() if pack else ()
        own = [fact for fact in facts if fact.subject == subject]
        self.scalars = frozenset(f.key for f in own if f.kind == "scalar" and f.type in ("code", "boolean"))
        self.columns = {
            f.key: tuple(c.key for c in f.columns if c.type in ("code", "boolean"))
            for f in own
            if f.kind in ("record_set", "series")
        }

    def tokens(self, facts: Row, sets: Mapping[str, list[Row]]) -> list[str]:
        found = {f"{key}={_plain(facts[key])}"[:TOKEN_SIZE] for key in facts.keys() & self.scalars}
        for key, rows in sets.items():
            found.add(f"has:{key}")
            for column in self.columns.get(key, ()):
                found.update(f"{key}.{column}={_plain(row[column])}"[:TOKEN_SIZE] for row in rows if row.get(column))
        return sorted(found)


def _plain(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def split_facts(facts: Row | str | bytes | None) -> tuple[dict[str, Any], dict[str, list[Row]]]:
    """Scalars and record sets (lists of rows) of a profile's facts; unknown (None) is absent."""
    loaded: Row = orjson.loads(facts) if isinstance(facts, str | bytes) else (facts or {})
    scalars: dict[str, Any] = {}
    sets: dict[str, list[Row]] = {}
    for key, value in loaded.items():
        if type(value) is not list:
            if value is not None:
                scalars[key] = value
        elif value:
            sets[key] = value
    return scalars, sets


def credit_code(text: str | None) -> str | None:
    """A code that may be one (GB 32100: 18 characters); a longer number from a broken cell names no organisation."""
    return text if text and len(text) <= CODE_SIZE else None


def stock_of(row: Row, classes: Mapping[str, list[str]]) -> str:
    """Where the person stands. The pack's criteria say who counts (plan 2.3.1); the dead and those of Anji elsewhere never do."""
    if row.get("deceased_on"):
        return "deceased"
    if not row.get("record_count"):
        return "left"
    return next(iter(classes.get("stock", ())), "registered")


Classify = Callable[[Row], Mapping[str, list[str]]]


class PersonShaper:
    """Columns of `COLUMNS` for one PersonRow after another."""

    COLUMNS = (
        *("id", "name", "latin_name", "other_names", "name_pinyin", "initials", "name_keys", "search", "sex"),
        *(
            "birth_date",
            "township_code",
            "employer_uscc",
            "employer_name",
            "stock",
            "department_codes",
            "facts",
            "sets",
        ),
        *("codes", "identifier_indexes", "phone_indexes", "masked_id", "record_count", "sources", "as_of", "weakest"),
        *("deceased_on", "libraries", "staff_categories", "tier", "digest"),
    )

    def __init__(self, pack: Pack | None, classify: Classify | None = None) -> None:
        self.coder = Coder(pack)
        self.departments = {key: source.department for key, source in pack.sources.items()} if pack else {}
        self.classify = classify

    def shape(self, row: Row) -> list[str]:
        """One row of text cells for `bulk.copy_rows`."""
        facts, sets = split_facts(row.get("facts"))
        names = [name[:NAME_SIZE] for name in (row["name"], *(row.get("other_names") or ()))]
        latin = (row.get("latin_name") or "").strip()[:NAME_SIZE]
        pinyin = letters(row.get("pinyin"))[:PINYIN_SIZE]
        classes = self.classify({**facts, **sets}) if self.classify else {}
        codes = self.coder.tokens(facts, sets) + class_codes(classes)
        sources = sorted(row.get("sources") or ())
        cells = [
            *(str(row["id"]), names[0], latin, array(names[1:]), pinyin or letters(latin)),
            *(letters(row.get("initials"))[:INITIALS_SIZE], array(name_keys(names))),
            *(" ".join([*names, latin, pinyin]).lower().strip(), row.get("sex") or "", cell(row.get("birth_date"))),
            *((row.get("township") or "")[:12], cell(credit_code(row.get("employer_uscc")))),
            *((row.get("employer_name") or "")[:200], stock_of(row, classes), array(self._departments(sources))),
            *(orjson.dumps(facts).decode(), orjson.dumps(sets).decode(), array(codes)),
            *(array(row.get("identifier_indexes")), array(row.get("phone_indexes")), row.get("masked_id") or ""),
            *(str(row.get("record_count") or 0), array(sources), cell(row.get("as_of")), cell(row.get("weakest"))),
            *(cell(row.get("deceased_on")), array(classes.get("libraries")), array(classes.get("staff"))),
            next(iter(classes.get("tiers", ())), ""),
        ]
        cells.append(digest_of(cells))
        return cells

    def _departments(self, sources: list[str]) -> list[str]:
        return sorted({self.departments[source] for source in sources if self.departments.get(source)})


NULL, BETWEEN = "\x00", "\x1f"
"""Stand for NULL and for the border of columns until a line is escaped; neither can be part of a text in PostgreSQL or here."""


def cell(value: Any) -> str:
    """A value as PostgreSQL's text form."""
    kind = type(value)
    if kind is str:
        return value
    if kind is list:
        return array(value)
    return NULL if value is None else str(value)


def array(values: Any) -> str:
    """A list of texts or bytes as PostgreSQL's text form; nothing is the empty list."""
    if not values:
        return "{}"
    if isinstance(values[0], bytes | memoryview):
        return "{" + ",".join([f'"\\\\x{bytes(value).hex()}"' for value in values]) + "}"
    joined = '","'.join(values)
    if "\\" in joined or joined.count('"') != 2 * (len(values) - 1):
        joined = '","'.join([value.replace("\\", "\\\\").replace('"', '\\"') for value in values])
    return f'{{"{joined}"}}'


def copy_line(cells: Sequence[str]) -> str:
    """One line of `COPY … FROM STDIN` in text form."""
    raw = BETWEEN.join(cells)
    if raw.count(BETWEEN) != len(cells) - 1:
        raw = BETWEEN.join(text.replace(BETWEEN, "") for text in cells)
    for plain, escaped in _ESCAPES:
        if plain in raw:
            raw = raw.replace(plain, escaped)
    return raw + "\n"


_ESCAPES = (("\\", "\\\\"), ("\n", "\\n"), ("\r", "\\r"), ("\t", "\\t"), (BETWEEN, "\t"), (NULL, "\\N"))


def digest_of(cells: Sequence[str]) -> str:
    """Equal for equal rows: writing the same profile again touches nothing."""
    return hashlib.blake2b(BETWEEN.join(cells).encode(), digest_size=16).hexdigest()
