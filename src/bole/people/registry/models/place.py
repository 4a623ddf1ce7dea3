"""Innovation carriers and other places, with a point only where the point can be true."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bole.kernel.audit.services import tracked


@tracked(exclude=["facts", "digest"])
class Place(models.Model):
    """`longitude`/`latitude` are WGS 84 degrees, converted from the declared `datum`; None where the declared point was
    refused, and then `point_issue` says why. What was declared stays in `declared`."""

    SCOPES: ClassVar = {"county": None, "department": None, "township": None}

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("名称"), max_length=200, unique=True)
    kind = models.CharField(_("类型"), max_length=40, blank=True)
    level = models.CharField(_("级别"), max_length=20, blank=True)
    host_name = models.CharField(_("依托单位"), max_length=200, blank=True)
    township_code = models.CharField(_("乡镇街道"), max_length=12, blank=True)
    recognised_on = models.DateField(_("认定日期"), null=True, blank=True)
    longitude = models.DecimalField(_("经度"), max_digits=9, decimal_places=6, null=True, blank=True)
    latitude = models.DecimalField(_("纬度"), max_digits=8, decimal_places=6, null=True, blank=True)
    datum = models.CharField(_("申报坐标系"), max_length=20, blank=True)
    declared = models.CharField(_("申报坐标"), max_length=60, blank=True)
    point_issue = models.CharField(_("坐标问题"), max_length=200, blank=True)
    facts = models.JSONField(_("事实"), default=dict)
    sources = models.JSONField(_("来源"), default=list)
    as_of = models.DateField(_("截至"), null=True)
    digest = models.CharField(_("内容摘要"), max_length=32, blank=True)
    updated_at = models.DateTimeField(_("更新时间"), auto_now=True)

    class Meta:
        verbose_name = _("平台载体")
        ordering: ClassVar = ["name", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(longitude__isnull=True, latitude__isnull=True)
                | Q(longitude__range=(-180, 180), latitude__range=(-90, 90)),
                name="registry_place_whole_point",
            )
        ]

    def __str__(self) -> str:
        return self.name
