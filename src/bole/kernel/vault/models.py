"""Data keys: one per record or owner row, wrapped by a master key that is not in the database. This table has no history."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now


class DataKey(models.Model):
    """`subject` is the person, organisation or file whose deletion destroys the key; None until linking has decided.

    No index on it: deletions are rare and may read the table, while every link run writes the column.
    """

    id = models.BigAutoField(primary_key=True)
    subject = models.UUIDField("主体", null=True)
    wrapped = models.BinaryField("被包裹的密钥")
    master = models.PositiveSmallIntegerField("主密钥版本")
    created_at = models.DateTimeField("时间", db_default=Now())

    class Meta:
        verbose_name = "数据密钥"

    def __str__(self) -> str:
        return f"key {self.pk}"
