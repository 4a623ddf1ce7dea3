"""Users, units with successors over time, and who serves which unit in which role. Rights themselves are in perms.py."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """Roles as code; `perms.ROLE_DESCRIPTIONS` says in plain words what each is for."""

    TALENT = "talent", _("人才本人")
    EMPLOYER = "employer", _("用人单位经办人")
    PARTNER = "partner", _("合作网点")
    MENTOR = "mentor", _("导师")
    CLERK = "clerk", _("部门受理员")
    APPROVER = "approver", _("部门审批员")
    TOWNSHIP = "township", _("乡镇专员")
    STEWARD = "steward", _("数据管理员")
    OFFICE = "office", _("人才办")
    LEADER = "leader", _("领导小组成员")
    AUDITOR = "auditor", _("安全审计员")
    SECURITY_ADMIN = "security_admin", _("安全管理员")
    SYSTEM_ADMIN = "system_admin", _("系统管理员")


class UnitQuerySet(models.QuerySet["Unit"]):
    def valid(self, on: dt.date | None = None) -> UnitQuerySet:
        day = on or timezone.localdate()
        return self.filter(
            Q(valid_from__isnull=True) | Q(valid_from__lte=day), Q(valid_to__isnull=True) | Q(valid_to__gt=day)
        )


class Unit(models.Model):
    """An organisation for which people act: half-open validity, and who took over afterwards."""

    class Kind(models.TextChoices):
        COUNTY = "county", _("县")
        DEPARTMENT = "department", _("部门")
        TOWNSHIP = "township", _("乡镇街道")
        EMPLOYER = "employer", _("用人单位")
        PERSON = "person", _("个人")

    kind = models.CharField("类别", max_length=12, choices=Kind)
    code = models.CharField("代码", max_length=40, unique=True)
    name = models.CharField("名称", max_length=120)
    name_en = models.CharField("英文名称", max_length=160, blank=True)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name="上级"
    )
    successor = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="predecessors", verbose_name="承接单位"
    )
    valid_from = models.DateField("生效日期", null=True, blank=True)
    valid_to = models.DateField("失效日期", null=True, blank=True)
    objects = UnitQuerySet.as_manager()

    class Meta:
        verbose_name = "单位"
        ordering: ClassVar = ["kind", "code"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True)
                | Q(valid_from__isnull=True)
                | Q(valid_to__gt=models.F("valid_from")),
                name="unit_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(successor__isnull=True) | ~Q(successor=models.F("id")), name="unit_not_own_successor"
            ),
        ]

    def __str__(self) -> str:
        """The name; on English pages the English one where there is one."""
        return self.name_en if self.name_en and (get_language() or "").startswith("en") else self.name


class User(AbstractUser):
    """A person who logs in. `subject` is the person's id in the register when this account belongs to a talent."""

    full_name = models.CharField(_("姓名"), max_length=60, blank=True)
    language = models.CharField("语言", max_length=8, default="zh-hans")
    large_text = models.BooleanField("大字版", default=False)
    subject = models.UUIDField("本人档案", null=True, blank=True, unique=True)
    is_demo = models.BooleanField("演示账号", default=False)

    class Meta:
        verbose_name = "用户"

    def __str__(self) -> str:
        return self.full_name or self.username


class MembershipQuerySet(models.QuerySet["Membership"]):
    def valid(self, on: dt.date | None = None) -> MembershipQuerySet:
        day = on or timezone.localdate()
        return self.filter(Q(valid_from__lte=day), Q(valid_to__isnull=True) | Q(valid_to__gt=day))


class Membership(models.Model):
    """One user serves one unit in one role for a time. The three administrator roles exclude each other (等保三员分立)."""

    user = models.ForeignKey(User, models.CASCADE, related_name="memberships", verbose_name="用户")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="memberships", verbose_name="单位")
    role = models.CharField("角色", max_length=20, choices=Role)
    valid_from = models.DateField("生效日期", default=timezone.localdate)
    valid_to = models.DateField("失效日期", null=True, blank=True)
    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = "任职"
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "unit", "role", "valid_from"], name="membership_once"),
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(role__in=["system_admin", "security_admin", "auditor"]),
                name="membership_one_admin_role",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.get_role_display()} {self.unit}"


class IdempotencyKey(models.Model):
    """The first answer to a POST under a key; a repeated POST gets it again instead of a second effect."""

    key = models.CharField("幂等键", max_length=80)
    owner = models.CharField("提交者", max_length=80)
    fingerprint = models.CharField("内容摘要", max_length=64)
    status = models.PositiveSmallIntegerField("状态码", null=True)
    location = models.TextField("去向", blank=True)
    created_at = models.DateTimeField("时间", auto_now_add=True, db_index=True)

    class Meta:
        verbose_name = "幂等键"
        constraints: ClassVar = [models.UniqueConstraint(fields=["owner", "key"], name="idempotency_key_once")]

    def __str__(self) -> str:
        return self.key
