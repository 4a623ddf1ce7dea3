"""Numbers made unrecognisable for the eye: enough left to compare with a paper, too little to use."""

from __future__ import annotations


def mask_id(number: str | None) -> str:
    """110101********1234: region and last four stay. Shorter numbers (passports) keep two at each end: E1*****78."""
    if not number:
        return ""
    if len(number) >= 15:
        return number[:6] + "*" * (len(number) - 10) + number[-4:]
    return _ends(number, 2)


def mask_phone(number: str | None) -> str:
    """138****5678."""
    if not number:
        return ""
    return number[:3] + "*" * (len(number) - 7) + number[-4:] if len(number) >= 11 else _ends(number, 2)


def mask_name(name: str | None) -> str:
    """王*明, 王*; Latin names keep their first letter."""
    if not name:
        return ""
    return name[0] + "*" * (len(name) - 2) + name[-1] if len(name) > 2 else name[0] + "*" * (len(name) - 1)


def mask_any(value: str | None) -> str:
    """A value of unknown kind: about a third at each end at most, never more than the masks above show."""
    if not value:
        return ""
    return mask_id(value) if len(value) >= 15 else _ends(value, min(3, max(1, len(value) // 4)))


def _ends(text: str, keep: int) -> str:
    if len(text) <= 2 * keep:
        return "*" * len(text)
    return text[:keep] + "*" * (len(text) - 2 * keep) + text[-keep:]
