"""A simulation as a workbook and as a Word report: sums alone, with all that they rest on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from bole.core.rules import RuleSet
from bole.governance.policies.models import Draft
from bole.governance.policies.queries import drafts
from bole.governance.policies.queries.simulations import Section, Simulated
from bole.governance.policies.queries.simulations import wording as said
from bole.governance.policies.queries.simulations.figures import Line
from bole.kernel.documents.services import Column, Sheet, compose_docx, render_xlsx
from bole.ui.components.formats import UNKNOWN, plain

Block = str | Sequence[Sequence[str]]


def workbook(draft: Draft, last: Simulated, sections: Sequence[Section]) -> bytes:
    """One sheet per table, sums in 元; the assumptions stand below each."""
    sheets = [sheet for section in sections for sheet in _sheets(draft, last, section)]
    if not sheets:
        sheets = [Sheet(_("测算"), [Column(_("结果"), width=60)], [[_("草案与现行规则没有差别。")]])]
    return render_xlsx(sheets, source=_("政策测算:%(title)s") % {"title": draft.title}, as_of=last.kept.snapshot.as_of)


def _sheets(draft: Draft, last: Simulated, section: Section) -> Iterator[Sheet]:
    notes = [*last.stale, *section.assumptions]
    tables = [(_("按年度"), section.years), (_("按政策"), section.policies)]
    tables += [(title, lines) for _trait, title, lines in section.groups]
    for title, lines in tables:
        yield Sheet(f"{section.name} {title}", _columns(), [_row(line) for line in lines], notes)
    bands = [Column(_("五年合计相差"), width=30), Column(_("数量"), "integer"), Column(_("金额(元)"), "money", 18)]
    for title, rows in ((_("谁多得"), section.gains), (_("谁少得"), section.losses)):
        yield Sheet(f"{section.name} {title}", bands, rows, notes)


def _columns() -> list[Column]:
    heads = (_("现行确定(元)"), _("草案确定(元)"), _("变化(元)"), _("现行可能(元)"), _("草案可能(元)"))
    people = (_("多得"), _("少得"))
    return [
        Column(_("项目"), width=30),
        *(Column(h, "money", 18) for h in heads),
        *(Column(h, "integer") for h in people),
    ]


def _row(line: Line) -> list[str | int]:
    sums = [line.base, line.reform, line.change, line.base_possible, line.reform_possible]
    return [line.name, *sums, line.gain_people, line.lose_people]


def report(draft: Draft, last: Simulated, sections: Sequence[Section], changes: Sequence[Block]) -> bytes:
    """The paper for a meeting: what changes, what it costs, who gains and loses, what that rests on."""
    return compose_docx(_("%(title)s 测算报告") % {"title": draft.title}, list(_blocks(draft, last, sections, changes)))


def changes_of(draft: Draft, base: RuleSet) -> list[Block]:
    """What changes, field by field as on the page of the draft: since when, which part, before, after."""
    rows = [
        [_("%(day)s 起") % {"day": each.since} if each.since else _("各版本"), each.what, each.before, each.after]
        for each in drafts.changes_of(draft, base)
    ]
    head = [_("版本"), _("哪一项"), _("现行"), _("草案")]
    return [[head, *([cell or UNKNOWN for cell in row] for row in rows)]] if rows else [_("政策文字和现行的一样。")]


def _blocks(draft: Draft, last: Simulated, sections: Sequence[Section], changes: Sequence[Block]) -> Iterator[Block]:
    kept = last.kept
    yield _("草案第 %(number)s 版,测算日 %(day)s,数据截至 %(as_of)s。") % {
        "number": kept.draft_version,
        "day": kept.on.isoformat(),
        "as_of": kept.snapshot.as_of.isoformat(),
    }
    yield _("本报告按模拟规则测算,用来示范,不是正式政策;条件和金额都不能作为办事依据。")
    if settings.DEMO:
        yield _("演示数据:人员均为虚构。")
    for why in last.stale:
        yield _("注意:%(why)s数字已经过时,请重新测算。") % {"why": why}
    if draft.reason:
        yield _("理由:%(reason)s") % {"reason": draft.reason}
    yield _("一、改了什么")
    yield from changes
    for section in sections:
        yield from _section(section)
    if not sections:
        yield _("草案与现行规则对每个人的判断和金额都一样。")
    yield _("生成时间:%(time)s") % {"time": timezone.localtime().strftime("%Y-%m-%d %H:%M")}


def _section(section: Section) -> Iterator[Block]:
    yield _("二、要花多少(%(subject)s,万元)") % {"subject": section.name}
    yield _table(_("年度"), [*section.years, section.total])
    if section.later.most:
        yield _table(_("以后"), [section.later])
    for each in section.lasting:
        yield _lasting(each.name, each.year, each.budget, each.day, each.possible_day)
    if len(section.policies) > 1:
        yield _table(_("政策"), section.policies)
    yield _("三、谁多得、谁少得(%(subject)s)") % {"subject": section.name}
    yield _(
        "多得 %(gain)s %(unit)s,共 %(more)s 万元;少得 %(lose)s %(unit)s,共 %(less)s 万元;不变 %(same)s %(unit)s。"
    ) % {
        "unit": section.unit,
        "gain": plain(section.gain["people"]),
        "more": said.wan(section.gain["amount"]),
        "lose": plain(section.lose["people"]),
        "less": said.wan(section.lose["amount"]),
        "same": plain(section.result["unchanged"]),
    }
    heads = [_("五年合计相差"), _("多得"), _("少得")]
    pairs = zip(section.gains, section.losses, strict=True)
    yield [heads, *([name, plain(more), plain(less)] for (name, more, _sum), (_name, less, _less) in pairs)]
    for _trait, title, lines in section.groups:
        touched = [line for line in lines if line.is_touched]
        if touched:
            yield title
            yield _moved(touched)
    yield _("四、这些数字的前提")
    yield from section.assumptions


def _table(first: str, lines: Sequence[Line]) -> list[list[str]]:
    head = [first, _("现行确定"), _("草案确定"), _("变化"), _("现行可能"), _("草案可能")]
    return [
        head,
        *(
            [
                x.name,
                said.wan(x.base),
                said.wan(x.reform),
                said.signed(x.change),
                said.wan(x.base_possible),
                said.wan(x.reform_possible),
            ]
            for x in lines
        ),
    ]


def _moved(lines: Sequence[Line]) -> list[list[str]]:
    head = [_("分组"), _("变化(万元)"), _("多得"), _("少得")]
    return [head, *([x.name, said.signed(x.change), plain(x.gain_people), plain(x.lose_people)] for x in lines)]


def _lasting(name: str, year: int, budget: int, day: dt.date | None, possible: dt.date | None) -> str:
    until = [each.isoformat() if each else _("够用到年底") for each in (day, possible)]
    return _(
        "%(name)s %(year)s 年预算 %(budget)s 万元:按确定支出 %(certain)s;若未知的条件都成立 %(possible)s。按全年均匀支出推算。"
    ) % {
        "name": name,
        "year": year,
        "budget": said.wan(budget),
        "certain": until[0],
        "possible": until[1],
    }
