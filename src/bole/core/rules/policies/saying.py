"""What every part of a policy says about itself: names in two languages, citation, mark."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction

from bole.core.rules.policies import model as m
from bole.core.rules.policies.scores import PARTS
from bole.core.vocabulary import Position
from bole.core.vocabulary.fields import Fields
from bole.core.vocabulary.types import MARKS

DOCUMENT_NUMBER = re.compile(r"[〔\[【(（]\s*(19|20)\d\d\s*[〕\]】)）]\s*\d+\s*号")
"""文号. A model rule has none: one that stands there was invented."""


def read_said(fields: Fields, key: str, at: Position, *, inherit: m.Said | None = None) -> m.Said:
    """Names, citation and mark of a part; those of the whole count where a part says nothing."""
    name = fields.text("name", required=inherit is None, default=key)
    name_en = fields.text("name_en", required=True)
    cite = fields.text("cite", required=inherit is None, default=inherit.cite if inherit else "")
    mark = fields.choice("mark", MARKS, required=inherit is None, default=inherit.mark if inherit else "M")
    if mark == "M" and (found := DOCUMENT_NUMBER.search(cite)):
        fields.report(fields.place("cite"), f"模拟规则不得写文号“{found[0]}”", "写规划条文或资料行号,例如 规划5.4.s2")
    return m.Said(key, name, name_en, cite, mark, at)


def as_number(fields: Fields, key: str) -> Fraction | None:
    """A plain number of a file: points, with at most four places (`scores`)."""
    found = fields.node_of(key)
    if found is None:
        return None
    known = isinstance(found.value, int | Decimal) and not isinstance(found.value, bool)
    if not known or (isinstance(found.value, Decimal) and not found.value.is_finite()):
        fields.report(found.at, f"“{key}”应当是数", "例如 12.5")
        return None
    number = Fraction(found.value)
    if PARTS % number.denominator:
        fields.report(found.at, f"“{key}”是分数,最多四位小数", f"例如 {float(number):.4f}")
    return number
