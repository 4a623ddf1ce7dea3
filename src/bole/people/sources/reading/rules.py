"""What may be wrong with a row, and what to tell the sender. Messages and remedies are shown as they stand, filled per column."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Severity = Literal["block", "warn"]


@dataclass(frozen=True, slots=True)
class Rule:
    """`severity` holds for optional columns; a fault that leaves a required or key column without a value always blocks."""

    severity: Severity
    message: str
    remedy: str


RULES: dict[str, Rule] = {
    "required": Rule("block", "“%(header)s”为空", "请补填"),
    "doubled": Rule("block", "表中有两列“%(header)s”,本行两列内容不同", "请只保留一列正确的"),
    "name_garbled": Rule("block", "姓名含乱码", "请用支持生僻字的字体和编码(GB 18030-2022或UTF-8)重新导出"),
    "name_private_use": Rule("warn", "姓名含自造字,其他系统认不出", "请改用GB 18030-2022中的正式编码,或用拼音代替"),
    "name_digit": Rule("warn", "姓名含数字", "请核对姓名"),
    "name_symbol": Rule("warn", "姓名含符号", "请核对姓名"),
    "name_single": Rule("warn", "姓名只有一个字", "如属实无须处理"),
    "name_long": Rule("warn", "姓名较长(超过30个字符),已完整保留", "如属实无须处理"),
    "id_check": Rule("warn", "证件号码校验码不符,不能作为身份依据", "请对照证件核对号码"),
    "id_birth": Rule("warn", "证件号码中的出生日期不存在或在未来,不能作为身份依据", "请对照证件核对号码"),
    "id_truncated": Rule("warn", "证件号码被电子表格截断(只剩15位有效数字),不能作为身份依据", "请把该列设为“文本”格式后重新填写"),
    "id_unknown": Rule("warn", "证件号码不是身份证、居住证、通行证或护照号码的形式", "请对照证件核对号码"),
    "id_region": Rule("warn", "证件号码的地区码少见", "如属实无须处理"),
    "id_shared": Rule("warn", "同一证件号码在表中对应不同姓名", "请核对是否误填了他人的号码(如下拉填充)"),
    "birth_differs": Rule("warn", "“%(header)s”与证件号码中的出生日期不一致", "请核对"),
    "sex_differs": Rule("warn", "“%(header)s”与证件号码不一致", "请核对"),
    "uscc": Rule("warn", "统一社会信用代码校验不符,不能用来确认单位", "请对照营业执照核对18位代码"),
    "other_employer": Rule("block", "这一行不是本单位的人员(“%(header)s”与报送单位不符)", "只能报送本单位的人员:请删去这一行,或改正统一社会信用代码"),
    "phone": Rule("warn", "“%(header)s”不是有效的手机或固定电话号码,未采用", "请填11位手机号,或带区号的固定电话"),
    "long_number": Rule("warn", "“%(header)s”是超过15位的数字单元格,末尾数字已丢失,未采用", "请把该列设为“文本”格式后重新填写"),
    "date_format": Rule("warn", "“%(header)s”不是日期,未采用", "请写成2024-03-05"),
    "date_short_year": Rule("warn", "“%(header)s”的年份只有两位,未采用", "请写四位年份,如1998-03-05"),
    "date_impossible": Rule("warn", "“%(header)s”是不存在的日期,未采用", "请核对日期"),
    "date_month": Rule("warn", "“%(header)s”只有年月(或年),按第一天处理", "请尽量填到日"),
    "future": Rule("warn", "“%(header)s”在今天之后,未采用", "请核对日期"),
    "number": Rule("warn", "“%(header)s”不是数字,未采用", "请只填数字"),
    "integer": Rule("warn", "“%(header)s”不是整数,未采用", "请填整数"),
    "money": Rule("warn", "“%(header)s”不是金额,未采用", "请只填数字,单位按表头"),
    "percent": Rule("warn", "“%(header)s”不是百分比,未采用", "请填如50或50%%"),
    "boolean": Rule("warn", "“%(header)s”应填“是”或“否”,未采用", "请填“是”或“否”"),
    "below": Rule("warn", "“%(header)s”小于%(limit)s,未采用", "请核对数值和单位"),
    "above": Rule("warn", "“%(header)s”大于%(limit)s,未采用", "请核对数值和单位"),
    "unknown_code": Rule("warn", "“%(header)s”的内容不在代码表中,暂未采用", "请按代码表填写,或由管理员在来源页确认这个写法"),
    "duplicate": Rule("warn", "与第%(first)s行完全相同,只计一次", "无须处理"),
    "superseded": Rule("block", "与第%(last)s行是同一条(%(key)s相同)但内容不同,已采用后一行", "请只保留正确的一行"),
}  # fmt: skip


def message_of(rule: str, **params: object) -> str:
    """The message for one column."""
    return RULES[rule].message % params


def remedy_of(rule: str) -> str:
    """What to do about it."""
    return RULES[rule].remedy % ()
