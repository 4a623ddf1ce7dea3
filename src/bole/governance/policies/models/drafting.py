"""Drafts: what somebody wants to change in the rules, every save of it, and where it stands on its way to an edition."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bole.kernel.audit.services import tracked


@tracked(exclude=["files", "base"])
class Draft(models.Model):
    """A change of one policy (with its cases; where needed of the groups). `department_code` is the policy's.

    `files`: whole texts by path relative to the folder of policies, "" takes a file away; `base`: the texts in force that each of them
    was made from, "" where there was none; `base_sha256`: the rule set in force then. `version` grows with every save.
    `budget`: policy key to year to 分.
    """

    class State(models.TextChoices):
        OPEN = "open", _("起草中")
        SUBMITTED = "submitted", _("送审中")
        PUBLISHED = "published", _("已发布")
        DROPPED = "dropped", _("已放弃")

    class Kind(models.TextChoices):
        VERSION = "version", _("从某日起改")
        CORRECTION = "correction", _("更正文字")
        NEW = "new", _("新政策")

    SCOPES: ClassVar = {"department": "department_code", "county": None}

    title = models.CharField("标题", max_length=160)
    policy = models.CharField("政策", max_length=80, db_index=True)
    department_code = models.CharField("部门", max_length=40)
    kind = models.CharField("改法", max_length=12, choices=Kind.choices)
    since = models.DateField("新版本起", null=True)
    reason = models.TextField("理由", blank=True)
    state = models.CharField("状态", max_length=12, choices=State.choices, default=State.OPEN)
    files = models.JSONField("文件", default=dict)
    base = models.JSONField("底稿", default=dict)
    base_sha256 = models.CharField("底稿摘要", max_length=64)
    budget = models.JSONField("预算", default=dict, blank=True, encoder=DjangoJSONEncoder)
    version = models.PositiveIntegerField("版次", default=1)
    case = models.ForeignKey(
        "casework.Case", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="办件"
    )
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="起草人")
    opened_at = models.DateTimeField("起草时间", default=timezone.now)
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="保存人")
    saved_at = models.DateTimeField("保存时间", default=timezone.now)

    class Meta:
        verbose_name = "政策草案"
        ordering: ClassVar = ["-saved_at", "-id"]

    def __str__(self) -> str:
        return self.title

    @property
    def stage(self) -> str:
        """The state, where a case that ended without an edition gives the draft back."""
        sent = self.state == self.State.SUBMITTED and self.case is not None
        return self.State.OPEN if sent and not self.case.is_open else self.state  # type: ignore[union-attr]

    @property
    def stage_name(self) -> str:
        """The state in words."""
        return str(self.State(self.stage).label)

    @property
    def is_open(self) -> bool:
        """True while it may be edited."""
        return self.stage == self.State.OPEN


class DraftSave(models.Model):
    """One save of a draft, whole: `restore` goes back to it by saving it again."""

    draft = models.ForeignKey(Draft, models.CASCADE, related_name="saves", verbose_name="草案")
    number = models.PositiveIntegerField("版次")
    files = models.JSONField("文件", default=dict)
    base = models.JSONField("底稿", default=dict)
    base_sha256 = models.CharField("底稿摘要", max_length=64)
    since = models.DateField("新版本起", null=True)
    note = models.CharField("说明", max_length=200, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="保存人")
    at = models.DateTimeField("保存时间", default=timezone.now)

    class Meta:
        verbose_name = "草案保存"
        ordering: ClassVar = ["-number"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["draft", "number"], name="policies_save_once")]

    def __str__(self) -> str:
        return f"{self.draft} {self.number}"
