"""Statutory festivals of a year computed from sun and moon (全国年节及纪念日放假办法, 2024 edition: 13 days).

The lunar months follow GB/T 33661-2017: months begin on the day of the new moon at UTC+8, the month with the winter
solstice is the eleventh, and among thirteen months between two solstices the first without a principal term is leap.
Sun and moon after J. Meeus, Astronomical Algorithms (2nd ed.), chapters 25 and 49; errors are minutes at most.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import lru_cache
from math import floor, radians, sin

_J2000 = datetime(2000, 1, 1, 12)
_BEIJING = timedelta(hours=8)
_DELTA_T = timedelta(seconds=72)
"""Terrestrial minus universal time, about right from 2000 to 2050."""
_SYNODIC, _YEAR = 29.530588861, 365.2422


def _solar_longitude(days: float) -> float:
    """Apparent longitude of the sun in degrees, `days` after J2000 (terrestrial time)."""
    t = days / 36525
    mean = 280.46646 + 36000.76983 * t + 0.0003032 * t * t
    anomaly = radians(357.52911 + 35999.05029 * t - 0.0001537 * t * t)
    centre = (
        (1.914602 - 0.004817 * t) * sin(anomaly)
        + (0.019993 - 0.000101 * t) * sin(2 * anomaly)
        + 0.000289 * sin(3 * anomaly)
    )
    return (mean + centre - 0.00569 - 0.00478 * sin(radians(125.04 - 1934.136 * t))) % 360


def _beijing(days: float) -> date:
    return (_J2000 + timedelta(days=days) - _DELTA_T + _BEIJING).date()


def _days(day: date) -> float:
    return (datetime(day.year, day.month, day.day) - _J2000).total_seconds() / 86400


def solar_term(year: int, longitude: int) -> date:
    """The day of `year` (Beijing) on which the sun stands at `longitude` degrees: 0 春分, 15 清明, 270 冬至."""
    turns = longitude / 360 if longitude < 280 else longitude / 360 - 1  # 大寒 and later terms fall before the equinox
    days = _days(date(year, 3, 20)) + turns * _YEAR
    for _ in range(8):
        days += ((longitude - _solar_longitude(days) + 180) % 360 - 180) / 360 * _YEAR
    return _beijing(days)


_MOON_TERMS = (
    # coefficient, power of E, multiples of M, M', F, Omega (Meeus, table 49.A, new moon)
    (-0.40720, 0, 0, 1, 0, 0), (0.17241, 1, 1, 0, 0, 0), (0.01608, 0, 0, 2, 0, 0), (0.01039, 0, 0, 0, 2, 0),
    (0.00739, 1, -1, 1, 0, 0), (-0.00514, 1, 1, 1, 0, 0), (0.00208, 2, 2, 0, 0, 0), (-0.00111, 0, 0, 1, -2, 0),
    (-0.00057, 0, 0, 1, 2, 0), (0.00056, 1, 1, 2, 0, 0), (-0.00042, 0, 0, 3, 0, 0), (0.00042, 1, 1, 0, 2, 0),
    (0.00038, 1, 1, 0, -2, 0), (-0.00024, 1, -1, 2, 0, 0), (-0.00017, 0, 0, 0, 0, 1),
)  # fmt: skip


def _new_moon(k: int) -> float:
    """Days after J2000 (terrestrial time) of the `k`-th new moon after January 2000."""
    t = k / 1236.85
    mean = 5.09766 + _SYNODIC * k + 0.00015437 * t * t
    eccentricity = 1 - 0.002516 * t - 0.0000074 * t * t
    sun = 2.5534 + 29.10535670 * k - 0.0000014 * t * t
    moon = 201.5643 + 385.81693528 * k + 0.0107582 * t * t
    latitude = 160.7108 + 390.67050284 * k - 0.0016118 * t * t
    node = 124.7746 - 1.56375588 * k + 0.0020672 * t * t
    return mean + sum(
        size * eccentricity**power * sin(radians(a * sun + b * moon + c * latitude + d * node))
        for size, power, a, b, c, d in _MOON_TERMS
    )


def _month_starts(first: date, last: date) -> list[date]:
    """First days of the lunar months, from the one that contains `first` to the one that contains `last`."""
    k = floor((_days(first) - 5.1) / _SYNODIC) - 1
    starts = [_beijing(_new_moon(k + i)) for i in range(17)]
    begin = max(i for i, day in enumerate(starts) if day <= first)
    end = max(i for i, day in enumerate(starts) if day <= last)
    return starts[begin : end + 1]


@lru_cache(maxsize=64)
def lunar_months(year: int) -> dict[int, date]:
    """First day of each ordinary lunar month 1-10 of the lunar year that begins in `year` (leap months left out)."""
    starts = _month_starts(solar_term(year - 1, 270), solar_term(year, 270))
    terms = {solar_term(year, longitude % 360) for longitude in range(300, 300 + 360, 30)}
    leap = None
    if len(starts) == 14:  # thirteen months from one eleventh month up to the next
        leap = next(i for i in range(1, 13) if not any(starts[i] <= term < starts[i + 1] for term in terms))
    months: dict[int, date] = {}
    number = 11
    for i, start in enumerate(starts):
        if i == leap:
            continue
        if number - 12 >= 1:
            months[number - 12] = start
        number += 1
    return months


def statutory_days(year: int) -> dict[date, str]:
    """The 13 statutory days off of `year`: 元旦 1, 春节 4 with the eve, 清明 1, 劳动节 2, 端午 1, 中秋 1, 国庆 3."""
    months = lunar_months(year)
    spring = months[1]
    days = {date(year, 1, 1): "元旦"}
    days |= {spring + timedelta(days=i): "春节" for i in range(-1, 3)}
    days[solar_term(year, 15)] = "清明节"
    days |= {date(year, 5, 1): "劳动节", date(year, 5, 2): "劳动节"}
    days[months[5] + timedelta(days=4)] = "端午节"
    days |= {date(year, 10, 1 + i): "国庆节" for i in range(3)}
    days.setdefault(months[8] + timedelta(days=14), "中秋节")
    return dict(sorted(days.items()))
