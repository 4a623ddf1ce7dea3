"""Lists that people keep: a query, the columns, and whether the own unit sees it too."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _


class SavedList(models.Model):
    """A named address of the people list: `query` is its query string. What it shows depends on who opens it.
    It belongs to the unit in whose service it was made, and is offered there only."""

    SCOPES: ClassVar = dict.fromkeys(("county", "department", "township", "employer"), "unit__code")

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_lists", verbose_name=_("所有者")
    )
    unit = models.ForeignKey("accounts.Unit", models.PROTECT, related_name="+", verbose_name=_("单位"))
    name = models.CharField(_("名称"), max_length=60)
    query = models.TextField(_("查询"), blank=True)
    columns = ArrayField(models.CharField(max_length=60), verbose_name=_("列"), default=list, blank=True)
    shared = models.BooleanField(_("本单位可见"), default=False)
    created_at = models.DateTimeField(_("创建时间"), auto_now_add=True)

    class Meta:
        verbose_name = _("名单")
        ordering: ClassVar = ["name", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["owner", "unit", "name"], name="registry_saved_list_once")
        ]

    def __str__(self) -> str:
        return self.name
