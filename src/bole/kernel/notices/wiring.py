"""What notices bring along: the channels of a fresh instance, and the notices about apps that lie below."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext_noop

from bole.kernel.accounts.queries import User
from bole.kernel.documents.services import EXPORTED
from bole.kernel.notices import channels, services
from bole.kernel.outbox.services import Message, handles

EXPORT_READY = "documents.export_ready"
MAIL = "电子邮件(模拟)"


def register() -> None:
    services.register_channel(
        channels.Email() if settings.EMAIL_CONNECTED else channels.Simulator("email", MAIL, _mailbox)
    )
    services.register_channel(channels.Simulator("sms", "短信(模拟)", _no_phone))
    services.register_channel(channels.Simulator("zhezhengding", "浙政钉(模拟)", _log_in_name))
    services.register_kind(
        EXPORT_READY,
        subject=gettext_noop("导出完成:%(name)s"),
        text=gettext_noop("您导出的“%(name)s”已生成,共 %(rows)s 行,保存七天。"),
        channels=("email",),
    )
    handles(EXPORTED, "notices.export_ready")(_tell_requester)


def _mailbox(user: User) -> str:
    return user.email


def _no_phone(user: User) -> str:
    """Accounts keep no phone numbers; an app that knows one registers a channel of its own."""
    return ""


def _log_in_name(user: User) -> str:
    return user.get_username()


def _tell_requester(message: Message) -> None:
    user = User.objects.filter(pk=message.payload["user"]).first()
    if user is not None:
        params = {"name": message.payload["name"], "rows": message.payload["rows"]}
        url = f"/files/{message.payload['file']}/"
        services.notify(to=[user], kind=EXPORT_READY, params=params, url=url, key=f"export-{message.key}")
