"""Column-wise and scalar forms are one: the same answer for any text."""

from __future__ import annotations

from datetime import date

import polars as pl
from hypothesis import example, given
from hypothesis import strategies as st

from bole.core.identity import check_character, document_kind, name_forms, parse_id, parse_passport, parse_phone
from bole.people.sources.reading.names import COLUMNS, clean_names, name_columns
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


@given(st.lists(st.one_of(near_numbers, almost_ids(), papers, st.none()), max_size=8))
@example(["3.30523E+17", "330523198001011000", None, "", "110105491231002", "11010519491231002X"])
def test_identity_numbers(texts: list[str | None]):
    got = id_columns(pl.Series(texts, dtype=pl.String), TODAY).rows()
    want = [parse_id(text, today=TODAY) for text in texts]
    assert got == [(w.clean, w.state, w.number, w.birth, w.sex, w.kind or None) for w in want]


@given(st.lists(st.one_of(papers, near_numbers, st.none()), max_size=8))
def test_papers(texts: list[str | None]):
    assert passport_column(pl.Series(texts, dtype=pl.String)).to_list() == [parse_passport(text) for text in texts]
    known = [text for text in texts if text is not None and text.isalnum()]
    assert document_column(pl.Series(known, dtype=pl.String)).to_list() == [document_kind(text) for text in known]


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
