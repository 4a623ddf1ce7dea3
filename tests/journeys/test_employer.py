"""A firm sends the roster of its own people and gets back what does not belong to it."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
from playwright.sync_api import expect

from tests.factories.sources import S05, id_number, uscc
from tests.journeys.reading import figures, wait_for_batch
from tests.journeys.test_intake import send, sheet

SENT = list(S05)


def roster(mark: int, code: str) -> bytes:
    """Two people of the firm and one of another; nobody has heard of any of them."""
    rows = [
        [
            "本单位",
            firm,
            f"试聘{'甲乙丙'[n]}",
            id_number("19910203", sequence=mark + n),
            "研发部",
            "工程师",
            "2024-05-06",
            None,
        ]
        for n, firm in enumerate((code, code, uscc("91330523MA99Y000")))
    ]
    return sheet(rows, SENT)


def test_a_firm_sends_its_own_people(visit: Callable[..., Any], county: object, tmp_path: Path) -> None:
    firm = visit("employer")
    page = firm.open("/register/organisations/")
    code = re.findall(r"/organisations/([0-9A-Z]{18})/", page.content())[0]
    firm.open("/sources/batches/")
    page.get_by_role("link", name="上传文件").first.click()
    expect(page.get_by_text("只收本单位的人员")).to_be_visible()
    firm.shoot("employer-upload")
    send(page, "花名册-增量.xlsx", roster(random.randrange(100, 900), code))
    wait_for_batch(page, "已发布")
    firm.shoot("employer-batch")
    assert figures(page) == {"收到": 3, "入库": 2, "退回": 1, "未变": 0, "不收": 0}
    expect(page.get_by_text("这一行不是本单位的人员").first).to_be_visible()
    with page.expect_download() as waiting:
        page.get_by_role("link", name="下载退回行").click()
    waiting.value.save_as(tmp_path / "returned.xlsx")
    lines = [[cell.value for cell in line] for line in openpyxl.load_workbook(tmp_path / "returned.xlsx").active]
    assert "请删去这一行" in " ".join(str(cell) for cell in lines[-1])

    address = page.url.removeprefix(firm.instance.url)
    seen = firm.open("/sources/batches/").locator("tbody tr")
    expect(seen).to_have_count(1)
    clerk = visit("clerk")
    expect(clerk.open(address).get_by_role("heading", name="花名册-增量.xlsx")).to_be_visible()
    assert visit("neighbour").page.request.get(firm.instance.url + address).status == 404
