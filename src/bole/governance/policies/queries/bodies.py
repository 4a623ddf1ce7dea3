"""The body of each kind of policy as tables: routes by level, criteria by group, rows of a decision table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from bole.core.rules import Expression
from bole.core.rules.language import tree as n
from bole.core.rules.policies import model as m
from bole.governance.policies.queries import wording
from bole.people.registry.queries.vocabulary import Words, label


@dataclass(frozen=True)
class Sheet:
    """A table with a title. `cited`: the last column is a citation. `note`: what holds for all rows."""

    title: str
    heads: list[str]
    rows: list[list[str]]
    note: str = ""
    cited: bool = False

    @property
    def label(self) -> str:
        """What the table is called where it has no title: its first heads."""
        return self.title or " · ".join(self.heads[:2])


def sheets(words: Words, body: m.Body) -> list[Sheet]:
    """What the kind of policy shows beside who may have it."""
    if isinstance(body, m.Classification):
        return list(_levels(words, body))
    if isinstance(body, m.Points):
        return list(_criteria(words, body))
    if isinstance(body, m.Table):
        return [_table(words, body)]
    return []


def _levels(words: Words, body: m.Classification) -> Iterator[Sheet]:
    for level in body.levels:
        routes = [route for route in body.routes if route.level == level]
        rows = [[label(route), route.cite] for route in routes]
        if rows:
            yield Sheet(wording.code(words, body.code_list, level), [_("符合其中一条"), _("依据")], rows, cited=True)


def _criteria(words: Words, body: m.Points) -> Iterator[Sheet]:
    groups: dict[str, list[m.Criterion]] = {}
    for criterion in body.criteria:
        groups.setdefault(criterion.group, []).append(criterion)
    for key, criteria in groups.items():
        group = body.groups.get(key)
        rows = [[_named(each, each.when), _points(words, each), each.cite] for each in criteria]
        title = label(group) if group else _("指标")
        yield Sheet(title, [_("情形"), _("分值"), _("依据")], rows, _counted(group), cited=True)
    for title, conditions in ((_("有下列情形的不计分"), body.vetoes), (_("有下列情形的直接合格"), body.direct)):
        if conditions:
            yield Sheet(
                title, [_("情形"), _("依据")], [[_named(each, each.when), each.cite] for each in conditions], cited=True
            )


def _named(said: m.Said, when: Expression | None) -> str:
    """两人(共同居住人数 达到 2人); in English the name says it all."""
    words = wording.in_words(when.text) if when else ""
    return f"{label(said)}({words})" if words and words != label(said) else label(said)


def _counted(group: m.PointsGroup | None) -> str:
    if group is None:
        return ""
    how = _("取其中最高的一项") if group.take == "highest" else _("合计")
    cap = _("最高 %(points)s 分") % {"points": wording.number(group.cap)} if group.cap is not None else ""
    return " · ".join(part for part in (how, cap) if part)


def _points(words: Words, criterion: m.Criterion) -> str:
    if fixed := wording.constant(words, criterion.points.node):
        return fixed
    if criterion.most is not None:
        return _("0 至 %(points)s,按算式") % {"points": wording.number(criterion.most)}
    return _("按算式")


def _table(words: Words, body: m.Table) -> Sheet:
    columns = list(body.columns)
    rows = [
        [_named(row, row.when), *(wording.constant(words, row.gives[c].node) or _("按算式") for c in columns), row.cite]
        for row in body.rows
    ]
    notes = {
        "unique": _("各行互不重叠,只适用一行。"),
        "first": _("从上往下,适用第一条符合的。"),
        "sum": _("符合的各行相加。"),
    }
    heads = [_("情形"), *(label(body.columns[c]) for c in columns), _("依据")]
    return Sheet("", heads, rows, notes[body.hit], cited=True)


def formulas(body: m.Body) -> list[tuple[str, str]]:
    """Every expression as it is written in the rules, with what it is for."""
    if isinstance(body, m.Classification):
        return [(_route(r, c), c.when.text) for r in body.routes for c in r.conditions]
    if isinstance(body, m.Points):
        return list(_criteria_formulas(body))
    if isinstance(body, m.Table):
        return [(label(row), row.when.text) for row in body.rows]
    if isinstance(body, m.Selection):
        return [(_("按什么排"), body.rank_by.text)] if body.rank_by else []
    found = [(_("给多少"), body.amount.text)] if body.amount else []
    found += [(label(ceiling), ceiling.most.text) for ceiling in body.ceilings]
    return found + [(label(given), given.value.text) for given in body.gives]


def _route(route: m.Route, condition: m.Condition) -> str:
    names = dict.fromkeys((label(route), label(condition)))
    return " · ".join(names)


def _criteria_formulas(body: m.Points) -> Iterator[tuple[str, str]]:
    for criterion in body.criteria:
        if criterion.when is not None:
            yield label(criterion), criterion.when.text
        if not isinstance(criterion.points.node, n.Constant):
            yield f"{label(criterion)} · {_('分值')}", criterion.points.text
    for condition in (*body.vetoes, *body.direct):
        yield label(condition), condition.when.text
