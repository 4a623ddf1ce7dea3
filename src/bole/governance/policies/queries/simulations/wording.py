"""How the figures of a simulation are said: sums in 万元, bands of amounts, names of groups, what was assumed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bole.core.rules import RuleSet
from bole.governance.policies.queries import wording
from bole.people.registry.queries import Words
from bole.people.registry.queries.vocabulary import is_english, label
from bole.ui.components.formats import plain

TRAITS = {
    "class": gettext_lazy("按人才类别"),
    "township": gettext_lazy("按乡镇街道"),
    "industry": gettext_lazy("按行业"),
    "decade": gettext_lazy("按出生年代"),
}
STATES = {"yes": gettext_lazy("符合"), "no": gettext_lazy("不符合"), "open": gettext_lazy("尚不确定")}
TURNS = {"higher": gettext_lazy("分值提高"), "lower": gettext_lazy("分值降低"), "equal": gettext_lazy("分值不变")}


def wan(fen: int) -> str:
    """1234500 分 → "1.23" (万元); small sums keep what they have, so that nothing turns into 0."""
    value = Decimal(fen) / 1_000_000
    return plain(value) if abs(value) >= Decimal("0.01") or not fen else plain(value, 6)


def signed(fen: int) -> str:
    """+1.23, −0.4, 0."""
    return f"{'+' if fen > 0 else '−' if fen < 0 else ''}{wan(abs(fen))}"


def band(least: int, most: int | None) -> str:
    if most is None:
        return _("超过 %(amount)s") % {"amount": wording.money(least)}
    if not least:
        return _("不超过 %(amount)s") % {"amount": wording.money(most)}
    return _("%(least)s 至 %(most)s") % {"least": wording.money(least), "most": wording.money(most)}


def group(words: Words, trait: str, key: str) -> str:
    """The name of a class, township, industry or decade."""
    if not key:
        return _("未知") if trait != "class" else _("没有认定")
    if trait == "class":
        return wording.code(words, "talent_class", key)
    if trait == "township":
        return words.township(key)
    if trait == "industry":
        return words.code("industries", key)
    return _("%(decade)s 年代") % {"decade": key}


def state(words: Words, policy: Any, key: str) -> str:
    """What somebody is or becomes: a state of eligibility, a level, points higher or lower."""
    if key in STATES and policy.kind != "classification":
        return str(STATES[key])
    if key in TURNS:
        return str(TURNS[key])
    body = policy.versions[-1].body
    return wording.code(words, getattr(body, "code_list", None), key) if key else _("没有类别")


def condition(base: RuleSet, reform: RuleSet, policy: str, path: str) -> str:
    """The name of a requirement by its path (who/资格)."""
    key = path.rpartition("/")[2]
    for rules in (reform, base):
        found = rules.policies.get(policy)
        for version in reversed(found.versions if found else ()):
            for each in getattr(version.body, "who", ()):
                if each.key == key:
                    return label(each)
    return key


def assumptions(result: Mapping[str, Any], as_of: dt.date, checked: int, forward: Sequence[str] = ()) -> list[str]:
    """All that the figures rest on, each in a sentence. `forward`: names of policies whose coming version is taken to hold."""
    start = dt.date.fromisoformat(result["start"])
    told = [
        _("数据:%(as_of)s 的快照,共 %(count)s 个对象;没有新来的人,也没有人离开。")
        % {"as_of": as_of.isoformat(), "count": plain(result["people"])},
        _("从 %(day)s 起算,此前已经领过的不扣除;每个人的事实按快照不变,只有年龄、年限随日期增长。")
        % {"day": start.isoformat()},
        _("确定:条件都已知且符合,金额已知。可能:未知的条件都成立,未知的金额按可算出的上限计;算不出上限的不计。"),
        _("一次发放的,在起算日计入;分期的,按各期间隔计入所在年度;五年以后的各期另列。按次的,每人计一次。"),
        _("按月、季、年发放的,从起算日起每期计一次,到最长期数或政策截止为止,按应发的年度计入,几期合并发放的也一样。"),
        _(
            "互斥和合计上限按每个对象的合法组合计,取十二个月内合计最多的一种,不重复计算;被上限减去的部分从组内最后一项扣。"
        ),
    ]
    if result["turns"]:
        days = _("、").join(result["turns"])
        told.append(_("政策版本在这些日子更替,按当日重新判断:%(days)s。") % {"days": days})
    for name in forward:
        told.append(
            _("“%(name)s”按对象自己的日期选用版本,新版本的日期还没到;这里假定新版本已经适用于现行版本所管的对象。")
            % {"name": name}
        )
    if checked:
        told.append(_("抽取 %(count)s 个对象,用逐人判断的参照算法重算,结果全部一致。") % {"count": plain(checked)})
    return told


def day_words(day: dt.date) -> str:
    """11 月 2 日, in English 2 November."""
    if is_english():
        return f"{day.day} {day:%B}"
    return f"{day.month} 月 {day.day} 日"


def joined(parts: Sequence[str]) -> str:
    return " · ".join(part for part in parts if part)
