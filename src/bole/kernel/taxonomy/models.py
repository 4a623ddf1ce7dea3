"""Versions of packs as they were loaded, and what others refer to by row: code lists, regions with their former codes.

The files themselves are kept, so any decision can be read again with the words of its day.
"""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone

from bole.kernel.audit.services import tracked


@tracked(exclude=["files"])
class PackVersion(models.Model):
    """One accepted version of a pack. Exactly one version per pack is in force, and one county in all."""

    pack_id = models.CharField("数据包", max_length=40)
    name = models.CharField("名称", max_length=120)
    name_en = models.CharField("英文名称", max_length=160)
    version = models.CharField("版本", max_length=40)
    base = models.CharField("基础包", max_length=40, blank=True)
    sha256 = models.CharField("内容摘要", max_length=64)
    files = models.JSONField("文件", default=dict)
    counts = models.JSONField("计数", default=dict)
    in_force = models.BooleanField("有效", default=True)
    loaded_at = models.DateTimeField("装入时间", default=timezone.now)
    loaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="装入人"
    )

    class Meta:
        verbose_name = "数据包版本"
        ordering: ClassVar = ["-loaded_at", "-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["pack_id", "sha256"], name="pack_version_once"),
            models.UniqueConstraint(fields=["pack_id"], condition=Q(in_force=True), name="pack_one_in_force"),
            models.UniqueConstraint(
                models.Case(models.When(base="", then=models.F("pack_id")), default=models.Value("")),
                condition=Q(in_force=True),
                name="pack_one_county",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.version}"


class CodeListEdition(models.Model):
    """A code list as a pack version holds it."""

    pack = models.ForeignKey(PackVersion, models.CASCADE, related_name="code_lists", verbose_name="数据包版本")
    key = models.CharField("键", max_length=60)
    name = models.CharField("名称", max_length=120)
    name_en = models.CharField("英文名称", max_length=160, blank=True)
    mark = models.CharField("标记", max_length=1)
    citation = models.TextField("出处")

    class Meta:
        verbose_name = "代码表版本"
        ordering: ClassVar = ["key"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["pack", "key"], name="code_list_once")]

    def __str__(self) -> str:
        return self.name


class CodeItem(models.Model):
    """One code of an edition."""

    edition = models.ForeignKey(CodeListEdition, models.CASCADE, related_name="items", verbose_name="代码表")
    code = models.CharField("代码", max_length=40)
    name = models.CharField("名称", max_length=120)
    name_en = models.CharField("英文名称", max_length=160, blank=True)
    rank = models.IntegerField("次序", null=True)
    parent = models.CharField("上级代码", max_length=40, blank=True)
    aliases = ArrayField(models.CharField(max_length=120), verbose_name="别名", default=list)
    position = models.PositiveIntegerField("位置")

    class Meta:
        verbose_name = "代码"
        ordering: ClassVar = ["position"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["edition", "code"], name="code_once")]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


@tracked
class Region(models.Model):
    """A township or zone of the county; rows stay when a pack no longer lists them."""

    code = models.CharField("代码", max_length=20, unique=True)
    kind = models.CharField("类别", max_length=12)
    name = models.CharField("名称", max_length=60)
    name_en = models.CharField("英文名称", max_length=120, blank=True)
    aliases = ArrayField(models.CharField(max_length=60), verbose_name="别名", default=list)
    mark = models.CharField("标记", max_length=1)
    listed = models.BooleanField("现行", default=True)

    class Meta:
        verbose_name = "区划"
        ordering: ClassVar = ["kind", "code"]

    def __str__(self) -> str:
        return self.name


class RegionCode(models.Model):
    """A code that a region bears or bore."""

    region = models.ForeignKey(Region, models.CASCADE, related_name="codes", verbose_name="区划")
    code = models.CharField("代码", max_length=20)
    valid_from = models.DateField("起", null=True)
    valid_to = models.DateField("止", null=True)

    class Meta:
        verbose_name = "区划代码"
        ordering: ClassVar = ["code"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["region", "code"], name="region_code_once")]

    def __str__(self) -> str:
        return self.code
