"""Drafts: begun from a policy, saved version by version, taken back, dropped, brought up to date."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop as _

from bole.core.errors import Conflict, InvalidInput, NotFound
from bole.core.rules import RuleSet
from bole.core.rules.editing.merging import Clash, Side, merge
from bole.core.rules.editing.source import Source, SourceInvalid, written
from bole.core.rules.policies import model as m
from bole.core.vocabulary import Problem
from bole.core.vocabulary.tree import parse
from bole.governance.policies.models import Draft, DraftSave
from bole.governance.policies.queries.ruleset import policy_of, rules
from bole.kernel.accounts.queries import User

KEY = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
LONGEST = 400_000
"""Characters of one file of a draft."""


@transaction.atomic
def begin_draft(*, by: User, policy: str, kind: str, since: dt.date | None = None, reason: str = "") -> Draft:
    """A draft of a policy in force. `version`: says anew what holds from `since` on, and carries the cases over; `correction`: changes
    what is written, with a reason. Raises NotFound, InvalidInput."""
    known = rules()
    found = policy_of(known, policy)
    if kind == Draft.Kind.CORRECTION and not reason.strip():
        raise InvalidInput(_("更正文字要写明理由。"), code="policies.no_reason")
    files = _version_files(known, found, since) if kind == Draft.Kind.VERSION else {}
    kept = since if kind == Draft.Kind.VERSION else None
    return _create(by, found.name, found.key, found.department, kind, kept, reason, files, known)


def _version_files(known: RuleSet, policy: m.Policy, since: dt.date | None) -> dict[str, str]:
    from bole.core.rules.editing import cases, versions

    if since is None:
        raise InvalidInput(_("请写明新版本从哪一天起。"), code="policies.no_since")
    file = policy.at.file
    try:
        text = versions.begin_version(known.files[file], since)
    except versions.VersionRefused as refused:
        raise InvalidInput(
            _("现行版本从 %(day)s 起,新版本要晚于这一天。"),
            remedy=_("换一个日期;只是改错字,请选“更正文字”。"),
            code="policies.since_too_early",
            day=refused.latest.isoformat(),
        ) from None
    laid = known.overlay({file: text})
    before = max(version.since for version in policy.versions)
    return {file: text, cases.cases_file(policy): cases.carry_over(laid, policy.key, before, since)}


@transaction.atomic
def copy_policy(*, by: User, policy: str, key: str, name: str, name_en: str, reason: str = "") -> Draft:
    """A draft of a new policy that begins with the words of another one. Raises InvalidInput for a key that will not do."""
    known = rules()
    found = policy_of(known, policy)
    if not KEY.fullmatch(key) or len(key) > 60:
        raise InvalidInput(
            _("代号只能用小写英文字母、数字和下划线,以字母开头。"),
            remedy=_("例如 home_purchase_2027"),
            code="policies.bad_key",
        )
    folder = key.replace("_", "-")
    if key in known.policies or f"{folder}/policy.yaml" in known.files:
        raise InvalidInput(_("代号“%(key)s”已经有了。"), remedy=_("换一个代号。"), code="policies.key_taken", key=key)
    old = found.at.file.rsplit("/", 1)[0]
    source = Source(known.files[found.at.file])
    words = {("id",): key, ("name",): name.strip(), ("name_en",): name_en.strip()}
    text = source.exchanged({path: written(word, flow=True, text=True) for path, word in words.items()})
    files = {f"{folder}/policy.yaml": text, f"{folder}/cases.yaml": known.files.get(f"{old}/cases.yaml", "")}
    return _create(by, name, key, found.department, Draft.Kind.NEW, None, reason, files, known)


def _create(
    by: User,
    title: str,
    policy: str,
    department: str,
    kind: str,
    since: dt.date | None,
    reason: str,
    files: Mapping[str, str],
    known: RuleSet,
) -> Draft:
    draft = Draft.objects.create(
        title=title[:160],
        policy=policy,
        department_code=department,
        kind=kind,
        since=since,
        reason=reason.strip()[:2000],
        files=dict(files),
        base={file: known.files.get(file, "") for file in files},
        base_sha256=known.sha256,
        opened_by=by,
        saved_by=by,
    )
    _keep(draft, by, _("开始起草"))
    return draft


def _keep(draft: Draft, by: User, note: str) -> None:
    DraftSave.objects.create(
        draft=draft,
        number=draft.version,
        files=draft.files,
        base=draft.base,
        base_sha256=draft.base_sha256,
        since=draft.since,
        note=note[:200],
        by=by,
    )


def locked(draft: int, version: int | None = None) -> Draft:
    """The draft, locked; raises Conflict where it may not be edited, or was saved by somebody since `version` was read."""
    found = Draft.objects.select_for_update(of=("self",)).select_related("saved_by", "case").filter(pk=draft).first()
    if found is None:
        raise NotFound(_("没有这份草案。"), code="policies.no_draft")
    if not found.is_open:
        raise Conflict(
            _("草案%(state)s,不能再改。"),
            remedy=_("送审中的可以先撤回;已放弃的可以恢复。"),
            code="policies.draft_closed",
            state=found.stage_name,
        )
    if version is not None and version != found.version:
        raise Conflict(
            _("%(person)s 在您打开之后保存过第 %(number)s 版,这次没有保存。"),
            remedy=_("您填的内容还在下面;核对后再保存,会以您填的为准。"),
            code="policies.draft_stale",
            person=str(found.saved_by),
            number=found.version,
        )
    found.state = Draft.State.OPEN
    return found


@transaction.atomic
def save_draft(*, by: User, draft: int, version: int, files: Mapping[str, str], note: str = "") -> Draft:
    """The next version of a draft with these texts. Rules may still be wrong; a text that is no YAML is refused.

    `version`: the one that was read. Raises Conflict (saved by somebody else, not open), InvalidInput.
    """
    found = locked(draft, version)
    for file, text in files.items():
        check_readable(file, text)
    known = rules()
    changed = {file: text for file, text in files.items() if text != found.files.get(file, known.files.get(file, ""))}
    if not changed:
        return found
    for file in changed:
        found.base.setdefault(file, known.files.get(file, ""))
    found.files = {**found.files, **changed}
    return _next(found, by, note)


def check_readable(file: str, text: str) -> None:
    """Raises InvalidInput where a file cannot be read at all: forms could not show it any more."""
    problems: list[Problem] = []
    if len(text) > LONGEST:
        raise InvalidInput(_("文件超过 %(most)s 个字符。"), code="policies.too_long", most=LONGEST)
    if text.strip():
        parse(text, file, problems)
        if not problems:
            try:
                Source(text)
            except SourceInvalid as error:
                problems.append(Problem(file, 1, 1, str(error)))
    if problems:
        raise InvalidInput(
            _("这段文字不能读:%(problem)s"),
            remedy=_("检查缩进、冒号后的空格和引号;没有保存。"),
            code="policies.unreadable",
            problem=str(problems[0]),
        )


def _next(found: Draft, by: User, note: str) -> Draft:
    found.version += 1
    found.saved_by, found.saved_at = by, timezone.now()
    found.save()
    _keep(found, by, note)
    return found


@transaction.atomic
def describe_draft(*, by: User, draft: int, version: int, title: str, reason: str) -> Draft:
    """Title and reason of a draft."""
    found = locked(draft, version)
    if not title.strip():
        raise InvalidInput(_("请写标题。"), code="policies.no_title")
    found.title, found.reason = title.strip()[:160], reason.strip()[:2000]
    return _next(found, by, _("改标题和理由"))


@transaction.atomic
def set_budget(*, by: User, draft: int, version: int, policy: str, amounts: Mapping[str, int | None]) -> Draft:
    """The money set aside for a policy, in 分 by year; None takes a year away."""
    found = locked(draft, version)
    years = {**found.budget.get(policy, {}), **amounts}
    found.budget = {**found.budget, policy: {year: fen for year, fen in sorted(years.items()) if fen is not None}}
    return _next(found, by, _("改预算"))


@transaction.atomic
def restore_save(*, by: User, draft: int, version: int, number: int) -> Draft:
    """The draft as it was at an earlier save, as its next version. Raises NotFound, Conflict."""
    found = locked(draft, version)
    save = DraftSave.objects.filter(draft=found, number=number).first()
    if save is None:
        raise NotFound(_("没有这一版。"), code="policies.no_save")
    found.files, found.base, found.base_sha256, found.since = save.files, save.base, save.base_sha256, save.since
    return _next(found, by, _("回到第 %(number)s 版") % {"number": number})


@transaction.atomic
def drop_draft(*, by: User, draft: int, version: int) -> Draft:
    """Put aside; `resume_draft` takes it up again."""
    found = locked(draft, version)
    found.state = Draft.State.DROPPED
    return _next(found, by, _("放弃"))


@transaction.atomic
def resume_draft(*, by: User, draft: int) -> Draft:
    """A dropped draft is worked on again. Raises Conflict where it was not dropped."""
    found = Draft.objects.select_for_update().filter(pk=draft, state=Draft.State.DROPPED).first()
    if found is None:
        raise Conflict(_("只有已放弃的草案可以恢复。"), code="policies.not_dropped")
    found.state = Draft.State.OPEN
    return _next(found, by, _("恢复起草"))


@transaction.atomic
def rebase_draft(*, by: User, draft: int, version: int, prefer: Side = "") -> list[tuple[str, Clash]]:
    """Takes over what came into force since the draft was begun. Nothing is saved where both changed the same lines, unless `prefer`
    says whose words stand there; returns those places by file."""
    found = locked(draft, version)
    known, files, clashes = rules(), dict(found.files), []
    for file, own in found.files.items():
        text, told = merge(found.base.get(file, ""), own, known.files.get(file, ""), prefer)
        files[file] = text
        clashes += [(file, clash) for clash in told]
    if clashes and not prefer:
        return clashes
    for file, text in files.items():
        check_readable(file, text)
    found.files = files
    found.base = {file: known.files.get(file, "") for file in files}
    found.base_sha256 = known.sha256
    _next(found, by, _("并入现行文本"))
    return clashes
