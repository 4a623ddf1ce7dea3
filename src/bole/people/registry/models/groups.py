"""Teams and projects, derived from the honours and programme selections of persons."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _


class Group(models.Model):
    """What several persons were selected for together: its name, level, year and the document that says so."""

    SCOPES: ClassVar = {
        "county": None,
        "department": None,
        "township": "township_codes__contains",
        "employer": "employer_uscc",
    }

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("名称"), max_length=200)
    level = models.CharField(_("级别"), max_length=20, blank=True)
    year = models.PositiveSmallIntegerField(_("年度"), null=True, blank=True)
    document_no = models.CharField(_("文号"), max_length=120, blank=True)
    employer_uscc = models.CharField(_("依托单位代码"), max_length=18, blank=True)
    employer_name = models.CharField(_("依托单位"), max_length=200, blank=True)
    township_codes = ArrayField(
        models.CharField(max_length=12), verbose_name=_("成员所在乡镇街道"), default=list, blank=True
    )
    updated_at = models.DateTimeField(_("更新时间"), auto_now=True)

    class Meta:
        abstract = True
        ordering: ClassVar = ["-year", "name", "id"]

    def __str__(self) -> str:
        return self.name


class Member(models.Model):
    """A person in a team or project, with the rank the document gives."""

    person = models.UUIDField(_("人员"), db_index=True)
    rank = models.PositiveSmallIntegerField(_("本人排名"), null=True, blank=True)

    class Meta:
        abstract = True


class Team(Group):
    class Meta(Group.Meta):
        verbose_name = _("团队")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["name", "year", "document_no"], name="registry_team_once", nulls_distinct=False
            )
        ]


class TeamMember(Member):
    group = models.ForeignKey(Team, models.CASCADE, related_name="members", verbose_name=_("团队"))

    class Meta:
        verbose_name = _("团队成员")
        constraints: ClassVar = [models.UniqueConstraint(fields=["group", "person"], name="registry_team_member_once")]

    def __str__(self) -> str:
        return f"{self.group_id} {self.person}"


class Project(Group):
    class Meta(Group.Meta):
        verbose_name = _("项目")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["name", "year", "document_no"], name="registry_project_once", nulls_distinct=False
            )
        ]


class ProjectMember(Member):
    group = models.ForeignKey(Project, models.CASCADE, related_name="members", verbose_name=_("项目"))

    class Meta:
        verbose_name = _("项目成员")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["group", "person"], name="registry_project_member_once")
        ]

    def __str__(self) -> str:
        return f"{self.group_id} {self.person}"
