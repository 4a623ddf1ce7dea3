"""Reading the pack in force. The pack itself is built once per process and content."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from django.db.models import Count, QuerySet
from django.utils.translation import get_language

from bole.core.errors import NotFound, Unavailable
from bole.core.rules import Classifier
from bole.core.vocabulary import Change, CodeList, Pack, TownshipFinder, diff_packs, load_pack
from bole.kernel.taxonomy.models import CodeItem, CodeListEdition, PackVersion, Region, RegionCode

__all__ = ["CodeItem", "CodeListEdition", "PackVersion", "Region", "RegionCode"]


def has_pack() -> bool:
    """True when a county's pack is in force."""
    return county_versions().filter(in_force=True).exists()


def county_versions() -> QuerySet[PackVersion]:
    """Versions of county packs, newest first; without their files."""
    return PackVersion.objects.exclude(base="").defer("files")


def versions() -> QuerySet[PackVersion]:
    """All versions of all packs, newest first; without their files."""
    return PackVersion.objects.defer("files").select_related("loaded_by")


def current_pack() -> Pack:
    """The county's pack in force, merged with its base. One small query; the pack is cached by content.

    Raises:
        Unavailable: no county pack has been loaded yet.
    """
    sha256 = county_versions().filter(in_force=True).values_list("sha256", flat=True).first()
    if sha256 is None:
        raise Unavailable(
            "还没有装入县的数据包",
            remedy="先装入国家基础包,再装入县的数据包:bole pack load 目录",
            code="no_pack",
        )
    return pack_of(sha256)


@lru_cache(maxsize=4)
def pack_of(sha256: str) -> Pack:
    """A version of a pack by its content, with the base it was checked against.

    Raises:
        NotFound: no such version was ever loaded here.
    """
    row = PackVersion.objects.filter(sha256=sha256).first()
    if row is None:
        raise NotFound("没有这个版本的数据包", remedy="在“数据包”页上查看装入过的版本")
    base = None
    if row.base:
        base = pack_of(row.counts["base_sha256"])
    return load_pack(row.files, base)


@lru_cache(maxsize=4)
def _finder(sha256: str) -> TownshipFinder:
    return TownshipFinder.of(pack_of(sha256))


@lru_cache(maxsize=8)
def _classifier(sha256: str, subject: Any) -> Classifier:
    return Classifier.of(pack_of(sha256), subject)


def classifier(subject: str = "person") -> Classifier:
    """The criteria of libraries, staff categories and tiers in force, compiled."""
    return _classifier(current_pack().sha256, subject)


def township_for(text: str) -> str | None:
    """The current code of a township named by name, former name, misspelling, old code or address."""
    return _finder(current_pack().sha256).find(text)


def name_of(thing: Any) -> str:
    """The name of a thing of the pack (source, unit, fact, code) in the reader's language."""
    english = getattr(thing, "name_en", "") if (get_language() or "").startswith("en") else ""
    return str(english or getattr(thing, "name", ""))


def code_name(code_list: str, code: str, lang: str = "zh") -> str:
    """The name of a code; the code itself when the list does not know it (values from older editions)."""
    found = current_pack().code_lists.get(code_list)
    item = found.items.get(code) if found else None
    if item is None:
        return code
    return item.name_en if lang == "en" and item.name_en else item.name


def code_list(key: str) -> CodeList:
    """A code list of the pack in force.

    Raises:
        NotFound: the pack has no such list.
    """
    found = current_pack().code_lists.get(key)
    if found is None:
        raise NotFound("没有代码表“%(key)s”", key=key)
    return found


def changes_of(version: PackVersion) -> list[Change]:
    """What a version changed against the one loaded before it."""
    before = PackVersion.objects.filter(pack_id=version.pack_id, id__lt=version.pk).order_by("-id").first()
    return diff_packs(pack_of(before.sha256) if before else None, pack_of(version.sha256))


def mark_counts() -> dict[str, int]:
    """How many code lists bear which mark (F found, K to verify, M modelled)."""
    rows = CodeListEdition.objects.filter(pack__in_force=True).values_list("mark").annotate(n=Count("id"))
    return dict(rows.order_by("mark"))


def spans(days: Mapping[dt.date, str]) -> list[tuple[str, dt.date, dt.date]]:
    """Days off as people say them: festival, first and last day of each unbroken run."""
    found: list[tuple[str, dt.date, dt.date]] = []
    for day, name in sorted(days.items()):
        if found and found[-1][0] == name and (day - found[-1][2]).days == 1:
            found[-1] = (name, found[-1][1], day)
        else:
            found.append((name, day, day))
    return found
