"""Rows against the layout: taken in, sent back, left out."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from .conftest import HONOURS, INSURED, ROSTER, TODAY, Reader, citizen, csv, insured

ID = citizen(123)


def one(reader: Reader, **other: str) -> tuple[dict, list[tuple]]:
    """The accepted row (or {}) and its issues for a single row of S01."""
    checked = reader.check(csv(INSURED, [insured("王小明", ID, **other)]))
    return (checked.rows.to_dicts() or [{}])[0], checked.issues.select(
        "rule", "severity", "message", "value_masked"
    ).rows()


def test_a_clean_row(reader: Reader):
    row, issues = one(reader, 出生日期="1980/1/1", 性别="男", 单位名称="安吉竹韵家具有限公司", 统一社会信用代码="91350100M000100Y43",
                      手机号码="+86 138 0000 1234", **{"月缴费基数(元)": '"5,000.5"', "首次参保年月": "2010.07", "累计缴费月数": "120"})  # fmt: skip
    assert issues == []
    assert json.loads(row["values"]) == {
        "birth_date": "1980-01-01", "contribution_base_month": 500_050, "employer_name": "安吉竹韵家具有限公司",
        "employer_uscc": "91350100M000100Y43", "id_type": "CN_ID", "insurance_status": "active", "insured_months_total": 120,
        "insured_since": "2010-07", "name": "王小明", "sex": "1", "township": row["township"],
    }  # fmt: skip
    assert json.loads(row["sealed"]) == {"id_number": ID, "phone": "13800001234"}
    wanted = {"row": 2, "natural_key": ID, "name": "王小明", "name_simple": "王小明", "surname": "王", "given": "小明", "cn_id": ID,
              "id_state": "valid", "phone": "13800001234", "sex": "M", "employer_short": "竹韵家具", "uscc": "91350100M000100Y43",
              "initials": "wxm", "birth_from_id": False}  # fmt: skip
    assert {key: row[key] for key in wanted} == wanted


def test_no_number_stands_in_the_open_values(reader: Reader):
    row, _ = one(reader, 手机号码="13800001234")
    assert ID not in row["values"]
    assert "13800001234" not in row["values"]


def test_birth_date_and_sex_come_from_a_proven_number(reader: Reader):
    row, _ = one(reader)
    assert (str(row["birth_date"]), row["birth_from_id"], row["sex"]) == ("1980-01-01", True, "M")


@pytest.mark.parametrize(
    ("other", "rule", "message"),
    [
        ({"出生日期": (TODAY + timedelta(1)).isoformat()}, "future", "“出生日期”在今天之后,未采用"),
        ({"出生日期": "1980-02-30"}, "date_impossible", "“出生日期”是不存在的日期,未采用"),
        ({"出生日期": "80.1.1"}, "date_short_year", "“出生日期”的年份只有两位,未采用"),
        ({"出生日期": "1981-01-01"}, "birth_differs", "“出生日期”与证件号码中的出生日期不一致"),
        ({"性别": "女"}, "sex_differs", "“性别”与证件号码不一致"),
        ({"累计缴费月数": "900"}, "above", "“累计缴费月数”大于720个月,未采用"),
        ({"累计缴费月数": "-1"}, "below", "“累计缴费月数”小于0个月,未采用"),
        ({"累计缴费月数": "许多"}, "number", "“累计缴费月数”不是数字,未采用"),
        ({"月缴费基数(元)": "面议"}, "money", "“月缴费基数(元)”不是金额,未采用"),
        ({"参保状态": "待定中"}, "unknown_code", "“参保状态”的内容不在代码表中,暂未采用"),
        ({"手机号码": "12345"}, "phone", "“手机号码”不是有效的手机或固定电话号码,未采用"),
        ({"统一社会信用代码": "91350100M000100Y44"}, "uscc", "统一社会信用代码校验不符,不能用来确认单位"),
    ],
)
def test_a_doubtful_value_is_left_out_and_the_row_kept(reader: Reader, other: dict[str, str], rule: str, message: str):
    row, issues = one(reader, **other)
    assert row["name"] == "王小明"
    assert [(r, s, m) for r, s, m, _ in issues] == [(rule, "warn", message)]


def test_a_failed_check_digit_keeps_the_row_but_proves_nothing(reader: Reader):
    wrong = ID[:17] + ("0" if ID[17] != "0" else "1")
    checked = reader.check(csv(INSURED, [insured("王小明", wrong)]))
    row = checked.rows.to_dicts()[0]
    assert (row["cn_id"], row["cn_id_raw"], row["id_state"], row["birth_from_id"]) == (None, wrong, "bad_check", False)
    assert json.loads(row["sealed"]) == {"id_number": wrong}
    assert checked.issues.select("rule", "message", "value_masked").rows() == [
        ("id_check", "证件号码校验码不符,不能作为身份依据", f"330523********{wrong[-4:]}")
    ]


def test_a_passport_in_the_number_column_is_a_passport(reader: Reader):
    checked = reader.check(csv(INSURED, [insured("John Smith", "e12345678")]))
    assert checked.issues.is_empty()
    row = checked.rows.to_dicts()[0]
    assert (row["passport"], row["cn_id"], row["latin"], row["natural_key"]) == ("E12345678", None, True, "E12345678")


@pytest.mark.parametrize("name", ["阿卜杜拉·" * 12 + "明", "阿依古丽·买买提", "王𬱖㛃", "丽", "John O'Brien-Smith"])
def test_unusual_names_are_taken_whole(reader: Reader, name: str):
    checked = reader.check(csv(INSURED, [insured(name, ID)]))
    assert checked.rows["name"].to_list() == [name]
    assert checked.counts["accepted"] == 1
    assert set(checked.issues["severity"].to_list()) <= {"warn"}


def test_long_and_single_names_are_only_asked_about(reader: Reader):
    rows = [insured("阿卜杜拉·" * 12 + "明", ID), insured("丽", citizen(122))]
    assert reader.check(csv(INSURED, rows)).issues["message"].to_list() == [
        "姓名较长(超过30个字符),已完整保留",
        "姓名只有一个字",
    ]


def test_rows_without_a_name_or_with_a_garbled_one_go_back(reader: Reader):
    rows = [insured("", ID), insured("王\ufffd明", citizen(122)), insured("李丽", citizen(124))]
    checked = reader.check(csv(INSURED, rows))
    assert checked.issues.select("row", "severity", "message").rows() == [
        (2, "block", "“姓名”为空"),
        (3, "block", "姓名含乱码"),
    ]
    assert dict(checked.counts) == {"rows_in": 3, "accepted": 1, "rejected": 2, "excluded": 0, "duplicates": 0}


def test_cadres_and_soldiers_are_counted_and_not_kept(reader: Reader):
    rows = [
        insured("甲某", citizen(123), 单位名称="中共安吉县委员会办公室"),
        insured("乙某", citizen(122), 统一社会信用代码="113305230000000000"),
        insured("丙某", "军字第0123456号"),
        insured("丁某", "1234567", 证件类型="军官证"),
        insured("戊某", citizen(124)),
    ]
    checked = reader.check(csv(INSURED, rows))
    assert (checked.counts["excluded"], checked.counts["accepted"]) == (4, 1)
    assert checked.excluded["row"].to_list() == [2, 3, 4, 5]
    kept = json.dumps(checked.rows.to_dicts(), default=str) + json.dumps(checked.issues.to_dicts())
    assert not any(name in kept for name in ("甲某", "乙某", "丙某", "丁某"))


def test_equal_rows_count_once(reader: Reader):
    rows = [insured("王小明", ID), insured("李丽", citizen(122)), insured(" 王小明", ID.lower())]
    checked = reader.check(csv(INSURED, rows))
    assert dict(checked.counts) == {"rows_in": 3, "accepted": 2, "rejected": 0, "excluded": 0, "duplicates": 1}
    assert checked.issues.select("row", "severity", "message").rows() == [(4, "warn", "与第2行完全相同,只计一次")]


def test_one_key_with_two_contents_keeps_the_last(reader: Reader):
    rows = [insured("王小明", ID, 累计缴费月数="10"), insured("王小明", ID, 累计缴费月数="11")]
    checked = reader.check(csv(INSURED, rows))
    assert checked.rows["row"].to_list() == [3]
    assert checked.issues["message"].to_list() == ["与第3行是同一条(证件号码相同)但内容不同,已采用后一行"]
    assert checked.counts["rejected"] == 1


def test_a_number_copied_down_loses_nobody(reader: Reader):
    checked = reader.check(csv(INSURED, [insured("王小明", ID), insured("李丽", ID)]))
    assert checked.rows["natural_key"].to_list() == [f"{ID}|王小明", f"{ID}|李丽"]
    assert set(checked.issues["rule"].to_list()) == {"id_shared"}


def test_people_without_a_number_are_never_taken_for_one(reader: Reader):
    rows = [
        insured("王伟", "", 累计缴费月数="1"),
        insured("王伟", "", 累计缴费月数="2"),
        insured("王伟", "", 单位名称="甲公司"),
    ]
    checked = reader.check(csv(INSURED, rows))
    assert checked.counts["accepted"] == 3
    assert checked.rows["natural_key"].n_unique() == 3
    assert all(key.startswith("?") for key in checked.rows["natural_key"])


def test_money_follows_the_unit_of_the_header(reader: Reader):
    row = ["甲公司", "", "王小明", ID, "", "", "", "", "", "30", ""]
    in_wan = reader.check(csv(ROSTER, [row])).rows["values"][0]
    in_yuan = reader.check(csv([h.replace("万元", "元") for h in ROSTER], [row])).rows["values"][0]
    assert json.loads(in_wan)["annual_salary"] == 30_000_000
    assert json.loads(in_yuan)["annual_salary"] == 3_000


def test_unknown_codes_are_listed_with_a_suggestion(reader: Reader):
    rows = [
        ["王小明", ID, "友谊奖", "省部极", "2024", "1", "1号", ""],
        ["李丽", citizen(122), "友谊奖", "省部极", "2024", "1", "1号", ""],
    ]
    checked = reader.check(csv(HONOURS, rows))
    assert checked.unknown_codes.select("header", "code_list", "value", "count").rows() == [
        ("级别", "honour_level", "省部极", 2)
    ]
    assert "省" in checked.unknown_codes["suggestion"][0]


def test_the_hash_tells_content_and_needs_the_key(reader: Reader):
    one_row, two = (
        reader.check(csv(INSURED, [insured("王小明", ID, 手机号码=p)])).rows for p in ("13800001234", "+86 13800001234")
    )
    other = reader.check(csv(INSURED, [insured("王小明", ID, 手机号码="13800001235")])).rows
    assert one_row["row_hash"][0] == two["row_hash"][0] != other["row_hash"][0]
    assert one_row["values"][0] == other["values"][0]


def test_text_with_quotes_and_braces_survives_as_json(reader: Reader):
    odd = 'a""b,\\""phone\\"":null,}{'
    row, _ = one(reader, 单位名称=f'"{odd}"')
    assert json.loads(row["values"])["employer_name"] == odd.replace('""', '"')
