"""Small departmental files, as bytes, and the whole way into the register in one call."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import Any

from bole.people.sources import services
from bole.people.sources.models import Batch

S01 = (
    "姓名",
    "证件类型",
    "证件号码",
    "性别",
    "出生日期",
    "单位名称",
    "参保状态",
    "连续缴费月数",
    "手机号码",
    "乡镇街道",
)
S04 = ("姓名", "身份证号码", "职称系列", "专业", "职称级别", "取得日期", "证书编号", "工作单位")
S05 = ("企业名称", "统一社会信用代码", "姓名", "证件号码", "部门", "岗位", "入职日期", "手机")
S09 = ("企业名称", "统一社会信用代码", "成立日期", "行业代码", "登记状态", "注册资本(万元)", "乡镇街道", "法定代表人")
S21 = ("姓名", "证件号码", "录用日期", "状态")
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def id_number(birth: str = "19900307", place: str = "330523", sequence: int = 123) -> str:
    """A number with a valid check digit (GB 11643-1999); invented."""
    first = f"{place}{birth}{sequence:03d}"
    return first + "10X98765432"[sum(int(d) * w for d, w in zip(first, WEIGHTS, strict=True)) % 11]


def uscc(first16: str = "91330523MA28A000") -> str:
    """A credit code whose organisation code (GB 11714-1997) and check character (GB 32100-2015) are right; invented."""
    letters = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    organisation = sum(int(c, 36) * weight for c, weight in zip(first16[8:], (3, 7, 9, 10, 5, 8, 4, 2), strict=True))
    first17 = first16 + "0123456789X0"[11 - organisation % 11]
    total = sum(letters.index(c) * 3**place % 31 for place, c in enumerate(first17))
    return first17 + letters[-total % 31]


def csv_file(headers: Sequence[str], rows: Sequence[Sequence[Any]]) -> io.BytesIO:
    """UTF-8 with BOM, as spreadsheets write it."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(headers)
    writer.writerows(rows)
    return io.BytesIO(text.getvalue().encode("utf-8-sig"))


def insured(
    name: str, number: str, *, phone: str = "", employer: str = "安吉竹业有限公司", months: int = 24, **more: str
) -> list[Any]:
    """A row of S01."""
    birth = f"{number[6:10]}-{number[10:12]}-{number[12:14]}" if len(number) == 18 else more.get("birth", "")
    kind, township = more.get("kind", "居民身份证"), more.get("township", "递铺街道")
    return [name, kind, number, "男", birth, employer, "参保缴费", months, phone, township]


def titled(name: str, number: str, certificate: str, *, employer: str = "安吉竹业有限公司") -> list[Any]:
    """A row of S04."""
    return [name, number, "工程技术人员", "机械", "中级", "2020-06-01", certificate, employer]


def employed(name: str, number: str, code: str, *, post: str = "工程师", phone: str = "") -> list[Any]:
    """A row of S05; `code` is the firm's credit code."""
    return ["安吉竹业有限公司", code, name, number, "研发部", post, "2020-03-01", phone]


def registered(name: str, code: str) -> list[Any]:
    """A row of S09."""
    return [name, code, "2016-05-01", "C2041", "存续", "500", "递铺街道", "张三"]


def load(
    headers: Sequence[str], rows: Sequence[Sequence[Any]], *, name: str = "file.csv", link: bool = True, **options: Any
) -> Batch:
    """Receives, processes and links a file, all in this process."""
    batch = services.receive_file(by=None, name=name, content=csv_file(headers, rows), start=False, **options)
    services.process_batch(batch)
    if link:
        services.link_pending()
    batch.refresh_from_db()
    return batch
