"""Layouts by their headers."""

from __future__ import annotations

import pytest

from bole.core.errors import InvalidInput
from bole.people.sources.reading import require_complete

from .conftest import HONOURS, INSURED, ROSTER, Reader, citizen, csv, insured

ROW = insured("王小明", citizen(123))


def file(header: list[str]) -> bytes:
    return csv(header, [["1"] * len(header)])


def test_every_layout_knows_its_own_headers(reader: Reader):
    for layout in reader.layouts:
        found = reader.recognise(file([column.header for column in layout.columns]))
        assert (found.layout.id, found.score, dict(found.unknown), found.missing) == (layout.id, 1.0, {}, ())


def test_every_layout_knows_its_synonyms(reader: Reader):
    for layout in reader.layouts:
        found = reader.recognise(file([(c.synonyms or (c.header,))[-1] for c in layout.columns]))
        assert found.layout.id == layout.id
        assert found.missing == ()


def test_order_spaces_width_and_stars_do_not_matter(reader: Reader):
    header = [f" *{text} ".replace("(", "\uff08").replace(")", "\uff09") for text in reversed(INSURED)]
    found = reader.recognise(file(header))
    assert (found.layout.id, found.missing) == ("S01", ())


def test_missing_headers_are_named(reader: Reader):
    found = reader.recognise(file([h for h in INSURED if h not in ("出生日期", "手机号码")]))
    assert (found.layout.id, found.missing, found.missing_required) == ("S01", ("出生日期", "手机号码"), ())


def test_without_a_required_column_nothing_is_taken(reader: Reader):
    found = reader.recognise(file(["人名", *INSURED[1:]]))
    assert found.missing_required == ("姓名",)
    with pytest.raises(InvalidInput) as caught:
        require_complete(found)
    assert str(caught.value) == "按“社会保险参保”读取,缺少必需的列:“姓名”"
    assert "“人名”" in caught.value.advice


def test_unknown_headers_come_with_suggestions_and_can_be_confirmed(reader: Reader):
    header = ["姓名", "证件类型", "证件号码", "性别", "出生年月日期", *INSURED[5:]]
    found = reader.recognise(file(header))
    assert found.unknown == {"出生年月日期": ("出生日期",)}
    confirmed = reader.recognise(file(header), confirmed={"出生年月日期": "出生日期"})
    assert (confirmed.unknown, confirmed.missing) == ({}, ())
    assert confirmed.mapping["出生年月日期"].header == "出生日期"


def test_another_sources_table_is_named(reader: Reader):
    with pytest.raises(InvalidInput) as caught:
        reader.recognise(file(ROSTER), expected="S01")
    assert (caught.value.code, str(caught.value)) == (
        "reading.other_layout",
        "这是“企业人才花名册”(S05)的表,不是“社会保险参保”(S01)的表",
    )
    assert caught.value.advice == "请改选来源“企业人才花名册”,或换一个文件"
    assert reader.recognise(file(HONOURS), expected="S07").layout.id == "S07"


def test_a_table_nobody_sends(reader: Reader):
    with pytest.raises(InvalidInput) as caught:
        reader.recognise(file(["商品", "单价", "数量"]))
    assert caught.value.code == "reading.unknown_layout"
    assert str(caught.value) == "认不出这是哪个部门的报送表:表头为“商品、单价、数量”"


def test_the_unit_in_a_header_wins(reader: Reader):
    found = reader.recognise(file([h.replace("年薪(万元)", "年薪(元)") for h in ROSTER]))
    assert found.mapping["年薪(元)"].unit == "元"
    assert reader.recognise(file(ROSTER)).mapping["年薪(万元)"].unit == "万元"


def test_doubled_headers_are_one_column_where_they_agree(reader: Reader):
    header = [*INSURED, "手机号码"]
    row = insured("王小明", citizen(123), 手机号码="13800001234")
    content = csv(header, [[*row, "13800001234"], [*insured("李丽", citizen(122)), "13900001234"]])
    assert reader.recognise(content).doubled == {"手机号码": ("手机号码", "手机号码#2")}
    checked = reader.check(content)
    assert checked.rows["phone"].to_list() == ["13800001234", "13900001234"]


def test_doubled_headers_that_contradict_send_the_row_back(reader: Reader):
    row = insured("王小明", citizen(123), 手机号码="13800001234")
    checked = reader.check(csv([*INSURED, "联系电话"], [[*row, "13900001234"], [*insured("李丽", citizen(122)), ""]]))
    assert checked.counts["rejected"] == 1
    assert checked.issues.filter(checked.issues["severity"] == "block")["message"].to_list() == [
        "表中有两列“手机号码”“联系电话”,本行两列内容不同"
    ]
