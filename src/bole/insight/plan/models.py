"""Values of indicators over time. Definitions and targets are pack data; here stands only what was observed."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class IndicatorValue(models.Model):
    """One observation: a reported statistic or a register count. Later observations never overwrite earlier ones."""

    class Series(models.TextChoices):
        REPORTED = "reported", _("部门统计")
        REGISTER = "register", _("登记数")

    SCOPES: ClassVar = {"county": None}

    indicator = models.CharField("指标", max_length=20)
    series = models.CharField("系列", max_length=10, choices=Series)
    as_of = models.DateField("截至日期")
    value = models.DecimalField("数值", max_digits=18, decimal_places=6)
    source = models.CharField("来源", max_length=120)
    is_preliminary = models.BooleanField("初步数", default=False)
    is_demo = models.BooleanField("演示数据", default=False)
    recorded_at = models.DateTimeField("登记时间", auto_now_add=True)

    class Meta:
        verbose_name = "指标值"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["indicator", "series", "as_of", "source"], name="indicator_value_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["indicator", "series", "-as_of"], name="indicator_value_latest")]

    def __str__(self) -> str:
        return f"{self.indicator} {self.as_of}"
