"""A draft as a form: its fields by part with labels, what was typed and what is wrong with it, and the draft in plain words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import unified_diff
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bole.core.rules import RuleSet
from bole.core.rules.editing import cells, differences
from bole.core.rules.editing.source import Path, Source, SourceInvalid
from bole.core.rules.editing.versions import VERSIONS, latest, terms
from bole.core.vocabulary import Problem
from bole.governance.policies.models import Draft
from bole.governance.policies.queries import wording
from bole.governance.policies.queries.ruleset import rules

WORDS = {
    "name": _("名称"), "name_en": _("英文名称"), "summary": _("简介"), "summary_en": _("英文简介"), "cite": _("依据"),
    "documents": _("要带的材料"), "mode": _("办理方式"), "department": _("主管部门代码"), "mark": _("标记"),
    "effective": _("起止日期"), "from": _("从哪天起"), "to": _("到哪天止"), "by": _("按什么定"), "at": _("按哪一天"),
    "params": _("标准"), "value": _("数值"), "else": _("其他"), "who": _("条件"), "when": _("成立的条件"), "proof": _("证明材料"),
    "amount": _("给多少"), "ceilings": _("上限"), "most": _("最多"), "gives": _("待遇"), "round": _("取整"),
    "per": _("多久一次"), "limit": _("最多几次"), "pay": _("发放"), "shares": _("各期比例"),
    "every_months": _("间隔几个月"), "recheck": _("每期复核"), "note": _("说明"), "note_en": _("英文说明"), "count": _("期数"),
    "exclusive": _("互斥组"), "levels": _("档次"), "routes": _("路径"), "level": _("档"), "via": _("途径"), "groups": _("分组"),
    "group": _("分组"), "take": _("组内取法"), "criteria": _("指标"), "points": _("分值"), "weight": _("权重"), "score": _("得分"),
    "vetoes": _("一票否决"), "cap": _("最高"), "floor": _("最低"), "stages": _("阶段"), "pass": _("合格线"), "least": _("至少"),
    "direct": _("直接合格"), "hit": _("取行方法"), "columns": _("列"), "rows": _("行"), "rank_by": _("按什么排"), "places": _("名额"),
    "about": _("名称与说明"), "key": _("代号"), "life": _("人生大事"), "plan": _("规划条文"), "kind": _("类型"), "id": _("代号"),
}  # fmt: skip
OPTION_WORDS: Mapping[str, Mapping[str, Any]] = {
    "mode": wording.MODES,
    "per": {**wording.PERIODS, "once": _("一次")},
    "rule": wording.GROUP_RULES,
    "hit": {"unique": _("只有一行"), "first": _("第一行"), "sum": _("相加")},
    "take": {"highest": _("取最高"), "sum": _("合计")},
    "mark": {"M": _("模拟规则"), "F": _("见于外地公开文本"), "K": _("待核")},
}
ROUND_WORDS = {"to": _("取整到"), "mode": _("零头怎么办")}
ROUNDED = {"down": _("舍去"), "half_up": _("四舍五入")}
ADDABLE = {"who": ("when", "name_en"), "vetoes": ("when", "name_en"), "params": ("value", "name_en")}
LATER = ("round", "per", "limit", "exclusive", "code_list", "levels")
"""Parts that stand behind those people mostly change."""


@dataclass
class Field:
    """A cell as a control. `name` holds for the text of one save of the draft only."""

    name: str
    label: str
    cell: cells.Cell
    value: str
    was: str = ""
    errors: list[str] = field(default_factory=list)
    hints: list[str] = field(default_factory=list)
    choices: list[tuple[str, str]] = field(default_factory=list)

    @property
    def invalid(self) -> bool:
        return bool(self.errors)

    @property
    def lints(self) -> bool:
        return self.cell.kind == "expression"


@dataclass
class Row:
    """A row of a table by a fact or by date."""

    key: str
    field: Field
    remove: str


@dataclass
class Section:
    """What stands under one name of a part."""

    name: str
    other: str
    fields: list[Field]
    rows: list[Row] = field(default_factory=list)
    rest: Field | None = None
    by: str = ""
    dated: bool = False
    add: str = ""
    remove: str = ""


@dataclass
class Page:
    """One part of the form."""

    key: str
    title: str
    sections: list[Section]
    add: str = ""
    shared: bool = False


@dataclass
class Sheet:
    """The whole form of a text: pages, and every field by its name."""

    source: Source
    place: int | None
    pages: list[Page] = field(default_factory=list)
    fields: dict[str, Field] = field(default_factory=dict)
    paths: dict[str, Path] = field(default_factory=dict)


def policy_file(draft: Draft) -> str:
    """The file of the draft's policy."""
    return f"{draft.policy.replace('_', '-')}/policy.yaml"


def case_file(draft: Draft) -> str:
    """The file of its cases."""
    return f"{draft.policy.replace('_', '-')}/cases.yaml"


def text_of(draft: Draft, file: str, files: Mapping[str, str] | None = None, known: RuleSet | None = None) -> str:
    """A file as the draft has it, or as it is in force."""
    own = draft.files if files is None else files
    return str(own[file]) if file in own else (known or rules()).files.get(file, "")


def sheet_of(text: str, draft: Draft) -> Sheet:
    """The form of a policy's text: of the version that the draft begins, else of the latest one. Raises SourceInvalid."""
    source = Source(text)
    place = next((term.place for term in terms(source) if draft.since and term.since == draft.since), None)
    sheet = Sheet(source, latest(source).place if place is None else place)
    for part in cells.parts(source, sheet.place):
        page = Page(
            part.key, word(part.key), [_section(sheet, part, entry) for entry in part.entries], shared=not part.own
        )
        if part.key in ADDABLE and part.is_mapping:
            page.add = _named(sheet, "n", part.path)
        sheet.pages.append(page)
    sheet.pages.sort(key=lambda page: (page.key == "about", page.key in LATER))
    return sheet


def _named(sheet: Sheet, letter: str, path: Path) -> str:
    name = f"{letter}{len(sheet.paths)}"
    sheet.paths[name] = path
    return name


def _section(sheet: Sheet, part: cells.Part, entry: cells.Entry) -> Section:
    section = Section(entry.name, entry.name_en, [_field(sheet, cell) for cell in entry.cells])
    table = entry.table
    if table is not None:
        section.by, section.dated = table.by, table.path[-1] == "dated"
        section.rows = [Row(key, _field(sheet, cell, key), _named(sheet, "d", cell.path)) for key, cell in table.rows]
        section.rest = _field(sheet, table.rest) if table.rest is not None else None
        section.add = _named(sheet, "r", table.path)
    if part.is_mapping and part.key in ADDABLE and len(part.entries) > 1:
        section.remove = _named(sheet, "d", entry.path)
    return section


def _field(sheet: Sheet, cell: cells.Cell, label: str = "") -> Field:
    rounding = cell.path[-2:-1] == ("round",)
    said_as = str(ROUND_WORDS[cell.key]) if rounding and cell.key in ROUND_WORDS else word(cell.key)
    made = Field(f"c{len(sheet.fields)}", label or said_as, cell, cell.value)
    if cell.kind == "choice":
        said = ROUNDED if rounding else OPTION_WORDS.get(cell.key, {})
        options = tuple(ROUNDED) if rounding else cell.options
        made.choices = [(option, str(said.get(option) or option)) for option in options]
    sheet.fields[made.name] = made
    return made


def word(key: str) -> str:
    """A word of the file format as people say it."""
    return str(WORDS.get(key, key))


def said_path(path: Iterable[str | int]) -> str:
    """Where a value stands, in words: 标准 › 购房补贴上限 › D."""
    kept = [str(part) for part in path if isinstance(part, str) and part not in (VERSIONS, "rows", "dated", "value")]
    return " › ".join(word(part) for part in kept)


def place_problems(sheet: Sheet, problems: Iterable[Problem], file: str, *, as_hints: bool = False) -> list[Problem]:
    """Puts each problem beside the field at whose place it stands; returns those that have none."""
    rest = []
    spots = [(each, sheet.source.need(each.cell.place)) for each in sheet.fields.values()]
    for problem in problems:
        index = _index(sheet.source.text, problem.line, problem.column)
        found = next((each for each, spot in spots if spot.start <= index <= spot.end), None)
        if problem.file != file or found is None:
            rest.append(problem)
        else:
            (found.hints if as_hints else found.errors).append(told(problem))
    return rest


def told(problem: Problem) -> str:
    """A problem in words, without its file."""
    return f"{problem.message}({problem.suggestion})" if problem.suggestion else problem.message


def _index(text: str, line: int, column: int) -> int:
    start = 0
    for _line in range(line - 1):
        start = text.find("\n", start) + 1
    return start + column - 1


# --- what changed -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Changed:
    """A line of the comparison in words. `since`: of the version, or empty."""

    since: str
    what: str
    before: str
    after: str


def changes_of(draft: Draft, known: RuleSet | None = None) -> list[Changed]:
    """What the draft says otherwise than the rules in force, field by field."""
    known = known or rules()
    found: list[Changed] = []
    for file, text in sorted(draft.files.items()):
        if file.endswith("policy.yaml"):
            found += [_changed(change) for change in _compared(known.files.get(file, ""), text)]
    return found


def _compared(before: str, after: str) -> list[differences.Change]:
    try:
        return differences.changes(Source(before) if before.strip() else None, Source(after) if after.strip() else None)
    except SourceInvalid:
        return []


def _changed(change: differences.Change) -> Changed:
    since = change.since.isoformat() if change.since else ""
    if change.is_new_version:
        return Changed(since, gettext("新版本") if change.after else gettext("版本取消"), change.before, change.after)
    return Changed(since, said_path(change.path), change.before, change.after)


@dataclass(frozen=True)
class Line:
    """A line of a text comparison: sign is " ", "+", "-" or "@"."""

    sign: str
    text: str


def text_changes(draft: Draft, known: RuleSet | None = None) -> list[tuple[str, list[Line]]]:
    """The changed files as texts, with three lines around each change."""
    known = known or rules()
    return [
        (file, lines)
        for file, text in sorted(draft.files.items())
        if (lines := lines_between(known.files.get(file, ""), text))
    ]


def lines_between(before: str, after: str) -> list[Line]:
    """The differing lines of two texts."""
    rows = list(unified_diff(before.splitlines(), after.splitlines(), lineterm="", n=2))[2:]
    return [Line(row[:1] or " ", row[1:]) for row in rows]


def stale_words(draft: Draft, changes: list[Changed]) -> list[str]:
    """Old amounts that the summary still names: people forget the text beside the figure."""
    try:
        root = Source(text_of(draft, policy_file(draft))).root.entries
    except SourceInvalid:
        return []
    summary = root["summary"].value if "summary" in root else ""
    olds = dict.fromkeys(
        c.before for c in changes if c.before and c.after and len(c.before) < 12 and c.before in summary
    )
    return [gettext("简介里还写着“%(old)s”。") % {"old": old} for old in olds]
