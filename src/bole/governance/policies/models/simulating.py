"""What a draft would cost: sums and counts over everybody, for one text of the draft on one snapshot."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone


class Simulation(models.Model):
    """`result`: kind of subject to `core.rules.reform.Comparison` as JSON, aggregates alone; nobody stands in it.

    It holds for exactly these texts (`draft_sha256`), the rules in force then (`base_sha256`), and this snapshot.
    """

    SCOPES: ClassVar = {"department": "draft__department_code", "county": None}

    draft = models.ForeignKey("policies.Draft", models.CASCADE, related_name="simulations", verbose_name="草案")
    draft_sha256 = models.CharField("草案摘要", max_length=64)
    draft_version = models.PositiveIntegerField("草案版次")
    base_sha256 = models.CharField("现行规则摘要", max_length=64)
    snapshot = models.ForeignKey("snapshots.Snapshot", models.PROTECT, related_name="+", verbose_name="数据快照")
    on = models.DateField("测算日")
    result = models.JSONField("结果", default=dict, encoder=DjangoJSONEncoder)
    cpu_seconds = models.DecimalField("耗时(秒)", max_digits=8, decimal_places=2)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="测算人")
    made_at = models.DateTimeField("测算时间", default=timezone.now)

    class Meta:
        verbose_name = "政策测算"
        ordering: ClassVar = ["-id"]
        indexes: ClassVar = [models.Index(fields=["draft", "-id"], name="simulation_latest")]

    def __str__(self) -> str:
        return f"{self.draft_id} {self.on}"
