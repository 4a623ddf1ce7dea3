"""A recognition is a record, not an attribute of a person: which class, by which way, since when, until when, and what became of it."""

from __future__ import annotations

import uuid
from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bole.governance.policies.models.decisions import emptied_only


class Recognition(models.Model):
    """A class of a code list on record for one person. `route`: key of the way in the rules, "" for another ground (`basis`).

    `restricted`: its ground is on a list that is not public; only who may see sensitive facts reads it.
    """

    class State(models.TextChoices):
        IN_FORCE = "in_force", _("有效")
        SUSPENDED = "suspended", _("暂停")
        REVOKED = "revoked", _("已撤销")
        EXPIRED = "expired", _("已到期")
        SUPERSEDED = "superseded", _("已被新认定取代")
        ENDED = "ended", _("已终止")

    class Via(models.TextChoices):
        COMPUTED = "computed", _("按条件认定")
        COMMITTEE = "committee", _("专家评审")
        DIRECT = "direct", _("直接推荐")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.UUIDField("人员", db_index=True)
    code_list = models.CharField("分类", max_length=60)
    level = models.CharField("类别", max_length=20, blank=True)
    policy = models.CharField("政策", max_length=80)
    version_from = models.DateField("目录版本起")
    via = models.CharField("途径", max_length=10, choices=Via, default=Via.COMPUTED)
    route = models.CharField("条件编号", max_length=60, blank=True)
    basis = models.CharField("认定依据", max_length=400, blank=True)
    restricted = models.BooleanField("依据不公开", default=False)
    recognised_on = models.DateField("认定日期")
    valid_from = models.DateField("有效期自")
    valid_until = models.DateField("有效期至", null=True, blank=True)
    revalidate_by = models.DateField("复核期限", null=True, blank=True)
    state = models.CharField("状态", max_length=10, choices=State, default=State.IN_FORCE)
    decision = models.ForeignKey(
        "policies.Decision", models.PROTECT, null=True, related_name="recognitions", verbose_name="规则决定"
    )
    case = models.ForeignKey("casework.Case", models.PROTECT, null=True, related_name="+", verbose_name="办件")
    unit_code = models.CharField("认定单位", max_length=40)
    created_at = models.DateTimeField("登记时间", default=timezone.now)
    forgotten_at = models.DateTimeField("删除个人信息时间", null=True)

    class Meta:
        verbose_name = "人才认定"
        ordering: ClassVar = ["-recognised_on", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person", "code_list"],
                condition=Q(state__in=["in_force", "suspended"]),
                name="recognition_one_current",
            ),
            models.UniqueConstraint(fields=["case"], name="recognition_case_once"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["-recognised_on", "id"], name="recognition_newest"),
            models.Index(fields=["state", "revalidate_by"], name="recognition_due"),
            models.Index(fields=["state", "valid_until"], name="recognition_end"),
            models.Index(fields=["code_list", "level"], name="recognition_level"),
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.level}"

    @property
    def is_current(self) -> bool:
        return self.state in (self.State.IN_FORCE, self.State.SUSPENDED)


class RecognitionEvent(models.Model):
    """What happened to a recognition, in order, and the state it left. Never changed, never removed; `on`: since when it holds."""

    class Kind(models.TextChoices):
        RECOGNISED = "recognised", _("认定")
        REVALIDATED = "revalidated", _("通过复核")
        SUSPENDED = "suspended", _("暂停")
        RESUMED = "resumed", _("恢复")
        REVOKED = "revoked", _("撤销")
        RESTORED = "restored", _("复议后恢复")
        EXPIRED = "expired", _("到期")
        SUPERSEDED = "superseded", _("被新认定取代")
        ENDED = "ended", _("终止")

    recognition = models.ForeignKey(Recognition, models.PROTECT, related_name="events", verbose_name="认定")
    kind = models.CharField("事项", max_length=12, choices=Kind)
    state = models.CharField("此后状态", max_length=10, choices=Recognition.State)
    on = models.DateField("生效日")
    at = models.DateTimeField("时间", default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="经办")
    by_name = models.CharField("经办人", max_length=150)
    reason = models.TextField("理由", blank=True)
    case = models.ForeignKey("casework.Case", models.PROTECT, null=True, related_name="+", verbose_name="办件")
    forgotten_at = models.DateTimeField("删除个人信息时间", null=True)

    class Meta:
        verbose_name = "认定记事"
        ordering: ClassVar = ["recognition_id", "id"]
        triggers: ClassVar = [
            pgtrigger.Trigger(
                name="append_only",
                operation=pgtrigger.Update | pgtrigger.Delete,
                when=pgtrigger.Before,
                func=emptied_only("reason"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.recognition_id} {self.kind}"
