"""Tables of a draft in a spreadsheet: back as a difference, a bad cell by its row and column, nothing saved unseen."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from bole.governance.policies.models import Draft
from tests.apps.policies.test_drafting import FILE, as_, begun, send

pytestmark = pytest.mark.django_db


def workbook(draft: Draft, change: Mapping[tuple[str, int], Any], more: list[list[Any]] = []) -> bytes:  # noqa: B006
    """The downloaded workbook with cells of its first sheet changed, by key and column."""
    import python_calamine
    import xlsxwriter

    content = b"".join(as_("clerk").get(f"/policies/drafts/{draft.pk}/tables/file/").streaming_content)
    book = python_calamine.load_workbook(io.BytesIO(content))
    target = io.BytesIO()
    out = xlsxwriter.Workbook(target)
    for place, name in enumerate(book.sheet_names):
        page, rows = out.add_worksheet(name), book.get_sheet_by_name(name).to_python()
        rows = rows[: rows.index([""] * len(rows[0]))] if [""] * len(rows[0]) in rows else rows
        for number, row in enumerate(rows + (more if place == 0 else [])):
            for column, value in enumerate(row):
                page.write(number, column, change.get((row[0], column), value) if place == 0 else value)
    out.close()
    return target.getvalue()


def upload(draft: Draft, content: bytes) -> Any:
    file = SimpleUploadedFile("t.xlsx", content)
    return send(as_("clerk"), f"/policies/drafts/{draft.pk}/tables/", file=file)


def test_a_table_comes_back_from_a_spreadsheet_as_a_difference() -> None:
    draft, clerk = begun(), as_("clerk")
    page = upload(draft, workbook(draft, {("博士研究生毕业", 1): "3.2万元"}, [["高中毕业", "2000元"]])).text
    for words in ("博士研究生毕业", "3.2万元", "高中毕业", "存入草案"):
        assert words in page, words
    draft.refresh_from_db()
    assert draft.version == 1, "nothing is saved before it was looked at"
    hidden = dict(re.findall(r'<input type="hidden" name="((?:c|r)[\w-]+)" value="([^"]*)">', page))
    send(clerk, f"/policies/drafts/{draft.pk}/form/", version=1, **hidden)
    draft.refresh_from_db()
    assert "博士研究生毕业: 3.2万元" in draft.files[FILE]
    assert "2000元" in draft.files[FILE]


def test_a_bad_cell_is_named_by_row_column_and_remedy() -> None:
    draft = begun()
    page = upload(draft, workbook(draft, {("博士研究生毕业", 1): 3.2})).text
    for words in ('<td data-label="行">2</td>', "B(毕业生生活补贴)", "没有写单位", "现在什么都没有存"):
        assert words in page, words
    assert '<button class="btn primary">' not in page


@pytest.mark.parametrize("content", [b"", b"no workbook", b"PK\x03\x04broken"])
def test_a_file_that_is_no_workbook_is_refused(content: bytes) -> None:
    answer = upload(begun(), content)
    assert answer.status_code == 422
