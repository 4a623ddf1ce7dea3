"""What is kept about a stored file. The content stands encrypted in `VAR/files` under a random name."""

from __future__ import annotations

import uuid
from pathlib import Path
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from bole.kernel.audit.services import tracked
from bole.runtime import paths


@tracked(exclude=["name"])  # files are called after people: erasable here, not in a history that only grows
class StoredFile(models.Model):
    """`action` and `unit_code` say who besides the owner may open it: those whose grant for the action covers the unit."""

    SCOPES = {"county": None, "department": "unit_code", "township": "unit_code", "employer": "unit_code"}

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField("文件名", max_length=255)
    kind = models.CharField("类型", max_length=12)
    size = models.BigIntegerField("大小(字节)")
    sha256 = models.CharField("SHA-256", max_length=64)
    purpose = models.CharField("用途", max_length=200)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name="所有人"
    )
    action = models.CharField("可查看的权限", max_length=80, blank=True)
    unit_code = models.CharField("单位", max_length=40, blank=True)
    key_id = models.BigIntegerField("密钥编号")
    keep_until = models.DateField("保存至", null=True)
    created_at = models.DateTimeField("时间", default=timezone.now)
    destroyed_at = models.DateTimeField("销毁时间", null=True)

    class Meta:
        verbose_name = "文件"
        ordering: ClassVar = ["-created_at"]
        indexes: ClassVar = [
            models.Index(fields=["keep_until"], name="files_due", condition=Q(destroyed_at__isnull=True)),
            models.Index(fields=["owner", "-created_at"], name="files_owner"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def path(self) -> Path:
        return paths.var_dir() / "files" / self.id.hex[:2] / self.id.hex
