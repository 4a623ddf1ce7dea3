"""Models of comparison: trained rarely, frozen, one in use."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from bole.kernel.audit.services import tracked


@tracked(exclude=["content"])
class LinkModel(models.Model):
    """A frozen model: levels, weights and term frequencies as JSON (zlib). All edges in force were scored by the one in use."""

    SCOPES: ClassVar = {"county": None}

    version = models.CharField("版本", max_length=40, unique=True)
    content = models.BinaryField("内容")
    rows = models.PositiveIntegerField("训练所用行数", default=0)
    report = models.JSONField("前后对比", default=dict)
    trained_at = models.DateTimeField("训练时间", auto_now_add=True)
    trained_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="训练人"
    )
    in_use = models.BooleanField("在用", default=False)

    class Meta:
        verbose_name = "比对模型"
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["in_use"], condition=Q(in_use=True), name="link_model_one_in_use")
        ]

    def __str__(self) -> str:
        return self.version
