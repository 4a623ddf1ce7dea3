"""Numbers of somebody in free texts are masked in what is stored; certificate numbers, which look alike, stay readable."""

from __future__ import annotations

import orjson
import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from bole.kernel.vault.queries import LIKELY, mask_numbers
from bole.people.sources.services.intake.storing import SUSPECT
from tests.factories.sources import id_number

WRITTEN = (
    *(id_number(), id_number()[:6] + id_number()[8:17], "330523 19900307 1236"),
    *("13800138000", "138-0013-8000", "+86 13800138000", "１３８００１３８０００"),
    *("6222021234567890128", "6222 0212 3456 7890 128", "4111111111111111"),
)
private = st.sampled_from(WRITTEN)
around = st.text(st.sampled_from('0123456789aX -、张"\\\n\t\x1f'), max_size=4)


@settings(deadline=None)
@given(around, private, around)
def test_what_is_masked_is_never_passed_by(before: str, number: str, after: str):
    """The quick look at a whole JSON object finds at least what the careful one would mask."""
    text = before + number + after
    if mask_numbers(text) != text.translate({ord("０") + n: ord("0") + n for n in range(10)}):
        whole = pl.Series([orjson.dumps({"remark": text}).decode()])
        assert whole.str.contains(LIKELY)[0]
        assert whole.str.contains(SUSPECT)[0]


def test_certificate_numbers_stay_readable():
    """One in ten of any sixteen digits has the check digit of a bank card; these begin with a region or a year."""
    for number in (
        "3305202604123453",
        "SY3305202604123453",
        "2021034330431234567890",
        "ZL202311234567.X",
        "91330523MA28A00014",
    ):
        assert mask_numbers(number) == number
    assert mask_numbers("卡号6222021234567890128") == "卡号622************0128"
