"""The lists of apps that lie below documents."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.utils.translation import gettext_lazy

from bole.kernel.accounts.services import Grant
from bole.kernel.audit import queries as audit
from bole.kernel.documents.exports import Export, Parameters, register_export
from bole.kernel.documents.sheets import Column

READ_COLUMNS = (
    Column("时间", "datetime", 18),
    Column("操作人"),
    Column("角色"),
    Column("单位"),
    Column("目的", width=24),
    Column("被查阅人", width=40),
    Column("字段类别", width=20),
    Column("位置", width=30),
)
EVENT_COLUMNS = (*READ_COLUMNS[:4], Column("事件", width=24), Column("说明", width=50), Column("位置", width=30))


def register() -> None:
    titles = {"reads": gettext_lazy("个人信息查阅记录"), "security": gettext_lazy("安全事件")}
    columns = {"reads": READ_COLUMNS, "security": EVENT_COLUMNS}
    for name, title in titles.items():
        register_export(
            Export(
                name=f"audit-{name}",
                action="audit.view",
                title=title,
                columns=_constant(columns[name]),
                rows=_rows(name),
                purpose="审计",
                source="bole.audit",
            )
        )


def _constant(columns: Sequence[Column]) -> Any:
    return lambda grant, parameters: columns


def _rows(name: str) -> Any:
    def rows(grant: Grant, parameters: Parameters) -> Iterator[tuple[Any, ...]]:
        return audit.export_rows(name, audit.read_filters(name, parameters))

    return rows
