"""The people list as a file: the same question, the same right, a purpose, one log row per batch of people.

Without a release (see `releasing`) a file holds no personal data and at most `SMALL` lines: no name, no number, no day of birth.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.core import signing
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bole.core.vocabulary import Fact
from bole.kernel.accounts.services import Grant
from bole.kernel.audit import services as audit
from bole.kernel.documents.services import Column, Export, register_export
from bole.people.registry.models import Person
from bole.people.registry.queries.people import matching_people, question_of
from bole.people.registry.queries.tickets import HOURS
from bole.people.registry.queries.vocabulary import Words, label, words
from bole.people.registry.services.disclosing import require_purpose

NAME, RELEASE = "registry-people", "registry.export_release"
BATCH, SMALL = 2_000, 5_000
UNPERSONAL = ("open", "internal")
KINDS = {"date": "date", "integer": "integer", "decimal": "decimal", "money": "money"}


def register() -> None:
    register_export(
        Export(
            name=NAME,
            action="registry.export",
            title=gettext_lazy("人才名单"),
            columns=columns,
            rows=rows,
            purpose="导出人才名单",
            holds_people=True,
            source="bole.registry",
        )
    )


def is_released(parameters: Mapping[str, str]) -> bool:
    """Whether a second person released this list: said by a signature of ours, which no form field can carry."""
    try:
        return bool(signing.loads(parameters.get("release", ""), salt=RELEASE))
    except signing.BadSignature:
        return False


def release_of(case_id: int) -> str:
    """The sign by which `rows` knows a released list."""
    return signing.dumps(case_id, salt=RELEASE)


def chosen_columns(query: QueryDict, known: Words, grant: Grant) -> list[Fact]:
    """The fact columns a list asks for (`col=`), as far as the grant may see them."""
    wanted = [known.facts[key] for key in dict.fromkeys(query.getlist("col")) if key in known.facts]
    return [
        f for f in wanted if f.kind == "scalar" and f.type not in ("identifier", "phone") and grant.can_see(f.privacy)
    ]


def _extra(query: QueryDict, known: Words, grant: Grant, *, personal: bool) -> list[Fact]:
    return [f for f in chosen_columns(query, known, grant) if personal or f.privacy in UNPERSONAL]


def columns(grant: Grant, parameters: Mapping[str, str]) -> Sequence[Column]:
    """In the reader's language."""
    personal = is_released(parameters)
    extra = _extra(QueryDict(parameters.get("query", "")), words(), grant, personal=personal)
    named = (_("姓名"), _("证件号(脱敏)"), _("性别"), _("出生日期")) if personal else ()
    titles = (*named, _("乡镇街道"), _("用人单位"), _("人才库"), _("层次"))
    return [*(Column(title) for title in titles), *(Column(label(f), KINDS.get(f.type or "", "text")) for f in extra)]


def rows(grant: Grant, parameters: Mapping[str, str]) -> Iterator[Sequence[Any]]:
    query, known = QueryDict(parameters.get("query", "")), words()
    purpose, personal = require_purpose(parameters.get("purpose", "")), is_released(parameters)
    extra = _extra(query, known, grant, personal=personal)
    # a number that was searched for stays good until the second person has decided
    people = matching_people(question_of(query, known, grant), grant, hours=None if personal else HOURS)
    ordered = people.order_by("name_pinyin", "id").defer("sets", "codes", "name_keys", "search")
    found = (ordered if personal else ordered[:SMALL]).iterator(chunk_size=BATCH)
    while batch := list(itertools.islice(found, BATCH)):
        if personal:
            _note(batch, parameters.get("by", ""), purpose, extra)
        yield from (_row(person, known, extra, personal=personal) for person in batch)


def _note(batch: list[Person], by: str, purpose: str, extra: Sequence[Fact]) -> None:
    subjects = [person.pk for person in batch]
    classes = sorted({"personal", *(f.privacy for f in extra if f.privacy == "sensitive")})
    audit.record_read(by=by, purpose=purpose, subjects=subjects, field_classes=classes, where=f"export:{NAME}")


def _row(person: Person, known: Words, extra: Sequence[Fact], *, personal: bool) -> list[Any]:
    sex = known.code("sex", person.sex) if person.sex else ""
    return [
        *((person.name, person.masked_id, sex, person.birth_date) if personal else ()),
        *(known.township(person.township_code), person.employer_name),
        [known.category("libraries", key) for key in person.libraries],
        known.category("tiers", person.tier) if person.tier else "",
        *(_value(known, fact, person.facts.get(fact.key)) for fact in extra),
    ]


def _value(known: Words, fact: Fact, value: Any) -> Any:
    if value is None or fact.type in ("integer", "decimal", "money"):
        return value
    return known.value(fact, value)
