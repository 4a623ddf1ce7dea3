"""The pack's layouts as this county has confirmed them: synonyms and codes of the latest mapping versions added."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bole.core.vocabulary import Pack, SourceLayout
from bole.people.sources.models import MappingVersion
from bole.people.sources.reading.headers import REASON_HEADER

EMPLOYERS = "employers"
"""What a layout names as its department when firms send it, each for its own people."""


def department_of(layout: SourceLayout, pack: Pack) -> str:
    """The department that answers for a source: its own, or the one that collects what firms send (`collected_by` of the pack)."""
    collectors: Mapping[str, str] = pack.settings.get("collected_by") or {}
    return collectors.get(layout.department, layout.department)


def latest_versions() -> dict[str, MappingVersion]:
    """The mapping version in force per source: the newest that was not taken back."""
    rows = MappingVersion.objects.filter(retracted_at=None).order_by("source", "version")
    return {row.source: row for row in rows}


def confirmed_layouts(pack: Pack, versions: Mapping[str, MappingVersion]) -> dict[str, SourceLayout]:
    """All layouts of the pack with what people confirmed."""
    return {
        key: confirmed(layout, versions[key]) if key in versions else layout for key, layout in pack.sources.items()
    }


def confirmed(layout: SourceLayout, version: MappingVersion) -> SourceLayout:
    """One layout with a mapping version's headers as synonyms and words as codes."""
    columns = []
    for column in layout.columns:
        more = tuple(header for header, target in version.headers.items() if target == column.header)
        codes = {word: code for word, code in version.codes.get(column.header, {}).items() if code}
        columns.append(replace(column, synonyms=(*column.synonyms, *more), codes={**column.codes, **codes}))
    return replace(layout, columns=tuple(columns), version=layout.version + version.version)


def is_correction(headers: Sequence[str]) -> bool:
    """A file of rejected rows that comes back corrected: it carries our reason column, and never ends other rows."""
    return any(header.strip().startswith(REASON_HEADER) for header in headers)
