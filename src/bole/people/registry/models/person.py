"""A person: one derived profile. Everything here can be derived again from the records of `sources`."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bole.kernel.audit.services import tracked


def _texts(label: object, size: int = 60) -> ArrayField:
    return ArrayField(models.CharField(max_length=size), verbose_name=label, default=list, blank=True)


DERIVED = [
    *("latin_name", "other_names", "name_pinyin", "initials", "name_keys", "search", "facts", "sets", "codes"),
    *("identifier_indexes", "phone_indexes", "masked_id", "digest", "sources", "department_codes", "weakest"),
    *("sex", "birth_date", "name", "employer_name", "updated_at", "as_of", "libraries", "staff_categories"),
]
"""Left out of the row history: derived from records, which have their own history, and values of a person that must be
erasable (PIPL art. 47). The history keeps that a profile changed, when, by whom; its state, place, employer, tier."""


@tracked(exclude=DERIVED)
class Person(models.Model):
    """A person in the register. Identifiers and phones stand here only as blind indexes and in masked form.

    `facts` are scalars by fact key, `sets` record sets and yearly series (lists of rows); values as `core.vocabulary` says
    (money in 分, dates as ISO text, codes not names). `codes` are the tokens that list filters look up: "sex=2",
    "skill_certificates.skill_level=4", "has:patents", "library:…".
    """

    class Stock(models.TextChoices):
        IN_STOCK = "in_stock", _("计入总量")
        REGISTERED = "registered", _("在册,不计入总量")
        ELSEWHERE = "elsewhere", _("安籍在外")
        DECEASED = "deceased", _("已故")
        LEFT = "left", _("已离开")

    SCOPES: ClassVar = {
        "self": "id",
        "employer": "employer_id",
        "township": "township_code",
        "department": "department_codes__contains",
        "county": None,
    }

    # Columns stand in this order in the table: what lists filter and sort by comes first, because PostgreSQL walks each row
    # from the left. Measured at 220,000 people: counting the living takes half the time.
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    record_count = models.PositiveIntegerField(_("记录数"), default=0)
    birth_date = models.DateField(_("出生日期"), null=True, blank=True)
    as_of = models.DateField(_("截至"), null=True)
    deceased_on = models.DateField(_("死亡日期"), null=True, blank=True)
    weakest = models.FloatField(_("最弱一环"), null=True)
    erased_at = models.DateTimeField(_("删除时间"), null=True, editable=False)
    updated_at = models.DateTimeField(_("更新时间"), default=timezone.now, db_default=Now())
    stock = models.CharField(_("在库状态"), max_length=12, choices=Stock, default=Stock.IN_STOCK)
    township_code = models.CharField(_("乡镇街道"), max_length=12, blank=True)
    name_pinyin = models.CharField(_("拼音"), max_length=240, blank=True, db_collation="C")
    name = models.CharField(_("姓名"), max_length=120, db_collation="C")
    employer_name = models.CharField(_("单位名称"), max_length=200, blank=True)
    sex = models.CharField(_("性别"), max_length=4, blank=True)
    tier = models.CharField(_("梯队"), max_length=60, blank=True)
    department_codes = _texts(_("数据部门"), 40)
    libraries = _texts(_("人才库"))
    staff_categories = _texts(_("队伍类别"))
    facts = models.JSONField(_("事实"), default=dict)
    sets = models.JSONField(_("记录集"), default=dict)
    codes = _texts(_("筛选词"), 120)
    search = models.TextField(_("检索词"), blank=True)
    name_keys = _texts(_("姓名片段"), 4)
    initials = models.CharField(_("首字母"), max_length=40, blank=True, db_collation="C")
    latin_name = models.CharField(_("英文姓名"), max_length=160, blank=True)
    other_names = _texts(_("其他姓名"), 120)
    identifier_indexes = ArrayField(models.BinaryField(), verbose_name=_("证件盲索引"), default=list)
    phone_indexes = ArrayField(models.BinaryField(), verbose_name=_("电话盲索引"), default=list)
    masked_id = models.CharField(_("证件号(脱敏)"), max_length=40, blank=True)
    sources = _texts(_("来源"), 20)
    digest = models.CharField(_("内容摘要"), max_length=32, blank=True)
    employer = models.ForeignKey(
        "registry.Organisation",
        models.DO_NOTHING,
        to_field="uscc",
        db_column="employer_uscc",
        db_index=False,
        db_constraint=False,  # a roster may name a firm whose registration has not arrived yet
        null=True,
        blank=True,
        related_name="people",
        verbose_name=_("用人单位"),
    )

    class Meta:
        verbose_name = _("人才")
        ordering: ClassVar = ["name_pinyin", "id"]
        indexes: ClassVar = [
            models.Index(fields=["name_pinyin", "id"], name="registry_person_sort"),
            models.Index(fields=["birth_date", "id"], name="registry_person_birth"),
            models.Index(fields=["as_of", "id"], name="registry_person_as_of"),
            models.Index(fields=["name"], name="registry_person_name"),
            models.Index(fields=["initials"], name="registry_person_initials"),
            models.Index(fields=["township_code", "id"], name="registry_person_township"),
            models.Index(fields=["employer"], name="registry_person_employer"),
            models.Index(fields=["employer_name", "id"], name="registry_person_emp_name"),
            GinIndex(fields=["name_keys"], name="registry_person_name_keys"),
            GinIndex(fields=["codes"], name="registry_person_codes"),
            GinIndex(fields=["department_codes"], name="registry_person_dept"),
            GinIndex(fields=["identifier_indexes"], name="registry_person_ids"),
            GinIndex(fields=["phone_indexes"], name="registry_person_phones"),
            GinIndex(fields=["search"], opclasses=["gin_trgm_ops"], name="registry_person_search"),
        ]

    def __str__(self) -> str:
        return self.name


class PersonRedirect(models.Model):
    """An absorbed person id and who it is now: for ever, since cards, QR codes and applications carry it."""

    absorbed = models.UUIDField(_("原编号"), primary_key=True)
    person = models.ForeignKey(
        Person, models.CASCADE, related_name="redirects", db_constraint=False, verbose_name=_("现编号")
    )
    since = models.DateTimeField(_("自"), default=timezone.now)

    class Meta:
        verbose_name = _("编号转向")

    def __str__(self) -> str:
        return f"{self.absorbed} → {self.person_id}"
