"""Published flows, cases, what is to be done, what happened, who stands in for whom, when clocks stood still.

`Case.state` (bole.core.casework.CaseState) is the truth about where a case stands; step, due days and Todo rows are
written with it in one transaction so that lists can be read without it.
"""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any, ClassVar

import pgtrigger
from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bole.kernel.audit.services import tracked

APPLICANT = "applicant"
"""The unit of a todo that the case's own applicant does."""
_EMPTIED = "ARRAY['words', 'words_salt']"


class FlowVersion(models.Model):
    """One published definition. Cases pin the row they began with; a changed definition is a new row."""

    SCOPES = {"county": None}

    key = models.CharField("流程", max_length=60)
    version = models.PositiveIntegerField("版本")
    digest = models.CharField("内容摘要", max_length=64)
    name = models.CharField("名称", max_length=120)
    name_en = models.CharField("英文名称", max_length=160, blank=True)
    definition = models.TextField("定义")
    """JSON as text: jsonb would lose the order of steps and outcomes."""
    pack = models.CharField("数据包", max_length=60)
    is_current = models.BooleanField("现行", default=True)
    published_at = models.DateTimeField("发布时间", default=timezone.now)
    published_by = models.CharField("发布人", max_length=150, blank=True)

    class Meta:
        verbose_name = "流程版本"
        ordering: ClassVar = ["key", "-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["key", "digest"], name="flow_definition_once"),
            models.UniqueConstraint(fields=["key"], condition=Q(is_current=True), name="flow_one_current"),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.version}"


class Case(models.Model):
    """One matter on its way. `lock` counts changes: whoever decides says which one was seen."""

    SCOPES = {
        "self": "subject",
        "employer": "unit_code",
        "township": "unit_code",
        "department": "unit_code",
        "county": None,
    }

    class Status(models.TextChoices):
        OPEN = "open", _("办理中")
        CLOSED = "closed", _("已办结")

    class Level(models.TextChoices):
        CALM = "calm", _("正常")
        SOON = "soon", _("过半")
        DUE = "due", _("今天到期")
        OVERDUE = "overdue", _("逾期")
        STOPPED = "stopped", _("暂停计时")

    flow = models.ForeignKey(FlowVersion, models.PROTECT, related_name="cases", verbose_name="流程")
    key = models.CharField("幂等键", max_length=120, unique=True, null=True)
    title = models.CharField("标题", max_length=200)
    subject = models.UUIDField("当事人", null=True, db_index=True)
    applicant = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="cases", verbose_name="申请人"
    )
    unit_code = models.CharField("办理单位", max_length=40)
    parent_code = models.CharField("上级单位", max_length=40, blank=True)
    data = models.JSONField("数据", default=dict)
    state = models.JSONField("状态")
    step = models.CharField("步骤", max_length=60)
    step_name = models.CharField("步骤名称", max_length=120)
    status = models.CharField("办理状态", max_length=8, choices=Status, default=Status.OPEN)
    result = models.CharField("结果", max_length=12, blank=True)
    level = models.CharField("时限", max_length=8, choices=Level, default=Level.CALM)
    lock = models.PositiveIntegerField("改动次数", default=0)
    due_statutory = models.DateField("法定到期日", null=True)
    due_promised = models.DateField("承诺到期日", null=True)
    due_provisional = models.BooleanField("到期日待放假通知确认", default=False)
    public_until = models.DateField("公示至", null=True)
    chain_seq = models.PositiveIntegerField("日志条数", default=0)
    chain_digest = models.BinaryField("日志链值", default=bytes)
    opened_at = models.DateTimeField("开始时间", default=timezone.now)
    entered_at = models.DateTimeField("进入本步时间", default=timezone.now)
    closed_at = models.DateTimeField("办结时间", null=True)
    told_at = models.DateTimeField("告知结果时间", null=True)
    forgotten_at = models.DateTimeField("删除个人信息时间", null=True)

    class Meta:
        verbose_name = "办件"
        ordering: ClassVar = ["-id"]
        indexes: ClassVar = [
            models.Index(fields=["unit_code", "status"], name="case_unit_status"),
            models.Index(fields=["status", "due_promised"], name="case_status_due"),
            models.Index(fields=["id"], condition=Q(status="closed", told_at=None), name="case_untold"),
            models.Index(fields=["public_until"], condition=Q(public_until__isnull=False), name="case_public"),
            GinIndex(fields=["title"], opclasses=["gin_trgm_ops"], name="case_title_trgm"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def number(self) -> str:
        """The number people quote: year of opening and running number."""
        return f"{timezone.localtime(self.opened_at):%Y}-{self.pk:06d}"

    @property
    def is_open(self) -> bool:
        return self.status == self.Status.OPEN


class Todo(models.Model):
    """One seat of one step: what the worklist shows. `unit` is a unit code or "applicant"."""

    SCOPES = {"department": "unit", "township": "unit", "employer": "unit", "self": "case__subject", "county": None}

    case = models.ForeignKey(Case, models.CASCADE, related_name="todos", verbose_name="办件")
    step = models.CharField("步骤", max_length=60)
    step_name = models.CharField("步骤名称", max_length=120)
    visit = models.PositiveIntegerField("第几步")
    slot = models.PositiveSmallIntegerField("席位", default=1)
    role = models.CharField("角色", max_length=20)
    unit = models.CharField("单位", max_length=40)
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="todos", verbose_name="认领人"
    )
    due = models.DateField("到期日", null=True)
    created_at = models.DateTimeField("产生时间", default=timezone.now)
    notified_at = models.DateTimeField("通知时间", null=True)
    done_at = models.DateTimeField("办结时间", null=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="办理人"
    )
    outcome = models.CharField("结果", max_length=60, blank=True)
    reason = models.TextField("理由", blank=True)

    class Meta:
        verbose_name = "待办"
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["case", "visit", "slot"], name="todo_seat_once")]
        indexes: ClassVar = [
            models.Index(fields=["role", "unit", "due"], condition=Q(done_at=None), name="todo_open"),
            models.Index(fields=["assignee"], condition=Q(done_at=None), name="todo_claimed"),
            models.Index(fields=["created_at"], condition=Q(done_at=None, notified_at=None), name="todo_untold"),
        ]

    def __str__(self) -> str:
        return f"{self.step_name} {self.role}@{self.unit}"

    @property
    def is_open(self) -> bool:
        return self.done_at is None


class Event(models.Model):
    """What happened in a case, in order; each entry's digest covers the one before. Never changed, never removed.

    What people wrote stands apart in `words`: the chain covers its salted digest, so that the words of an erased person's
    case can be emptied (the one change the database allows) and the chain still verifies.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="events", verbose_name="办件")
    seq = models.PositiveIntegerField("序号")
    at = models.DateTimeField("时间")
    name = models.CharField("事件", max_length=40)
    step = models.CharField("步骤", max_length=60)
    actor_id = models.BigIntegerField("用户编号", null=True)
    actor = models.CharField("操作人", max_length=150)
    for_name = models.CharField("代办", max_length=150, blank=True)
    data = models.JSONField("内容", default=dict)
    words = models.JSONField("文字", null=True)
    words_salt = models.BinaryField("文字盐值", default=bytes)
    words_digest = models.BinaryField("文字摘要", default=bytes)
    digest = models.BinaryField("链值")

    class Meta:
        verbose_name = "办件日志"
        ordering: ClassVar = ["case_id", "seq"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["case", "seq"], name="event_seq_once")]
        triggers: ClassVar = [
            pgtrigger.Trigger(
                name="append_only",
                operation=pgtrigger.Update | pgtrigger.Delete,
                when=pgtrigger.Before,
                func=f"""
                    IF TG_OP = 'UPDATE' AND NEW.words IS NULL AND NEW.words_salt = ''::bytea
                        AND to_jsonb(NEW) - {_EMPTIED} = to_jsonb(OLD) - {_EMPTIED} THEN
                        RETURN NEW;
                    END IF;
                    RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;
                """,
            )
        ]

    def __str__(self) -> str:
        return f"{self.case_id}.{self.seq} {self.name}"

    @property
    def said(self) -> dict[str, Any]:
        """Facts and words of the entry together."""
        return {**self.data, **(self.words or {})}


class Objection(models.Model):
    """Who objected during a publicity, under a key of its own that is destroyed when its term is over. What was said stands in
    the log (event `seq`); the todo of seat `seq` answers it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="objections", verbose_name="办件")
    seq = models.PositiveIntegerField("日志序号")
    fingerprint = models.BinaryField("内容指纹", max_length=32)
    name = models.BinaryField("姓名(加密)", null=True)
    contact = models.BinaryField("联系方式(加密)", null=True)
    made_at = models.DateTimeField("提出时间", default=timezone.now)
    destroyed_at = models.DateTimeField("销毁时间", null=True)

    class Meta:
        verbose_name = "异议"
        ordering: ClassVar = ["case_id", "seq"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["case", "fingerprint"], name="objection_once")]

    def __str__(self) -> str:
        return f"{self.case_id}.{self.seq}"


@tracked
class Delegation(models.Model):
    """While it is valid, `taker` may do what `giver` could do as `role` in `unit_code`. Half-open [valid_from, valid_to)."""

    giver = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name="委托人")
    taker = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name="受托人")
    role = models.CharField("角色", max_length=20)
    unit_code = models.CharField("单位", max_length=40)
    flow = models.CharField("流程", max_length=60, blank=True)
    valid_from = models.DateField("起")
    valid_to = models.DateField("止(不含)")
    reason = models.CharField("事由", max_length=200, blank=True)

    class Meta:
        verbose_name = "委托"
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(valid_to__gte=models.F("valid_from")), name="delegation_in_order"),
            models.CheckConstraint(condition=~Q(giver=models.F("taker")), name="delegation_to_another"),
        ]
        indexes: ClassVar = [models.Index(fields=["taker", "valid_to"], name="delegation_taker")]

    def __str__(self) -> str:
        return f"{self.giver} → {self.taker}"

    @property
    def last_day(self) -> dt.date:
        """The last day on which it holds; before the first one where it was taken back at once."""
        return self.valid_to - dt.timedelta(days=1)


class ClockPause(models.Model):
    """One stop of one clock of a case, for reports; the case's state counts."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="pauses", verbose_name="办件")
    clock = models.CharField("时限", max_length=12)
    reason = models.CharField("原因", max_length=60)
    started_on = models.DateField("起")
    ended_on = models.DateField("止", null=True)

    class Meta:
        verbose_name = "时限暂停"
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return f"{self.case_id} {self.clock}"
