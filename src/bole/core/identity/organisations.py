"""Names of organisations as people write them, reduced to what tells them apart."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

_NOISE = re.compile(r"[\s·,.、。\-_—\"'“”]+")
_BRACKETED = re.compile(r"[((\[【][^))\]】]*[))\]】]")
_LEGAL_FORM = re.compile(
    r"(?:集团)?(?:股份有限公司|有限责任公司|有限公司|股份公司|合伙企业|个人独资企业|总公司|分公司|公司|集团|总厂|工厂|厂|经营部|工作室)$"
)


def clean_organisation(text: str | None) -> str:
    """NFKC without spaces; brackets in one form."""
    return "" if text is None else re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


def short_organisation(text: str | None, places: Iterable[str] = ()) -> str:
    """Without leading places (某县, 某省), bracketed parts and the legal form: 某县竹韵家具有限公司 gives 竹韵家具.

    `places` are names of the county and the regions above it, long and short. What would leave fewer than two characters stays.
    """
    clean = _NOISE.sub("", clean_organisation(text))
    short = _keep(_BRACKETED.sub("", clean), clean)
    ordered = sorted(places, key=len, reverse=True)
    while prefix := next((p for p in ordered if short.startswith(p) and _says_enough(short[len(p) :])), ""):
        short = short[len(prefix) :]
    return _keep(_LEGAL_FORM.sub("", short), short)


def _says_enough(rest: str) -> bool:
    return len(_LEGAL_FORM.sub("", rest)) >= 2


def _keep(shorter: str, longer: str) -> str:
    return shorter if len(shorter) >= 2 else longer
