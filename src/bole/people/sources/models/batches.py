"""Files as they came, what is wrong with their rows, and what headers and words mean."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from bole.kernel.audit.services import tracked


class Status(models.TextChoices):
    RECEIVED = "received", _("已收到")
    READING = "reading", _("正在读取")
    CHECKED = "checked", _("已校验")
    STORED = "stored", _("已入库,待比对")
    LINKED = "linked", _("已比对")
    PUBLISHED = "published", _("已发布")
    FAILED = "failed", _("未通过")
    PAUSED = "paused", _("等人处理")
    RETRACTED = "retracted", _("已撤回")


KEPT = (Status.STORED, Status.LINKED, Status.PUBLISHED)
"""Rows of the batch are in the register or on their way."""
NEXT = {
    Status.RECEIVED: {Status.READING, Status.FAILED, Status.PAUSED},
    Status.READING: {Status.READING, Status.CHECKED, Status.FAILED, Status.PAUSED},
    Status.CHECKED: {Status.READING, Status.STORED, Status.FAILED, Status.PAUSED},
    Status.STORED: {Status.LINKED, Status.READING, Status.RETRACTED},
    Status.LINKED: {Status.PUBLISHED, Status.READING, Status.RETRACTED},
    Status.PUBLISHED: {Status.READING, Status.RETRACTED, Status.PUBLISHED},
    Status.FAILED: {Status.READING, Status.RETRACTED, Status.PAUSED},
    Status.PAUSED: {Status.READING, Status.RETRACTED, Status.FAILED},
    Status.RETRACTED: set(),
}
"""The state machine of a batch. READING may be entered again: a killed or corrected run starts over from the file."""


class Mode(models.TextChoices):
    FULL = "full", _("全量")
    DELTA = "delta", _("增量")
    CORRECTION = "correction", _("退回后更正")


UNTRACKED = [
    "note",
    "rows_read",
    "cleaned_to",
    "file_name",
    "headers",
    "mapping",
    "unknown_headers",
    "error",
    "remedy",
    "profile",
]
"""Changing words, and what may hold words about a person: erasable here, not in a history that only grows."""


@tracked(exclude=UNTRACKED)
class Batch(models.Model):
    """One file as a department sent it, and what became of each of its rows.

    rows_in = rows_accepted + rows_rejected + rows_unchanged + rows_excluded (enforced). `sender` is the code of the unit that
    could send for itself only (a department, an employer); "" where it came in for the whole county.
    """

    SCOPES: ClassVar = {"department": "department", "employer": "sender", "county": None}

    source = models.CharField("来源", max_length=8, blank=True)
    department = models.CharField("报送部门", max_length=40, blank=True)
    sender = models.CharField("报送单位", max_length=40, blank=True)
    file_name = models.CharField("文件名", max_length=255)
    sha256 = models.CharField("内容摘要", max_length=64)
    size = models.PositiveBigIntegerField("字节数")
    original = models.CharField("原件", max_length=40, blank=True)
    rejects = models.CharField("退回表", max_length=40, blank=True)
    mode = models.CharField("方式", max_length=10, choices=Mode, blank=True)
    asked_source = models.CharField("指定来源", max_length=8, blank=True)
    as_of = models.DateField("数据截至")
    status = models.CharField("状态", max_length=10, choices=Status, default=Status.RECEIVED)
    received_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="报送人"
    )
    received_at = models.DateTimeField("收到时间", auto_now_add=True)
    sheet = models.CharField("工作表", max_length=120, blank=True)
    headers = models.JSONField("表头", default=list)
    mapping = models.JSONField("对应", default=dict)
    unknown_headers = models.JSONField("未识别表头", default=dict)
    missing_headers = models.JSONField("缺少的表头", default=list)
    mapping_version = models.ForeignKey("MappingVersion", models.PROTECT, null=True, verbose_name="映射版本")
    rows_read = models.PositiveIntegerField("已读行", default=0)
    rows_in = models.PositiveIntegerField("收到行", default=0)
    rows_accepted = models.PositiveIntegerField("入库行", default=0)
    rows_rejected = models.PositiveIntegerField("退回行", default=0)
    rows_unchanged = models.PositiveIntegerField("未变行", default=0)
    rows_excluded = models.PositiveIntegerField("不收行", default=0)
    rows_erased = models.PositiveIntegerField("其中按删除请求", default=0)
    rows_ended = models.PositiveIntegerField("不再出现", default=0)
    excluded_rows = models.JSONField("不收行的行号", default=list)
    purged = models.BooleanField("不收行的原文已销毁", default=False)
    cleaned_to = models.BigIntegerField("已清到的删除标记", default=0)
    asked_mode = models.CharField("指定方式", max_length=10, choices=Mode, blank=True)
    shrink_rows = models.PositiveIntegerField("疑似漏发行", default=0)
    shrink_confirmed = models.BooleanField("大幅减少已确认", default=False)
    profile = models.JSONField("各列概况", default=dict)
    drift = models.JSONField("突变的列", default=list)
    drift_confirmed = models.BooleanField("突变已确认", default=False)
    note = models.CharField("现在在做", max_length=200, blank=True)
    error = models.TextField("问题", blank=True)
    remedy = models.TextField("怎么办", blank=True)
    error_code = models.CharField("问题代码", max_length=60, blank=True)
    started_at = models.DateTimeField("开始", null=True)
    stored_at = models.DateTimeField("入库时间", null=True)
    linked_at = models.DateTimeField("比对时间", null=True)
    retracted_at = models.DateTimeField("撤回时间", null=True)
    retracted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="撤回人"
    )
    retract_reason = models.CharField("撤回原因", max_length=200, blank=True)

    class Meta:
        verbose_name = "批次"
        ordering: ClassVar = ["-id"]
        indexes: ClassVar = [models.Index(fields=["source", "-id"]), models.Index(fields=["status"])]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["sha256", "sender"], condition=~Q(status="retracted"), name="batch_content_once"
            ),
            models.CheckConstraint(
                condition=Q(rows_in=F("rows_accepted") + F("rows_rejected") + F("rows_unchanged") + F("rows_excluded")),
                name="batch_rows_add_up",
            ),
        ]

    def __str__(self) -> str:
        return self.file_name

    @property
    def is_employers_own(self) -> bool:
        """An employer sent it, for its own people only."""
        return bool(self.sender) and self.sender != self.department

    @property
    def is_kept(self) -> bool:
        """Rows of this batch are in the register or on their way."""
        return self.status in KEPT


class Severity(models.TextChoices):
    BLOCK = "block", _("退回")
    WARN = "warn", _("提醒")


class Issue(models.Model):
    """What is wrong with one cell of one row; the value is masked."""

    SCOPES: ClassVar = {"department": "batch__department", "county": None}

    batch = models.ForeignKey(
        Batch, models.CASCADE, related_name="issues", verbose_name="批次", db_index=False
    )  # both indexes below begin with it
    row = models.PositiveIntegerField("行号")
    header = models.CharField("列", max_length=80, blank=True)
    rule = models.CharField("规则", max_length=60)
    severity = models.CharField("级别", max_length=5, choices=Severity)
    message = models.TextField("说明")
    remedy = models.TextField("怎么办", blank=True)
    value_masked = models.CharField("原值(遮盖)", max_length=120, blank=True)

    class Meta:
        verbose_name = "问题"
        ordering: ClassVar = ["row", "id"]
        indexes: ClassVar = [models.Index(fields=["batch", "rule", "row"]), models.Index(fields=["batch", "row"])]

    def __str__(self) -> str:
        return f"{self.row}: {self.message}"


@tracked
class MappingVersion(models.Model):
    """How a source's headers and words are read, as confirmed by a person; the pack's layout is version 0."""

    source = models.CharField("来源", max_length=8)
    version = models.PositiveIntegerField("版本")
    headers = models.JSONField("表头对应", default=dict)
    codes = models.JSONField("代码对应", default=dict)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="确认人"
    )
    confirmed_at = models.DateTimeField("确认时间", auto_now_add=True)
    note = models.CharField("说明", max_length=200, blank=True)
    retracted_at = models.DateTimeField("收回时间", null=True)
    retracted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="收回人"
    )
    retract_reason = models.CharField("收回理由", max_length=200, blank=True)

    class Meta:
        verbose_name = "映射版本"
        ordering: ClassVar = ["source", "-version"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["source", "version"], name="mapping_version_once")]

    def __str__(self) -> str:
        return f"{self.source} v{self.version}"


@tracked(exclude=["count", "value"])
class UnknownCode(models.Model):
    """A word found where a code was expected. `code` is set once somebody has said what it means; "" means: ignore it."""

    SCOPES: ClassVar = {"department": "first_batch__department", "county": None}

    source = models.CharField("来源", max_length=8)
    header = models.CharField("列", max_length=80)
    value = models.CharField("原值", max_length=120)
    code_list = models.CharField("代码表", max_length=60, blank=True)
    suggestion = models.CharField("建议", max_length=60, blank=True)
    count = models.PositiveIntegerField("行数", default=0)
    first_batch = models.ForeignKey(Batch, models.CASCADE, related_name="unknown_codes", verbose_name="首见批次")
    code = models.CharField("代码", max_length=60, null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="确认人"
    )
    decided_at = models.DateTimeField("确认时间", null=True)

    class Meta:
        verbose_name = "未识别代码"
        ordering: ClassVar = ["source", "header", "-count", "value"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["source", "header", "value"], name="unknown_code_once")
        ]

    def __str__(self) -> str:
        return f"{self.header}: {self.value}"
