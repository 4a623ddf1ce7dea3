"""Thresholds and sizes of linkage, as the pack has them (`linkage/settings.yaml`)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from bole.core.errors import InvalidInput
from bole.kernel.taxonomy import queries as taxonomy

DOCUMENT = "linkage/settings.yaml"


@dataclass(frozen=True, slots=True)
class LinkageSettings:
    """Weights are log2 odds: `auto` joins, `review` asks, `floor` keeps; `renewed` joins rows of different passports.
    `component_limit` counts rows."""

    auto: float
    review: float
    renewed: float
    floor: float
    component_limit: int


def section(name: str) -> Any:
    """One part of the document as it stands (`calibration`, `sampling`, `drift`); its readers know its shape.

    Raises InvalidInput naming the part when the pack has none.
    """
    found = (taxonomy.current_pack().documents.get(DOCUMENT) or {}).get(name)
    if not found:
        raise InvalidInput(
            "数据包的 %(file)s 缺少“%(key)s”或写错了。", code="linkage.settings", file=DOCUMENT, key=name
        )
    return found


def figure(name: str, key: str, *, least: float = 0.0, most: float = float("inf")) -> float:
    """One number of a part. Raises InvalidInput naming it where it is missing, is no number, or is out of bounds."""
    found = section(name).get(key)
    if isinstance(found, bool) or not isinstance(found, int | float | Decimal) or not least <= found <= most:
        raise InvalidInput(
            "数据包的 %(file)s 缺少“%(key)s”或写错了。",
            code="linkage.settings",
            file=DOCUMENT,
            key=f"{name}.{key}",
        )
    return float(found)


def current() -> LinkageSettings:
    """Raises InvalidInput naming the file when the pack has no settings or incomplete ones."""
    document: Mapping[str, Any] = taxonomy.current_pack().documents.get(DOCUMENT) or {}
    weights = document.get("weights") or {}
    try:
        return LinkageSettings(
            auto=float(weights["auto"]),
            review=float(weights["review"]),
            renewed=float(weights["renewed"]),
            floor=float(weights["floor"]),
            component_limit=int(document["component_limit"]),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise InvalidInput(
            "数据包的 %(file)s 缺少“%(key)s”或写错了。", code="linkage.settings", file=DOCUMENT, key=str(error)
        ) from error
