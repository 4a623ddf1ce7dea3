"""Figures that may be public: counts of the register that stand for at least `FLOOR` people, with their date."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import get_language

from bole.kernel.snapshots import queries as snapshots
from bole.kernel.taxonomy import queries as taxonomy
from bole.people.registry import queries as registry

FLOOR = 10


@dataclass(frozen=True)
class PublicFigures:
    """People in stock, firms and places in the register; None where too few or nothing yet."""

    people: int | None
    organisations: int | None
    places: int | None
    as_of: date | None


def public_figures() -> PublicFigures:
    counts = registry.public_counts()
    shown = {key: value if value >= FLOOR else None for key, value in counts.items()}
    return PublicFigures(shown["people"], shown["organisations"], shown["places"], snapshots.as_of())


def county_name() -> str:
    """The county's name in the language of the page."""
    pack = taxonomy.current_pack()
    return pack.name_en if get_language() == "en" and pack.name_en else pack.name
