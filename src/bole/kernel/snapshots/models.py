"""Published snapshots: which folder, which tables, as of when. The newest published one is the current one."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from django.db import models
from django.utils import timezone

from bole.kernel.audit.services import tracked
from bole.runtime import paths


@tracked(exclude=["manifest"])
class Snapshot(models.Model):
    """`manifest` is a copy of the folder's manifest.json; `folder` the name below `VAR/snapshots`."""

    SCOPES = {"county": None}

    folder = models.CharField("文件夹", max_length=60, unique=True)
    as_of = models.DateField("数据截至")
    rows = models.BigIntegerField("行数")
    size = models.BigIntegerField("大小(字节)")
    manifest = models.JSONField("清单")
    pack_version = models.CharField("数据包版本", max_length=80, blank=True)
    by = models.CharField("发布人", max_length=150)
    published_at = models.DateTimeField("发布时间", default=timezone.now)
    removed_at = models.DateTimeField("清除时间", null=True)

    class Meta:
        verbose_name = "数据快照"
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return self.folder

    @property
    def path(self) -> Path:
        return paths.var_dir() / "snapshots" / self.folder

    def table(self, name: str) -> Path:
        """The Parquet file of a table."""
        return self.path / f"{name}.parquet"
