"""The three ways to write in a draft: the form, the worked examples, the source text; each checked while typing."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bole.core.errors import Conflict, InvalidInput
from bole.core.rules.editing import cases
from bole.core.rules.editing.source import SourceInvalid
from bole.core.vocabulary import Problem
from bole.governance.policies import queries
from bole.governance.policies.models import Draft, DraftSave
from bole.governance.policies.queries import drafts as shown
from bole.governance.policies.queries import reviewing
from bole.governance.policies.services import drafting
from bole.governance.policies.services.filling import Filled, fill
from bole.governance.policies.views.drafting import found_draft, shell, version_of
from bole.kernel.accounts.services import can, requires


def problems_in(file: str, text: str, draft: Draft, known: Any) -> list[Problem]:
    """Faults of a file of the draft if it said `text`. The other files of the draft count where they hold."""
    from bole.core.rules.textcheck import check_text
    from bole.core.vocabulary import PackInvalid

    others = {name: own for name, own in draft.files.items() if name != file}
    try:
        laid = known.overlay(others) if others else known
    except PackInvalid:
        laid = known
    return list(check_text(laid, file, text))


def text_seen(draft: Draft, file: str, version: int) -> str:
    """What a file said in the version that somebody's page showed."""
    if version == draft.version:
        return shown.text_of(draft, file)
    save = DraftSave.objects.filter(draft=draft, number=version).first()
    if save is None:
        raise InvalidInput("页面的版次不对。", remedy="请刷新页面。", code="policies.no_version")
    return shown.text_of(draft, file, save.files)


@requires("policies.view_drafts")
def form(request: HttpRequest, draft: int) -> HttpResponse:
    """Amounts, tables, dates, conditions and texts as fields."""
    found = found_draft(request, draft)
    file = shown.policy_file(found)
    if request.method != "POST":
        return _form_page(request, found, file, Filled(shown.text_of(found, file)))
    if (refused := only_looking(request)) is not None:
        return refused
    seen = text_seen(found, file, version_of(request))
    filled = fill(found, shown.text_of(found, file), seen, request.POST.dict())  # type: ignore[arg-type]
    if request.POST.get("do") == "check" or not filled.good:
        return _form_page(request, found, file, filled, status=200 if filled.good else 422)
    try:
        saved = drafting.save_draft(
            by=request.user,  # type: ignore[arg-type]
            draft=found.pk,
            version=version_of(request),
            files={file: filled.text},
            note=_("表单:%(count)s 处") % {"count": len(filled.typed) or 1},
        )
    except Conflict as error:
        return _form_page(request, found, file, filled, conflict=error, status=409)
    except InvalidInput as error:
        filled.others.append(str(error))
        return _form_page(request, found, file, filled, status=422)
    tell_saved(request, found, saved)
    return redirect("policies:draft_form", found.pk)


def only_looking(request: HttpRequest) -> HttpResponse | None:
    """The page again, for who may look at drafts and not write in them."""
    if can(request, "policies.draft"):
        return None
    messages.error(request, _("您可以查看草案,但不能修改。"))
    return redirect(request.path)


def tell_saved(request: HttpRequest, before: Draft, saved: Draft) -> None:
    if saved.version == before.version:
        messages.info(request, _("没有改动,不用保存。"))
    else:
        messages.success(request, _("已保存为第 %(number)s 版。") % {"number": saved.version})


def _form_page(
    request: HttpRequest, draft: Draft, file: str, filled: Filled, conflict: Conflict | None = None, status: int = 200
) -> HttpResponse:
    known = queries.rules()
    try:
        sheet = shown.sheet_of(shown.text_of(draft, file), draft)
    except SourceInvalid:
        return render(request, "policies/drafting/form.html", shell(request, draft, "form", sheet=None))
    rest = _told_beside(sheet, filled, file, draft, known)
    for each in sheet.fields.values():
        path = each.cell.path
        if path in filled.typed:
            each.was, each.value = each.cell.value, filled.typed[path]
        if path in filled.errors:
            each.errors.insert(0, filled.errors[path])
    wrong = [(f"{each.label}:{text}", f"id-{name}") for name, each in sheet.fields.items() for text in each.errors]
    context = shell(
        request,
        draft,
        "form",
        sheet=sheet,
        rest=rest,
        wrong=wrong + [(text, "") for text in filled.others],
        conflict=conflict,
        checked=request.method == "POST" and filled.good and conflict is None,
        posted=request.POST if request.method == "POST" else {},
    )
    return render(request, "policies/drafting/form.html", context, status=status)


def _told_beside(sheet: shown.Sheet, filled: Filled, file: str, draft: Draft, known: Any) -> list[Problem]:
    """Problems of the text with what was typed, beside their fields (by path: places have moved)."""
    problems = problems_in(file, filled.text, draft, known)
    if not problems:
        return []
    try:
        typed = shown.sheet_of(filled.text, draft)
    except SourceInvalid:
        return problems
    rest = shown.place_problems(typed, problems, file)
    errors = {each.cell.path: each.errors for each in typed.fields.values()}
    for each in sheet.fields.values():
        each.errors += errors.pop(each.cell.path, [])
    lost = [problem for problem in problems if any(shown.told(problem) in texts for texts in errors.values())]
    return rest + lost


# --- while typing -----------------------------------------------------------------------------------------------------


@require_POST
@requires("policies.draft")
def lint(request: HttpRequest, draft: int) -> HttpResponse:
    """What is wrong with one field, or with the whole source, as it stands at this moment; nothing is kept."""
    found = found_draft(request, draft)
    known = queries.rules()
    if "file" in request.POST:
        file = _file_of(found, request.POST["file"])
        problems = _source_problems(file, request.POST.get("text", "")[: drafting.LONGEST], found, known)
        return render(request, "policies/drafting/_lint.html", {"problems": problems, "whole": True})
    file, name = shown.policy_file(found), request.GET.get("cell", "")[:12]
    seen = text_seen(found, file, version_of(request))
    text = request.POST.get(name, "")
    filled = fill(found, shown.text_of(found, file), seen, {name: text})
    told = [*filled.errors.values(), *filled.others]
    problems = []
    if not told:
        typed = shown.sheet_of(filled.text, found)
        shown.place_problems(typed, problems_in(file, filled.text, found, known), file)
        shown_field = shown.sheet_of(seen, found).fields.get(name)
        path = shown_field.cell.path if shown_field else ()
        told = [text for each in typed.fields.values() if each.cell.path == path for text in each.errors]
    return render(request, "policies/drafting/_lint.html", {"told": told, "problems": problems, "whole": False})


lint.keyless = True  # type: ignore[attr-defined] # it changes nothing


def _source_problems(file: str, text: str, draft: Draft, known: Any) -> list[Problem]:
    if not text.strip():
        return [Problem(file, 1, 1, _("文件是空的"), "")]
    return problems_in(file, text, draft, known)


def _file_of(draft: Draft, name: str) -> str:
    allowed = files_of(draft)
    if name not in allowed:
        raise InvalidInput("草案里没有这个文件。", code="policies.no_file")
    return name


def files_of(draft: Draft) -> list[str]:
    """What a draft may change: its policy, its cases, the groups."""
    return [shown.policy_file(draft), shown.case_file(draft), "groups.yaml"]


@requires("policies.view_drafts")
def source(request: HttpRequest, draft: int) -> HttpResponse:
    """The files as texts, for those who know the format."""
    found = found_draft(request, draft)
    file = _file_of(found, request.POST.get("file") or request.GET.get("file") or shown.policy_file(found))
    text, conflict, status = shown.text_of(found, file), None, 200
    if request.method == "POST":
        if (refused := only_looking(request)) is not None:
            return refused
        text = request.POST.get("text", "").replace("\r\n", "\n")
        if request.POST.get("do") != "check":
            try:
                saved = drafting.save_draft(
                    by=request.user,  # type: ignore[arg-type]
                    draft=found.pk,
                    version=version_of(request),
                    files={file: text},
                    note=_("源文件"),
                )
                tell_saved(request, found, saved)
                return redirect(f"{request.path}?file={file}")
            except (Conflict, InvalidInput) as error:
                conflict, status = error, error.status
    problems = _source_problems(file, text, found, queries.rules())
    context = shell(
        request, found, "source", file=file, files=files_of(found), text=text, problems=problems, conflict=conflict,
        theirs=shown.lines_between(shown.text_of(found, file), text) if status == 409 else [],
    )  # fmt: skip
    return render(request, "policies/drafting/source.html", context, status=status)


# --- worked examples --------------------------------------------------------------------------------------------------


@requires("policies.view_drafts")
def draft_cases(request: HttpRequest, draft: int) -> HttpResponse:
    """The cases of the draft as they run now; one of them open for writing."""
    found = found_draft(request, draft)
    error = None
    if request.method == "POST":
        if (looking := only_looking(request)) is not None:
            return looking
        try:
            saved = drafting.save_draft(
                by=request.user,  # type: ignore[arg-type]
                draft=found.pk,
                version=version_of(request),
                files={shown.case_file(found): _cases_text(request, found)},
                note=_("算例"),
            )
            tell_saved(request, found, saved)
            return redirect("policies:draft_cases", found.pk)
        except (Conflict, InvalidInput, SourceInvalid) as refused:
            error = refused
    check = reviewing.check_of(found)
    open_place = request.POST.get("place") or request.GET.get("open", "")
    typed = {key: request.POST.get(key, "") for key in ("name", "on", "given", "expect")} if error else {}
    only = request.GET.get("only", "")
    runs = [run for run in check.runs if only != "failed" or not run.passed]
    context = shell(
        request, found, "cases", check=check, runs=runs, open=open_place, typed=typed, error=error, only=only,
        facts=_facts(check), passed=len(check.runs) - len(check.failed),
    )  # fmt: skip
    return render(request, "policies/drafting/cases.html", context, status=200 if error is None else 422)


def _cases_text(request: HttpRequest, draft: Draft) -> str:
    """The file of cases after what was asked: one written anew, taken away, mended by what came out, or added."""
    text, words = shown.text_of(draft, shown.case_file(draft)), request.POST
    place = int(words["place"]) if words.get("place", "").isdecimal() and len(words["place"]) < 6 else None
    verb = words.get("do", "save")
    if verb == "mend_all":
        return _mended(draft, text)
    if place is not None and verb in ("drop", "mend"):
        if verb == "drop":
            return cases.drop_case(text, place)
        return _mended(draft, text, place)
    name, on, given, expect = (words.get(key, "").replace("\r", "") for key in ("name", "on", "given", "expect"))
    if not name.strip() or not on.strip() or not expect.strip():
        raise InvalidInput(_("算例要写名称、日期和应有的结果。"), code="policies.case_incomplete")
    item = cases.case_text(name, on, given, expect)
    drafting.check_readable("cases.yaml", item)
    return cases.put_case(text, place, item)


def _mended(draft: Draft, text: str, place: int | None = None) -> str:
    """The cases that fail (or one of them) with what came out instead of what was expected."""
    for run in reviewing.check_of(draft).failed:
        if place is None or run.place == place:
            text = cases.put_case(text, run.place, cases.mended(run))
    return text


def _facts(check: reviewing.Check) -> list[str]:
    """The names of facts, for completion."""
    if check.rules is None:
        return []
    return sorted({fact.name for fact in check.rules.vocabulary.facts.values()})[:600]
