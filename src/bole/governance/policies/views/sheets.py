"""The tables of a draft in a spreadsheet: down, changed there, up again, looked at, taken over."""

from __future__ import annotations

import io

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from bole.core.errors import InvalidInput
from bole.core.rules.editing.source import SourceInvalid
from bole.governance.policies.models import Draft
from bole.governance.policies.queries import drafts as shown
from bole.governance.policies.services import sheets
from bole.governance.policies.views.drafting import found_draft, shell
from bole.governance.policies.views.editing import only_looking
from bole.kernel.accounts.services import requires

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _sheet(draft: Draft) -> shown.Sheet:
    try:
        return shown.sheet_of(shown.text_of(draft, shown.policy_file(draft)), draft)
    except SourceInvalid:
        raise InvalidInput("源文件不能读。", remedy="请先在“源文件”页改正。", code="policies.unreadable") from None


@require_GET
@requires("policies.view_drafts")
def download(request: HttpRequest, draft: int) -> FileResponse:
    found = found_draft(request, draft)
    notes = [_("草案 %(title)s 第 %(number)s 版;只改数值,不改表头。") % {"title": found.title, "number": found.version}]
    content = io.BytesIO(sheets.render_tables(_sheet(found), notes))
    name = f"{found.title} {found.version}.xlsx"
    return FileResponse(content, as_attachment=True, filename=name, content_type=XLSX)


@requires("policies.view_drafts")
def tables(request: HttpRequest, draft: int) -> HttpResponse:
    """The way there and back; an uploaded workbook is shown as differences before anything is saved."""
    found = found_draft(request, draft)
    sheet, upload, error = _sheet(found), None, None
    if request.method == "POST":
        if (looking := only_looking(request)) is not None:
            return looking
        file = request.FILES.get("file")
        try:
            if file is None:
                raise InvalidInput(_("请选择文件。"), code="policies.no_file")
            upload = sheets.read_tables(sheet, file.read(sheets.LARGEST + 1))
        except InvalidInput as refused:
            error = refused
    grids = sheets.grids(sheet)
    context = shell(request, found, "tables", grids=grids, upload=upload, error=error)
    return render(request, "policies/drafting/tables.html", context, status=422 if error else 200)
