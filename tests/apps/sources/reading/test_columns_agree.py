"""Column-wise and scalar forms are one: the same answer for any text."""

from __future__ import annotations

from datetime import date

import polars as pl
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bole.core.identity import (
    check_character,
    clean_id,
    document_kind,
    name_forms,
    parse_id,
    parse_passport,
    parse_phone,
)
from bole.people.sources.reading import values
from bole.people.sources.reading.names import COLUMNS, clean_names, name_columns
from bole.people.sources.reading.payload import masked
from bole.people.sources.reading.standard import document_column, id_columns, passport_column, phone_column

TODAY = date(2026, 11, 23)

near_numbers = st.text("0123456789Xx '\"-０１２Ｘ.E+", max_size=22)


@st.composite
def almost_ids(draw: st.DrawFn) -> str:
    """Numbers of the right form, right or wrong, of 15, 17, 18 or 19 characters."""
    born = draw(st.dates(date(1880, 1, 1), date(2040, 1, 1))).strftime("%Y%m%d")
    first17 = (
        draw(st.sampled_from(["330523", "810000", "933840", "009900"]))
        + born
        + draw(st.sampled_from(["123", "000", "996", "100"]))
    )
    whole = first17 + draw(st.sampled_from([check_character(first17), "0", "x"]))
    return draw(
        st.sampled_from([whole, whole[:17], whole + "1", whole[:6] + whole[8:17], f" {whole} ", whole[:15] + "000"])
    )


papers = st.text("ABEGHM0123456789军字第号", max_size=14)
letters = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=12)
han = st.text(st.sampled_from("王李欧阳司马单曾张鈺瑩陳尉迟·㛃𬱖AaZ z(小)丽吕乾坤"), max_size=10)


@settings(deadline=None)  # the first example also loads dictionaries
@given(st.lists(st.one_of(near_numbers, almost_ids(), papers, st.none()), max_size=8))
@example(["3.30523E+17", "330523198001011000", None, "", "110105491231002", "11010519491231002X"])
def test_identity_numbers(texts: list[str | None]):
    got = id_columns(pl.Series(texts, dtype=pl.String), TODAY).rows()
    want = [parse_id(text, today=TODAY) for text in texts]
    assert got == [(w.clean, w.state, w.number, w.birth, w.sex, w.kind or None) for w in want]


@settings(deadline=None)  # the first example also loads dictionaries
@given(st.lists(st.one_of(papers, near_numbers, st.none()), max_size=8))
@example(["00000000０"])
def test_papers(texts: list[str | None]):
    assert passport_column(pl.Series(texts, dtype=pl.String)).to_list() == [parse_passport(text) for text in texts]
    known = [clean_id(text) for text in texts if text is not None]
    assert document_column(pl.Series(known, dtype=pl.String)).to_list() == [document_kind(text) for text in known]


@settings(deadline=None)  # the first example also loads dictionaries
@given(
    st.lists(
        st.one_of(
            st.text("0123456789+-() /、.86０１３８", max_size=20),
            st.from_regex(r"\A(\+86|86|0086)?1[3-9][0-9]{9}\Z"),
            st.none(),
        ),
        max_size=8,
    )
)
@example(["8657212345678", "008605725123456", "13800001234.0", "138 0000 1234/139"])
def test_telephones(texts: list[str | None]):
    assert phone_column(pl.Series(texts, dtype=pl.String)).to_list() == [parse_phone(text) for text in texts]


@settings(deadline=None)  # the first example also loads dictionaries
@given(st.lists(st.one_of(han, letters, st.none()), max_size=8))
@example(
    ["欧阳", "单雄信", "丽", "阿依古丽・买买提", "WANG Xiaoming", "爱新觉罗启星", "王\ue81e", "", None, "张三(小张)"]
)
def test_names(texts: list[str | None]):
    series = pl.Series(texts, dtype=pl.String)
    got = name_columns(series)
    want = [name_forms(text) for text in texts]
    for i, column in enumerate(COLUMNS):
        assert got[column].to_list() == [
            form[i] or None if text is not None else None for form, text in zip(want, texts, strict=True)
        ]
    assert got["latin"].to_list() == [form.latin for form in want]
    assert clean_names(series).to_list() == [
        None if t is None else form.clean for form, t in zip(want, texts, strict=True)
    ]


days = st.text("0123456789-/.年月日 :T二〇'１", max_size=20)
FORMS = (
    "%Y-%m-%d",
    "%Y%m%d",
    "%Y/%m/%d",
    "%Y.%m.%d",
    "%Y年%m月%d日",
    "%Y-%m-%d 00:00:00",
    "%Y-%m-%d 09:30:00",
    "%Y-%m-31",
)
usual_days = st.builds(date.strftime, st.dates(date(1880, 1, 1), date(2040, 1, 1)), st.sampled_from(FORMS))
usual_days |= usual_days.map(lambda text: text.replace("-0", "-").replace("/0", "/").replace("年0", "年"))
numbers = st.one_of(
    st.text("0123456789.,-万元e ％１", max_size=9),
    st.integers(0, 10**14).map(str),
    st.decimals(0, 10**6, places=2).map(str),
)
UNITS = (
    *(("parse_integer", "", ""), ("parse_integer", "年", "个月"), ("parse_number", "亩", "平方米")),
    *(
        ("parse_number", "万元", "万元"),
        ("parse_amount", "元", ""),
        ("parse_amount", "万元", ""),
        ("parse_amount", "斤", ""),
    ),
)
words = st.one_of(
    letters, st.sampled_from(["无", "/", "NULL", "不详", "a\u3000b", "Ａ", " 甲", "甲\xa0乙", "#REF!", "—", "工程师"])
)


@settings(deadline=None)
@given(st.lists(st.one_of(days, usual_days, st.none()), max_size=8))
def test_days_and_months(texts: list[str | None]):
    column = pl.Series(texts, dtype=pl.String)
    for parser in (values.parse_date, values.parse_month):
        found = values.convert(column, parser, pl.String)
        one_by_one = [parser(text) if text is not None else (None, None) for text in texts]
        assert list(zip(found.values, found.faults, strict=True)) == one_by_one


@settings(deadline=None)
@given(st.lists(st.one_of(words, st.none()), max_size=8))
def test_texts(texts: list[str | None]):
    found = values.convert(pl.Series(texts, dtype=pl.String), values.parse_text, pl.String)
    assert found.values.to_list() == [values.parse_text(text)[0] if text is not None else None for text in texts]


@settings(deadline=None)
@given(
    st.lists(st.one_of(numbers, st.none()), max_size=8),
    st.sampled_from(UNITS),
)
def test_numbers(texts: list[str | None], how: tuple[str, str, str]):
    parser = values.Units(getattr(values, how[0]), *how[1:])
    kind = pl.Float64 if how[0] == "parse_number" else pl.Int64
    found = values.convert(pl.Series(texts, dtype=pl.String), parser, kind)
    one_by_one = [parser(text) if text is not None else (None, None) for text in texts]
    assert found.faults.to_list() == [fault for _, fault in one_by_one]
    assert found.values.to_list() == [None if value is None else kind.to_python()(value) for value, _ in one_by_one]


@settings(deadline=None)
@given(st.lists(st.one_of(letters, near_numbers, st.none()), max_size=8))
def test_masks_show_the_ends_only(texts: list[str | None]):
    for text, mask in zip(texts, masked(pl.Series(texts, dtype=pl.String)), strict=True):
        if text is None:
            assert mask is None
        elif len(text) < 8:
            assert mask == text[:1] + "*" * max(len(text) - 1, 1)
        else:
            assert mask == text[:3] + "*" * (len(text) - 7) + text[-4:]
