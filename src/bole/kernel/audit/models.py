"""What the audit keeps: reads of personal data, security events, seals over all streams, results of verifications.

Users are referred to by id and name without a foreign key: audit lies below accounts, and its rows outlive accounts.
"""

from __future__ import annotations

from typing import ClassVar

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils import timezone

APPEND_ONLY = pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)


class Entry(models.Model):
    """What each entry of the trail says: who, in which role, from where, when."""

    at = models.DateTimeField("时间", default=timezone.now)
    actor_id = models.BigIntegerField("用户编号", null=True)
    actor = models.CharField("操作人", max_length=150)
    role = models.CharField("角色", max_length=20, blank=True)
    unit = models.CharField("单位", max_length=40, blank=True)
    where = models.CharField("位置", max_length=200)
    request_id = models.CharField("请求编号", max_length=16, blank=True)

    class Meta:
        abstract = True


class ReadLog(Entry):
    """One reading of personal data: one row per page or export, naming the persons that were shown."""

    SCOPES = {"county": None}

    purpose = models.CharField("目的", max_length=200)
    subjects = ArrayField(models.UUIDField(), verbose_name="被查阅人")
    field_classes = ArrayField(models.CharField(max_length=12), verbose_name="字段类别")

    class Meta:
        verbose_name = "查阅记录"
        ordering: ClassVar = ["-id"]
        indexes: ClassVar = [
            GinIndex(fields=["subjects"], name="audit_read_subjects"),
            models.Index(fields=["actor_id", "-id"], name="audit_read_actor"),
        ]
        triggers: ClassVar = [APPEND_ONLY]

    def __str__(self) -> str:
        return f"{self.actor} {self.purpose}"


class SecurityEvent(Entry):
    """Log-ins, changed rights, rotated or destroyed keys, exports: what a security auditor looks for. Never values."""

    SCOPES = {"county": None}

    kind = models.CharField("事件", max_length=60, db_index=True)
    detail = models.JSONField("说明", default=dict)

    class Meta:
        verbose_name = "安全事件"
        ordering: ClassVar = ["-id"]
        triggers: ClassVar = [APPEND_ONLY]

    def __str__(self) -> str:
        return f"{self.kind} {self.actor}"


class Seal(models.Model):
    """Closes a range of one stream (a table): Merkle root of its rows, chained to the seal before, signed with a key outside
    the database. `columns` makes old seals verifiable after a table has gained columns."""

    number = models.BigIntegerField("序号", primary_key=True)
    stream = models.CharField("数据流", max_length=80)
    columns = ArrayField(models.CharField(max_length=80), verbose_name="列")
    after_id = models.BigIntegerField("起(不含)")
    upto_id = models.BigIntegerField("止(含)")
    rows = models.BigIntegerField("行数")
    root = models.BinaryField("默克尔根")
    previous = models.BinaryField("上一封印")
    chain = models.BinaryField("链值")
    mac = models.BinaryField("签名")
    key_version = models.PositiveSmallIntegerField("密钥版本")
    at = models.DateTimeField("时间", default=timezone.now)

    class Meta:
        verbose_name = "审计封印"
        ordering: ClassVar = ["-number"]
        indexes: ClassVar = [models.Index(fields=["stream", "-number"], name="audit_seal_stream")]
        triggers: ClassVar = [APPEND_ONLY]

    def __str__(self) -> str:
        return f"{self.number} {self.stream}"

    @property
    def fingerprint(self) -> str:
        """The first 16 hex digits of the chain value, as printed in reports."""
        return bytes(self.chain).hex()[:16]


class Verification(models.Model):
    """One check of all seals against the rows."""

    at = models.DateTimeField("时间", default=timezone.now)
    seals = models.BigIntegerField("封印数")
    rows = models.BigIntegerField("行数")
    seconds = models.FloatField("用时(秒)")
    problems = models.JSONField("问题", default=list)

    class Meta:
        verbose_name = "封印核验"
        ordering: ClassVar = ["-id"]
        triggers: ClassVar = [APPEND_ONLY]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M}"
