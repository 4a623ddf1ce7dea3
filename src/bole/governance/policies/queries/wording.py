"""How policies, amounts and values are said to people, in their language."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext, gettext_lazy
from django.utils.translation import gettext_lazy as _

from bole.core.rules import UNKNOWN, Expression
from bole.core.rules.language import tree as n
from bole.core.rules.language.values import Sort
from bole.core.rules.policies import model as m
from bole.people.registry.queries.vocabulary import Words, is_english, label
from bole.ui.components.formats import UNKNOWN as DASH
from bole.ui.components.formats import plain, yuan

KINDS = {
    "benefit": _("待遇"),
    "classification": _("人才分类"),
    "points": _("积分"),
    "table": _("对照表"),
    "selection": _("评选"),
    "scoring": _("评价打分"),
}
MODES = {"no_apply": _("免申即享"), "fast": _("即办"), "apply": _("申请"), "review": _("评审")}
MODE_NOTES = {
    "no_apply": _("符合条件的直接兑现,不用申请。"),
    "fast": _("提出后当场或当天办结。"),
    "apply": _("提出申请,部门审核后兑现。"),
    "review": _("提出申请,经评审或认定后兑现。"),
}
LIFE = {
    "arrive": _("来这里"),
    "settle": _("安居落户"),
    "work": _("就业"),
    "venture": _("创业办企业"),
    "hire": _("引才用人"),
    "promote": _("晋升评定"),
    "study": _("科研创新"),
    "train": _("培训技能"),
    "family": _("配偶子女"),
    "health": _("看病健康"),
    "leave": _("离开与变动"),
}
SUBJECTS = {"person": _("个人"), "organisation": _("单位"), "place": _("平台")}
MARKS = {"M": (_("模拟规则"), "warn"), "F": (_("见于外地公开文本"), "info"), "K": (_("待核"), "warn")}
MARK_NOTES = {
    "M": _("这是按规划条文写的模拟规则,用来示范,不是正式政策;条件和金额都不能作为办事依据。"),
    "F": _("结构取自别处的公开文本,不是本县的正式政策;条件和金额不能作为办事依据。"),
    "K": _("按通行做法整理,尚待与正式文件核对;条件和金额不能作为办事依据。"),
}
PERIODS = {"once": "", "month": _("每月"), "quarter": _("每季度"), "year": _("每年"), "case": _("每次")}
LIMITS = {
    "once": gettext_lazy("最多 %(count)s 次"),
    "month": gettext_lazy("最多 %(count)s 个月"),
    "quarter": gettext_lazy("最多 %(count)s 个季度"),
    "year": gettext_lazy("最多 %(count)s 年"),
    "case": gettext_lazy("最多 %(count)s 次"),
}
GROUP_RULES = {"highest": _("就高不重复:组内至多享受一项。"), "together": _("可以同享,合计有上限。")}


def summary(policy: m.Policy) -> str:
    return (is_english() and policy.summary_en) or policy.summary


def first_sentence(text: str) -> str:
    """The summary in a line for lists; a full stop inside a figure ends no sentence."""
    end, stop = (text.find(". "), ".") if is_english() else (text.find("。"), "。")
    return text if end < 0 else text[:end] + stop


def money(fen: int) -> str:
    """40000000 → "40 万元", 600000 → "6,000 元"; in English CNY 400,000."""
    if not is_english() and abs(fen) >= 1_000_000 and fen % 10_000 == 0:
        return gettext("%(amount)s 万元") % {"amount": plain(Decimal(fen) / 1_000_000, 4)}
    return gettext("%(amount)s 元") % {"amount": yuan(int(fen))}


def number(value: Any) -> str:
    """Exact numbers without trailing zeros."""
    if isinstance(value, Fraction):
        return plain(Decimal(value.numerator) / Decimal(value.denominator))
    return plain(value)


def spoken(words: Words, sort: Sort, value: Any) -> str:
    """A value of the engine (分, rates, codes) as people read it; "—" where it is not known."""
    if value is None or value is UNKNOWN:
        return DASH
    if sort.kind == "money":
        return money(int(value))
    if sort.kind == "percent":
        return f"{number(Fraction(value) * 100)}%"
    if sort.kind == "number":
        return f"{number(value)} {gettext(sort.unit)}".strip() if sort.unit else number(value)
    if sort.kind == "code":
        return code(words, sort.code_list, value)
    if sort.kind == "boolean":
        return gettext("是") if value else gettext("否")
    if sort.kind == "text" and is_english():
        return words.texts.get(value, value)
    return value.isoformat() if isinstance(value, dt.date) else str(value)


def code(words: Words, code_list: str | None, value: Any) -> str:
    """The name of a code; a class that goes by its letter shows it: D 类 · 市级领军人才."""
    name, letter = words.code(code_list, value), str(value)
    if len(letter) == 1 and letter.isupper() and letter not in name:
        return gettext("%(letter)s 类 · %(name)s") % {"letter": letter, "name": name}
    return name


def constant(words: Words, node: n.Node) -> str:
    """What a fixed value says, "" for a formula."""
    if isinstance(node, n.Parameter):
        return constant(words, node.value)
    if isinstance(node, n.Constant):
        return spoken(words, node.sort, node.value)
    if any(isinstance(part, READS) for part in n.walk(node)):
        return ""
    return spoken(words, node.sort, Expression.of("", node).evaluate({}, dt.date.max))


READS = (n.FactValue, n.Rows, n.Today, n.Dated, n.Lookup)
SPOKEN = (
    (">=", "达到"), ("<=", "不超过"), ("<>", "不是"), (">", "超过"), ("<", "不到"), ("=", "是"), ("()", ""),
    ("非 有 ", "没有 "), ("非 已知 ", "没有 "), ("已知 ", "有 "), ("非 ", "并非 "),
)  # fmt: skip
LONGEST = 90


def in_words(text: str) -> str:
    """An expression as a Chinese reader says it, for Chinese pages; "" where it is long or the page is in English."""
    if is_english() or len(text) > LONGEST:
        return ""
    for sign, word in SPOKEN:
        text = text.replace(sign, word)
    return (
        text.replace("(", "(").replace(")", ")").replace(", ", "、").replace('"', "").replace("“", "").replace("”", "")
    )


def fact_name(known: Any, path: str) -> str:
    """employer.is_above_scale → 用人单位 › 规上企业."""
    facts = known.vocabulary.facts
    return " › ".join(label(facts[key]) if key in facts else key for key in path.split("."))


def node_name(node: n.Node, fallback: str = "") -> str:
    """The name of the fact that a plain expression reads."""
    if isinstance(node, n.FactValue):
        return " › ".join(label(fact) for fact in (*node.path, node.fact))
    if isinstance(node, n.Parameter):
        return node_name(node.value, node.name)
    if isinstance(node, n.Aggregate):
        return label(node.value.column)
    return fallback


def with_period(text: str, body: m.Benefit) -> str:
    """每月 3,000 元, CNY 3,000 monthly; what is paid once says no period."""
    period = str(PERIODS[body.period])
    return f"{text} {period}".strip() if is_english() else f"{period} {text}".strip()
