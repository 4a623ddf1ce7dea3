"""What stops a batch: a question to a person, a disk or database that gives out, a fault of our own."""

from __future__ import annotations

import errno

import psycopg
from django.db import DataError, OperationalError, ProgrammingError
from django.utils.translation import gettext_noop as _
from psycopg.errors import DiskFull

from bole.core.errors import BoleError, Unavailable

DATABASE_ERRORS = (OperationalError, psycopg.OperationalError)  # what COPY meets comes without Django's wrapping
MACHINE_ERRORS = (*DATABASE_ERRORS, OSError)


class Pause(Exception):
    """A batch needs a person before it goes on. Carries what to ask; the batch keeps everything it has."""

    def __init__(self, error: BoleError) -> None:
        self.error = error
        super().__init__(str(error))


def machine_error(error: Exception) -> Unavailable | None:
    """What to tell people when disk or database give out; None for any other error of the system."""
    full = (
        isinstance(error, DiskFull)
        or isinstance(error.__cause__, DiskFull)
        or getattr(error, "errno", None) in (errno.ENOSPC, errno.EDQUOT)
    )
    if full:
        return Unavailable(
            "磁盘已满,这批数据没有写入。", remedy=_("请清理磁盘后重试;已有数据不受影响。"), code="database.disk_full"
        )
    if isinstance(error, OSError):
        return None
    return Unavailable(
        "数据库暂时不可用,这批数据没有写入。", remedy=_("数据库恢复后会自动重试。"), code="database.down"
    )


def program_errors() -> tuple[type[Exception], ...]:
    """What a fault of ours, or a file nobody foresaw, looks like; asked for only when something was raised."""
    from polars.exceptions import PolarsError

    return (DataError, ProgrammingError, PolarsError, ArithmeticError, LookupError, TypeError, ValueError)


def as_program_error(error: Exception) -> Unavailable:
    """What people read when our own program fails on a file: its kind, never the values it stumbled over."""
    return Unavailable(
        "处理这个文件时程序出错(%(kind)s),没有写入任何内容。",
        remedy="请把批次号告诉系统管理员;修好后点“继续”。",
        code="batch.program_error",
        kind=type(error).__name__,
    )
