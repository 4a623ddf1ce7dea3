"""Files, rows and what links them. Records, edges and decisions are facts; clusters and profiles are derived from them."""

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


@tracked(exclude=["note", "rows_read"])
class Batch(models.Model):
    """One file as a department sent it, and what became of each of its rows.

    rows_in = rows_accepted + rows_rejected + rows_unchanged + rows_excluded (enforced).
    """

    SCOPES: ClassVar = {"department": "department", "county": None}

    source = models.CharField("来源", max_length=8, blank=True)
    department = models.CharField("报送部门", max_length=40, blank=True)
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
    rows_ended = models.PositiveIntegerField("不再出现", default=0)
    excluded_rows = models.JSONField("不收行的行号", default=list)
    purged = models.BooleanField("不收行的原文已销毁", default=False)
    asked_mode = models.CharField("指定方式", max_length=10, choices=Mode, blank=True)
    shrink_rows = models.PositiveIntegerField("疑似漏发行", default=0)
    shrink_confirmed = models.BooleanField("大幅减少已确认", default=False)
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
            models.UniqueConstraint(fields=["sha256"], condition=~Q(status="retracted"), name="batch_content_once"),
            models.CheckConstraint(
                condition=Q(rows_in=F("rows_accepted") + F("rows_rejected") + F("rows_unchanged") + F("rows_excluded")),
                name="batch_rows_add_up",
            ),
        ]

    def __str__(self) -> str:
        return self.file_name

    @property
    def is_kept(self) -> bool:
        """Rows of this batch are in the register or on their way."""
        return self.status in (Status.STORED, Status.LINKED, Status.PUBLISHED)


class Severity(models.TextChoices):
    BLOCK = "block", _("退回")
    WARN = "warn", _("提醒")


class Issue(models.Model):
    """What is wrong with one cell of one row; the value is masked."""

    SCOPES: ClassVar = {"department": "batch__department", "county": None}

    batch = models.ForeignKey(Batch, models.CASCADE, related_name="issues", verbose_name="批次")
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

    class Meta:
        verbose_name = "映射版本"
        ordering: ClassVar = ["source", "-version"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["source", "version"], name="mapping_version_once")]

    def __str__(self) -> str:
        return f"{self.source} v{self.version}"


@tracked(exclude=["count"])
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


class Record(models.Model):
    """One row of a source over one span of time (SCD-2): known from one batch until another replaced or ended it.

    `node` is the number of the first record under this natural key: the row's identity through all its versions. Identifiers,
    phones and accounts are in `sealed` only (vault, under `key`); indexes are keyed digests for equality.
    """

    source = models.CharField("来源", max_length=8)
    subject = models.CharField("主体", max_length=12)
    node = models.BigIntegerField("行身份")
    natural_key = models.BinaryField("自然键摘要", max_length=16)
    row_hash = models.BinaryField("内容摘要", max_length=16)
    row = models.PositiveIntegerField("行号")
    as_of = models.DateField("数据截至")
    values = models.JSONField("值")
    sealed = models.BinaryField("加密值", null=True)
    key = models.BigIntegerField("密钥", null=True)
    name = models.CharField("姓名", max_length=200, null=True)
    name_simple = models.CharField("简体姓名", max_length=200, null=True)
    surname = models.CharField("姓", max_length=80, null=True)
    pinyin = models.CharField("拼音", max_length=400, null=True)
    pinyin_sorted = models.CharField("排序拼音", max_length=400, null=True)
    initials = models.CharField("首字母", max_length=80, null=True)
    latin = models.BooleanField("拉丁字母姓名", null=True)
    birth_date = models.DateField("出生日期", null=True)
    sex = models.CharField("性别", max_length=8, null=True)
    employer_key = models.CharField("单位", max_length=200, null=True)
    organisation = models.CharField("信用代码", max_length=18, null=True)
    township = models.CharField("乡镇街道", max_length=40, null=True)
    id_state = models.CharField("证件状态", max_length=12, null=True)
    id_index = models.BinaryField("有效证件索引", null=True)
    raw_index = models.BinaryField("登记证件索引", null=True)
    prefix_index = models.BinaryField("前 15 位索引", null=True)
    passport_index = models.BinaryField("护照索引", null=True)
    phone_index = models.BinaryField("手机索引", null=True)
    valid_from_batch = models.ForeignKey(Batch, models.PROTECT, related_name="records_begun", verbose_name="始于批次")
    valid_to_batch = models.ForeignKey(
        Batch, models.PROTECT, null=True, related_name="records_ended", verbose_name="止于批次"
    )

    class Meta:
        verbose_name = "来源记录"
        indexes: ClassVar = [models.Index(fields=["node"])]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["source", "natural_key"], condition=Q(valid_to_batch__isnull=True), name="record_current_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.source}:{self.row}"


class Edge(models.Model):
    """A scored pair of rows (nodes), left < right."""

    left = models.BigIntegerField("左", db_index=True)
    right = models.BigIntegerField("右", db_index=True)
    weight = models.FloatField("权重")
    rule = models.CharField("规则", max_length=40)
    model_version = models.CharField("模型", max_length=20)

    class Meta:
        verbose_name = "线索"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["left", "right"], name="edge_once"),
            models.CheckConstraint(condition=Q(left__lt=F("right")), name="edge_ordered"),
        ]

    def __str__(self) -> str:
        return f"{self.left}-{self.right}"


class Membership(models.Model):
    """To whom a row belongs now. `record` is the version that was last linked; no person: a row that waits for one."""

    node = models.BigIntegerField("行身份", primary_key=True)
    record = models.BigIntegerField("版本")
    person = models.UUIDField("主体", null=True, db_index=True)

    class Meta:
        verbose_name = "归属"

    def __str__(self) -> str:
        return str(self.person)


class Conflict(models.Model):
    """A refused edge: a question for a person (the next engine makes tasks of them)."""

    left = models.BigIntegerField("左", db_index=True)
    right = models.BigIntegerField("右", db_index=True)
    weight = models.FloatField("权重")
    reason = models.CharField("原因", max_length=20)

    class Meta:
        verbose_name = "疑点"

    def __str__(self) -> str:
        return f"{self.left}-{self.right}: {self.reason}"


@tracked(exclude=["value", "reason"])  # words about a person: erasable here, not in a history that only grows
class Decision(models.Model):
    """What a person decided about rows or values. Never deleted: `retracted_at` takes it back."""

    class Kind(models.TextChoices):
        MUST_LINK = "must_link", _("是同一人")
        CANNOT_LINK = "cannot_link", _("不是同一人")
        FIELD_OVERRIDE = "field_override", _("更正一个值")

    kind = models.CharField("类别", max_length=16, choices=Kind)
    left = models.BigIntegerField("左", null=True)
    right = models.BigIntegerField("右", null=True)
    anchor = models.BigIntegerField("所附行", null=True)
    fact = models.CharField("事实", max_length=60, blank=True)
    value = models.JSONField("值", null=True)
    reason = models.TextField("理由")
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="决定人"
    )
    decided_at = models.DateTimeField("决定时间", auto_now_add=True)
    retracted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="收回人"
    )
    retracted_at = models.DateTimeField("收回时间", null=True)
    applied = models.BooleanField("已生效", default=False)

    class Meta:
        verbose_name = "人工决定"
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return self.get_kind_display()


class LinkRun(models.Model):
    """One run of comparing and publishing; its row is written outside the run's transaction so that people can watch."""

    class Stage(models.TextChoices):
        WAIT = "wait", _("等待")
        SCORE = "score", _("比对:谁和谁是同一个人")
        CLUSTER = "cluster", _("归并:一人一档")
        DERIVE = "derive", _("合成档案,记下每个值从哪来")
        PUBLISH = "publish", _("写入人才库")
        SNAPSHOT = "snapshot", _("发布快照,更新人才库、指标、地图")
        DONE = "done", _("完成")
        FAILED = "failed", _("未完成")

    stage = models.CharField("阶段", max_length=10, choices=Stage, default=Stage.WAIT)
    started_at = models.DateTimeField("开始", auto_now_add=True)
    finished_at = models.DateTimeField("结束", null=True)
    records = models.PositiveIntegerField("新记录", default=0)
    edges = models.PositiveIntegerField("线索", default=0)
    persons = models.PositiveIntegerField("涉及的人", default=0)
    persons_done = models.PositiveIntegerField("已完成的人", default=0)
    conflicts = models.PositiveIntegerField("疑点", default=0)
    timings = models.JSONField("用时", default=dict)
    error = models.TextField("问题", blank=True)

    class Meta:
        verbose_name = "比对"
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return self.get_stage_display()
