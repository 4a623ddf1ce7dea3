"""Which sheet, which header row, which rows; and what spreadsheets do to cells."""

from __future__ import annotations

import io
from datetime import datetime
from typing import Any

import pytest
import xlwt

from bole.core.errors import InvalidInput

from .conftest import HONOURS, INSURED, ROSTER, Reader, citizen, csv, insured, sheet_of, workbook

ROWS = [insured("王小明", citizen(123)), insured("李丽", citizen(122))]


def test_title_and_note_rows_above_totals_below(reader: Reader):
    above = [["安吉县2026年10月参保人员名单"], ["填报单位:县社保中心", "", "单位:元"], []]
    below = [["合计", "", "", "", "", "", "", "", "", "120"], ["制表人\uff1a张三", "", "审核人:李四"]]
    raw = reader.table(sheet_of(INSURED, [*ROWS, [], *below], above), "参保.xlsx")
    assert (raw.header_row, raw.row_numbers.to_list()) == (4, [5, 6])
    assert raw.title == "安吉县2026年10月参保人员名单"
    assert raw.totals == (8, 9)
    assert [n.message for n in raw.notes] == ["略去合计、签章等非数据行2行(第8、9行)"]


def test_row_numbers_stay_true_across_empty_and_repeated_header_rows(reader: Reader):
    content = csv(INSURED, [ROWS[0], [], INSURED, ROWS[1]])
    raw = reader.table(content)
    assert raw.row_numbers.to_list() == [2, 5]
    quoted = content.decode().replace("王小明", '"王小明"').encode()
    assert reader.table(quoted).row_numbers.to_list() == [2, 5]


def test_a_header_of_two_levels(reader: Reader):
    def build(book: Any, sheet: Any) -> None:
        sheet.merge_range(0, 0, 1, 0, "姓名")
        sheet.merge_range(0, 1, 1, 1, "证件号码")
        sheet.merge_range(0, 2, 0, 6, "荣誉")
        for j, text in enumerate(HONOURS[2:7], start=2):
            sheet.write_string(1, j, text)
        sheet.merge_range(0, 7, 1, 7, "工作单位")
        for j, text in enumerate(
            ["王小明", citizen(123), "西湖友谊奖", "省级", "2024", "1", "浙外〔2024〕1号", "甲公司"]
        ):
            sheet.write_string(2, j, text)

    raw = reader.table(workbook(build), "荣誉.xlsx")
    assert raw.headers == tuple(HONOURS)
    assert raw.row_numbers.to_list() == [3]


def test_cells_merged_downwards_hold_for_every_row(reader: Reader):
    def build(book: Any, sheet: Any) -> None:
        for j, text in enumerate(ROSTER):
            sheet.write_string(0, j, text)
        sheet.merge_range(1, 0, 2, 0, "安吉竹韵家具有限公司")
        for i, name in enumerate(["王小明", "李丽"], start=1):
            sheet.write_string(i, 2, name)

    raw = reader.table(workbook(build), "花名册.xlsx")
    assert raw.frame["企业名称"].to_list() == ["安吉竹韵家具有限公司"] * 2


def two_sheets(second: list[list[str]]) -> bytes:
    def build(book: Any, sheet: Any) -> None:
        other = book.add_worksheet("说明")
        for target, rows in ((sheet, [INSURED, *ROWS]), (other, second)):
            for i, row in enumerate(rows):
                target.write_row(i, 0, row)

    return workbook(build)


def test_of_two_sheets_the_one_that_fits_is_read_and_named(reader: Reader):
    raw = reader.table(two_sheets([["填表说明"], ["一、本表按月报送"]]), "参保.xlsx")
    assert (raw.sheet, [n.message for n in raw.notes]) == ("数据", ["读取工作表“数据”,未读取:“说明”"])


def test_two_sheets_that_both_fit_are_asked_about(reader: Reader):
    content = two_sheets([INSURED, *ROWS])
    with pytest.raises(InvalidInput) as caught:
        reader.table(content, "参保.xlsx")
    assert str(caught.value) == "文件“参保.xlsx”有2张工作表都像报送表:“数据”、“说明”"
    assert caught.value.advice == "请只保留一张后再报送,或上传时选定工作表"
    assert reader.table(content, "参保.xlsx", sheet="说明").sheet == "说明"
    with pytest.raises(InvalidInput, match="没有工作表“附表”"):
        reader.table(content, "参保.xlsx", sheet="附表")


def test_formulas_give_their_kept_result_and_a_warning(reader: Reader):
    def build(book: Any, sheet: Any) -> None:
        sheet.write_row(0, 0, INSURED)
        sheet.write_row(1, 0, ROWS[0])
        sheet.write_formula(1, INSURED.index("累计缴费月数"), "=10+2", None, 12)

    raw = reader.table(workbook(build), "参保.xlsx")
    assert raw.frame["累计缴费月数"].to_list() == ["12"]
    assert [n.message for n in raw.notes] == ["表中有公式1处,已采用表中保存的计算结果"]


def test_formulas_never_computed_are_empty_and_said(reader: Reader):
    import openpyxl

    book = openpyxl.Workbook()
    book.active.append(INSURED)
    book.active.append([*ROWS[0][:9], "=10+2", *ROWS[0][10:]])
    stream = io.BytesIO()
    book.save(stream)
    raw = reader.table(stream.getvalue(), "参保.xlsx")
    assert raw.frame["累计缴费月数"].to_list() == [None]
    assert [n.code for n in raw.notes] == ["formulas", "uncomputed"]
    assert raw.notes[1].message == "有公式1处没有保存计算结果,按空白处理"


def numeric(number: float, header: str = "证件号码", left: int = 0) -> bytes:
    def build(book: Any, sheet: Any) -> None:
        sheet.write_row(0, left, INSURED)
        sheet.write_row(1, left, ROWS[0])
        sheet.write_row(2, left, ROWS[1])
        sheet.write_number(2, left + INSURED.index(header), number)

    return workbook(build)


@pytest.mark.parametrize("left", [0, 2])
def test_an_identity_number_kept_as_a_number_is_known_to_be_cut(reader: Reader, left: int):
    content = numeric(330523198001011234.0, left=left)
    raw = reader.table(content, "参保.xlsx")
    assert raw.frame["证件号码"].to_list() == [citizen(123), "330523198001011000"]
    assert raw.long_numbers == {"证件号码": frozenset({3})}
    checked = reader.check(content, "参保.xlsx")
    assert checked.rows["id_state"].to_list() == ["valid", "truncated"]
    assert checked.issues["message"].to_list() == ["证件号码被电子表格截断(只剩15位有效数字),不能作为身份依据"]
    assert checked.issues["value_masked"].to_list() == ["330523********1000"]


def test_numbers_of_twenty_digits(reader: Reader):
    as_text = reader.check(csv(INSURED, [insured("王小明", "12345678901234567890")]))
    assert as_text.issues.select("rule", "message").rows() == [
        ("id_unknown", "证件号码不是身份证、居住证、通行证或护照号码的形式")
    ]
    assert as_text.rows["cn_id"].to_list() == [None]
    as_number = reader.table(numeric(12345678901234567890.0), "参保.xlsx")
    assert as_number.frame["证件号码"].to_list()[1] == "12345678901234600000"


def test_telephones_kept_as_numbers_stay_whole(reader: Reader):
    checked = reader.check(numeric(13800001234.0, "手机号码"), "参保.xlsx")
    assert checked.rows["phone"].to_list() == [None, "13800001234"]


def test_old_workbooks_keep_dates_and_numbers(reader: Reader):
    book = xlwt.Workbook()
    sheet = book.add_sheet("数据")
    style = xlwt.easyxf(num_format_str="yyyy-mm-dd")
    for i, row in enumerate([INSURED, *ROWS]):
        for j, cell in enumerate(row):
            sheet.write(i, j, cell)
    sheet.write(3, 0, "赵敏")
    sheet.write(3, 2, 330523198001011000.0)
    sheet.write(3, 4, datetime(1980, 1, 1), style)
    stream = io.BytesIO()
    book.save(stream)
    raw = reader.table(stream.getvalue(), "参保.xls")
    assert raw.kind == "xls"
    assert raw.frame["出生日期"].to_list()[2].startswith("1980-01-01")
    assert raw.long_numbers == {"证件号码": frozenset({4})}


@pytest.mark.parametrize("sign", [",", "\t", ";", "|", "\uff0c"])
def test_separators_are_found(reader: Reader, sign: str):
    assert reader.table(csv(INSURED, ROWS, sign=sign)).frame.height == 2


def test_quoted_cells_with_separators_and_line_breaks(reader: Reader):
    row = insured('"王小明"', citizen(123), 单位名称='"甲,乙\n公司"')
    raw = reader.table(csv(INSURED, [row, ROWS[1]]))
    assert raw.frame["单位名称"].to_list()[0] == "甲,乙\n公司"


def test_the_text_trick_of_spreadsheets_is_undone(reader: Reader):
    raw = reader.table(csv(INSURED, [insured("王小明", f'"=""{citizen(123)}"""')]))
    assert raw.frame["证件号码"].to_list() == [citizen(123)]
