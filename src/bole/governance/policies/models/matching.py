"""Who may have what now: how each subject stands with the rules, what it is entitled to, and how many there are.

All of it can be decided again from profiles and rules; it is kept so that pages and messages need not decide everybody.
"""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


def _keys(label: str) -> ArrayField:
    return ArrayField(models.CharField(max_length=80), verbose_name=label, default=list, blank=True)


class Standing(models.Model):
    """What the rules come to for one subject.

    `outcome`: policy to amount in 分 (null: no figure) of what is due or may be due, to [level, may be] of classes, to [low, high] of points;
    what is refused does not stand there. `maybe`: policies that hang on facts nobody has told; `near`: those with one open condition alone.
    `digest`: of the profile (and the employer's) it was decided from. `stale`: keys of provided facts that changed since.
    """

    subject_kind = models.CharField("对象", max_length=12)
    subject_id = models.CharField("对象编号", max_length=36)
    rules_sha256 = models.CharField("规则集", max_length=64)
    digest = models.CharField("依据摘要", max_length=32)
    decided_on = models.DateField("判定日")
    next_change = models.DateField("下次变化", null=True)
    township = models.CharField("乡镇街道", max_length=12, blank=True)
    talent_class = models.CharField("人才类别", max_length=8, blank=True)
    outcome = models.JSONField("结果", default=dict)
    maybe = _keys("待定政策")
    near = _keys("只差一项的政策")
    stale = _keys("变化的事实")
    stale_at = models.DateTimeField("变化时间", null=True)

    class Meta:
        verbose_name = "匹配状况"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["subject_kind", "subject_id"], name="policies_standing_once")
        ]
        indexes: ClassVar = [
            models.Index(fields=["subject_kind", "next_change"], name="policies_standing_due"),
            models.Index(fields=["subject_kind"], name="policies_standing_stale", condition=Q(stale_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.subject_kind} {self.subject_id}"


class Match(models.Model):
    """One policy that one subject is entitled to: since when, until when (null: now), how much (分), whether it was told and taken up."""

    class Telling(models.TextChoices):
        HELD = "held", _("待放行")
        QUEUED = "queued", _("待告知")
        TOLD = "told", _("已告知")
        UNREACHABLE = "unreachable", _("无法告知")
        DISMISSED = "dismissed", _("不再告知")

    subject_kind = models.CharField("对象", max_length=12)
    subject_id = models.CharField("对象编号", max_length=36)
    policy = models.CharField("政策", max_length=80)
    since = models.DateField("符合起")
    until = models.DateField("符合止", null=True)
    amount = models.BigIntegerField("金额(分)", null=True)
    telling = models.CharField("告知", max_length=12, choices=Telling, default=Telling.HELD)
    told_at = models.DateTimeField("告知时间", null=True)
    taken_up_on = models.DateField("享受日期", null=True)
    taken_up_ref = models.CharField("享受凭据", max_length=120, blank=True)

    class Meta:
        verbose_name = "匹配"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["subject_kind", "subject_id", "policy"], name="policies_match_once")
        ]
        indexes: ClassVar = [
            models.Index(fields=["policy", "subject_id"], name="policies_match_policy"),
            models.Index(fields=["policy"], name="policies_match_queue", condition=Q(telling__in=["held", "queued"])),
        ]

    def __str__(self) -> str:
        return f"{self.policy} {self.subject_id}"


class Tally(models.Model):
    """How many subjects of one township and class stand how with one policy. Written together with what it counts."""

    subject_kind = models.CharField("对象", max_length=12)
    policy = models.CharField("政策", max_length=80)
    township = models.CharField("乡镇街道", max_length=12, blank=True)
    talent_class = models.CharField("人才类别", max_length=8, blank=True)
    eligible = models.IntegerField("符合", default=0)
    possible = models.IntegerField("可能", default=0)
    near = models.IntegerField("只差一项", default=0)
    told = models.IntegerField("已告知", default=0)
    taken = models.IntegerField("已享受", default=0)
    certain = models.BigIntegerField("确定金额(分)", default=0)
    potential = models.BigIntegerField("可能金额(分)", default=0)

    class Meta:
        verbose_name = "匹配统计"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["subject_kind", "policy", "township", "talent_class"], name="policies_tally_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.policy} {self.township} {self.talent_class}"


class MatchRun(models.Model):
    """One pass over many subjects: why, under which rules, what came of it.

    `keys`: policy to the hash of what it decides by; `differences`: where the reference came to something else (then nothing was written).
    """

    class Cause(models.TextChoices):
        FIRST = "first", _("首次")
        RULES = "rules", _("规则变化")
        FACTS = "facts", _("数据变化")

    class State(models.TextChoices):
        RUNNING = "running", _("进行中")
        DONE = "done", _("已完成")
        REFUSED = "refused", _("核对不符,未采用")

    SCOPES: ClassVar = {"county": None}

    subject_kind = models.CharField("对象", max_length=12)
    cause = models.CharField("原因", max_length=8, choices=Cause)
    state = models.CharField("状态", max_length=8, choices=State, default=State.RUNNING)
    rules_sha256 = models.CharField("规则集", max_length=64)
    keys = models.JSONField("政策摘要", default=dict)
    subjects = models.PositiveIntegerField("对象数", default=0)
    sampled = models.PositiveIntegerField("核对数", default=0)
    differences = models.JSONField("不符之处", default=list)
    started_at = models.DateTimeField("开始时间", default=timezone.now)
    finished_at = models.DateTimeField("完成时间", null=True)

    class Meta:
        verbose_name = "匹配批次"
        ordering: ClassVar = ["-id"]
        indexes: ClassVar = [models.Index(fields=["subject_kind", "-id"], name="policies_run_latest")]

    def __str__(self) -> str:
        return f"{self.subject_kind} {self.pk}"
