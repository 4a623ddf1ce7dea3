"""Events written in the transaction of what happened, receipts of their handlers, progress of long work, tokens of the feed."""

from __future__ import annotations

import time
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import BigIntegerField, Func, Q, TextField
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.utils.translation import gettext_noop as _

from bole.core.errors import Conflict
from bole.kernel.audit.services import tracked

PROGRESS_EVERY_S = 0.5


class JobCancelled(Conflict):
    """Somebody asked to stop this job; let it fly to the end of the task, or clean up and raise it again."""

    default_code = "job.cancelled"


class Event(models.Model):
    """Something that happened. `xid` orders the feed by commit: an id alone could be overtaken by a slow transaction."""

    topic = models.CharField("主题", max_length=80)
    key = models.CharField("键", max_length=160)
    payload = models.JSONField("内容", default=dict)
    at = models.DateTimeField("时间", default=timezone.now)
    xid = models.BigIntegerField(
        "事务号", db_default=Cast(Cast(Func(function="pg_current_xact_id"), TextField()), BigIntegerField())
    )

    class Meta:
        verbose_name = "事件"
        constraints: ClassVar = [models.UniqueConstraint(fields=["topic", "key"], name="outbox_event_once")]
        indexes: ClassVar = [models.Index(fields=["xid", "id"], name="outbox_event_feed")]

    def __str__(self) -> str:
        return f"{self.topic} {self.key}"


class Receipt(models.Model):
    """One handler's dealing with one event: waiting, done, or dead after too many attempts."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="receipts", verbose_name="事件")
    handler = models.CharField("处理器", max_length=120)
    done_at = models.DateTimeField("完成时间", null=True)
    attempts = models.PositiveSmallIntegerField("尝试次数", default=0)
    dead = models.BooleanField("已放弃", default=False)
    error = models.TextField("错误", blank=True)
    touched_at = models.DateTimeField("更新时间", default=timezone.now)

    class Meta:
        verbose_name = "处理回执"
        constraints: ClassVar = [models.UniqueConstraint(fields=["event", "handler"], name="outbox_receipt_once")]
        indexes: ClassVar = [
            models.Index(fields=["touched_at"], name="outbox_receipt_open", condition=Q(done_at__isnull=True)),
        ]

    def __str__(self) -> str:
        return f"{self.handler}: {self.event_id}"


class Job(models.Model):
    """Long work as its owner sees it: progress, rate, errors, result. The owner is named without a foreign key."""

    SCOPES = {"county": None}

    class State(models.TextChoices):
        QUEUED = "queued", gettext_lazy("排队中")
        RUNNING = "running", gettext_lazy("进行中")
        DONE = "done", gettext_lazy("已完成")
        FAILED = "failed", gettext_lazy("失败")
        CANCELLED = "cancelled", gettext_lazy("已取消")

    kind = models.CharField("类别", max_length=60)
    title = models.CharField("名称", max_length=200)
    owner_id = models.BigIntegerField("用户编号", null=True)
    owner = models.CharField("用户", max_length=150, blank=True)
    state = models.CharField("状态", max_length=10, choices=State, default=State.QUEUED)
    total = models.BigIntegerField("总数", null=True)
    done = models.BigIntegerField("已处理", default=0)
    errors = models.BigIntegerField("错误数", default=0)
    note = models.CharField("说明", max_length=300, blank=True)
    result = models.JSONField("结果", default=dict)
    error = models.TextField("错误", blank=True)
    cancel_asked = models.BooleanField("已请求取消", default=False)
    created_at = models.DateTimeField("创建时间", default=timezone.now)
    started_at = models.DateTimeField("开始时间", null=True)
    finished_at = models.DateTimeField("结束时间", null=True)
    touched_at = models.DateTimeField("更新时间", default=timezone.now)

    class Meta:
        verbose_name = "任务"
        ordering: ClassVar = ["-id"]
        indexes: ClassVar = [models.Index(fields=["owner_id", "-id"], name="outbox_job_owner")]

    def __str__(self) -> str:
        return self.title

    _advanced = 0.0

    @property
    def is_over(self) -> bool:
        return self.state in (self.State.DONE, self.State.FAILED, self.State.CANCELLED)

    @property
    def percent(self) -> int | None:
        """0 to 100, or None while the total is not known."""
        if self.state == self.State.DONE:
            return 100
        return min(100, self.done * 100 // self.total) if self.total else None

    @property
    def seconds(self) -> float:
        """How long it has run."""
        if self.started_at is None:
            return 0.0
        return ((self.finished_at or timezone.now()) - self.started_at).total_seconds()

    @property
    def rate(self) -> int:
        """Items per second since the start."""
        return int(self.done / self.seconds) if self.seconds > 0.2 else 0

    def advance(self, done: int, *, note: str = "", errors: int | None = None, total: int | None = None) -> None:
        """Tells how far the work is; raises `JobCancelled` when somebody asked to stop. Rows are written at most twice a second,
        except for the last one; others see them when the surrounding transaction, if any, commits."""
        self.done, self.note = done, note[:300] or self.note
        self.errors = self.errors if errors is None else errors
        self.total = self.total if total is None else total
        if time.monotonic() - self._advanced < PROGRESS_EVERY_S and done != self.total:
            return
        self._advanced = time.monotonic()
        self.refuse_if_cancelled()
        self.touched_at = timezone.now()
        self.save(update_fields=["done", "note", "errors", "total", "touched_at"])

    def refuse_if_cancelled(self) -> None:
        """Raises `JobCancelled` when somebody asked to stop."""
        if Job.objects.filter(pk=self.pk, cancel_asked=True).exists():
            raise JobCancelled(_("任务已取消。"))


@tracked(exclude=["digest", "used_at"])
class FeedToken(models.Model):
    """A program outside that may read events of some topics. Only the hash of its token is kept."""

    SCOPES = {"county": None}

    name = models.CharField("名称", max_length=100)
    role = models.CharField("角色", max_length=20)
    topics = ArrayField(models.CharField(max_length=80), verbose_name="主题")
    digest = models.BinaryField("令牌摘要", unique=True)
    created_at = models.DateTimeField("创建时间", default=timezone.now)
    valid_to = models.DateTimeField("有效期至", null=True)
    used_at = models.DateTimeField("最近使用", null=True)

    class Meta:
        verbose_name = "事件订阅令牌"

    def __str__(self) -> str:
        return self.name
