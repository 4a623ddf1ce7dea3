"""Money as whole 分. No floats: 12.5万元 is 12,500,000 分 exactly."""

from __future__ import annotations

import re
import unicodedata
from decimal import ROUND_HALF_UP, Decimal

MOST_DIGITS = 18
"""Larger sums are no money (and no 64-bit integer)."""

UNITS = {"分": 1, "角": 10, "元": 100, "千元": 100_000, "万": 1_000_000, "万元": 1_000_000, "百万元": 100_000_000,
         "亿": 10_000_000_000, "亿元": 10_000_000_000, "元/月": 100, "万元/年": 1_000_000, "元/年": 100}  # fmt: skip
"""分 per unit. Periods (元/月) only say what the amount is for; they do not change it."""

_AMOUNT = re.compile(r"[¥¥]?(-?[0-9]+(?:\.[0-9]+)?)(?:([百千]?[万亿]?元|[万亿分角])(?:整|正)?)?(?:人民币)?")


def parse_money(text: str, *, unit: str = "元") -> int | None:
    """An amount in 分, or None when the text is no amount. `unit` holds where the text names none.

    Accepts thousands separators, full-width digits, ¥, 整. Half a 分 is rounded up.
    """
    plain = unicodedata.normalize("NFKC", text).replace(",", "").replace(" ", "")
    found = _AMOUNT.fullmatch(plain)
    if found is None:
        return None
    amount = Decimal(found.group(1)) * UNITS.get(found.group(2) or unit, Decimal("NaN"))
    return to_fen(amount) if amount.is_finite() and amount.adjusted() < MOST_DIGITS else None


def to_fen(amount_in_fen: Decimal) -> int:
    """Round half a 分 away from zero."""
    return int(amount_in_fen.quantize(Decimal(1), rounding=ROUND_HALF_UP))


def format_money(fen: int, *, unit: str = "元") -> str:
    """1,234.50 元 as "1,234.5"; with `unit` 万元 as "0.12345". Trailing zeros fall."""
    value = Decimal(fen) / UNITS[unit]
    text = f"{value:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
