"""Organisations and the names by which files call an employer."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models.functions import Upper
from django.utils.translation import gettext_lazy as _

from bole.kernel.audit.services import tracked


@tracked(exclude=["facts", "series", "search", "digest"])
class Organisation(models.Model):
    """An employer by its unified social credit code; `series` holds yearly figures as {"2024": {"revenue": 分, …}}."""

    SCOPES: ClassVar = {"county": None, "department": None, "township": "township_code", "employer": "uscc"}

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    uscc = models.CharField(_("统一社会信用代码"), max_length=18, unique=True)
    name = models.CharField(_("名称"), max_length=200)
    former_names = ArrayField(models.CharField(max_length=200), verbose_name=_("曾用名"), default=list, blank=True)
    name_pinyin = models.CharField(_("拼音"), max_length=400, blank=True, db_collation="C")
    search = models.TextField(_("检索词"), blank=True)
    industry_code = models.CharField(_("行业代码"), max_length=10, blank=True)
    township_code = models.CharField(_("乡镇街道"), max_length=12, blank=True)
    status = models.CharField(_("登记状态"), max_length=20, blank=True)
    founded_on = models.DateField(_("成立日期"), null=True, blank=True)
    facts = models.JSONField(_("事实"), default=dict)
    series = models.JSONField(_("年度数据"), default=dict)
    sources = ArrayField(models.CharField(max_length=20), verbose_name=_("来源"), default=list)
    as_of = models.DateField(_("截至"), null=True)
    digest = models.CharField(_("内容摘要"), max_length=32, blank=True)
    updated_at = models.DateTimeField(_("更新时间"), auto_now=True)

    class Meta:
        verbose_name = _("单位")
        ordering: ClassVar = ["name_pinyin", "id"]
        indexes: ClassVar = [
            models.Index(fields=["name_pinyin", "id"], name="registry_org_sort"),
            models.Index(fields=["township_code"], name="registry_org_township"),
            GinIndex(fields=["search"], opclasses=["gin_trgm_ops"], name="registry_org_search"),
        ]

    def __str__(self) -> str:
        return self.name


class EmployerName(models.Model):
    """Each employer name that a person's profile carries, once: a few thousand rows to search instead of 200,000."""

    name = models.CharField(_("名称"), max_length=200, unique=True)

    class Meta:
        verbose_name = _("用人单位名称")
        indexes: ClassVar = [GinIndex(OpClass(Upper("name"), name="gin_trgm_ops"), name="registry_employer_name_trgm")]

    def __str__(self) -> str:
        return self.name
