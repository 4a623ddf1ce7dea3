"""Editions: what was published over the texts of the pack, and which rule sets have decided something."""

from __future__ import annotations

from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils import timezone


class Edition(models.Model):
    """All texts that stand instead of those of the pack since a moment; the one with the highest number is in force. Never changed.

    `files`: whole texts by path, "" takes a file away; `base`: per path the SHA-256 of the pack's text it was made from ("" for none).
    `changed`: the paths that this edition changed against the one before. To withdraw an edition is to publish the files of the one
    before it (`withdraws`).
    """

    number = models.PositiveIntegerField("版号", unique=True)
    files = models.JSONField("文件", default=dict)
    base = models.JSONField("底稿摘要", default=dict)
    changed = models.JSONField("所改文件", default=list)
    files_sha256 = models.CharField("文件摘要", max_length=64, db_index=True)
    rules_sha256 = models.CharField("规则摘要", max_length=64)
    pack_sha256 = models.CharField("数据包摘要", max_length=64)
    title = models.CharField("标题", max_length=160)
    note = models.TextField("理由", blank=True)
    in_force_since = models.DateTimeField("施行时间", default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="起草人")
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="复核人")
    case = models.ForeignKey("casework.Case", models.PROTECT, related_name="+", verbose_name="办件")
    draft = models.OneToOneField(
        "policies.Draft", models.PROTECT, null=True, blank=True, related_name="edition", verbose_name="草案"
    )
    withdraws = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="withdrawn_by", verbose_name="撤回"
    )

    class Meta:
        verbose_name = "政策版次"
        ordering: ClassVar = ["-number"]
        triggers: ClassVar = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


class RuleSetVersion(models.Model):
    """A rule set that decided something: from which pack and which edition's files it can be compiled again."""

    sha256 = models.CharField("规则摘要", max_length=64)
    pack_sha256 = models.CharField("数据包摘要", max_length=64)
    edition = models.ForeignKey(
        Edition, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="政策版次"
    )
    kept_at = models.DateTimeField("首次使用", default=timezone.now)

    class Meta:
        verbose_name = "规则集版本"
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["sha256", "pack_sha256"], name="policies_rules_once"),
        ]

    def __str__(self) -> str:
        return self.sha256[:12]
