"""Publishing organisations."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from typing import Any

import orjson
from django.db import transaction

from bole.people.registry.services.bulk import Written, stage, upsert
from bole.people.registry.services.shaping import cell, credit_code, digest_of, letters

NAMESPACE = uuid.UUID("0d0e7f5c-2d0b-4b53-9a66-6d1a6f1d0002")
COLUMNS = (
    *("id", "uscc", "name", "former_names", "name_pinyin", "search", "industry_code", "township_code", "status"),
    *("founded_on", "facts", "series", "sources", "as_of", "digest"),
)


@transaction.atomic
def publish_organisations(rows: Iterable[Mapping[str, Any]], *, by: Any = None) -> Written:
    """Writes organisations by credit code: dicts with uscc, org_name, former_names, industry_code, org_township,
    registration_status, founded_on, facts (scalars and yearly series; dict or JSON), sources, as_of.
    Series are lists of rows with `year`; they are kept as {"2024": {"revenue": 分, …}}."""
    by_code = {row["uscc"]: row for row in rows if credit_code(row.get("uscc"))}
    total = stage("registry_organisation", COLUMNS, (_shape(row) for row in by_code.values()))
    new, changed = upsert("registry_organisation", COLUMNS, key="uscc")
    return Written(new, changed, total - new - changed)


def _shape(row: Mapping[str, Any]) -> list[str]:
    from pypinyin import lazy_pinyin  # here and not above: its dictionary costs a third of a second of every start

    given = row.get("facts") or {}
    facts = orjson.loads(given) if isinstance(given, str | bytes) else given
    name, former = row.get("org_name") or row["uscc"], [text[:200] for text in row.get("former_names") or []]
    pinyin = letters("".join(lazy_pinyin(name)))
    scalars = {key: value for key, value in facts.items() if value is not None and not isinstance(value, list)}
    values = [
        *(uuid.uuid5(NAMESPACE, row["uscc"]), row["uscc"], name[:200], former, pinyin[:400]),
        *(" ".join([name, *former, pinyin, row["uscc"]]).lower(), (row.get("industry_code") or "")[:10]),
        *((row.get("org_township") or "")[:12], (row.get("registration_status") or "")[:20], row.get("founded_on")),
        *(orjson.dumps(scalars).decode(), orjson.dumps(_by_year(facts)).decode()),
        *(sorted(row.get("sources") or []), row.get("as_of")),
    ]
    cells = [cell(value) for value in values]
    return [*cells, digest_of(cells)]


def _by_year(facts: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    years: dict[str, dict[str, Any]] = {}
    for rows in facts.values():
        for entry in rows if isinstance(rows, list) else ():
            if entry.get("year") is not None:
                figures = {key: value for key, value in entry.items() if key not in ("year", "record_id")}
                years.setdefault(str(entry["year"]), {}).update(figures)
    return dict(sorted(years.items()))
