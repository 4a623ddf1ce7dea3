"""A policy as a page in plain words: who, how much, how it is paid, what excludes it, since when, what to bring."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from bole.core.rules import RuleSet
from bole.core.rules.language import tree as n
from bole.core.rules.policies import model as m
from bole.governance.policies.queries import bodies, wording
from bole.governance.policies.queries.bodies import Sheet
from bole.governance.policies.queries.versions import Beside, side_by_side
from bole.people.registry.queries.vocabulary import Words, is_english, label


@dataclass(frozen=True)
class Requirement:
    """A condition in words. `text`: the expression itself."""

    name: str
    words: str
    cite: str
    proof: tuple[str, ...]
    mark: str
    mark_tone: str
    text: str


@dataclass(frozen=True)
class Rivals:
    """An exclusivity group and the other policies in it as (key, name)."""

    name: str
    rule: str
    cite: str
    others: list[tuple[str, str]]


@dataclass(frozen=True)
class Term:
    """From when until when a version holds, and by which date it is chosen."""

    since: date
    until: date | None
    by: str
    current: bool


@dataclass
class PolicyPage:
    """What the template shows; empty parts are left out."""

    policy: m.Policy
    name: str
    other_name: str
    summary: str
    department: str
    kind: str
    mode: str
    mode_note: str
    subject: str
    life: list[tuple[str, str]]
    mark: str
    mark_tone: str
    mark_note: str
    terms: list[Term]
    in_force: bool
    who: list[Requirement] = field(default_factory=list)
    figures: list[tuple[str, str]] = field(default_factory=list)
    sheets: list[Sheet] = field(default_factory=list)
    instalments: list[tuple[str, str, str]] = field(default_factory=list)
    rechecked: list[str] = field(default_factory=list)
    pay_note: str = ""
    rivals: list[Rivals] = field(default_factory=list)
    formulas: list[tuple[str, str]] = field(default_factory=list)
    beside: list[Beside] = field(default_factory=list)


def page_of(known: RuleSet, words: Words, policy: m.Policy, today: date) -> PolicyPage:
    """The version in force today, else the latest one."""
    words.texts = known.words
    version = policy.on(today) or policy.versions[-1]
    mark, tone = wording.MARKS[policy.mark]
    page = PolicyPage(
        policy=policy,
        name=label(policy),
        other_name=policy.name if is_english() else policy.name_en,
        summary=wording.summary(policy),
        department=words.unit(policy.department),
        kind=str(wording.KINDS[policy.kind]),
        mode=str(wording.MODES[policy.mode]),
        mode_note=str(wording.MODE_NOTES[policy.mode]),
        subject=str(wording.SUBJECTS[policy.subject]),
        life=[(key, str(wording.LIFE.get(key, key))) for key in policy.life],
        mark=str(mark),
        mark_tone=tone,
        mark_note=str(wording.MARK_NOTES[policy.mark]),
        terms=[_term(each, each is version) for each in policy.versions],
        in_force=policy.on(today) is not None,
    )
    body = version.body
    page.who = [requirement(condition) for condition in getattr(body, "who", ())]
    page.sheets = [
        *_parameter_sheets(words, version),
        *(_without_clause(each, policy.cite) for each in bodies.sheets(words, body)),
    ]
    page.formulas = [*_parameter_formulas(version), *((each.name, each.text) for each in page.who)]
    page.formulas += bodies.formulas(body)
    page.beside = side_by_side(known, policy)
    if isinstance(body, m.Benefit):
        _benefit(known, words, page, body)
    elif isinstance(body, m.Selection):
        page.figures = _selection(words, body)
    elif isinstance(body, m.Points):
        page.figures = _points(body)
    return page


def _without_clause(sheet: Sheet, cite: str) -> Sheet:
    """A table without its column of citations where all of them are that of the policy."""
    if not sheet.cited or any(row[-1] != cite for row in sheet.rows):
        return sheet
    return Sheet(sheet.title, sheet.heads[:-1], [row[:-1] for row in sheet.rows], sheet.note)


def requirement(condition: m.Condition) -> Requirement:
    mark, tone = wording.MARKS[condition.mark]
    words = wording.in_words(condition.when.text)
    return Requirement(label(condition), words, condition.cite, condition.proof, str(mark), tone, condition.when.text)


def _term(version: m.Version, current: bool) -> Term:
    by = wording.node_name(version.by.node) if version.by else ""
    return Term(version.since, version.until, by, current)


def _benefit(known: RuleSet, words: Words, page: PolicyPage, body: m.Benefit) -> None:
    page.figures = list(_benefit_figures(words, body))
    if body.payment:
        names = {condition.key: label(condition) for condition in body.who}
        page.instalments = _instalments(body.payment)
        page.rechecked = [names[key] for key in body.payment.recheck if key in names]
        page.pay_note = (is_english() and body.payment.note_en) or body.payment.note
    page.rivals = [_rivals(known, page.policy, known.groups[name]) for name in body.exclusive if name in known.groups]


def _benefit_figures(words: Words, body: m.Benefit) -> Iterator[tuple[str, str]]:
    if body.amount is not None:
        text = wording.constant(words, body.amount.node) or _("按下面的标准计算")
        yield _("给多少"), wording.with_period(text, body)
    for ceiling in body.ceilings:
        yield (
            _("不超过"),
            wording.constant(words, ceiling.most.node) or wording.node_name(ceiling.most.node, label(ceiling)),
        )
    for given in body.gives:
        yield label(given), wording.constant(words, given.value.node) or _("按本人情况计算")
    if body.limit is not None:
        yield _("最多"), str(wording.LIMITS[body.period]) % {"count": body.limit}


def _instalments(payment: m.Payment) -> list[tuple[str, str, str]]:
    if len(payment.instalments) < 2:
        return []
    return [
        (
            _("第 %(number)s 期") % {"number": place},
            f"{wording.number(part.share * 100)}%",
            _("%(count)s 个月后") % {"count": part.after_months} if part.after_months else _("首期"),
        )
        for place, part in enumerate(payment.instalments, 1)
    ]


def _rivals(known: RuleSet, policy: m.Policy, group: m.Group) -> Rivals:
    others = [
        (other.key, label(other))
        for other in known.policies.values()
        if other.key != policy.key and any(group.key in getattr(v.body, "exclusive", ()) for v in other.versions)
    ]
    return Rivals(label(group), str(wording.GROUP_RULES[group.rule]), group.cite, others)


def _selection(words: Words, body: m.Selection) -> list[tuple[str, str]]:
    found = []
    if body.rank_by is not None:
        found.append((_("按什么排"), wording.node_name(body.rank_by.node, _("按计算的得分,从高到低"))))
    if body.places is not None:
        found.append((_("选几名"), str(body.places)))
    if body.levels:
        found.append((_("分几等"), _("、").join(body.levels)))
    return found


def _points(body: m.Points) -> list[tuple[str, str]]:
    found = [(_("合格线"), f"{label(mark)} ≥ {wording.number(mark.least)}") for mark in body.marks]
    if body.cap is not None:
        found.append((_("总分最高"), wording.number(body.cap)))
    return found


# --- parameters -------------------------------------------------------------------------------------------------------


def _parameter_sheets(words: Words, version: m.Version) -> Iterator[Sheet]:
    """Tables by a fact, those of the same fact side by side; values by date; single values together."""
    by_key: dict[str, list[m.Parameter]] = {}
    single: list[list[str]] = []
    for parameter in version.parameters.values():
        node = parameter.value.node
        if isinstance(node, n.Lookup):
            by_key.setdefault(_key_name(version, node.key), []).append(parameter)
        elif isinstance(node, n.Dated):
            yield _dated(words, parameter, node)
        elif text := wording.constant(words, node):
            single.append([label(parameter), text])
    for key, parameters in by_key.items():
        yield _by_fact(words, key, parameters)
    if single:
        yield Sheet("", [_("标准"), _("数值")], single)


def _key_name(version: m.Version, node: n.Node) -> str:
    """What a table goes by: a fact, or another parameter."""
    if isinstance(node, n.Parameter) and node.name in version.parameters:
        return label(version.parameters[node.name])
    return wording.node_name(node, _("情形"))


def _by_fact(words: Words, key: str, parameters: list[m.Parameter]) -> Sheet:
    tables: list[Any] = [parameter.value.node for parameter in parameters]
    first: dict[Any, str] = {}
    for table in tables:
        first |= {value: wording.spoken(words, table.key.sort, value) for value, _node in table.rows}
    rows = [[name, *(_cell(words, table, value) for table in tables)] for value, name in first.items()]
    if any(table.otherwise is not None for table in tables):
        rest = [wording.constant(words, table.otherwise) if table.otherwise else "—" for table in tables]
        rows.append([_("其他"), *(text or _("见算式") for text in rest)])
    return Sheet("", [key, *(label(parameter) for parameter in parameters)], rows)


def _cell(words: Words, table: n.Lookup, value: Any) -> str:
    node = dict(table.rows).get(value)
    return "—" if node is None else wording.constant(words, node) or _("见算式")


def _dated(words: Words, parameter: m.Parameter, node: n.Dated) -> Sheet:
    rows = [[since.isoformat(), wording.constant(words, value) or _("见算式")] for since, value in node.steps]
    return Sheet(label(parameter), [_("自"), label(parameter)], rows)


def _parameter_formulas(version: m.Version) -> Iterable[tuple[str, str]]:
    tables = (n.Lookup, n.Dated, n.Constant)
    return [(label(p), p.value.text) for p in version.parameters.values() if not isinstance(p.value.node, tables)]
