"""Rows and what links them. Records, edges and decisions are facts; memberships are derived from them."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from bole.kernel.audit.services import tracked
from bole.people.sources.models.batches import Batch


class Record(models.Model):
    """One row of a source over one span of time (SCD-2): known from one batch until another replaced or ended it.

    `node` is the number of the first record under this natural key: the row's identity through all its versions. Identifiers,
    phones and accounts are in `sealed` only (vault, under `key`); indexes are keyed digests for equality.
    """

    source = models.CharField("来源", max_length=8)
    subject = models.CharField("主体", max_length=12)
    node = models.BigIntegerField("行身份")
    natural_key = models.BinaryField("自然键摘要", max_length=16)
    row_hash = models.BinaryField("内容摘要", max_length=16)
    row = models.PositiveIntegerField("行号")
    as_of = models.DateField("数据截至")
    values = models.JSONField("值")
    sealed = models.BinaryField("加密值", null=True)
    key = models.BigIntegerField("密钥", null=True)
    name = models.CharField("姓名", max_length=200, null=True)
    name_simple = models.CharField("简体姓名", max_length=200, null=True)
    surname = models.CharField("姓", max_length=80, null=True)
    pinyin = models.CharField("拼音", max_length=400, null=True)
    pinyin_sorted = models.CharField("排序拼音", max_length=400, null=True)
    initials = models.CharField("首字母", max_length=80, null=True)
    latin = models.BooleanField("拉丁字母姓名", null=True)
    birth_date = models.DateField("出生日期", null=True)
    sex = models.CharField("性别", max_length=8, null=True)
    employer_key = models.CharField("单位", max_length=200, null=True)
    organisation = models.CharField("信用代码", max_length=18, null=True)
    township = models.CharField("乡镇街道", max_length=40, null=True)
    id_state = models.CharField("证件状态", max_length=12, null=True)
    id_index = models.BinaryField("有效证件索引", null=True)
    raw_index = models.BinaryField("登记证件索引", null=True)
    prefix_index = models.BinaryField("第 1–15 位索引", null=True)
    late_index = models.BinaryField("第 10–18 位索引", null=True)
    outer_index = models.BinaryField("第 10–15 位以外索引", null=True)
    written_birth = models.DateField("号码里的出生日期", null=True)
    passport_index = models.BinaryField("护照索引", null=True)
    phone_index = models.BinaryField("手机索引", null=True)
    valid_from_batch = models.ForeignKey(Batch, models.PROTECT, related_name="records_begun", verbose_name="始于批次")
    valid_to_batch = models.ForeignKey(
        Batch, models.PROTECT, null=True, related_name="records_ended", verbose_name="止于批次", db_index=False
    )

    class Meta:
        verbose_name = "来源记录"
        indexes: ClassVar = [
            models.Index(fields=["node"]),
            models.Index(fields=["valid_to_batch"], name="record_ended", condition=Q(valid_to_batch__isnull=False)),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["source", "natural_key"], condition=Q(valid_to_batch__isnull=True), name="record_current_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.source}:{self.row}"


class Edge(models.Model):
    """A scored pair of rows (nodes), left < right. `weight`: log2 of the odds; `pattern`: one letter per comparison of the model."""

    pk = models.CompositePrimaryKey("left", "right")
    left = models.BigIntegerField("左")
    right = models.BigIntegerField("右", db_index=True)
    weight = models.FloatField("权重")
    pattern = models.CharField("各项比较结果", max_length=16)
    model_version = models.CharField("模型", max_length=40)

    class Meta:
        verbose_name = "线索"
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(left__lt=F("right")), name="edge_ordered"),
        ]

    def __str__(self) -> str:
        return f"{self.left}-{self.right}"


class Membership(models.Model):
    """To whom a row belongs now. `record` is the version that was last linked; no person: a row that waits for one."""

    node = models.BigIntegerField("行身份", primary_key=True)
    record = models.BigIntegerField("版本")
    person = models.UUIDField("主体", null=True, db_index=True)

    class Meta:
        verbose_name = "归属"

    def __str__(self) -> str:
        return str(self.person)


class PastMembership(models.Model):
    """To whom a row belonged when it was last in force: its former versions are that person's too, and go with them."""

    node = models.BigIntegerField("行身份", primary_key=True)
    person = models.UUIDField("主体", db_index=True)

    class Meta:
        verbose_name = "曾经归属"

    def __str__(self) -> str:
        return str(self.person)


class Home(models.Model):
    """The ids under which a row was at home, the first published first, where that is more than the person it belongs to: who
    comes out of a split or a merge for the first time is named by them (`core.linkage.assign_person_ids`). `person`: the last of
    `path`."""

    node = models.BigIntegerField("行身份", primary_key=True)
    person = models.UUIDField("主体", db_index=True)
    path = ArrayField(models.UUIDField(), verbose_name="历次主体")

    class Meta:
        verbose_name = "归属沿革"

    def __str__(self) -> str:
        return str(self.person)


class FormerCluster(models.Model):
    """Rows that were once one person, just these, and the id they held: when they come together again, it is theirs before anybody
    who had it later (`core.linkage.assign_person_ids`; `id` tells the order). Written when a cluster ends, deleted with any of its
    rows."""

    node = models.BigIntegerField("最早的行", db_index=True)
    nodes = ArrayField(models.BigIntegerField(), verbose_name="各行")
    person = models.UUIDField("主体", db_index=True)

    class Meta:
        verbose_name = "曾经归并"

    def __str__(self) -> str:
        return str(self.person)


class Stale(models.Model):
    """A row that was changed otherwise than by a stored file (taken back, erased beside): the next link run looks at it."""

    node = models.BigIntegerField("行身份")

    class Meta:
        verbose_name = "待重新归并的行"

    def __str__(self) -> str:
        return str(self.node)


class Conflict(models.Model):
    """A pair that the machine does not decide: a question for a person, derived anew for what a run touches (see `Review`)."""

    class Reason(models.TextChoices):
        BAND = "band", _("证据不足以自动归并")
        DIFFERENT_IDS = "different_ids", _("有效证件号码不同")
        DIFFERENT_NAMES = "different_names", _("证件号码相同,姓名不同")
        BIG_COMPONENT = "big_component", _("牵连的记录太多")

    left = models.BigIntegerField("左", db_index=True)
    right = models.BigIntegerField("右", db_index=True)
    weight = models.FloatField("权重")
    pattern = models.CharField("各项比较结果", max_length=16, blank=True)
    reason = models.CharField("原因", max_length=20, choices=Reason)

    class Meta:
        verbose_name = "疑点"

    def __str__(self) -> str:
        return f"{self.left}-{self.right}: {self.reason}"


@tracked(exclude=["value", "reason", "retract_reason"])  # words about a person: erasable here, not in a growing history
class Decision(models.Model):
    """What a person decided about rows or values. Never deleted: `retracted_at` takes it back."""

    SCOPES: ClassVar = {"county": None}

    class Kind(models.TextChoices):
        MUST_LINK = "must_link", _("是同一人")
        CANNOT_LINK = "cannot_link", _("不是同一人")
        FIELD_OVERRIDE = "field_override", _("更正一个值")

    kind = models.CharField("类别", max_length=16, choices=Kind)
    left = models.BigIntegerField("左", null=True)
    right = models.BigIntegerField("右", null=True)
    anchor = models.BigIntegerField("所附行", null=True)
    fact = models.CharField("事实", max_length=60, blank=True)
    value = models.JSONField("值", null=True)
    reason = models.TextField("理由")
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="决定人"
    )
    decided_at = models.DateTimeField("决定时间", auto_now_add=True)
    retracted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="收回人"
    )
    retracted_at = models.DateTimeField("收回时间", null=True)
    retract_reason = models.CharField("收回理由", max_length=200, blank=True)
    applied = models.BooleanField("已生效", default=False)
    weight = models.FloatField("决定时的权重", null=True)
    pattern = models.CharField("决定时的比较结果", max_length=16, blank=True)

    class Meta:
        verbose_name = "人工决定"
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return self.get_kind_display()


class Tombstone(models.Model):
    """By what a row of an erased person is known when it comes again: keyed digests, no content and no person.

    `row` is a natural key of `source`; `name` the digest of the name that stood beside the number or key.
    """

    class Kind(models.TextChoices):
        IDENTITY = "identity", _("有效证件")
        PASSPORT = "passport", _("护照")
        RAW = "raw", _("登记证件")
        ROW = "row", _("行")

    kind = models.CharField("类别", max_length=8, choices=Kind)
    source = models.CharField("来源", max_length=8, blank=True)
    digest = models.BinaryField("摘要", max_length=16)
    name = models.BinaryField("姓名摘要", max_length=16, default=bytes)
    erased_at = models.DateTimeField("删除时间", auto_now_add=True)

    class Meta:
        verbose_name = "删除标记"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kind", "source", "digest", "name"], name="tombstone_once")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.source}"
