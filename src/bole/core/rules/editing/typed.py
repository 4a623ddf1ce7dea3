"""What people type into a field of a policy, brought into the form of the file, or refused with a remedy."""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction
from typing import Literal

from bole.core.rules.language.literals import QUANTITY
from bole.core.rules.language.parsing import normalise
from bole.core.rules.language.values import MONEY_UNITS

Kind = Literal["money", "percent", "quantity", "number", "date", "expression", "text", "list", "choice"]
NUMBER = re.compile(r"-?\d+(\.\d+)?")
LONGEST = {"expression": 10_000, "text": 4_000, "list": 2_000}
SHORT = {"万": "万元", "亿": "亿元", "块": "元", "圆": "元", "块钱": "元", "％": "%"}


class TypedWrong(ValueError):
    """A value that cannot stand in the field: what is wrong, and what to write."""

    def __init__(self, message: str, remedy: str = "") -> None:
        super().__init__(message)
        self.message, self.remedy = message, remedy


def kind_of(value: str) -> Kind:
    """What a value of an expression field is: a fixed amount in some unit, a number, or a formula."""
    text = _tidy(value)
    if NUMBER.fullmatch(text):
        return "number"
    match = QUANTITY.fullmatch(text.removeprefix("-"))
    if match is None:
        return "expression"
    unit = match[2]
    if unit == "%":
        return "percent"
    if unit in MONEY_UNITS and unit != "分":
        return "money"
    return "quantity" if unit.isalpha() and len(unit) <= 3 else "expression"


def unit_of(value: str) -> str:
    """个月 of 6个月."""
    match = QUANTITY.fullmatch(_tidy(value).removeprefix("-"))
    return match[2] if match else ""


def as_typed(kind: Kind, typed: str, before: str = "") -> str:
    """The value as the file has it. `before`: what stood there, for the unit that is meant.

    Money as people write it: 30 万元, 30万, 300,000元, full-width signs. Raises TypedWrong.
    """
    text = " ".join(typed.replace("\r", "").split("\n")).strip() if kind != "expression" else typed.strip()
    if len(text) > LONGEST.get(kind, 200):
        raise TypedWrong(f"超过{LONGEST.get(kind, 200)}个字", "写短一些,或分成几条")
    if "\t" in text or any(ord(sign) < 32 and sign != "\n" for sign in text):
        raise TypedWrong("含有制表符或控制字符", "删掉后重新输入")
    if kind in ("money", "percent", "quantity"):
        return _quantity(kind, text, before)
    if kind == "number":
        return _number(text)
    if kind == "date":
        return _day(text)
    return " ".join(text.replace("\n", " ").split()) if kind == "expression" else text


def fen_of(value: str) -> int | None:
    """Money in 分; None for anything else."""
    match = QUANTITY.fullmatch(_tidy(value))
    if match is None or match[2] not in MONEY_UNITS:
        return None
    amount = Fraction(match[1]) * MONEY_UNITS[match[2]]
    return int(amount) if amount.denominator == 1 else None


def _tidy(text: str) -> str:
    found = normalise(text).replace(" ", "").replace("\u3000", "").replace("¥", "").replace("¥", "")
    return re.sub(r"(?<=\d),(?=\d{3})", "", found)


def _quantity(kind: Kind, typed: str, before: str) -> str:
    text = _tidy(typed)
    expected = unit_of(before)
    if not text:
        raise TypedWrong("不能为空", f"例如 {before}" if before else "")
    if kind_of(text) == "expression" and not text[0].isdigit():
        return " ".join(typed.split())  # a formula instead of a fixed amount: the checker says whether it will do
    match = re.fullmatch(r"(-?\d+(?:\.\d+)?)(\D*)", text)
    if match is None:
        return " ".join(typed.split())
    number, unit = match[1], SHORT.get(match[2], match[2])
    if number.startswith("-"):
        raise TypedWrong("不能是负数", "写成正数")
    if not unit:
        raise TypedWrong("没有写单位", f"例如 {number}{expected}")
    if kind == "money" and unit not in MONEY_UNITS:
        raise TypedWrong(f"“{unit}”不是金额单位", f"写 元、万元 或 亿元,例如 {number}{expected}")
    if kind == "money" and (Fraction(number) * MONEY_UNITS[unit]).denominator != 1:
        raise TypedWrong("金额小于一分", "最多写到分")
    if kind == "percent" and unit != "%":
        raise TypedWrong(f"“{unit}”不是百分号", f"例如 {number}%")
    if kind == "percent" and Fraction(number) > 100 and not _above_hundred(before):
        raise TypedWrong(f"比例 {number}% 超过 100%", "检查是否多写了一位")
    return f"{number}{unit}"


def _above_hundred(before: str) -> bool:
    match = QUANTITY.fullmatch(_tidy(before))
    return match is not None and Fraction(match[1]) > 100


def _number(typed: str) -> str:
    text = _tidy(typed)
    if not text:
        raise TypedWrong("不能为空", "写一个数")
    if not NUMBER.fullmatch(text):
        if text[0].isdigit() or text[0] == "-":
            raise TypedWrong(f"“{typed.strip()[:30]}”不是数", "只写数字")
        return " ".join(typed.split())
    return text


def _day(typed: str) -> str:
    text = (
        normalise(typed).strip().rstrip("日").replace("年", "-").replace("月", "-").replace("/", "-").replace(".", "-")
    )
    parts = text.split("-")
    try:
        day = date(*(int(part) for part in parts)) if len(parts) == 3 else None
    except ValueError:
        day = None
    if day is None:
        raise TypedWrong(f"“{typed.strip()[:30]}”不是日期", "写成 2027-01-01")
    if day.year < 1900:
        raise TypedWrong(f"{day.isoformat()} 早于 1900 年", "检查年份")
    return day.isoformat()


def list_of(typed: str) -> list[str]:
    """Names with ; between them, or 、 or , or line ends where no ; stands."""
    signs = "[;;\n]" if re.search("[;;]", typed) else "[、,,\n]"
    return [part.strip() for part in re.split(signs, typed) if part.strip()]


def as_list(values: list[str]) -> str:
    """Names as `list_of` reads them."""
    if not any(re.search("[、,,]", value) for value in values):
        return "、".join(values)
    return ";".join(values) + (";" if len(values) == 1 else "")
