"""A decision as it was made: what the rules came to, on which facts and where those came from. Never changed, never removed."""

from __future__ import annotations

import uuid
from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


def emptied_only(*columns: str) -> str:
    """A trigger's body: rows stay for ever; of an erased person these columns can be emptied, once, and nothing else."""
    free = ", ".join(f"'{column}'" for column in (*columns, "forgotten_at"))
    return f"""
        IF TG_OP = 'UPDATE' AND OLD.forgotten_at IS NULL AND NEW.forgotten_at IS NOT NULL
            AND to_jsonb(NEW) - ARRAY[{free}] = to_jsonb(OLD) - ARRAY[{free}] THEN
            RETURN NEW;
        END IF;
        RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;
    """


class Decision(models.Model):
    """One policy for one subject on one day, with what it read.

    `facts`: a list of {path, value, source, record, as_of}; value null is "not known then". `related`: paths to related subjects
    that were there (employer). `outcome`: {in_force, outputs, conditions}; `services.deciding` says how values are kept.
    """

    class Purpose(models.TextChoices):
        RECOGNITION = "recognition", _("人才认定")
        REVALIDATION = "revalidation", _("期满复核")
        POINTS = "points", _("积分评定")
        BENEFIT = "benefit", _("待遇核定")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    subject = models.CharField("对象", max_length=12)
    subject_id = models.CharField("对象编号", max_length=40)
    purpose = models.CharField("用途", max_length=12, choices=Purpose)
    policy = models.CharField("政策", max_length=80)
    department = models.CharField("主管部门", max_length=40, blank=True)
    version_from = models.DateField("版本起")
    rules_sha256 = models.CharField("规则集", max_length=64)
    on = models.DateField("判定日")
    facts = models.JSONField("读到的事实", default=list, encoder=DjangoJSONEncoder)
    related = models.JSONField("关联对象", default=list)
    outcome = models.JSONField("结果", default=dict, encoder=DjangoJSONEncoder)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="经办")
    by_name = models.CharField("经办人", max_length=150)
    case = models.ForeignKey("casework.Case", models.PROTECT, null=True, related_name="+", verbose_name="办件")
    created_at = models.DateTimeField("作出时间", default=timezone.now)
    forgotten_at = models.DateTimeField("删除个人信息时间", null=True)

    class Meta:
        verbose_name = "规则决定"
        ordering: ClassVar = ["-created_at", "id"]
        indexes: ClassVar = [
            models.Index(fields=["subject_id", "policy", "-created_at"], name="decision_subject"),
            models.Index(fields=["-created_at", "id"], name="decision_newest"),
            models.Index(fields=["rules_sha256"], name="decision_rules"),
        ]
        triggers: ClassVar = [
            pgtrigger.Trigger(
                name="append_only",
                operation=pgtrigger.Update | pgtrigger.Delete,
                when=pgtrigger.Before,
                func=emptied_only("facts", "outcome"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.policy} {self.on}"
