"""What people are asked about pairs of rows: reviews, bulk decisions, clerical samples."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from bole.kernel.audit.services import tracked
from bole.people.sources.models.records import Conflict, Decision


class Verdict(models.TextChoices):
    SAME = "same", _("是同一人")
    DIFFERENT = "different", _("不是同一人")
    UNSURE = "unsure", _("看不清")


class Answer(models.TextChoices):
    """What may be said of a review: where two valid numbers differ, the same person means that one of them is wrong."""

    SAME = "same", _("是同一人")
    DIFFERENT = "different", _("不是同一人")
    UNSURE = "unsure", _("看不清")
    SAME_LEFT = "same_left", _("是同一人,甲的号码有误")
    SAME_RIGHT = "same_right", _("是同一人,乙的号码有误")


@tracked
class BulkDecision(models.Model):
    """One verdict for all open reviews of one pattern and reason: a random sample is decided one by one, another person decides the
    rest at once, and some of these are put to a third; a single disagreement takes all of it back."""

    SCOPES: ClassVar = {"county": None}

    class State(models.TextChoices):
        SAMPLING = "sampling", _("抽样判定中")
        CHECKING = "checking", _("已判定,抽查中")
        DONE = "done", _("完成")
        DROPPED = "dropped", _("抽样不一致,逐一判定")
        RETRACTED = "retracted", _("已收回")

    pattern = models.CharField("各项比较结果", max_length=16)
    reason = models.CharField("原因", max_length=20, choices=Conflict.Reason)
    state = models.CharField("状态", max_length=10, choices=State, default=State.SAMPLING)
    verdict = models.CharField("判定", max_length=10, choices=Verdict, blank=True)
    sampled = models.PositiveIntegerField("抽样", default=0)
    agreed = models.PositiveIntegerField("抽样一致", default=0)
    decided = models.PositiveIntegerField("一并判定", default=0)
    checks = models.PositiveIntegerField("事后抽查", default=0)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="发起人"
    )
    started_at = models.DateTimeField("发起时间", auto_now_add=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="判定人"
    )
    decided_at = models.DateTimeField("判定时间", null=True)
    retracted_at = models.DateTimeField("收回时间", null=True)
    retracted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="收回人"
    )

    class Meta:
        verbose_name = "批量判定"
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["reason", "pattern"], condition=Q(state__in=["sampling", "checking"]), name="bulk_one_under_way"
            )
        ]

    def __str__(self) -> str:
        return f"{self.pattern} {self.get_verdict_display()}"


class Review(models.Model):
    """One question about two persons, put as the strongest pair of rows between them; its case is in the worklist.

    It outlives the conflict it came from: when a later run no longer asks, it is closed as gone.
    """

    SCOPES: ClassVar = {"county": None}

    class State(models.TextChoices):
        OPEN = "open", _("待核对")
        DECIDED = "decided", _("已判定")
        GONE = "gone", _("不再需要")

    class Part(models.TextChoices):
        SAMPLE = "sample", _("样本")
        BULK = "bulk", _("一并判定")
        CHECK = "check", _("事后抽查")

    left = models.BigIntegerField("左")
    right = models.BigIntegerField("右", db_index=True)
    reason = models.CharField("原因", max_length=20, choices=Conflict.Reason)
    weight = models.FloatField("权重")
    pattern = models.CharField("各项比较结果", max_length=16, blank=True)
    probability = models.FloatField("可信度", null=True)
    state = models.CharField("状态", max_length=8, choices=State, default=State.OPEN)
    case = models.OneToOneField("casework.Case", models.PROTECT, null=True, related_name="+", verbose_name="办件")
    first_verdict = models.CharField("第一人判定", max_length=10, choices=Answer, blank=True)
    verdict = models.CharField("判定", max_length=10, choices=Answer, blank=True)
    decision = models.ForeignKey(Decision, models.PROTECT, null=True, related_name="reviews", verbose_name="人工决定")
    bulk = models.ForeignKey(BulkDecision, models.PROTECT, null=True, related_name="reviews", verbose_name="批量判定")
    part = models.CharField("在批量判定中", max_length=6, choices=Part, blank=True)
    opened_at = models.DateTimeField("提出时间", auto_now_add=True)
    closed_at = models.DateTimeField("结束时间", null=True)

    class Meta:
        verbose_name = "待核对"
        ordering: ClassVar = ["-weight", "id"]
        indexes: ClassVar = [models.Index(fields=["state", "reason", "pattern"], name="review_queue")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["left", "right"], condition=Q(state="open"), name="review_open_once"),
            models.CheckConstraint(condition=Q(left__lt=F("right")), name="review_ordered"),
        ]

    def __str__(self) -> str:
        return f"{self.left}-{self.right}"


class ClericalSample(models.Model):
    """A drawing of random pairs by weight, put to people to estimate precision and recall of the register."""

    SCOPES: ClassVar = {"county": None}

    drawn_at = models.DateTimeField("抽取时间", auto_now_add=True)
    drawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="抽取人"
    )
    model_version = models.CharField("模型", max_length=40)
    seed = models.BigIntegerField("随机种子", default=0)
    strata = models.JSONField("各层", default=list)
    closed_at = models.DateTimeField("结束时间", null=True)

    class Meta:
        verbose_name = "人工抽样"
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return str(self.pk)


class SamplePair(models.Model):
    """One pair of a sample. `linked`: both rows were one person when it was drawn; `stratum`: its band of weights; `twice`: a
    second person judges it too, to see whether people agree. A pattern of "": no direct comparison, joined through other rows.
    `lost`: one of the rows went before the pair was judged; nobody is asked about it any more."""

    SCOPES: ClassVar = {"county": None}

    class Lost(models.TextChoices):
        ENDED = "ended", _("来源不再报送")
        REMOVED = "removed", _("已撤回或删除")

    sample = models.ForeignKey(ClericalSample, models.CASCADE, related_name="pairs", verbose_name="抽样")
    left = models.BigIntegerField("左")
    right = models.BigIntegerField("右")
    weight = models.FloatField("权重")
    pattern = models.CharField("各项比较结果", max_length=16, blank=True)
    linked = models.BooleanField("已归并")
    stratum = models.PositiveSmallIntegerField("层")
    verdict = models.CharField("判定", max_length=10, choices=Verdict, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="判定人"
    )
    decided_at = models.DateTimeField("判定时间", null=True)
    twice = models.BooleanField("由两人判定", default=False)
    second_verdict = models.CharField("第二人判定", max_length=10, choices=Verdict, blank=True)
    second_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="第二人"
    )
    second_at = models.DateTimeField("第二人判定时间", null=True)
    sent_at = models.DateTimeField("送去核对", null=True)
    lost = models.CharField("移出抽样", max_length=8, choices=Lost, blank=True)

    class Meta:
        verbose_name = "抽样对"
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["sample", "left", "right"], name="sample_pair_once")]

    def __str__(self) -> str:
        return f"{self.left}-{self.right}"
