"""Publishing places; a point that cannot be true is refused and said so, never moved."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from typing import Any

import orjson
from django.db import transaction
from django.utils.translation import gettext_noop as _

from bole.people.registry.queries.vocabulary import pack_or_none
from bole.people.registry.services.bulk import Written, stage, upsert
from bole.people.registry.services.datums import to_wgs84
from bole.people.registry.services.shaping import cell, digest_of

NAMESPACE = uuid.UUID("0d0e7f5c-2d0b-4b53-9a66-6d1a6f1d0001")
OUTSIDE, UNKNOWN_DATUM, HALF = _("坐标落在县域之外,未采用"), _("坐标系不明,未采用"), _("坐标不完整,未采用")
COLUMNS = (
    *("id", "name", "kind", "level", "host_name", "township_code", "recognised_on", "longitude", "latitude", "datum"),
    *("declared", "point_issue", "facts", "sources", "as_of", "digest"),
)


@transaction.atomic
def publish_places(rows: Iterable[Mapping[str, Any]], *, by: Any = None) -> Written:
    """Writes places by name: dicts with place_name, place_type, place_level, host_org, recognised_on, place_township,
    longitude, latitude (degrees as declared), datum, facts, sources, as_of. Points become WGS 84; one outside the county's
    box (`settings.box` of the pack) is refused and the place keeps the reason in `point_issue`."""
    pack = pack_or_none()
    box = pack.settings.get("box") if pack else None
    by_name = {row["place_name"]: row for row in rows if row.get("place_name")}
    total = stage("registry_place", COLUMNS, (_shape(row, box) for row in by_name.values()))
    new, changed = upsert("registry_place", COLUMNS, key="name")
    return Written(new, changed, total - new - changed)


def locate(longitude: Any, latitude: Any, datum: str, box: Mapping[str, float] | None) -> tuple[Any, Any, str]:
    """(longitude, latitude) in WGS 84 rounded to 0.1 m, or (None, None) and why."""
    if longitude in (None, "") and latitude in (None, ""):
        return None, None, ""
    if longitude in (None, "") or latitude in (None, ""):
        return None, None, HALF
    point = to_wgs84(float(longitude), float(latitude), datum or "")
    if point is None:
        return None, None, UNKNOWN_DATUM
    lng, lat = round(point[0], 6), round(point[1], 6)
    if box and not (box["west"] <= lng <= box["east"] and box["south"] <= lat <= box["north"]):
        return None, None, OUTSIDE
    return lng, lat, ""


def _shape(row: Mapping[str, Any], box: Mapping[str, float] | None) -> list[str]:
    given = row.get("facts") or {}
    facts = orjson.loads(given) if isinstance(given, str | bytes) else given
    datum = str(row.get("datum") or "")
    lng, lat, issue = locate(row.get("longitude"), row.get("latitude"), datum, box)
    declared = "" if row.get("longitude") in (None, "") else f"{row['longitude']}, {row.get('latitude')}"
    values = [
        *(uuid.uuid5(NAMESPACE, row["place_name"]), row["place_name"][:200], (row.get("place_type") or "")[:40]),
        *(
            (row.get("place_level") or "")[:20],
            (row.get("host_org") or "")[:200],
            (row.get("place_township") or "")[:12],
        ),
        *(row.get("recognised_on"), lng, lat, datum[:20], declared[:60], issue, orjson.dumps(facts).decode()),
        *(orjson.dumps(sorted(row.get("sources") or [])).decode(), row.get("as_of")),
    ]
    cells = [cell(value) for value in values]
    return [*cells, digest_of(cells)]
