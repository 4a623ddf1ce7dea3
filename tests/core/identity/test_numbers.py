"""Identity numbers, credit codes, passports, telephones, masks."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bole.core.identity import (
    check_character,
    document_kind,
    is_military,
    is_mobile,
    mask_any,
    mask_id,
    mask_name,
    mask_phone,
    parse_id,
    parse_passport,
    parse_phone,
    parse_uscc,
    region_plausible,
    widen,
)

TODAY = date(2026, 11, 23)

births = st.dates(date(1900, 1, 1), TODAY)
regions = st.integers(110101, 659099).map(str)


@st.composite
def numbers(draw: st.DrawFn) -> str:
    """Correct 18-character numbers that no spreadsheet could have cut."""
    sequence = draw(st.integers(1, 999).filter(lambda n: n % 100 != 0))
    first17 = draw(regions) + draw(births).strftime("%Y%m%d") + f"{sequence:03d}"
    return first17 + check_character(first17)


def test_the_standards_own_example():
    assert check_character("11010519491231002") == "X"
    found = parse_id("11010519491231002X", today=TODAY)
    assert (found.state, found.birth, found.sex, found.region) == ("valid", date(1949, 12, 31), "F", "110105")


@given(numbers())
def test_a_right_number_proves_birth_and_sex(number: str):
    found = parse_id(number, today=TODAY)
    assert (found.state, found.number) == ("valid", number)
    assert found.birth == date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    assert found.sex == ("M" if int(number[16]) % 2 else "F")


@given(numbers(), st.integers(0, 16), st.integers(1, 9))
def test_one_wrong_digit_never_passes(number: str, position: int, shift: int):
    wrong = number[:position] + str((int(number[position]) + shift) % 10) + number[position + 1 :]
    assert parse_id(wrong, today=TODAY).number is None


@given(numbers())
def test_two_neighbouring_digits_swapped_never_pass(number: str):
    swapped = [
        number[:i] + number[i + 1] + number[i] + number[i + 2 :] for i in range(16) if number[i] != number[i + 1]
    ]
    assert all(parse_id(text, today=TODAY).number is None for text in swapped)


@pytest.mark.parametrize(
    "text",
    ["11010519491231002x", " '1101 0519 4912 3100 2X ", "１１０１０５１９４９１２３１００２Ｘ", "110105-19491231-002X"],
)
def test_case_width_quotes_and_spaces_do_not_matter(text: str):
    assert parse_id(text, today=TODAY).number == "11010519491231002X"


def test_fifteen_digits_are_widened():
    assert widen("110105491231002") == "11010519491231002X"
    found = parse_id("110105491231002", today=TODAY)
    assert (found.state, found.number) == ("fifteen", "11010519491231002X")
    assert widen("110105991231999")[6:10] == "1899"


@pytest.mark.parametrize("text", ["330523198001011000", "3.30523E+17", "3.30523198001011E17"])
def test_what_a_spreadsheet_cut_proves_nothing(text: str):
    found = parse_id(text, today=TODAY)
    assert (found.state, found.number, found.birth) == ("truncated", None, None)


def test_a_day_that_does_not_exist_or_lies_ahead_proves_nothing():
    for born in ("19800230", "20991231", "18991231"):
        first17 = f"330523{born}123"
        assert parse_id(first17 + check_character(first17), today=TODAY).state == "bad_check"


@pytest.mark.parametrize(
    ("prefix", "kind"),
    [("810000", "hmt_permit"), ("830000", "hmt_permit"), ("933840", "foreigner_permit"), ("330523", "resident")],
)
def test_permits_share_the_form(prefix: str, kind: str):
    first17 = f"{prefix}19800101123"
    found = parse_id(first17 + check_character(first17), today=TODAY)
    assert (found.state, found.kind) == ("valid", kind)


def test_the_region_only_ever_warns():
    first17 = "99952319800101123"
    assert region_plausible("330523")
    assert region_plausible(first17)
    assert not region_plausible("009523")
    assert parse_id("009523198001011232"[:17] + check_character("00952319800101123"), today=TODAY).state == "valid"


@pytest.mark.parametrize("text", ["12345678901234567890", "E12345678", "无", "33052319800101"])
def test_other_texts_are_no_identity_numbers(text: str):
    assert parse_id(text, today=TODAY).state == "other"


def test_nothing_is_missing():
    assert parse_id(None, today=TODAY).state == parse_id("  ", today=TODAY).state == "missing"


def test_credit_codes_need_both_check_characters():
    assert parse_uscc("91350100M000100Y43") == "91350100M000100Y43"
    assert parse_uscc(" 91350100m000100y43 ") == "91350100M000100Y43"
    assert parse_uscc("91350100M000100Y44") is None
    assert parse_uscc("91350100M000101Y43") is None
    assert parse_uscc("91350100M000100") is None
    assert parse_uscc("91350100I000100Y43") is None
    assert parse_uscc(None) is None


@given(st.text("0123456789ABCDEFGHJKLMNPQRTUWXY", min_size=18, max_size=18))
def test_any_text_may_be_asked_for_a_credit_code(text: str):
    assert parse_uscc(text) in (None, text)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("E12345678", "passport"), ("EA1234567", "passport"), ("g 12345678", "passport"), ("123456789", "passport"),
        ("H1234567801", "hmt_travel_permit"), ("M12345678", "hmt_travel_permit"), ("USA110072072301", "old_foreigner_card"),
        ("军字第0123456号", "military"), ("士字第12345678号", "military"), ("12345", ""), ("王小明", ""),
    ],
)  # fmt: skip
def test_papers_are_told_apart(text: str, kind: str):
    assert document_kind(text) == kind
    assert is_military(text) == (kind == "military")
    assert (parse_passport(text) is not None) == (kind not in ("", "military"))


@pytest.mark.parametrize(
    "text",
    [
        "13800001234",
        "+86 138-0000-1234",
        "008613800001234",
        "86 13800001234",
        "１３８００００１２３４",
        "13800001234.0",
        "13800001234/0572-5123456",
    ],
)
def test_one_mobile_number_in_many_spellings(text: str):
    assert parse_phone(text) == "13800001234"


def test_landlines_keep_their_area_code():
    assert parse_phone("(0572) 512-3456") == "05725123456"
    assert parse_phone("+86 0572 5123456") == "05725123456"
    assert not is_mobile("05725123456")


@pytest.mark.parametrize("text", [None, "", "12345", "1380000123", "12800001234", "138000012345", "暂无"])
def test_what_is_no_telephone(text: str | None):
    assert parse_phone(text) is None


def test_masks():
    assert mask_id("330523198001011234") == "330523********1234"
    assert mask_id("E12345678") == "E1*****78"
    assert mask_phone("13812345678") == "138****5678"
    assert mask_name("王小明") == "王*明"
    assert mask_name("王明") == "王*"
    assert mask_id(None) == mask_phone("") == mask_name(None) == mask_any("") == ""


@given(st.text(min_size=1, max_size=40))
def test_a_mask_hides_at_least_a_third(text: str):
    assert mask_any(text).count("*") >= len(text) // 3
    assert len(mask_any(text)) == len(text)
