"""A steward sends messy files, gets the rejected rows back, corrects them, and says once what a header means."""

from __future__ import annotations

import io
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from playwright.sync_api import Page, expect

from tests.factories.sources import id_number
from tests.journeys.reading import figures, wait_for_batch

HEADS = ["姓　名", "身份证号", "系列", "专业名称", "职称等级", "取得时间", "证书号", "所在单位"]
REASON = "退回原因"


def sheet(rows: list[list[Any]], heads: list[str] = HEADS) -> bytes:
    """A workbook as departments send it: a merged title, a note, headers of their own, a total below."""
    book = openpyxl.Workbook()
    page = book.active
    page.title = "职称"
    page.append(["安吉县专业技术职称名册"])
    page.merge_cells(start_row=1, start_column=1, end_row=1, end_column=len(heads))
    page.append(["填报单位:人力社保局"])
    page.append(heads)
    for row in rows:
        page.append(row)
    page.append(["合计", None, None, None, None, None, None, len(rows)])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def row(mark: str, number: int, **changes: Any) -> list[Any]:
    """A row about somebody nobody has heard of; `mark` keeps one run from another."""
    first = {
        "name": f"试{'甲乙丙丁戊'[number]}{mark[0]}",
        "id": id_number(
            f"1988{1 + ord(mark[1]) % 12:02d}{1 + ord(mark[2]) % 28:02d}", sequence=ord(mark[3]) % 150 + 150 * number
        ),
        "series": "工程技术人员",
        "field": "机械",
        "level": "中级",
        "on": ("2020-06-01", "2020/6/1", "2020年6月1日", 43983, "2020.06.01")[number],
        "no": f"ZC-{mark}-{number}",
        "at": "安吉竹业有限公司",
    }
    return list({**first, **changes}.values())


def a_mark() -> str:
    return "".join(random.choice("天地玄黄宇宙洪荒日月盈昃辰宿列张") for _ in range(6))


def messy(mark: str) -> bytes:
    """Five rows: three good (one under a number that proves nothing), one without its level, one not to be taken."""
    typo = row(mark, 1)
    typo[1] = typo[1][:-1] + ("0" if typo[1][-1] != "0" else "1")
    return sheet([row(mark, 0), typo, row(mark, 2), row(mark, 3, level=None), row(mark, 4, at="安吉县人民政府办公室")])


def send(page: Page, name: str, content: bytes) -> None:
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    page.locator("input[type=file]").set_input_files({"name": name, "mimeType": kind, "buffer": content})
    page.get_by_role("button", name="上传", exact=True).click()
    page.wait_for_url("**/batches/*/")


@pytest.mark.parametrize("script", [True, False], ids=["with-scripts", "without-scripts"])
def test_rejected_rows_come_back_and_go_in_again(
    visit: Callable[..., Any], county: object, tmp_path: Path, script: bool
) -> None:
    steward = visit("steward", script=script)
    page = steward.open("/sources/upload/")
    send(page, f"职称-{script}.xlsx", messy(a_mark()))
    wait_for_batch(page, "已发布", script=script)
    steward.shoot(f"batch-{script}")
    assert figures(page) == {"收到": 5, "入库": 3, "退回": 1, "未变": 0, "不收": 1}
    with page.expect_download() as waiting:
        page.get_by_role("link", name="下载退回行").click()
    returned = tmp_path / "returned.xlsx"
    waiting.value.save_as(returned)

    book = openpyxl.load_workbook(returned)
    lines = [[cell.value for cell in line] for line in book.active.iter_rows()]
    at, heads = next((n, line) for n, line in enumerate(lines) if REASON in line)
    assert [head for head in heads if head in HEADS] == HEADS
    (bad,) = [line for line in lines[at + 1 :] if any(line)]
    assert "职称等级" in bad[heads.index(REASON)]
    book.active.cell(lines.index(bad) + 1, heads.index("职称等级") + 1, "高级")
    book.save(returned)

    steward.open("/sources/upload/")
    send(page, f"更正-{script}.xlsx", returned.read_bytes())
    wait_for_batch(page, "已发布", script=script)
    assert figures(page) == {"收到": 1, "入库": 1, "退回": 0, "未变": 0, "不收": 0}
    steward.open(f"/register/?q={bad[heads.index('姓　名')]}")
    expect(page.locator("tbody tr")).to_have_count(1)


def test_an_unknown_header_is_explained_once(visit: Callable[..., Any], county: object) -> None:
    steward = visit("steward")
    page = steward.open("/sources/upload/")
    mark, header = a_mark(), f"职称级别{random.randrange(100, 999)}"
    heads = [head.replace("职称等级", header) for head in HEADS]
    send(page, "新表头.xlsx", sheet([row(mark, 0)], heads))
    wait_for_batch(page, "等人处理")
    page.get_by_role("link", name="确认映射").first.click()
    steward.shoot("mapping")
    choice = page.get_by_label(header)
    assert choice.input_value() == "职称级别", "the nearest column is suggested"
    page.get_by_role("button", name="确认并继续").click()
    page.wait_for_url("**/batches/*/")
    wait_for_batch(page, "已发布")
    assert figures(page)["入库"] == 1
    steward.open("/sources/upload/")
    send(page, "新表头再来.xlsx", sheet([row(mark, 1)], heads))
    wait_for_batch(page, "已发布")
    assert figures(page)["入库"] == 1
