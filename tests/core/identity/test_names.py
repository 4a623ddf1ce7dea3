"""Names in all their forms."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bole.core.identity import clean_name, name_faults, name_forms
from bole.core.identity.organisations import short_organisation


@pytest.mark.parametrize(
    ("text", "surname", "given_name", "pinyin", "initials"),
    [
        ("王小明", "王", "小明", "wangxiaoming", "wxm"),
        ("歐陽修", "欧阳", "修", "ouyangxiu", "oyx"),
        ("单雄信", "单", "雄信", "shanxiongxin", "sxx"),
        ("尉迟恭", "尉迟", "恭", "yuchigong", "wcg"),
        ("欧阳", "欧", "阳", "ouyang", "oy"),
        ("爱新觉罗启星", "爱新觉罗", "启星", "aixinjueluoqixing", "axjlqx"),
        ("丽", "丽", "", "li", "l"),
        ("阿依古丽·买买提", "", "阿依古丽买买提", "ayigulimaimaiti", "ayglmmt"),
    ],
)
def test_han_names(text: str, surname: str, given_name: str, pinyin: str, initials: str):
    forms = name_forms(text)
    assert (forms.surname, forms.given, forms.pinyin, forms.initials) == (surname, given_name, pinyin, initials)
    assert not forms.latin


@pytest.mark.parametrize("text", ["王 小 明", "王　小明", " 王小明 ", "王小明\u200b"])
def test_spaces_inside_a_han_name_fall(text: str):
    assert clean_name(text) == "王小明"


@pytest.mark.parametrize("dot", "·•‧・･∙●")
def test_all_middle_dots_are_one(dot: str):
    assert clean_name(f"阿依古丽{dot}买买提") == "阿依古丽·买买提"
    assert name_forms(f"阿依古丽 {dot} 买买提").simple == "阿依古丽买买提"


def test_traditional_characters_compare_as_simplified_and_stay_written():
    forms = name_forms("張鈺瑩")
    assert (forms.clean, forms.simple) == ("張鈺瑩", "张钰莹")


def test_latin_names_in_any_order():
    assert name_forms("WANG Xiaoming").pinyin_sorted == name_forms("Xiaoming, Wang").pinyin_sorted == "wang xiaoming"
    assert name_forms("José García-López").simple == "JOSE GARCIA LOPEZ"
    assert name_forms("LYU Bu").pinyin == name_forms("吕布").pinyin == "lvbu"
    assert name_forms("王晓明").pinyin_sorted == name_forms("Xiaoming WANG").pinyin_sorted
    assert name_forms("John Smith").latin


@pytest.mark.parametrize("rare", ["㛃", "𠅤", "𬱖", "𱎼", "𪚥", "𲈟", "𮯠", "䶮", "〇", "鿿"])
def test_rare_characters_of_gb18030_2022_pass_untouched(rare: str):
    forms = name_forms(f"王{rare}")
    assert (forms.clean, forms.simple, forms.surname, forms.given) == (f"王{rare}", f"王{rare}", "王", rare)
    assert name_faults(forms.clean) == ()


def test_characters_that_left_the_private_use_area():
    assert clean_name("王\ue81e") == "王\u9fb4"
    assert name_faults("王\ue000") == ("private_use",)


def test_sixty_characters_are_kept_whole():
    long = "阿卜杜拉·" * 12
    forms = name_forms(long)
    assert forms.clean == long.strip("·")
    assert len(forms.given) == 48
    assert name_faults(forms.clean) == ("long",)


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("丽", ("single",)),
        ("王\ufffd明", ("garbled",)),
        ("王小明2", ("digit",)),
        ("王*明", ("symbol",)),
        ("王小明", ()),
        ("John Smith", ()),
    ],
)
def test_what_is_odd_about_a_name(text: str, faults: tuple[str, ...]):
    assert name_faults(text) == faults


@given(st.text(max_size=70))
def test_any_text_may_be_a_name(text: str):
    forms = name_forms(text)
    assert clean_name(forms.clean) == forms.clean or not forms.clean.isprintable() or not forms.clean.isalpha()
    assert forms.initials.isascii()


def test_organisations_without_place_and_legal_form():
    places = ("安吉县", "安吉", "浙江省", "浙江")
    assert short_organisation("浙江安吉竹韵家具有限公司", places) == "竹韵家具"
    assert short_organisation("安吉竹韵家具(集团)股份有限公司", places) == "竹韵家具"
    assert short_organisation("安吉县竹韵家具厂", places) == "竹韵家具"
    assert short_organisation("安吉公司", places) == "安吉"
