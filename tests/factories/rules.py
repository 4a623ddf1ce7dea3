"""A small vocabulary for the tests of the language."""

from __future__ import annotations

from bole.core.rules import Expression, compile_expression
from bole.core.vocabulary import CodeItem, CodeList, Column, Fact, Vocabulary


def fact(key: str, name: str, type_: str | None = None, **more: object) -> Fact:
    values: dict[str, object] = {"kind": "scalar", "subject": "person", "mark": "M", **more}
    return Fact(key=key, name=name, name_en=key, type=type_, **values)  # type: ignore[arg-type]


def column(key: str, name: str, type_: str, **more: object) -> Column:
    return Column(key=key, name=name, name_en=key, type=type_, **more)  # type: ignore[arg-type]


def codes(key: str, *items: tuple[str, str, int | None, tuple[str, ...]]) -> CodeList:
    return CodeList(key, key, {c: CodeItem(c, n, rank=r, aliases=a) for c, n, r, a in items}, "M", "例")


LEVELS = codes(
    "level", ("n", "国家级", 40, ()), ("p", "省级", 30, ()), ("c", "市级", 20, ()), ("x", "其他级", None, ())
)
EDUCATION = codes(
    "education",
    ("11", "博士研究生毕业", 100, ("博士",)),
    ("14", "硕士研究生毕业", 80, ("硕士",)),
    ("12", "博士研究生结业", 72, ()),
    ("21", "大学本科毕业", 60, ("本科",)),
)
REGIONS = CodeList(
    "regions",
    "regions",
    {
        "33": CodeItem("33", "浙江省", aliases=("浙江",)),
        "3305": CodeItem("3305", "湖州市", parent="33"),
        "330523": CodeItem("330523", "安吉县", parent="3305"),
        "31": CodeItem("31", "上海市"),
    },
    "M",
    "例",
)
CODE_LISTS = {one.key: one for one in (LEVELS, EDUCATION, REGIONS)}
HONOURS = (
    column("honour", "名称", "text"),
    column("level", "级别", "code", code_list="level"),
    column("rank", "排名", "integer"),
    column("year", "年度", "integer", unit="年"),
    column("prize", "奖金", "money", unit="万元"),
)
VOCABULARY = Vocabulary(
    {
        one.key: one
        for one in (
            fact("education", "学历", "code", code_list="education"),
            fact("region", "籍贯", "code", code_list="regions"),
            fact("months", "社保月数", "integer", unit="个月"),
            fact("promised", "承诺年限", "integer", unit="年"),
            fact("salary", "年薪", "money", unit="万元"),
            fact("price", "房款", "money", unit="元"),
            fact("share", "份额", "percent", unit="%"),
            fact("born", "出生日期", "date"),
            fact("graduated", "毕业日期", "date"),
            fact("since", "首次参保年月", "month"),
            fact("home", "县内有房", "boolean"),
            fact("full", "全职", "boolean"),
            fact("post", "岗位", "text"),
            fact("age", "年龄", "integer", unit="周岁", formula="周岁(出生日期)"),
            fact("young", "青年", "boolean", formula="年龄 <= 35周岁"),
            fact("honours", "荣誉", kind="record_set", columns=HONOURS),
            fact("leases", "租赁", kind="record_set", columns=(column("rent", "租金", "money"),), absent="none"),
            fact("employer", "用人单位", kind="path", path="organisation"),
            fact("spouse", "配偶", kind="path", path="person"),
            fact("big", "规上企业", "boolean", subject="organisation"),
            fact("tax", "纳税", "money", subject="organisation", unit="万元"),
            fact(
                *("reports", "年报"),
                kind="series",
                subject="organisation",
                columns=(
                    column("year", "年度", "integer", unit="年"),
                    column("revenue", "营业收入", "money", unit="万元"),
                ),
            ),
        )
    }
)


def compiled(text: str) -> Expression:
    return compile_expression(text, VOCABULARY, CODE_LISTS)
