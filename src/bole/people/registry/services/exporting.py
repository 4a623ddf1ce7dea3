"""The people list as a file: the same question, the same right, a purpose, one log row per batch of people."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bole.core.vocabulary import Fact
from bole.kernel.accounts.services import Grant
from bole.kernel.audit import services as audit
from bole.kernel.documents.services import Column, Export, export_table, register_export
from bole.people.registry.models import Person
from bole.people.registry.queries.people import matching_people, question_of
from bole.people.registry.queries.vocabulary import Words, label, words
from bole.people.registry.services.disclosing import require_purpose

NAME = "registry-people"
BATCH = 2_000
KINDS = {"date": "date", "integer": "integer", "decimal": "decimal", "money": "money"}


def export_people(*, by: Any, membership_id: int, query: str, purpose: str, form: str) -> Any:
    """Starts the job. Raises InvalidInput without a purpose: every list of people holds personal data."""
    parameters = {"query": query, "purpose": require_purpose(purpose), "by": by.get_username()}
    return export_table(by=by, membership_id=membership_id, name=NAME, parameters=parameters, form=form)


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


def chosen_columns(query: QueryDict, known: Words, grant: Grant) -> list[Fact]:
    """The fact columns a list asks for (`col=`), as far as the grant may see them."""
    wanted = [known.facts[key] for key in dict.fromkeys(query.getlist("col")) if key in known.facts]
    return [
        f for f in wanted if f.kind == "scalar" and f.type not in ("identifier", "phone") and grant.can_see(f.privacy)
    ]


def columns(grant: Grant, parameters: Mapping[str, str]) -> Sequence[Column]:
    extra = chosen_columns(QueryDict(parameters.get("query", "")), words(), grant)
    titles = (
        _("姓名"),
        _("证件号(脱敏)"),
        _("性别"),
        _("出生日期"),
        _("乡镇街道"),
        _("用人单位"),
        _("人才库"),
        _("梯队"),
    )
    return [*(Column(title) for title in titles), *(Column(label(f), KINDS.get(f.type or "", "text")) for f in extra)]


def rows(grant: Grant, parameters: Mapping[str, str]) -> Iterator[Sequence[Any]]:
    query, purpose, known = (
        QueryDict(parameters.get("query", "")),
        require_purpose(parameters.get("purpose", "")),
        words(),
    )
    extra = chosen_columns(query, known, grant)
    people = matching_people(question_of(query, known, grant), grant).order_by("name_pinyin", "id")
    found = people.defer("sets", "codes", "name_keys", "search").iterator(chunk_size=BATCH)
    while batch := list(itertools.islice(found, BATCH)):
        _note(batch, parameters.get("by", ""), purpose, extra)
        yield from (_row(person, known, extra) for person in batch)


def _note(batch: list[Person], by: str, purpose: str, extra: Sequence[Fact]) -> None:
    subjects = [person.pk for person in batch]
    classes = sorted({"personal", *(f.privacy for f in extra if f.privacy == "sensitive")})
    audit.record_read(by=by, purpose=purpose, subjects=subjects, field_classes=classes, where=f"export:{NAME}")


def _row(person: Person, known: Words, extra: Sequence[Fact]) -> list[Any]:
    libraries = [known.category("libraries", key) for key in person.libraries]
    return [
        *(person.name, person.masked_id, known.code("sex", person.sex) if person.sex else "", person.birth_date),
        *(known.township(person.township_code), person.employer_name, libraries),
        known.category("tiers", person.tier) if person.tier else "",
        *(_value(known, fact, person.facts.get(fact.key)) for fact in extra),
    ]


def _value(known: Words, fact: Fact, value: Any) -> Any:
    if value is None or fact.type in ("integer", "decimal", "money"):
        return value
    return known.value(fact, value)
