"""Coordinates as departments declare them, to WGS 84.

GCJ-02 and BD-09 have no published definition; these are the formulas in general use (error below 10 m in the county), inverted
by iteration. CGCS2000 differs from WGS 84 by centimetres and is taken as equal.
"""

from __future__ import annotations

import math
from collections.abc import Callable

Point = tuple[float, float]
SEMI_MAJOR, ECCENTRICITY = 6378245.0, 0.00669342162296594323
BD_TURN = math.pi * 3000.0 / 180.0


def _waves(base: float, first: float) -> float:
    return (20.0 * math.sin(6.0 * first * math.pi) + 20.0 * math.sin(2.0 * first * math.pi)) * 2.0 / 3.0 + base


def _shift(lng: float, lat: float) -> Point:
    x, y = lng - 105.0, lat - 35.0
    root = math.sqrt(abs(x))
    north = _waves(-100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root, x)
    north += (20.0 * math.sin(y * math.pi) + 40.0 * math.sin(y / 3.0 * math.pi)) * 2.0 / 3.0
    north += (160.0 * math.sin(y / 12.0 * math.pi) + 320.0 * math.sin(y * math.pi / 30.0)) * 2.0 / 3.0
    east = _waves(300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root, x)
    east += (20.0 * math.sin(x * math.pi) + 40.0 * math.sin(x / 3.0 * math.pi)) * 2.0 / 3.0
    east += (150.0 * math.sin(x / 12.0 * math.pi) + 300.0 * math.sin(x / 30.0 * math.pi)) * 2.0 / 3.0
    radians = lat / 180.0 * math.pi
    magic = 1 - ECCENTRICITY * math.sin(radians) ** 2
    meridian = (SEMI_MAJOR * (1 - ECCENTRICITY)) / (magic * math.sqrt(magic)) * math.pi
    parallel = SEMI_MAJOR / math.sqrt(magic) * math.cos(radians) * math.pi
    return east * 180.0 / parallel, north * 180.0 / meridian


def wgs84_to_gcj02(lng: float, lat: float) -> Point:
    east, north = _shift(lng, lat)
    return lng + east, lat + north


def gcj02_to_wgs84(lng: float, lat: float) -> Point:
    """Inverse by iteration, to less than a millimetre."""
    x, y = lng, lat
    for _step in range(6):
        east, north = _shift(x, y)
        x, y = lng - east, lat - north
    return x, y


def bd09_to_wgs84(lng: float, lat: float) -> Point:
    x, y = lng - 0.0065, lat - 0.006
    radius = math.hypot(x, y) - 0.00002 * math.sin(y * BD_TURN)
    angle = math.atan2(y, x) - 0.000003 * math.cos(x * BD_TURN)
    return gcj02_to_wgs84(radius * math.cos(angle), radius * math.sin(angle))


def _same(lng: float, lat: float) -> Point:
    return lng, lat


CONVERSIONS: dict[str, Callable[[float, float], Point]] = {
    "WGS84": _same,
    "CGCS2000": _same,
    "GCJ02": gcj02_to_wgs84,
    "BD09": bd09_to_wgs84,
}


def to_wgs84(lng: float, lat: float, datum: str) -> Point | None:
    """None for a datum nobody declared or that is not known."""
    convert = CONVERSIONS.get(datum.upper().replace("-", "").replace(" ", ""))
    return convert(lng, lat) if convert else None
