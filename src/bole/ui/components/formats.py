"""Filters: how numbers, money and days are written. Unknown is always "—", never 0."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext

register = template.Library()
UNKNOWN = "—"
FEN = 100


def plain(value: Any, places: int = 2) -> str:
    """A number with thousands separators and no trailing zeros: 36306 → "36,306", 4.40 → "4.4"."""
    if value is None or value == "":
        return UNKNOWN
    if isinstance(value, int):
        return f"{value:,}"
    text = f"{Decimal(str(value)):,.{places}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


@register.filter
def number(value: Any) -> str:
    """Figures as such; a text that is no number is shown as it is."""
    return value if isinstance(value, str) else plain(value)


@register.filter
def yuan(fen: int | None) -> str:
    """Money is kept in fen: 15000000 → "150,000", 15000050 → "150,000.50" (unit beside it: 元)."""
    if fen is None:
        return UNKNOWN
    whole, rest = divmod(abs(int(fen)), FEN)
    return f"{'-' if fen < 0 else ''}{whole:,}" + (f".{rest:02d}" if rest else "")


@register.filter
def wan(value: Any) -> str:
    """145000 → "14.5" (unit beside it: 万)."""
    return UNKNOWN if value is None else plain(Decimal(str(value)) / 10_000)


@register.filter
def percent(share: Any) -> str:
    """0.986 → "98.6%"."""
    return UNKNOWN if share is None else plain(Decimal(str(share)) * 100, 1) + "%"


@register.filter
def day(value: Any) -> str:
    """A date as 2026-11-23, in both languages."""
    if not value:
        return UNKNOWN
    if isinstance(value, dt.datetime):
        value = timezone.localtime(value) if timezone.is_aware(value) else value
    return value.strftime("%Y-%m-%d") if isinstance(value, dt.date) else str(value)


@register.filter
def long_day(value: Any) -> str:
    """2026年11月23日, in English 23 November 2026."""
    if not isinstance(value, dt.date):
        return day(value)
    if (get_language() or "").startswith("en"):
        return f"{value.day} {date_format(value, 'F Y')}"
    return f"{value.year}年{value.month}月{value.day}日"


@register.filter
def moment(value: dt.datetime | None) -> str:
    """A point in time as 2026-11-23 09:12 in the county's time zone."""
    if not value:
        return UNKNOWN
    return (timezone.localtime(value) if timezone.is_aware(value) else value).strftime("%Y-%m-%d %H:%M")


@register.filter
def yes_no(value: bool | None) -> str:
    """Three values: 是, 否, 不知道."""
    return {True: gettext("是"), False: gettext("否")}.get(value, gettext("不知道"))  # type: ignore[arg-type]
