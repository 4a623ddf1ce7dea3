"""Runs of comparing and publishing."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


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
