"""The body of each kind of policy: classification, points, scoring, benefit, table, selection."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

from bole.core.rules.expression import Expression
from bole.core.rules.language import tree as n
from bole.core.rules.language.joining import whole
from bole.core.rules.language.parsing import normalise
from bole.core.rules.language.values import Sort
from bole.core.rules.policies import model as m
from bole.core.rules.policies.saying import as_number, read_said
from bole.core.rules.policies.texts import START, Texts
from bole.core.vocabulary.fields import Fields
from bole.core.vocabulary.tree import Node

BODY_KEYS = (
    *("params", "who", "amount", "ceilings", "round", "per", "limit", "pay", "exclusive", "gives"),
    *("levels", "code_list", "routes", "groups", "criteria", "vetoes", "cap", "floor", "stages", "pass", "direct"),
    *("hit", "columns", "rows", "rank_by", "places"),
)
PERIODS = ("once", "month", "quarter", "year", "case")
NUMBER = Sort("number", bare=True)
Groups = Mapping[str, m.Group] | None


def read_body(kind: m.Kind, fields: Fields, texts: Texts, said: m.Said, groups: Groups) -> m.Body | None:
    """The body, or None where it cannot be read; faults are noted on the way."""
    return _READERS[kind](fields, texts, said, groups)


# --- conditions -------------------------------------------------------------------------------------------------------


def conditions(fields: Fields, key: str, texts: Texts, said: m.Said) -> tuple[m.Condition, ...]:
    """`key: {资格: {when, name_en, cite, proof}}`: all of them must hold."""
    found = [_condition(name, node, texts, said) for name, node in fields.mapping(key).items()]
    return tuple(condition for condition in found if condition)


def _condition(name: str, node: Node, texts: Texts, said: m.Said) -> m.Condition | None:
    own = Fields(node, f"条件“{name}”", texts.problems)
    told = read_said(own, name, node.at, inherit=said)
    when = texts.boolean(own.node_of("when", required=True), f"条件“{name}”")
    proof = own.texts("proof")
    own.done()
    if when is None:
        return None
    return m.Condition(name, told.name, told.name_en, told.cite, told.mark, told.at, when, proof)


# --- benefit ----------------------------------------------------------------------------------------------------------


def _benefit(fields: Fields, texts: Texts, said: m.Said, groups: Groups) -> m.Benefit:
    who = conditions(fields, "who", texts, said)
    if not fields.mapping("who"):
        fields.report(fields.place("who"), "没有写谁可以享受", "补上 who: {条件: {when: …}}")
    step, rounding = _rounding(fields, texts)
    member_of = fields.texts("exclusive")
    for group in member_of:
        if groups is not None and group not in groups:
            fields.report(fields.place("exclusive"), f"没有互斥组“{group}”", fields.meant(group, sorted(groups)))
    limited = [group for group in member_of if groups and group in groups and groups[group].has_arithmetic]
    if len(limited) > 1:
        fields.report(
            fields.place("exclusive"), f"只能属于一个有上限或扣减的组,不能同属 {'、'.join(limited)}", "留下一个"
        )
    period: Any = fields.choice("per", PERIODS, default="once")
    limit = fields.integer("limit")
    if limit is not None and limit < 1:
        fields.report(fields.place("limit"), f"limit 是最多几期,不能是 {limit}", "写成 1 以上的整数,或删去")
    if limited and m.A_YEAR.get(period, 1) > 1:
        message = f"互斥组“{limited[0]}”有上限或扣减,组里的待遇不能按月、按季发:上限是一期的还是一年的,说不清"
        fields.report(fields.place("per"), message, "改成 per: year(一年的金额)")
    return m.Benefit(
        who=who,
        amount=texts.amount(fields.node_of("amount"), "amount"),
        ceilings=tuple(_ceilings(fields, texts, said)),
        round_to=step,
        rounding=rounding,
        period=period,
        limit=limit,
        payment=_payment(fields, texts, who),
        exclusive=member_of,
        gives=tuple(_entitlements(fields, texts, said)),
    )


def _ceilings(fields: Fields, texts: Texts, said: m.Said) -> list[m.Ceiling]:
    found = []
    for name, node in fields.mapping("ceilings").items():
        own = Fields(node, f"上限“{name}”", texts.problems)
        told = read_said(own, name, node.at, inherit=said)
        most = texts.amount(own.node_of("most", required=True), f"上限“{name}”")
        own.done()
        if most is not None:
            found.append(m.Ceiling(name, told.name, told.name_en, told.cite, told.mark, told.at, most))
    return found


def _entitlements(fields: Fields, texts: Texts, said: m.Said) -> list[m.Entitlement]:
    """`gives: {入学方式: {value: …, name_en: …}}`."""
    found = []
    for name, node in fields.mapping("gives").items():
        own = Fields(node, f"待遇“{name}”", texts.problems)
        told = read_said(own, name, node.at, inherit=said)
        value = texts.expression(own.node_of("value", required=True), f"待遇“{name}”")
        own.done()
        if value is not None:
            found.append(m.Entitlement(name, told.name, told.name_en, told.cite, told.mark, told.at, value))
    return found


def _rounding(fields: Fields, texts: Texts) -> tuple[int, m.Rounding]:
    node = fields.node_of("round")
    if node is None:
        return 1, "down"
    own = Fields(node, "round", texts.problems)
    step = texts.expression(own.node_of("to", required=True), "round.to", ("money", "number"), "金额或数")
    mode: Any = own.choice("mode", m.ROUNDINGS, default="down")
    own.done()
    value = step.node.value if step is not None and isinstance(step.node, n.Constant) else None
    if not isinstance(value, int) or value < 1:
        own.report(node.at, "round.to 应当是正的整数金额", "例如 to: 1元")
        return 1, mode
    return value, mode


def _payment(fields: Fields, texts: Texts, who: tuple[m.Condition, ...]) -> m.Payment | None:
    node = fields.node_of("pay")
    if node is None:
        return None
    own = Fields(node, "pay", texts.problems)
    every = own.integer("every_months", default=12) or 12
    shares = own.nodes("shares")
    count = own.integer("count")
    parts = [_share(part, own) for part in shares] or [Fraction(1, count or 1)] * (count or 1)
    if sum(parts) != 1:
        own.report(own.place("shares"), f"各期比例合计是 {float(sum(parts)) * 100:g}%,不是 100%", "改成合计 100%")
    known = {condition.key for condition in who}
    recheck = own.texts("recheck")
    for key in recheck:
        if key not in known:
            own.report(own.place("recheck"), f"who 中没有条件“{key}”", own.meant(key, sorted(known)))
    note, note_en = own.text("note"), own.text("note_en")
    own.done()
    instalments = tuple(m.Instalment(share, place * every) for place, share in enumerate(parts))
    return m.Payment(instalments, recheck, every, note, note_en)


def _share(node: Node, fields: Fields) -> Fraction:
    text = normalise(str(node.value)).strip()
    try:
        share = Fraction(text.removesuffix("%")) / 100 if text.endswith("%") else Fraction(text)
    except ValueError:
        fields.report(node.at, f"“{node.value}”不是比例", "例如 40%")
        return Fraction(0)
    if not 0 < share <= 1:
        fields.report(node.at, f"比例“{node.value}”应当大于 0 且不超过 100%", "改成 1% 到 100% 之间")
    return share


# --- classification ---------------------------------------------------------------------------------------------------


def _classification(fields: Fields, texts: Texts, said: m.Said, groups: Groups) -> m.Classification:
    code_list = fields.text("code_list", required=True)
    codes = texts.code_lists.get(code_list)
    if codes is None:
        fields.report(fields.place("code_list"), f"没有代码表“{code_list}”", "")
    levels = fields.texts("levels", required=True)
    for level in levels:
        if codes is not None and level not in codes.items:
            fields.report(fields.place("levels"), f"代码表里没有“{level}”", codes.suggest(level))
    routes = [_route(name, node, levels, texts, said) for name, node in fields.mapping("routes", required=True).items()]
    who = conditions(fields, "who", texts, said)
    return m.Classification(levels, code_list, tuple(route for route in routes if route), who)


def _route(name: str, node: Node, levels: tuple[str, ...], texts: Texts, said: m.Said) -> m.Route | None:
    own = Fields(node, f"条款“{name}”", texts.problems)
    told = read_said(own, name, node.at, inherit=said)
    level = own.choice("level", levels or ("",), required=True)
    via = own.text("via")
    proof = own.texts("proof")
    if "who" in own.entries:
        needed = conditions(own, "who", texts, told)
    else:
        when = texts.boolean(own.node_of("when", required=True), f"条款“{name}”")
        needed = (
            (m.Condition(name, told.name, told.name_en, told.cite, told.mark, told.at, when, proof),) if when else ()
        )
    own.done()
    if not needed:
        return None
    return m.Route(name, told.name, told.name_en, told.cite, told.mark, told.at, level, needed, via)


# --- points -----------------------------------------------------------------------------------------------------------


def _points(fields: Fields, texts: Texts, said: m.Said, _: Groups) -> m.Points:
    groups = _points_groups(fields, texts, said)
    stages = {
        name: when
        for name, node in fields.mapping("stages").items()
        if (when := texts.boolean(node, f"阶段“{name}”")) is not None
    }
    criteria = [
        _criterion(name, node, groups, stages, texts, said)
        for name, node in fields.mapping("criteria", required=True).items()
    ]
    return m.Points(
        criteria=tuple(criterion for criterion in criteria if criterion),
        groups=groups,
        vetoes=conditions(fields, "vetoes", texts, said),
        cap=as_number(fields, "cap"),
        floor=as_number(fields, "floor"),
        marks=_pass_marks(fields, {criterion.group for criterion in criteria if criterion} - {""}, texts, said),
        direct=conditions(fields, "direct", texts, said),
    )


def _pass_marks(fields: Fields, groups: set[str], texts: Texts, said: m.Said) -> tuple[m.PassMark, ...]:
    """`pass: {总分: {least: 60}, 创新能力: {least: 20, groups: [研发]}}`."""
    found = []
    for name, node in fields.mapping("pass").items():
        own = Fields(node, f"合格线“{name}”", texts.problems)
        told = read_said(own, name, node.at, inherit=said)
        own.node_of("least", required=True)
        least, counted = as_number(own, "least"), own.texts("groups")
        for group in set(counted) - groups:
            own.report(own.place("groups"), f"没有分组“{group}”", own.meant(group, sorted(groups)))
        own.done()
        if least is not None and groups.issuperset(counted):
            found.append(m.PassMark(name, told.name, told.name_en, told.cite, told.mark, told.at, least, counted))
    if "direct" in fields.entries and not found:
        fields.report(fields.place("direct"), "写了直接合格的情形,却没有合格线", "补上 pass: {总分: {least: 60}}")
    return tuple(found)


def _points_groups(fields: Fields, texts: Texts, said: m.Said) -> dict[str, m.PointsGroup]:
    found = {}
    for name, node in fields.mapping("groups").items():
        own = Fields(node, f"分组“{name}”", texts.problems)
        told = read_said(own, name, node.at, inherit=said)
        take: Any = own.choice("take", m.TAKES, default="sum")
        cap = as_number(own, "cap")
        own.done()
        found[name] = m.PointsGroup(name, told.name, told.name_en, told.cite, told.mark, told.at, take, cap)
    return found


def _criterion(
    name: str,
    node: Node,
    groups: Mapping[str, m.PointsGroup],
    stages: Mapping[str, Expression],
    texts: Texts,
    said: m.Said,
) -> m.Criterion | None:
    """`points`, or `weight` (one, or one per stage) times `score` (from 0 to 1)."""
    own = Fields(node, f"指标“{name}”", texts.problems)
    told = read_said(own, name, node.at, inherit=said)
    group = own.choice("group", tuple(groups) or ("",), required=bool(groups))
    when = texts.boolean(own.node_of("when"), f"指标“{name}”") if "when" in own.entries else None
    most = as_number(own, "most")
    if "points" in own.entries:
        points = texts.expression(own.node_of("points"), f"指标“{name}”的 points", ("number",), "分数")
    else:
        points, most = _weighted(name, own, stages, texts, most)
    own.done()
    if points is None:
        return None
    return m.Criterion(name, told.name, told.name_en, told.cite, told.mark, told.at, group, points, when, most)


def _weighted(
    name: str, own: Fields, stages: Mapping[str, Expression], texts: Texts, most: Fraction | None
) -> tuple[Expression | None, Fraction | None]:
    score = texts.expression(
        own.node_of("score", required=True), f"指标“{name}”的 score", ("number", "percent"), "0到1的得分"
    )
    weights = _weights(own, stages)
    if score is None or not weights:
        return None, None
    weight: n.Node = n.Constant(NUMBER, START, 0, "0")
    for stage, value in reversed(list(weights.items())):
        constant = n.Constant(NUMBER, START, whole(value), str(value))
        weight = n.IfElse(NUMBER, START, stages[stage].node, constant, weight) if stage else constant
    if own.flag("unbounded"):
        return Expression.of(score.text, n.Arithmetic(NUMBER, START, "*", weight, score.node)), most
    zero, one = (n.Constant(score.sort, START, value, str(value)) for value in (0, 1))
    bounded = n.Call(score.sort, START, "较小", (n.Call(score.sort, START, "较大", (score.node, zero)), one))
    highest = most if most is not None else max(weights.values())
    return Expression.of(score.text, n.Arithmetic(NUMBER, START, "*", weight, bounded)), highest


def _weights(own: Fields, stages: Mapping[str, Expression]) -> dict[str, Fraction]:
    node = own.node_of("weight", required=True)
    if node is None:
        return {}
    if not isinstance(node.value, dict):
        value = as_number(own, "weight")
        return {} if value is None else {"": value}
    inner = Fields(node, "weight", own.problems)
    found = {stage: as_number(inner, stage) or Fraction(0) for stage in stages}
    inner.done()
    return found


# --- table, selection -------------------------------------------------------------------------------------------------


def _table(fields: Fields, texts: Texts, said: m.Said, _: Groups) -> m.Table:
    columns = {}
    for name, node in fields.mapping("columns", required=True).items():
        own = Fields(node, f"列“{name}”", texts.problems)
        columns[name] = read_said(own, name, node.at, inherit=said)
        own.done()
    hit: Any = fields.choice("hit", m.HITS, required=True)
    rows = [
        _table_row(place, node, columns, texts, said)
        for place, node in enumerate(fields.nodes("rows", required=True), 1)
    ]
    return m.Table(hit, columns, tuple(row for row in rows if row))


def _table_row(place: int, node: Node, columns: Mapping[str, m.Said], texts: Texts, said: m.Said) -> m.TableRow | None:
    own = Fields(node, f"第{place}行", texts.problems)
    key = own.text("key", default=str(place))
    told = read_said(own, key, node.at, inherit=said)
    when = texts.boolean(own.node_of("when", required=True), f"第{place}行")
    given = own.mapping("gives", required=True)
    for name in given.keys() - columns.keys():
        own.report(given[name].at, f"表里没有列“{name}”", own.meant(name, sorted(columns)))
    gives = {
        name: value
        for name, part in given.items()
        if (value := texts.expression(part, f"第{place}行的“{name}”")) is not None
    }
    for name in columns.keys() - given.keys():
        own.report(node.at, f"第{place}行没有写“{name}”", "")
    own.done()
    if when is None:
        return None
    return m.TableRow(key, told.name, told.name_en, told.cite, told.mark, told.at, when, gives)


def _selection(fields: Fields, texts: Texts, said: m.Said, _: Groups) -> m.Selection:
    rank = fields.node_of("rank_by")
    return m.Selection(
        who=conditions(fields, "who", texts, said),
        rank_by=texts.expression(rank, "rank_by", ("number", "money", "percent"), "数") if rank else None,
        places=fields.integer("places"),
        levels=fields.texts("levels"),
    )


_READERS: Mapping[m.Kind, Callable[[Fields, Texts, m.Said, Groups], m.Body]] = {
    "classification": _classification,
    "points": _points,
    "scoring": _points,
    "benefit": _benefit,
    "table": _table,
    "selection": _selection,
}
