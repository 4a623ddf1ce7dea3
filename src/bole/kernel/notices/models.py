"""Messages in the inbox, and what was sent by other ways."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Notice(models.Model):
    """One message to one user. The text is made from `kind` and `params` when it is read, in the reader's language.

    `params` holds names of things, never identifiers or phones.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name="收件人")
    kind = models.CharField("类别", max_length=60)
    params = models.JSONField("参数", default=dict)
    url = models.CharField("链接", max_length=300, blank=True)
    key = models.CharField("键", max_length=160)
    created_at = models.DateTimeField("时间", default=timezone.now)
    read_at = models.DateTimeField("已读时间", null=True)

    class Meta:
        verbose_name = "消息"
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["user", "key"], name="notice_once")]
        indexes: ClassVar = [
            models.Index(fields=["user", "-id"], name="notice_inbox"),
            models.Index(fields=["user"], name="notice_unread", condition=Q(read_at__isnull=True)),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.user_id}"


class Outgoing(models.Model):
    """One notice on its way by one channel. `address` is masked: the channel looks the real one up when it sends."""

    SCOPES = {"county": None}

    class State(models.TextChoices):
        WAITING = "waiting", _("待发送")
        SENT = "sent", _("已发送")
        DELIVERED = "delivered", _("已送达")
        DEAD = "dead", _("已放弃")

    notice = models.ForeignKey(Notice, models.CASCADE, related_name="outgoing", verbose_name="消息")
    channel = models.CharField("渠道", max_length=20)
    address = models.CharField("地址(脱敏)", max_length=100, blank=True)
    text = models.TextField("内容", blank=True)
    state = models.CharField("状态", max_length=10, choices=State, default=State.WAITING)
    simulated = models.BooleanField("模拟", default=False)
    attempts = models.PositiveSmallIntegerField("尝试次数", default=0)
    error = models.CharField("错误", max_length=200, blank=True)
    reference = models.CharField("回执编号", max_length=80, blank=True, db_index=True)
    touched_at = models.DateTimeField("更新时间", default=timezone.now)

    class Meta:
        verbose_name = "外发消息"
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["notice", "channel"], name="outgoing_once")]

    def __str__(self) -> str:
        return f"{self.channel} {self.state}"
